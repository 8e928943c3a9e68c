#include "engine/formats/csv/csv_tokenizer.h"

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/formats/csv/csv_text.h"
#include "engine/json/jackson_source.h"

namespace drey {
namespace {

constexpr std::string_view kJsonParseException = "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParseException";
// Jackson reads so many characters at once.
constexpr size_t kBufferLength = 4000;

bool IsBlank(char c) { return static_cast<unsigned char>(c) <= ' '; }
bool IsLineEnd(char c) { return c == '\r' || c == '\n'; }

}  // namespace

CsvTokenizer::CsvTokenizer(const CsvOptions& options, FlinkVersion version)
    : options_(options),
      version_(version),
      delimiter_(CharacterText(options.delimiter)),
      quote_(CharacterText(options.quote)),
      escape_(CharacterText(options.escape)) {}

void CsvTokenizer::Reset(std::string_view message, Arena& arena) {
  arena_ = &arena;
  message_ = message;
  text_ = DecodeCsvText(message, version_, arena);
  next_ = 0;
  row_start_ = 0;
  row_ = 1;
  field_row_ = -1;
  field_column_ = -1;
  loads_at_end_ = 0;
  pending_ = Pending::kNothing;
  failure_.reset();
}

bool CsvTokenizer::HasMore() { return next_ < text_.text.size() || LoadMore(); }

bool CsvTokenizer::LoadMore() {
  if (!text_.failure.empty()) {
    Fail(text_.failure_class, text_.failure);
    return false;
  }
  ++loads_at_end_;
  pending_ = Pending::kEnd;
  return false;
}

void CsvTokenizer::TakeLineEnd() {
  if (pending_ == Pending::kReturn && HasMore() && text_.text[next_] == '\n') ++next_;
  if (pending_ != Pending::kEnd) pending_ = Pending::kNothing;
  ++row_;
  row_start_ = next_;
}

bool CsvTokenizer::StartNewLine() {
  if (pending_ == Pending::kEnd) return false;
  if (pending_ != Pending::kNothing) TakeLineEnd();
  return SkipComments();
}

bool CsvTokenizer::SkipComments() {
  if (!options_.allow_comments) return HasMore();
  while (HasMore()) {
    const char c = text_.text[next_];
    if (c == '#') {
      SkipComment();
    } else if (IsLineEnd(c)) {
      ++next_;
      pending_ = c == '\r' ? Pending::kReturn : Pending::kLineFeed;
      TakeLineEnd();
    } else if (c == ' ') {
      ++next_;
    } else {
      return true;
    }
  }
  return false;
}

bool CsvTokenizer::SkipComment() {
  while (HasMore()) {
    const char c = text_.text[next_++];
    if (!IsLineEnd(c)) continue;
    pending_ = c == '\r' ? Pending::kReturn : Pending::kLineFeed;
    TakeLineEnd();
    return true;
  }
  return false;
}

// False at the end.
bool CsvTokenizer::SkipLeadingSpace() {
  while (HasMore()) {
    const char c = text_.text[next_];
    if (!IsBlank(c) || IsLineEnd(c) || At(delimiter_)) return true;
    ++next_;
  }
  return false;
}

std::optional<std::string_view> CsvTokenizer::NextField() {
  if (pending_ != Pending::kNothing) {
    if (pending_ != Pending::kEnd) TakeLineEnd();
    return std::nullopt;
  }
  const bool has_more = options_.trim_spaces ? SkipLeadingSpace() : HasMore();
  if (failed()) return std::nullopt;
  field_row_ = row_;
  field_column_ = ColumnsBehindRowStart() + (has_more ? 1 : 0);
  if (!has_more) return std::string_view();
  if (IsLineEnd(text_.text[next_])) {
    pending_ = text_.text[next_++] == '\r' ? Pending::kReturn : Pending::kLineFeed;
    return std::string_view();
  }
  if (At(quote_)) return TakeQuoted();
  if (At(delimiter_)) {
    next_ += delimiter_.size();
    return std::string_view();
  }
  return TakeUnquoted();
}

std::optional<std::string_view> CsvTokenizer::TakeUnquoted() {
  const size_t start = next_;
  size_t end = start;
  bool is_copied = false;
  // The first character is taken as it is, unless it escapes: no quote or delimiter any more.
  while (HasMore()) {
    if (At(delimiter_)) {
      end = next_;
      next_ += delimiter_.size();
      break;
    }
    if (IsLineEnd(text_.text[next_])) {
      end = next_;
      pending_ = text_.text[next_++] == '\r' ? Pending::kReturn : Pending::kLineFeed;
      break;
    }
    if (At(escape_)) {
      if (!is_copied) copied_ = text_.text.substr(start, next_ - start);
      is_copied = true;
      next_ += escape_.size();
      if (!Unescape(copied_)) return std::nullopt;
    } else if (is_copied) {
      copied_.push_back(text_.text[next_++]);
    } else {
      ++next_;
    }
    end = next_;
  }
  if (failed()) return std::nullopt;
  std::string_view field = is_copied ? arena_->Copy(copied_) : text_.text.substr(start, end - start);
  while (options_.trim_spaces && !field.empty() && IsBlank(field.back())) field.remove_suffix(1);
  return field;
}

std::optional<std::string_view> CsvTokenizer::TakeQuoted() {
  next_ += quote_.size();
  const size_t start = next_;
  size_t end = start;
  bool is_copied = false;
  const auto copy = [&] {
    if (!is_copied) copied_ = text_.text.substr(start, next_ - start);
    is_copied = true;
  };
  while (true) {
    if (!HasMore()) {
      if (!failed()) FailParsing("Missing closing quote for value");
      return std::nullopt;
    }
    if (At(quote_)) {
      end = next_;
      next_ += quote_.size();
      const bool has_more = HasMore();
      if (failed()) return std::nullopt;
      if (!has_more || !At(quote_)) break;
      next_ -= quote_.size();
      copy();
      copied_ += quote_;
      next_ += 2 * quote_.size();
      continue;
    }
    const char c = text_.text[next_];
    if (c != '\r' && c != '\n' && At(escape_)) {
      copy();
      next_ += escape_.size();
      if (!Unescape(copied_)) return std::nullopt;
      continue;
    }
    ++next_;
    if (is_copied) copied_.push_back(c);
    if (c == '\n' || (c == '\r' && !text_.text.substr(next_).starts_with('\n'))) {
      ++row_;
      row_start_ = next_;
    }
  }
  const std::string_view field = is_copied ? arena_->Copy(copied_) : text_.text.substr(start, end - start);
  if (!SkipToDelimiter()) return std::nullopt;
  return field;
}

// Behind the closing quote only blanks may follow. False on failure.
bool CsvTokenizer::SkipToDelimiter() {
  while (HasMore()) {
    if (At(delimiter_)) {
      next_ += delimiter_.size();
      return true;
    }
    const char c = text_.text[next_];
    if (!IsBlank(c)) {
      size_t behind = next_;
      const char32_t found = NextCodePoint(text_.text, behind);
      next_ = behind;
      const int unit = static_cast<int>(found > 0xFFFF ? 0xD800 + ((found - 0x10000) >> 10) : found);
      FailParsing(Concat("Unexpected character (", DescribeCharacter(unit), "): Expected column separator character (",
                         DescribeCharacter(options_.delimiter), ") or end-of-line"));
      return false;
    }
    ++next_;
    if (!IsLineEnd(c)) continue;
    pending_ = c == '\r' ? Pending::kReturn : Pending::kLineFeed;
    return true;
  }
  return !failed();
}

bool CsvTokenizer::Unescape(std::string& out) {
  if (!HasMore()) {
    if (!failed()) FailParsing("Unexpected EOF in escaped character");
    return false;
  }
  const char c = text_.text[next_++];
  switch (c) {
    case '0':
      out.push_back('\0');
      break;
    case 'n':
      out.push_back('\n');
      break;
    case 'r':
      out.push_back('\r');
      break;
    case 't':
      out.push_back('\t');
      break;
    default: {
      // The character as a whole: its other bytes may look like a delimiter's.
      const size_t length = Utf8Length(static_cast<unsigned char>(c));
      out += text_.text.substr(next_ - 1, length);
      next_ += length - 1;
    }
  }
  return true;
}

void CsvTokenizer::Fail(std::string_view flink_class, std::string message) {
  if (failed()) return;
  failure_ = RowError{.phase = RowError::Phase::kDecode, .message = std::move(message), .flink_class = std::string(flink_class)};
}

void CsvTokenizer::FailParsing(std::string_view message) {
  Fail(kJsonParseException, Concat(message, "\n at ", Location(row_, ColumnsBehindRowStart() + 1)));
}

// How far Jackson believes to be behind the start of the row. Asking for more behind the end shifts the start of the row in its books;
// 2.14 (Flink 1.20) forgets to move the position as well.
int64_t CsvTokenizer::ColumnsBehindRowStart() const {
  const auto units = static_cast<int64_t>(Utf16Length(text_.text.substr(row_start_, next_ - row_start_)));
  if (loads_at_end_ == 0) return units;
  const size_t length = Utf16Length(text_.text);
  const auto in_buffer = static_cast<int64_t>(length == 0 ? 0 : (length - 1) % kBufferLength + 1);
  return units + (version_ == FlinkVersion::k1_20 ? in_buffer : 0) - (loads_at_end_ - 1);
}

std::string CsvTokenizer::FieldLocation() const { return Location(field_row_, field_column_); }

std::string CsvTokenizer::Location(int64_t row, int64_t column) const {
  // Unlike the source of JSON, that of csv is shown by every release.
  std::string out = Concat("[Source: ", DescribeByteSource(message_, FlinkVersion::k1_20), "; line: ");
  if (row > 0) {
    Append(out, row, ", column: ", column);
  } else {
    out += "UNKNOWN, column: UNKNOWN";
  }
  out.push_back(']');
  return out;
}

}  // namespace drey
