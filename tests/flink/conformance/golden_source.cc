#include "tests/flink/conformance/golden_source.h"

#include <memory>

#include "engine/base/text.h"
#include "engine/plan/settings.h"
#include "engine/plan/table_builder.h"
#include "engine/sql/parser.h"
#include "tests/flink/conformance/cell_reader.h"

namespace drey {
namespace {

// Golden columns are named without regard to reserved words.
std::string QuotedName(std::string_view name) { return name.starts_with('`') ? std::string(name) : QuoteIdentifier(name); }

struct ColumnText {
  std::string_view name;
  std::string_view type;
};

// "a INT, b ROW<x INT, y INT>": commas inside of brackets separate nothing.
std::vector<ColumnText> SplitColumns(std::string_view text) {
  std::vector<ColumnText> columns;
  int depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && (text[i] == '<' || text[i] == '(')) ++depth;
    if (i < text.size() && (text[i] == '>' || text[i] == ')')) --depth;
    if (i < text.size() && (text[i] != ',' || depth > 0)) continue;
    const std::string_view column = StripBlanks(text.substr(begin, i - begin));
    const size_t blank = column.find(' ');
    columns.push_back({column.substr(0, blank), StripBlanks(column.substr(blank))});
    begin = i + 1;
  }
  return columns;
}

bool IsOfMonths(std::string_view interval) {
  return interval.find("MONTH") != std::string_view::npos || interval.find("YEAR") != std::string_view::npos;
}

}  // namespace

absl::StatusOr<EvaluationContext> GoldenEnvironment(const rapidjson::Value& golden, FlinkVersion version) {
  Settings settings;
  std::vector<absl::Status> notices;
  if (golden.HasMember("set")) {
    for (const auto& member : golden["set"].GetObject()) {
      DREY_RETURN_IF_ERROR(settings.Set(TextOf(member.name), TextOf(member.value), {}, {}, notices));
    }
  }
  EvaluationContext environment{.version = version, .now = absl::FromUnixSeconds(1'700'000'000)};
  DREY_ASSIGN_OR_RETURN(environment.time_zone, settings.LocalTimeZone());
  const Setting* legacy = settings.Find("table.exec.legacy-cast-behaviour");
  environment.legacy_cast = legacy != nullptr && legacy->value == "ENABLED";
  return environment;
}

absl::StatusOr<std::vector<CatalogColumn>> AddGoldenTable(const rapidjson::Value& golden, FlinkVersion version, SourceMap& sources,
                                                          Catalog& catalog) {
  // The types are read apart: the columns of a statement cannot be intervals.
  const std::vector<ColumnText> written = SplitColumns(TextOf(golden, "columns"));
  std::string ddl = "CREATE TABLE src (";
  for (const ColumnText& column : written) {
    const bool is_interval = column.type.starts_with("INTERVAL");
    Append(ddl, &column == &written.front() ? "" : ", ", QuotedName(column.name), " ", is_interval ? "INT" : column.type);
  }
  ddl += ") WITH ('connector' = 'golden')";
  const SourceId source = sources.Add({.text = ddl});
  DREY_ASSIGN_OR_RETURN(Statement statement, ParseStatement(source, sources.Get(source).text, version));
  auto owner = std::make_shared<const Statement>(std::move(statement));
  DREY_ASSIGN_OR_RETURN(CatalogTable table, BuildTable(*owner->As<CreateTable>(), owner->range, owner, catalog, sources, version));
  for (size_t i = 0; i < written.size(); ++i) {
    if (!written[i].type.starts_with("INTERVAL")) continue;
    table.columns[i].type =
        IsOfMonths(written[i].type) ? LogicalType::IntervalYearMonth("MONTH") : LogicalType::IntervalDayTime("SECOND(3)");
  }
  const std::vector<CatalogColumn> columns = table.columns;
  DREY_RETURN_IF_ERROR(catalog.AddTable(std::move(table), false));
  return columns;
}

absl::StatusOr<std::vector<Datum>> ReadGoldenRow(const rapidjson::Value& golden, size_t row, const std::vector<CatalogColumn>& columns,
                                                 Arena& arena) {
  std::vector<Datum> cells;
  for (rapidjson::SizeType i = 0; i < columns.size(); ++i) {
    DREY_ASSIGN_OR_RETURN(const Datum cell, ReadCell(golden["rows"][static_cast<rapidjson::SizeType>(row)][i], columns[i].type, arena));
    cells.push_back(cell);
  }
  return cells;
}

}  // namespace drey
