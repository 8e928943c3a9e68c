#include "runtime/cli/error_renderer.h"

#include <algorithm>
#include <vector>

#include "engine/base/text.h"
#include "runtime/cli/display_width.h"
#include "runtime/cli/json_line.h"
#include "runtime/cli/masked_text.h"
#include "runtime/cli/terminal_colour.h"

namespace drey {
namespace {

constexpr int kTabStop = 4;
// A longer line is cut to a window around its caret, marked with an ellipsis on each cut side.
constexpr int kLineWidth = 200;
constexpr int kWidthBeforeCaret = 60;
constexpr size_t kValuePrefixBytes = 120;

// What stands on the screen for one code point of the input.
struct Cell {
  std::string text;
  int width = 1;
  size_t begin = 0;  // byte offset in the line
};

std::string HexEscape(char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(byte);
  return Concat("\\x", kDigits[value >> 4], kDigits[value & 0xF]);
}

bool IsControl(char32_t code_point) { return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0); }

Cell MakeCell(std::string_view line, size_t at, const CodePoint& point, int column) {
  if (point.well_formed && point.value == '\t') {
    const int width = kTabStop - column % kTabStop;
    return {std::string(static_cast<size_t>(width), ' '), width, at};
  }
  if (!point.well_formed || IsControl(point.value)) {
    std::string text;
    for (const char byte : line.substr(at, point.size)) text += HexEscape(byte);
    const int width = static_cast<int>(text.size());
    return {std::move(text), width, at};
  }
  return {std::string(line.substr(at, point.size)), DisplayWidth(point.value), at};
}

std::vector<Cell> MakeCells(std::string_view line) {
  std::vector<Cell> cells;
  int column = 0;
  for (size_t at = 0; at < line.size();) {
    const CodePoint point = CodePointAt(line, at);
    cells.push_back(MakeCell(line, at, point, column));
    column += cells.back().width;
    at += point.size;
  }
  return cells;
}

// Text of the input as it may stand in a line of output; of control characters only newline and tab are kept.
std::string Printable(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = CodePointAt(text, at);
    const bool keep = point.well_formed && (!IsControl(point.value) || point.value == '\n' || point.value == '\t');
    for (const char byte : text.substr(at, point.size)) {
      if (keep) {
        out.push_back(byte);
      } else {
        out += HexEscape(byte);
      }
    }
    at += point.size;
  }
  return out;
}

// Without the blanks and newlines in which some of Flink's messages end.
std::string StripTrailing(std::string text) {
  text.erase(text.find_last_not_of(" \t\n") + 1);
  return text;
}

// First bytes of a value, on one line.
std::string PrintableValue(std::string_view value) {
  const bool cut = value.size() > kValuePrefixBytes;
  const std::string shown = Printable(value.substr(0, kValuePrefixBytes));
  return Concat(ReplaceAll(ReplaceAll(shown, "\n", "\\n"), "\t", "\\t"), cut ? "…" : "");
}

// The line on which a range begins, and the piece of it that the range covers (its first line when there are several).
struct Excerpt {
  int line_number = 1;
  std::string line;  // credentials are masked
  size_t begin = 0;
  size_t end = 0;
};

Excerpt FindExcerpt(const SourceText& source, SourceRange range) {
  const std::string_view text = source.text;
  const size_t begin = std::min<size_t>(range.begin, text.size());
  const size_t newline_before = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
  const size_t line_begin = newline_before == std::string_view::npos ? 0 : newline_before + 1;
  Excerpt excerpt;
  excerpt.line_number = source.Locate(range.begin).line;
  excerpt.line = MaskSecrets(text.substr(line_begin, text.find('\n', begin) - line_begin));
  if (excerpt.line.ends_with('\r')) excerpt.line.pop_back();
  excerpt.begin = begin - line_begin;
  excerpt.end = std::min<size_t>(std::max<size_t>(range.end, begin) - line_begin, excerpt.line.size());
  while (excerpt.end > excerpt.begin && (excerpt.line[excerpt.end - 1] == ' ' || excerpt.line[excerpt.end - 1] == '\t')) {
    --excerpt.end;
  }
  return excerpt;
}

