#include "engine/compiler/job_definition.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <span>
#include <utility>

#include "engine/base/arena.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/base/text_encoding.h"
#include "engine/base/utf8.h"
#include "engine/json/json_reader.h"

namespace drey {
namespace {

constexpr std::string_view kFormsHint =
    "a job definition is an application (a JSON object with sources, sinks and statement) or a SQL script";

// Members of an application, and of each of its sources and sinks, in the order of the format's documentation.
constexpr std::array<std::string_view, 3> kApplicationMembers = {"sources", "sinks", "statement"};
constexpr std::array<std::string_view, 2> kTableMembers = {"create_table", "integration_id"};

std::string_view DescribeToken(JsonToken token) {
  switch (token) {
    case JsonToken::kObjectStart:
      return "an object";
    case JsonToken::kArrayStart:
      return "an array";
    case JsonToken::kString:
      return "a string";
    case JsonToken::kInteger:
    case JsonToken::kFloat:
      return "a number";
    case JsonToken::kTrue:
    case JsonToken::kFalse:
      return "a boolean";
    case JsonToken::kNull:
      return "null";
    default:
      return "the end";
  }
}

// Reads one application. Ranges of its errors are in the whole file; each SQL part becomes a text of its own.
class ApplicationReader {
 public:
  ApplicationReader(std::string_view content, SourceId file, SourceMap& sources, JobDefinition& definition)
      : content_(content), file_(file), sources_(sources), definition_(definition), reader_(content, {}, arena_) {}

  absl::Status Read() {
    DREY_RETURN_IF_ERROR(Advance());
    const SourceRange start = token_range_;
    DREY_RETURN_IF_ERROR(ReadMembers("the application", kApplicationMembers, {},
                                     [this](std::string_view name) { return ReadApplicationMember(name); }));
    DREY_RETURN_IF_ERROR(Advance());
    if (token() != JsonToken::kEnd) return InvalidError("there is text behind the application's closing brace", token_range_);
    if (definition_.statement.source == kNoSource) {
      return InvalidError("the application has no member 'statement'", start, "it holds the INSERT statement of the job");
    }
    definition_.tables = std::move(source_tables_);
    std::move(sink_tables_.begin(), sink_tables_.end(), std::back_inserter(definition_.tables));
    return absl::OkStatus();
  }

 private:
  JsonToken token() const { return reader_.current(); }

  // Goes to the next token and notes its place. The reader may be ahead of its token, so places are found in the text itself.
  absl::Status Advance() {
    const size_t begin = std::min(content_.find_first_not_of(" \t\r\n,:", token_range_.end), content_.size());
    if (reader_.Next() == JsonToken::kError) return MalformedError(begin);
    token_range_ = {file_, static_cast<uint32_t>(begin), static_cast<uint32_t>(TokenEnd(begin))};
    return absl::OkStatus();
  }

  // One past the token that begins there.
  size_t TokenEnd(size_t begin) const {
    if (begin >= content_.size()) return content_.size();
    const char first = content_[begin];
    if (std::string_view("{}[]").find(first) != std::string_view::npos) return begin + 1;
    if (first != '"') return std::min(content_.find_first_of(" \t\r\n,:{}[]", begin), content_.size());
    size_t at = begin + 1;
    while (at < content_.size() && content_[at] != '"') at += content_[at] == '\\' ? 2 : 1;
    return std::min(at + 1, content_.size());
  }

  absl::Status MalformedError(size_t begin) const {
    // The reader's message without its places (" (for Array starting at …", "\n at …"), which the range tells.
    std::string_view message = reader_.error_message();
    message = message.substr(0, message.find('\n'));
    message = message.substr(0, message.find(" (for "));
    // Behind the character that should not be there, or at the end of a text that goes on too short; else the token is the place.
    const bool one_character = message.starts_with("Unexpected character");
    if (one_character || message.starts_with("Unexpected end-of-input")) begin = std::max(begin, reader_.position() - (one_character ? 1 : 0));
    const auto at = static_cast<uint32_t>(std::min(begin, content_.size()));
    return InvalidError(Concat("the application is not valid JSON: ", message), {file_, at, at + 1});
  }

  // Reads an object whose members `read_member` takes by name, standing at each value. `path` names it in messages.
  template <typename ReadMember>
  absl::Status ReadMembers(std::string_view path, std::span<const std::string_view> allowed,
                           std::span<const std::string_view> required, ReadMember read_member) {
    if (token() != JsonToken::kObjectStart) return WrongType(path, "an object");
    const SourceRange start = token_range_;
    std::set<std::string, std::less<>> seen;
    while (true) {
      DREY_RETURN_IF_ERROR(Advance());
      if (token() == JsonToken::kObjectEnd) break;
      const std::string name(reader_.text());
      if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) return UnknownMember(path, name, allowed);
      if (!seen.insert(name).second) return InvalidError(Concat(path, " has two members '", name, "'"), token_range_);
      DREY_RETURN_IF_ERROR(Advance());
      DREY_RETURN_IF_ERROR(read_member(name));
    }
    for (const std::string_view name : required) {
      if (!seen.contains(name)) return InvalidError(Concat(path, " has no member '", name, "'"), start);
    }
    return absl::OkStatus();
  }

