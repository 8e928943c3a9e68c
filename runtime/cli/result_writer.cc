#include "runtime/cli/result_writer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/text.h"
#include "engine/functions/cast/value_text.h"
#include "engine/json/json_writer.h"
#include "runtime/cli/display_width.h"

namespace drey {
namespace {

// Of Flink's client (sql-client.display.max-column-width).
constexpr size_t kMaximumColumnWidth = 30;
constexpr std::string_view kCut = "...";
constexpr std::string_view kNull = "<NULL>";
constexpr std::string_view kKindColumn = "op";

std::string HexText(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "x'";
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4];
    text += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return text + "'";
}

std::string JsonText(std::string_view text) {
  std::string json;
  AppendJsonString(text, JsonGenerator::kCharacters, json);
  return json;
}

// Right-aligned in `width` columns; what does not fit ends with "...".
std::string Fitted(std::string_view text, size_t width) {
  const size_t own = DisplayWidth(text);
  if (own <= width) return std::string(width - own, ' ').append(text);
  size_t used = 0;
  size_t at = 0;
  while (at < text.size()) {
    const CodePoint code_point = CodePointAt(text, at);
    const auto more = static_cast<size_t>(DisplayWidth(code_point.value));
    if (used + more + kCut.size() > width) break;
    used += more;
    at += code_point.size;
  }
  return Concat(std::string(width - used - kCut.size(), ' '), text.substr(0, at), kCut);
}

// Cells as texts; what all formats but JSON begin with.
class TextResult : public ResultWriter {
 public:
  TextResult(ResultDescription description, const EvaluationContext& environment, Console& console)
      : description_(std::move(description)), environment_(environment), console_(console) {}

  void Row(RowKind kind, std::span<const Datum> cells) override {
    std::vector<std::optional<std::string>> texts;
    if (description_.shows_kind) texts.emplace_back(ToString(kind));
    for (size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].is_null) {
        texts.emplace_back(std::nullopt);
      } else {
        texts.emplace_back(CellText(cells[i], description_.columns[i].type, environment_));
      }
    }
    AddRow(std::move(texts));
  }

  void TextRow(const std::vector<std::optional<std::string>>& cells) override { AddRow(cells); }

 protected:
  virtual void AddRow(std::vector<std::optional<std::string>> cells) = 0;

  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    if (description_.shows_kind) names.emplace_back(kKindColumn);
    for (const ResultColumn& column : description_.columns) names.push_back(column.name);
    return names;
  }

  static std::vector<std::string> Shown(std::vector<std::optional<std::string>> cells, std::string_view null) {
    std::vector<std::string> texts;
    for (std::optional<std::string>& cell : cells) texts.push_back(cell ? *std::move(cell) : std::string(null));
    return texts;
  }

  ResultDescription description_;
  const EvaluationContext& environment_;
  Console& console_;
};

// Tables as Flink's client draws them: cells of one width a column, between bars.
class TableText {
 public:
  explicit TableText(std::vector<size_t> widths) : widths_(std::move(widths)) {}

  std::string Border() const {
    std::string border = "+";
    for (const size_t width : widths_) Append(border, std::string(width + 2, '-'), "+");
    return border + "\n";
  }

  std::string Line(const std::vector<std::string>& cells) const {
    std::string line = "|";
    for (size_t i = 0; i < cells.size(); ++i) Append(line, " ", Fitted(cells[i], widths_[i]), " |");
    return line + "\n";
  }

 private:
  std::vector<size_t> widths_;
};

std::string_view RowsWord(size_t count) { return count == 1 ? " row" : " rows"; }

std::string TerminatedText(size_t count) { return Concat("Query terminated, received a total of ", count, RowsWord(count), "\n"); }

// All rows at the end, in columns as wide as they need.
class TableResult final : public TextResult {
 public:
  using TextResult::TextResult;

  void End() override {
    if (rows_.empty()) return console_.Print("Empty set\n");
    PrintRows();
    console_.Print(Concat(rows_.size(), RowsWord(rows_.size()), " in set\n"));
  }

  void Stop() override {
    Fail();
    console_.Print(TerminatedText(rows_.size()));
  }