// The source line as shown and the carets below it.
struct Picture {
  std::string line;
  int spaces = 0;
  int carets = 0;
};

Picture Draw(const Excerpt& excerpt) {
  const std::vector<Cell> cells = MakeCells(excerpt.line);
  int total = 0;
  int before = 0;
  for (const Cell& cell : cells) {
    total += cell.width;
    if (cell.begin < excerpt.begin) before += cell.width;
  }
  const bool cut = total > kLineWidth;
  const int left = cut ? std::max(0, before - kWidthBeforeCaret) : 0;
  Picture picture;
  if (left > 0) {
    picture.line = "…";
    picture.spaces = 1;
  }
  int column = 0;
  int shown = 0;
  for (const Cell& cell : cells) {
    column += cell.width;
    if (column - cell.width < left) continue;
    if (cut && shown + cell.width > kLineWidth) {
      picture.line += "…";
      break;
    }
    shown += cell.width;
    picture.line += cell.text;
    if (cell.begin < excerpt.begin) picture.spaces += cell.width;
    if (cell.begin >= excerpt.begin && cell.begin < excerpt.end) picture.carets += cell.width;
  }
  picture.carets = std::max(picture.carets, 1);
  return picture;
}

// Collects the lines of one error, with colours or without.
class TextRendering {
 public:
  explicit TextRendering(bool use_colour) : use_colour_(use_colour) {}

  // `rule`: empty where it is not shown.
  void AddHeadline(std::string_view place, Severity severity, std::string_view message, std::string_view rule) {
    Paint(kBold, Printable(place));
    if (!place.empty()) out_ += " ";
    Paint(ColourOf(severity), Concat(NameOf(severity), ":"));
    Append(out_, " ", StripTrailing(Printable(message)));
    if (!rule.empty()) Append(out_, " [", rule, "]");
    out_ += "\n";
  }

  void AddExcerpt(const Excerpt& excerpt, Severity severity) {
    const Picture picture = Draw(excerpt);
    const std::string number = Concat(excerpt.line_number);
    const std::string gutter(number.size() < 4 ? 4 - number.size() : 0, ' ');
    Paint(kCyan, Concat(gutter, number, " |"));
    Append(out_, picture.line.empty() ? "" : " ", picture.line, "\n");
    Paint(kCyan, Concat(std::string(gutter.size() + number.size(), ' '), " |"));
    Append(out_, " ", std::string(static_cast<size_t>(picture.spaces), ' '));
    Paint(ColourOf(severity), std::string(static_cast<size_t>(picture.carets), '^'));
    out_ += "\n";
  }

  void AddNote(std::string_view name, std::string_view text) {
    out_ += "   ";
    Paint(kCyan, name);
    Append(out_, " ", Printable(text), "\n");
  }

  std::string Finish() { return std::move(out_); }

 private:
  static std::string_view ColourOf(Severity severity) {
    if (severity == Severity::kNote) return kCyan;
    return severity == Severity::kError ? kRed : kYellow;
  }

  void Paint(std::string_view colour, std::string_view text) { out_ += Painted(use_colour_, colour, text); }

  bool use_colour_;
  std::string out_;
};

// "FILE:3:5:", or "FILE: PART:3:5:" in an application; "FILE:" where no place is known.
std::string DescribePlace(const SourceText* source, SourceRange range, std::string_view file) {
  if (source == nullptr) return file.empty() ? "drey:" : Concat(file, ":");
  const LineColumn place = source->Locate(range.begin);
  if (source->part.empty()) return Concat(source->file, ":", place.line, ":", place.column, ":");
  return Concat(source->file, ": ", source->part, ":", place.line, ":", place.column, ":");
}