  absl::Status UnknownMember(std::string_view path, std::string_view name, std::span<const std::string_view> allowed) const {
    const std::vector<std::string> candidates(allowed.begin(), allowed.end());
    std::string hint = DidYouMean(name, candidates);
    if (hint.empty()) hint = Concat("its members are ", Join(candidates, ", "));
    return InvalidError(Concat("unknown member '", name, "' of ", path), token_range_, hint);
  }

  absl::Status WrongType(std::string_view path, std::string_view wanted) const {
    return InvalidError(Concat(path, " must be ", wanted, ", not ", DescribeToken(token())), token_range_);
  }

  absl::Status ReadApplicationMember(std::string_view name) {
    if (name == "statement") return ReadSql("statement", definition_.statement);
    return ReadTables(name, name == "sources" ? source_tables_ : sink_tables_);
  }

  absl::Status ReadTables(std::string_view list, std::vector<SqlPart>& tables) {
    if (token() != JsonToken::kArrayStart) return WrongType(list, "an array");
    while (true) {
      DREY_RETURN_IF_ERROR(Advance());
      if (token() == JsonToken::kArrayEnd) return absl::OkStatus();
      const std::string path = Concat(list, "[", tables.size(), "]");
      SqlPart& table = tables.emplace_back();
      DREY_RETURN_IF_ERROR(ReadMembers(
          path, kTableMembers, std::array<std::string_view, 1>{"create_table"},
          [&](std::string_view member) {
            if (member == "create_table") return ReadSql(Concat(path, ".create_table"), table);
            return ReadIntegration(Concat(path, ".integration_id"), table);
          }));
    }
  }

  absl::Status ReadIntegration(std::string_view path, SqlPart& table) {
    if (token() == JsonToken::kNull) return absl::OkStatus();
    if (token() != JsonToken::kString) return WrongType(path, "a string");
    table.integration_id = reader_.text();
    return absl::OkStatus();
  }

  // Makes the string at hand a text of its own. A JSON string stands on one line, so its start is its line.
  absl::Status ReadSql(std::string_view path, SqlPart& part) {
    if (token() != JsonToken::kString) return WrongType(path, "a string");
    std::string sql(reader_.text());
    if (!IsWellFormedUtf8(sql)) return InvalidError(Concat(path, " has an unpaired surrogate"), token_range_);
    if (StripBlanks(sql).empty()) return InvalidError(Concat(path, " is empty"), token_range_);
    part.source = sources_.Add({.file = definition_.file,
                                .part = std::string(path),
                                .text = std::move(sql),
                                .file_line = sources_.Get(file_).Locate(token_range_.begin).line});
    return absl::OkStatus();
  }

  std::string_view content_;
  SourceId file_;
  SourceMap& sources_;
  JobDefinition& definition_;
  Arena arena_;
  JsonReader reader_;
  SourceRange token_range_;
  std::vector<SqlPart> source_tables_;
  std::vector<SqlPart> sink_tables_;
};

absl::Status CheckText(std::string_view content, SourceId file) {
  DREY_RETURN_IF_ERROR(CheckEncoding(content, file, "a job definition"));
  if (StripBlanks(content).empty()) return InvalidError("the file is empty", {}, kFormsHint);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<JobDefinition> ReadJobDefinition(std::string_view file, std::string_view content, SourceMap& sources) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (content.starts_with(kByteOrderMark)) content.remove_prefix(kByteOrderMark.size());
  const SourceId whole = sources.Add({.file = std::string(file), .text = std::string(content)});
  DREY_RETURN_IF_ERROR(CheckText(content, whole));

  JobDefinition definition = {.file = std::string(file)};
  const size_t first = content.find_first_not_of(" \t\r\n");
  definition.is_application = content[first] == '{';
  if (definition.is_application) {
    DREY_RETURN_IF_ERROR(ApplicationReader(content, whole, sources, definition).Read());
    return definition;
  }
  if (content[first] == '[' || file.ends_with(".json")) {
    const auto at = static_cast<uint32_t>(first);
    return InvalidError("the file is not a JSON object", {whole, at, at + 1}, kFormsHint);
  }
  definition.statement.source = whole;
  return definition;
}

}  // namespace drey