  void Fail() override {
    if (!rows_.empty()) PrintRows();
  }

 private:
  void AddRow(std::vector<std::optional<std::string>> cells) override {
    rows_.push_back(Shown(std::move(cells), description_.is_catalog ? "" : kNull));
  }

  void PrintRows() const {
    const std::vector<std::string> names = Names();
    std::vector<size_t> widths;
    for (size_t i = 0; i < names.size(); ++i) {
      size_t width = DisplayWidth(names[i]);
      for (const auto& row : rows_) width = std::max(width, DisplayWidth(row[i]));
      widths.push_back(description_.is_catalog ? width : std::min(width, kMaximumColumnWidth));
    }
    const TableText table(std::move(widths));
    std::string text = Concat(table.Border(), table.Line(names), table.Border());
    for (const auto& row : rows_) text += table.Line(row);
    console_.Print(text + table.Border());
  }

  std::vector<std::vector<std::string>> rows_;
};

size_t TimestampWidth(int precision) {
  constexpr size_t kSeconds = std::string_view("2024-05-01 12:00:00").size();
  if (precision == 0) return kSeconds;
  if (precision <= 3) return kSeconds + 4;
  return precision <= 6 ? kSeconds + 7 : kSeconds + 10;
}

// What a value of the type may take, as Flink's client reckons (TableauStyle.columnWidthsByType).
size_t WidthOf(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kTinyint:
      return 4;
    case TypeRoot::kSmallint:
      return 6;
    case TypeRoot::kInteger:
      return 11;
    case TypeRoot::kBigint:
      return 20;
    case TypeRoot::kDecimal:
      return static_cast<size_t>(type.precision()) + 2;
    case TypeRoot::kBoolean:
      return 5;
    case TypeRoot::kDate:
      return 10;
    case TypeRoot::kTime:
      return type.precision() == 0 ? 8 : static_cast<size_t>(type.precision()) + 9;
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return TimestampWidth(type.precision());
    default:
      return kMaximumColumnWidth;
  }
}

// Rows as they come.
class EndlessTableResult final : public TextResult {
 public:
  EndlessTableResult(ResultDescription description, const EvaluationContext& environment, Console& console)
      : TextResult(std::move(description), environment, console), table_(Widths(description_)) {
    console_.Print(Concat(table_.Border(), table_.Line(Names()), table_.Border()));
    console_.Flush();
  }

  void End() override {
    Fail();
    console_.Print(Concat("Received a total of ", count_, RowsWord(count_), "\n"));
  }

  void Stop() override {
    Fail();
    console_.Print(TerminatedText(count_));
  }

  void Fail() override { console_.Print(table_.Border()); }

 private:
  static std::vector<size_t> Widths(const ResultDescription& description) {
    std::vector<size_t> widths = {kKindColumn.size()};
    for (const ResultColumn& column : description.columns) {
      widths.push_back(std::max({DisplayWidth(column.name), WidthOf(column.type), kNull.size()}));
    }
    return widths;
  }

  void AddRow(std::vector<std::optional<std::string>> cells) override {
    ++count_;
    console_.Print(table_.Line(Shown(std::move(cells), kNull)));
  }

  TableText table_;
  size_t count_ = 0;
};

// RFC 4180 with a line of names; NULL is an empty field, an empty text is "".
class CsvResult final : public TextResult {
 public:
  CsvResult(ResultDescription description, const EvaluationContext& environment, Console& console)
      : TextResult(std::move(description), environment, console) {
    std::vector<std::string> names;
    for (const std::string& name : Names()) names.push_back(Field(name));
    console_.Print(Join(names, ",") + "\n");
  }
  void End() override {}
  void Stop() override {}
  void Fail() override {}

 private:
  void AddRow(std::vector<std::optional<std::string>> cells) override {
    std::vector<std::string> fields;
    for (const auto& cell : cells) fields.push_back(cell ? Field(*cell) : std::string());
    console_.Print(Join(fields, ",") + "\n");
  }

  static std::string Field(const std::string& text) {
    if (!text.empty() && text.find_first_of(",\"\r\n") == std::string::npos) return text;
    return Concat("\"", ReplaceAll(text, "\"", "\"\""), "\"");
  }
};

