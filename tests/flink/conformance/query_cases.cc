#include "tests/flink/conformance/query_cases.h"

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

#include "engine/base/text.h"
#include "engine/expression/expression_program.h"
#include "engine/functions/cast/value_text.h"
#include "engine/plan/query_planner.h"
#include "engine/plan/rules/condition_simplification.h"
#include "engine/plan/rules/constant_folding.h"
#include "engine/plan/rules/merge_calcs.h"
#include "engine/sql/parser.h"
#include "tests/flink/conformance/golden_source.h"
#include "tests/flink/conformance/needed_features.h"

namespace drey {
namespace {

using Row = std::vector<std::string>;

constexpr std::string_view kNull = "NULL";

class QueryCase {
 public:
  QueryCase(const rapidjson::Value& golden, FlinkVersion version) : golden_(golden), version_(version) {}

  absl::Status Plan() {
    DREY_ASSIGN_OR_RETURN(environment_, GoldenEnvironment(golden_, version_));
    if (golden_.HasMember("columns")) {
      DREY_ASSIGN_OR_RETURN(columns_, AddGoldenTable(golden_, version_, sources_, catalog_));
    }
    const SourceId source = sources_.Add({.text = std::string(TextOf(golden_, "query"))});
    DREY_ASSIGN_OR_RETURN(const Statement statement, ParseStatement(source, sources_.Get(source).text, version_));
    const auto* select = statement.As<SelectStatement>();
    if (select == nullptr) return BugError("not a query");
    QueryPlanner planner(catalog_, version_);
    DREY_ASSIGN_OR_RETURN(plan_, planner.Plan(*select->query));
    return RefusalOf(*plan_);
  }

  Row Columns() const {
    Row columns;
    for (const SchemaColumn& column : plan_->schema.columns) columns.push_back(Concat(column.name, " ", column.type.ToString()));
    return columns;
  }

  absl::StatusOr<std::vector<Row>> Run() const {
    std::vector<Row> rows;
    for (const LogicalPlanPointer& query : SplitUnions(plan_)) DREY_RETURN_IF_ERROR(RunBranch(query, rows));
    return rows;
  }

 private:
  absl::Status RunBranch(const LogicalPlanPointer& query, std::vector<Row>& rows) const {
    DREY_ASSIGN_OR_RETURN(const MergedCalc calc, MergeCalcs(query, version_));
    std::vector<BoundExpressionPointer> roots;
    for (const BoundExpressionPointer& projection : calc.projections) {
      DREY_ASSIGN_OR_RETURN(BoundExpressionPointer folded, FoldConstants(projection, environment_));
      roots.push_back(SimplifyConditions(folded, UnknownAs::kUnknown, version_));
    }
    if (calc.condition) roots.push_back(SimplifyConditions(calc.condition, UnknownAs::kFalse, version_));
    ExpressionEvaluator evaluator(std::make_shared<const ExpressionProgram>(roots));
    const size_t first_row = rows.size();
    const bool is_scan = calc.leaf->kind == LogicalPlan::Kind::kScan;
    const size_t count = is_scan ? golden_["rows"].Size() : calc.leaf->rows.size();
    for (size_t i = 0; i < count; ++i) {
      Arena arena;
      CallContext context(arena, environment_);
      DREY_ASSIGN_OR_RETURN(const std::vector<Datum> cells, is_scan ? ReadGoldenRow(golden_, i, columns_, arena)
                                                                    : Constants(calc.leaf->rows[i], context));
      evaluator.SetRow(cells, context);
      if (calc.condition) {
        Datum keeps;
        if (!evaluator.Evaluate(roots.size() - 1, keeps)) return InvalidError(context.failure().message);
        if (keeps.is_null || !keeps.boolean()) continue;
      }
      Row& row = rows.emplace_back();
      for (size_t c = 0; c < calc.projections.size(); ++c) {
        Datum value;
        if (!evaluator.Evaluate(c, value)) return InvalidError(context.failure().message);
        std::string text;
        AppendAsString(value, roots[c]->type, environment_, text);
        row.push_back(value.is_null ? std::string(kNull) : text);
      }
    }
    if (calc.limit) KeepLimit(*calc.limit, first_row, rows);
    return absl::OkStatus();
  }