std::string DescribeRecord(const ErrorDetail& detail) {
  std::string out = Concat("topic ", detail.topic);
  if (detail.partition >= 0) Append(out, ", partition ", detail.partition);
  if (detail.offset >= 0) Append(out, ", offset ", detail.offset);
  if (!detail.field.empty()) Append(out, ", column ", detail.field);
  return out;
}

std::string RenderText(Severity severity, const absl::Status& status, const ErrorDetail& detail, const SourceText* source,
                       std::string_view file, bool use_colour, std::string_view rule) {
  TextRendering out(use_colour);
  out.AddHeadline(DescribePlace(source, detail.range, file), severity, MessageOf(status), rule);
  if (source != nullptr) out.AddExcerpt(FindExcerpt(*source, detail.range), severity);
  if (!detail.topic.empty() && detail.partition >= 0) {
    out.AddNote("record:", DescribeRecord(detail));
  } else if (!detail.field.empty()) {
    out.AddNote("column:", detail.field);
  }
  if (!detail.value_prefix.empty()) out.AddNote("value:", PrintableValue(detail.value_prefix));
  if (!detail.hint.empty()) out.AddNote("hint:", detail.hint);
  if (source != nullptr && source->file_line > 0) out.AddNote("at", Concat(source->file, ":", source->file_line));
  return out.Finish();
}

void AddPlace(const SourceText& source, SourceRange range, JsonLine& line) {
  const LineColumn begin = source.Locate(range.begin);
  const LineColumn end = source.Locate(range.end);
  line.AddText("file", source.file);
  line.AddTextIfAny("part", source.part);
  line.AddInteger("line", begin.line);
  line.AddInteger("column", begin.column);
  line.AddInteger("end_line", end.line);
  line.AddInteger("end_column", end.column);
  if (source.file_line > 0) line.AddInteger("file_line", source.file_line);
}

std::string RenderJson(Severity severity, const absl::Status& status, const ErrorDetail& detail, const SourceText* source,
                       std::string_view file) {
  JsonLine line;
  line.AddText("severity", NameOf(severity));
  line.AddText("code", CodeOf(detail.kind));
  line.AddTextIfAny("rule", RuleOf(status));
  line.AddText("message", MessageOf(status));
  line.AddTextIfAny("hint", detail.hint);
  if (source != nullptr) {
    AddPlace(*source, detail.range, line);
  } else {
    line.AddTextIfAny("file", file);
  }
  line.AddTextIfAny("topic", detail.topic);
  if (detail.partition >= 0) line.AddInteger("partition", detail.partition);
  if (detail.offset >= 0) line.AddInteger("offset", detail.offset);
  line.AddTextIfAny("field", detail.field);
  if (!detail.value_prefix.empty()) line.AddText("value_prefix", PrintableValue(detail.value_prefix));
  if (!detail.flink_class.empty()) {
    JsonLine flink;
    flink.AddText("class", detail.flink_class);
    flink.AddText("message", MessageOf(status));
    line.AddJson("flink", flink.Finish());
  }
  return line.Finish() + "\n";
}

}  // namespace

std::string_view NameOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      break;
  }
  return "note";
}

std::string_view CodeOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
      return "invalid";
    case ErrorKind::kUnsupported:
      return "unsupported";
    case ErrorKind::kJobFailed:
      return "job-failed";
    case ErrorKind::kUnavailable:
      return "unavailable";
    case ErrorKind::kCheckpointMismatch:
      return "checkpoint-mismatch";
    case ErrorKind::kBug:
      break;
  }
  return "bug";
}

std::string ErrorRenderer::Render(Severity severity, const absl::Status& status, const SourceMap& sources,
                                  std::string_view file) const {
  const ErrorDetail detail = DetailOf(status);
  const SourceText* const source = sources.Contains(detail.range.source) ? &sources.Get(detail.range.source) : nullptr;
  if (format_ == ErrorFormat::kJson) return RenderJson(severity, status, detail, source, file);
  const std::string rule = rule_names_ == RuleNames::kShown ? RuleOf(status) : std::string();
  return RenderText(severity, status, detail, source, file, use_colour_, rule);
}

}  // namespace drey
