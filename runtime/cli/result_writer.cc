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
    if (description_.shows_kind) names.emplace_back("op");
    for (const ResultColumn& column : description_.columns) names.push_back(column.name);
    return names;
  }

  ResultDescription description_;
  const EvaluationContext& environment_;
  Console& console_;
};

class TableResult final : public TextResult {
 public:
  using TextResult::TextResult;

  void End() override {
    if (rows_.empty()) return console_.Print("Empty set\n");
    PrintRows();
    console_.Print(Concat(rows_.size(), rows_.size() > 1 ? " rows in set\n" : " row in set\n"));
  }

  void Fail() override {
    if (!rows_.empty()) PrintRows();
  }

 private:
  void AddRow(std::vector<std::optional<std::string>> cells) override {
    std::vector<std::string> texts;
    for (std::optional<std::string>& cell : cells) {
      const std::string_view null = description_.is_catalog ? "" : "<NULL>";
      texts.push_back(cell ? *std::move(cell) : std::string(null));
    }
    rows_.push_back(std::move(texts));
  }

  void PrintRows() const {
    const std::vector<std::string> names = Names();
    std::vector<size_t> widths;
    for (size_t i = 0; i < names.size(); ++i) {
      size_t width = DisplayWidth(names[i]);
      for (const auto& row : rows_) width = std::max(width, DisplayWidth(row[i]));
      widths.push_back(description_.is_catalog ? width : std::min(width, kMaximumColumnWidth));
    }
    std::string border = "+";
    for (const size_t width : widths) Append(border, std::string(width + 2, '-'), "+");
    border += "\n";
    std::string text = Concat(border, Line(names, widths), border);
    for (const auto& row : rows_) text += Line(row, widths);
    console_.Print(text + border);
  }

  static std::string Line(const std::vector<std::string>& cells, const std::vector<size_t>& widths) {
    std::string line = "|";
    for (size_t i = 0; i < cells.size(); ++i) Append(line, " ", Fitted(cells[i], widths[i]), " |");
    return line + "\n";
  }

  std::vector<std::vector<std::string>> rows_;
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
      return std::make_unique<TableResult>(std::move(description), environment, console);
    case ResultFormat::kCsv:
      return std::make_unique<CsvResult>(std::move(description), environment, console);
    case ResultFormat::kJson:
      break;
  }
  return std::make_unique<JsonResult>(std::move(description), environment, console);
}

}  // namespace drey