class JsonResult final : public ResultWriter {
 public:
  JsonResult(ResultDescription description, const EvaluationContext& environment, Console& console)
      : description_(std::move(description)), environment_(environment), console_(console) {
    std::vector<std::string> columns;
    for (const ResultColumn& column : description_.columns) {
      columns.push_back(Concat("{\"name\":", JsonText(column.name), ",\"type\":", JsonText(column.type_text), "}"));
    }
    console_.Print(Concat("{\"columns\":[", Join(columns, ","), "]}\n"));
  }

  void Row(RowKind kind, std::span<const Datum> cells) override {
    std::vector<std::string> texts;
    for (size_t i = 0; i < cells.size(); ++i) texts.push_back(CellJson(cells[i], description_.columns[i].type, environment_));
    Print(kind, texts);
  }

  void TextRow(const std::vector<std::optional<std::string>>& cells) override {
    std::vector<std::string> texts;
    for (size_t i = 0; i < cells.size(); ++i) {
      const bool is_boolean = description_.columns[i].type.Is(TypeRoot::kBoolean);
      if (!cells[i]) {
        texts.emplace_back("null");
      } else {
        texts.push_back(is_boolean ? ToLower(*cells[i]) : JsonText(*cells[i]));
      }
    }
    Print(RowKind::kInsert, texts);
  }

  void End() override {}
  void Stop() override {}
  void Fail() override {}

 private:
  void Print(RowKind kind, const std::vector<std::string>& cells) {
    console_.Print(Concat("{\"op\":\"", ToString(kind), "\",\"row\":[", Join(cells, ","), "]}\n"));
  }

  ResultDescription description_;
  const EvaluationContext& environment_;
  Console& console_;
};

}  // namespace

std::string CellText(const Datum& cell, const LogicalType& type, const EvaluationContext& environment) {
  if (type.IsBinaryString()) return HexText(cell.view());
  std::string text;
  AppendAsString(cell, type, environment, text);
  return text;
}

std::string CellJson(const Datum& cell, const LogicalType& type, const EvaluationContext& environment) {
  if (cell.is_null) return "null";
  if (type.Is(TypeRoot::kBoolean)) return cell.boolean() ? "true" : "false";
  std::vector<std::string> parts;
  if (type.Is(TypeRoot::kRow)) {
    for (size_t i = 0; i < cell.size; ++i) parts.push_back(CellJson(cell.elements()[i], type.fields()[i].type, environment));
    return Concat("[", Join(parts, ","), "]");
  }
  if (type.Is(TypeRoot::kArray)) {
    for (const Datum& element : cell.elements()) parts.push_back(CellJson(element, type.element(), environment));
    return Concat("[", Join(parts, ","), "]");
  }
  if (type.Is(TypeRoot::kMap)) {
    for (size_t i = 0; i < cell.entries().size(); i += 2) {
      parts.push_back(Concat("[", CellJson(cell.entries()[i], type.key(), environment), ",",
                             CellJson(cell.entries()[i + 1], type.value(), environment), "]"));
    }
    return Concat("[", Join(parts, ","), "]");
  }
  std::string text = CellText(cell, type, environment);
  const bool is_finite = type.Is(TypeRoot::kFloat)    ? std::isfinite(cell.single)
                         : type.Is(TypeRoot::kDouble) ? std::isfinite(cell.floating)
                                                      : true;
  return type.IsNumeric() && is_finite ? text : JsonText(text);
}

std::unique_ptr<ResultWriter> MakeResultWriter(ResultFormat format, ResultDescription description, const EvaluationContext& environment,
                                               Console& console) {
  switch (format) {
    case ResultFormat::kTable:
      if (description.is_endless) {
        description.shows_kind = true;
        return std::make_unique<EndlessTableResult>(std::move(description), environment, console);
      }
      return std::make_unique<TableResult>(std::move(description), environment, console);
    case ResultFormat::kCsv:
      return std::make_unique<CsvResult>(std::move(description), environment, console);
    case ResultFormat::kJson:
      break;
  }
  return std::make_unique<JsonResult>(std::move(description), environment, console);
}

}  // namespace drey