  // Of the rows from `first` on.
  static void KeepLimit(const RowLimit& limit, size_t first, std::vector<Row>& rows) {
    const auto begin = rows.begin() + static_cast<ptrdiff_t>(first);
    const auto count = rows.end() - begin;
    rows.erase(begin, begin + std::min<ptrdiff_t>(limit.offset, count));
    if (limit.fetch) rows.resize(std::min(rows.size(), first + static_cast<size_t>(*limit.fetch)));
  }

  absl::StatusOr<std::vector<Datum>> Constants(const std::vector<BoundExpressionPointer>& row, CallContext& context) const {
    ExpressionEvaluator evaluator(std::make_shared<const ExpressionProgram>(row));
    evaluator.SetRow({}, context);
    std::vector<Datum> cells;
    for (size_t i = 0; i < row.size(); ++i) {
      Datum value;
      if (!evaluator.Evaluate(i, value)) return InvalidError(context.failure().message);
      cells.push_back(CopyDatum(value, row[i]->type, context.arena()));
    }
    return cells;
  }

  const rapidjson::Value& golden_;
  FlinkVersion version_;
  SourceMap sources_;
  Catalog catalog_;
  std::vector<CatalogColumn> columns_;
  EvaluationContext environment_;
  LogicalPlanPointer plan_;
};

// Only rows that are added: what else Flink answers comes from operators that are not here.
std::vector<Row> GoldenRows(const rapidjson::Value& results) {
  std::vector<Row> rows;
  for (const auto& result : results.GetArray()) {
    Row& row = rows.emplace_back();
    for (rapidjson::SizeType i = 1; i < result.Size(); ++i) {
      row.push_back(result[i].IsNull() ? std::string(kNull) : std::string(TextOf(result[i])));
    }
  }
  return rows;
}

std::string Text(const std::vector<Row>& rows) {
  std::vector<std::string> texts;
  for (const Row& row : rows) texts.push_back(Concat("(", Join(row, ", "), ")"));
  return Join(texts, " ");
}

void CompareRefusal(const absl::Status& refusal, const rapidjson::Value& answer, std::vector<std::string>& details) {
  const std::string ours = ComparableMessage(MessageOf(refusal));
  const std::string golden = answer.HasMember("error") ? GoldenMessage(answer["error"]) : "no error";
  if (golden != ours) details.push_back(Concat("Flink refuses: ", golden, "\n  drey refuses: ", ours));
}

}  // namespace

void RunQueryCase(const rapidjson::Value& golden, std::string_view theme, std::string id, FlinkVersion version,
                  const rapidjson::Value& answer, Comparison& comparison) {
  QueryCase one(golden, version);
  std::vector<std::string> details;
  const absl::Status planned = one.Plan();
  if (!planned.ok() && DetailOf(planned).kind == ErrorKind::kUnsupported) {
    const std::set<std::string> needed = NeededFeatures(version).Of(TextOf(golden, "query"));
    return comparison.AddUnsupported(theme, std::move(id), std::string(MessageOf(planned)), needed);
  }
  if (!planned.ok()) {
    CompareRefusal(planned, answer, details);
    return comparison.AddCase(theme, std::move(id), details, 1, details.empty() ? 1 : 0);
  }
  if (answer.HasMember("error")) {
    details.push_back(Concat("Flink refuses: ", GoldenMessage(answer["error"]), "\n  drey plans it"));
    return comparison.AddCase(theme, std::move(id), details, 1, 0);
  }
  Row columns;
  for (const auto& column : answer["columns"].GetArray()) columns.emplace_back(TextOf(column));
  if (columns != one.Columns()) details.push_back(Concat("columns: Flink ", Join(columns, ", "), ", drey ", Join(one.Columns(), ", ")));
  auto rows = one.Run();
  if (!rows.ok()) {
    details.push_back(Concat("drey fails: ", MessageOf(rows.status())));
  } else {
    std::vector<Row> wanted = GoldenRows(answer["results"]);
    std::sort(wanted.begin(), wanted.end());
    std::sort(rows->begin(), rows->end());
    if (wanted != *rows) details.push_back(Concat("Flink ", Text(wanted), "\n  drey ", Text(*rows)));
  }
  comparison.AddCase(theme, std::move(id), details, 1, details.empty() ? 1 : 0);
}

}  // namespace drey
