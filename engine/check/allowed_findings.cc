#include "engine/check/allowed_findings.h"

#include <algorithm>
#include <optional>

#include "engine/base/finding.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/check/check_rule.h"
#include "engine/sql/parser.h"

namespace drey {
namespace {

constexpr std::string_view kMark = "drey:";
constexpr std::string_view kAllow = "allow";
constexpr std::string_view kBetweenRules = " \t\r\n,";

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

struct Comment {
  size_t begin = 0;
  size_t end = 0;
  std::string_view content = {};  // without its marks
};

// The comments of a SQL text; quotes hide what looks like one.
std::vector<Comment> CommentsOf(std::string_view text) {
  std::vector<Comment> comments;
  for (size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("--") || rest.starts_with("//")) {
      const size_t end = std::min(text.find_first_of("\r\n", i), text.size());
      comments.push_back({i, end, text.substr(i + 2, end - i - 2)});
      i = end;
    } else if (rest.starts_with("/*") && !rest.starts_with("/*+")) {
      const size_t close = text.find("*/", i + 2);
      if (close == std::string_view::npos) return comments;
      comments.push_back({i, close + 2, text.substr(i + 2, close - i - 2)});
      i = close + 2;
    } else if (text[i] == '\'' || text[i] == '`' || text[i] == '"') {
      i = std::min(text.find(text[i], i + 1), text.size() - 1) + 1;
    } else {
      ++i;
    }
  }
  return comments;
}

// The rules that a comment allows, each with its place in the text; nothing where the comment is not for drey.
struct NamedRule {
  std::string_view name;
  size_t begin = 0;
};

std::vector<NamedRule> RulesOf(std::string_view text, const Comment& comment) {
  std::string_view content = StripBlanks(comment.content);
  if (!content.starts_with(kMark)) return {};
  content = StripBlanks(content.substr(kMark.size()));
  if (!content.starts_with(kAllow)) return {};
  content.remove_prefix(kAllow.size());
  std::vector<NamedRule> rules;
  for (size_t i = 0; i < content.size();) {
    const size_t begin = content.find_first_not_of(kBetweenRules, i);
    if (begin == std::string_view::npos) break;
    const size_t end = std::min(content.find_first_of(kBetweenRules, begin), content.size());
    rules.push_back({content.substr(begin, end - begin), static_cast<size_t>(content.data() - text.data()) + begin});
    i = end;
  }
  return rules;
}

// The statements of a text, members of statement sets among them.
std::vector<SourceRange> StatementRanges(SourceId source, std::string_view text, FlinkVersion version) {
  std::vector<SourceRange> ranges;
  const absl::StatusOr<std::vector<Statement>> statements = ParseScript(source, text, version);
  if (!statements.ok()) return ranges;
  for (const Statement& statement : *statements) {
    ranges.push_back(statement.range);
    const auto* set = statement.As<StatementSet>();
    if (set == nullptr) continue;
    for (const Statement& member : set->inserts) ranges.push_back(member.range);
  }
  return ranges;
}

class CommentReach {
 public:
  CommentReach(SourceId source, std::string_view text, FlinkVersion version)
      : source_(source), text_(text), statements_(StatementRanges(source, text, version)), comments_(CommentsOf(text)) {}

  const std::vector<Comment>& comments() const { return comments_; }

  SourceRange Of(const Comment& comment) const {
    const size_t line_begin = text_.find_last_of('\n', comment.begin) + 1;  // npos + 1 is 0
    if (HasSql(line_begin, comment.begin)) return LineOf(comment.begin);
    const std::optional<size_t> next = NextSql(comment.end);
    if (!next) return LineOf(comment.begin);
    for (const SourceRange& statement : statements_) {
      if (statement.begin == *next) return statement;
    }
    return LineOf(*next);
  }

 private:
  // The first character behind `from` that is neither blank nor in a comment.
  std::optional<size_t> NextSql(size_t from) const {
    for (size_t i = from; i < text_.size(); ++i) {
      if (IsBlank(text_[i])) continue;
      const auto comment =
          std::find_if(comments_.begin(), comments_.end(), [i](const Comment& known) { return known.begin == i; });
      if (comment == comments_.end()) return i;
      i = comment->end - 1;
    }
    return std::nullopt;
  }

  bool HasSql(size_t from, size_t to) const {
    const std::optional<size_t> next = NextSql(from);
    return next && *next < to;
  }

  SourceRange LineOf(size_t offset) const {
    const size_t newline = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
    const size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    const size_t end = std::min(text_.find('\n', offset), text_.size());
    return {source_, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }

  SourceId source_;
  std::string_view text_;
  std::vector<SourceRange> statements_;
  std::vector<Comment> comments_;
};

absl::Status NoSuchRule(const NamedRule& rule, SourceId source) {
  std::vector<std::string> names;
  for (const CheckRule* known : AllCheckRules()) names.emplace_back(known->name);
  std::string hint = DidYouMean(rule.name, names);
  if (hint.empty()) hint = "drey check --rules lists them";
  return MakeFinding("unknown-rule", Concat("there is no rule '", rule.name, "'"),
                     {source, static_cast<uint32_t>(rule.begin), static_cast<uint32_t>(rule.begin + rule.name.size())}, hint);
}

}  // namespace

void AllowedFindings::Read(SourceId source, std::string_view text, FlinkVersion version, std::vector<absl::Status>& findings) {
  if (text.find(kMark) == std::string_view::npos) return;
  const CommentReach reach(source, text, version);
  for (const Comment& comment : reach.comments()) {
    for (const NamedRule& rule : RulesOf(text, comment)) {
      if (FindCheckRule(rule.name) == nullptr) {
        findings.push_back(NoSuchRule(rule, source));
      } else {
        allowances_.push_back({std::string(rule.name), reach.Of(comment)});
      }
    }
  }
}

bool AllowedFindings::Allows(std::string_view rule, SourceRange place) const {
  return std::any_of(allowances_.begin(), allowances_.end(), [&](const Allowance& allowance) {
    return allowance.rule == rule && allowance.range.source == place.source && allowance.range.begin <= place.begin &&
           place.begin <= allowance.range.end;
  });
}

}  // namespace drey
