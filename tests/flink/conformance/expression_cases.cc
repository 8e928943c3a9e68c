#include "tests/flink/conformance/expression_cases.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/expression/expression_program.h"
#include "engine/plan/query_planner.h"
#include "engine/json/variant.h"
#include "engine/plan/rules/condition_simplification.h"
#include "engine/plan/rules/constant_folding.h"
#include "engine/plan/rules/merge_calcs.h"
#include "engine/sql/parser.h"
#include "engine/types/java_string.h"
#include "tests/flink/conformance/golden_file.h"
#include "tests/flink/conformance/golden_source.h"
#include "tests/flink/conformance/needed_features.h"
#include "tests/flink/conformance/query_cases.h"

namespace drey {
namespace {

std::string Quoted(std::string_view text) { return Concat("«", text, "»"); }

std::string Hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    text.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
  }
  return text;
}

// The text of a value that Flink computed, but could not turn into a Java object of the recorder: "… Affected record:\n+I(…,TEXT)".
std::optional<std::string_view> TextOfAffectedRecord(const rapidjson::Value& chain) {
  const std::string_view message = TextOf(chain[0], "message");
  const size_t record = message.find("Affected record:\n+I(");
  if (record == std::string_view::npos || !message.ends_with(")")) return std::nullopt;
  const size_t comma = message.find(',', record);
  return message.substr(comma + 1, message.size() - comma - 2);
}

// "0E-20", "0.00".
bool IsZero(std::string_view number) { return number.substr(0, number.find('E')).find_first_not_of("0.") == std::string_view::npos; }

// A case for one version, bound and ready to be evaluated.
class ExpressionCase {
 public:
  ExpressionCase(const rapidjson::Value& golden, FlinkVersion version) : golden_(golden), version_(version) {}

  // OK when the statement was planned; `type` is its text. `alias`: " AS v", as the recorder names the column after it has looked at the
  // type.
  absl::Status Plan(std::string_view alias) {
    DREY_ASSIGN_OR_RETURN(environment_, GoldenEnvironment(golden_, version_));
    const bool has_columns = golden_.HasMember("columns");
    if (has_columns) {
      DREY_ASSIGN_OR_RETURN(columns_, AddGoldenTable(golden_, version_, sources_, catalog_));
    }
    const std::string sql = Concat("SELECT ", TextOf(golden_, "expr"), alias, has_columns ? " FROM src" : "");
    const SourceId source = sources_.Add({.text = sql});
    DREY_ASSIGN_OR_RETURN(const Statement statement, ParseStatement(source, sources_.Get(source).text, version_));
    const auto* select = statement.As<SelectStatement>();
    if (select == nullptr) return BugError("not a SELECT");
    QueryPlanner planner(catalog_, version_);
    DREY_ASSIGN_OR_RETURN(const LogicalPlanPointer plan, planner.Plan(*select->query));
    type = plan->schema.type(0).ToString();
    DREY_ASSIGN_OR_RETURN(MergedCalc calc, MergeCalcs(plan, version_));
    DREY_RETURN_IF_ERROR(RefusalOf(*calc.projections.front()));
    DREY_ASSIGN_OR_RETURN(value_, FoldConstants(calc.projections.front(), environment_));
    value_ = SimplifyConditions(value_, UnknownAs::kUnknown, version_);
    std::vector<BoundExpressionPointer> roots = {value_};
    const bool is_text_of_bytes = value_->type.IsBinaryString() || value_->type.Is(TypeRoot::kVariant);
    if (!is_text_of_bytes && !value_->type.Is(TypeRoot::kNull)) {
      DREY_ASSIGN_OR_RETURN(BoundExpressionPointer text,
                            BindFunction("CAST", {value_}, {}, version_, LogicalType::String().WithNullable(value_->type.nullable())));
      roots.push_back(std::move(text));
    }
    evaluator_ = std::make_unique<ExpressionEvaluator>(std::make_shared<const ExpressionProgram>(roots));
    has_text_ = roots.size() > 1;
    return absl::OkStatus();
  }

  size_t row_count() const { return golden_.HasMember("rows") ? golden_["rows"].Size() : 1; }

  // Empty when the row's answer is Flink's.
  std::string CompareRow(rapidjson::SizeType row, const rapidjson::Value& expected) {
    Arena arena;
    std::vector<Datum> cells;
    if (golden_.HasMember("rows")) {
      auto read = ReadGoldenRow(golden_, row, columns_, arena);
      if (!read.ok()) return std::string(MessageOf(read.status()));
      cells = *std::move(read);
    }
    CallContext context(arena, environment_);
    evaluator_->SetRow(cells, context);
    Datum value = Datum::Null();
    if (!evaluator_->Evaluate(has_text_ ? 1 : 0, value)) return CompareFailure(context.failure(), expected);
    return CompareValue(value, expected);
  }

  std::string type;

 private:
  std::string CompareFailure(const RowError& failure, const rapidjson::Value& expected) const {
    const std::string ours = Concat(failure.flink_class, ": ", failure.message);
    if (!expected.IsObject() || !expected.HasMember("error")) {
      return Concat("Flink ", expected.IsNull() ? "NULL" : Quoted(TextOf(expected)), ", drey fails with ", ours);
    }
    const GoldenError error = InnermostError(expected["error"]);
    if (error.Is(failure.flink_class, failure.message)) return {};
    return Concat("Flink fails with ", error.flink_class, ": ", error.message, ", drey with ", ours);
  }

  std::string CompareValue(const Datum& value, const rapidjson::Value& expected) const {
    std::string ours = "NULL";
    Arena arena;
    if (!value.is_null) ours = TextOfValue(value, arena);
    if (expected.IsNull()) return value.is_null ? std::string() : Concat("Flink NULL, drey ", Quoted(ours));
    if (expected.IsObject() && expected.HasMember("error")) {
      if (TextOfAffectedRecord(expected["error"]) == ours) return {};
      // The recorder's sink has the type of the column.
      if (value.is_null && !value_->type.nullable() && InnermostError(expected["error"]).message.starts_with("Column 'v' is NOT NULL")) return {};
      return Concat("Flink fails with ", InnermostError(expected["error"]).message, ", drey gives ", Quoted(ours));
    }
    const rapidjson::Value& text = expected.IsObject() && expected.HasMember("value") ? expected["value"] : expected;
    if (text.IsNull()) return value.is_null ? std::string() : Concat("Flink NULL, drey ", Quoted(ours));
    if (!value.is_null && TextOf(text) == ours) return {};
    // A recorded `value` is the text of a Java object: "false", "0E-20", and CHAR with its blanks.
    const bool is_java_object = expected.IsObject();
    if (is_java_object && value_->type.Is(TypeRoot::kBoolean) && EqualsIgnoreCase(TextOf(text), ours)) return {};
    if (is_java_object && value_->type.Is(TypeRoot::kDecimal) && IsZero(TextOf(text)) && IsZero(ours)) return {};
    if (is_java_object && value_->type.Is(TypeRoot::kChar) && StripBlanks(TextOf(text)) == StripBlanks(ours)) return {};
    return Concat("Flink ", Quoted(TextOf(text)), ", drey ", value.is_null ? ours : Quoted(ours));
  }

  std::string TextOfValue(const Datum& value, Arena& arena) const {
    if (has_text_) return std::string(JavaString(value, arena));
    if (!value_->type.Is(TypeRoot::kVariant)) return Hex(value.view());
    std::string text;
    AppendVariantJson(value.view(), text);
    return text;
  }

  const rapidjson::Value& golden_;
  FlinkVersion version_;
  SourceMap sources_;
  Catalog catalog_;
  std::vector<CatalogColumn> columns_;
  EvaluationContext environment_;
  BoundExpressionPointer value_;
  std::unique_ptr<ExpressionEvaluator> evaluator_;
  bool has_text_ = false;
};

void CompareRefusal(const absl::Status& refusal, const rapidjson::Value& answer, std::vector<std::string>& details) {
  if (!answer.HasMember("error")) {
    details.push_back(Concat("Flink plans it as ", TextOf(answer, "type"), ", drey refuses: ", MessageOf(refusal)));
    return;
  }
  const std::string golden = GoldenMessage(answer["error"]);
  const std::string ours = ComparableMessage(MessageOf(refusal));
  if (golden == ours) return;
  details.push_back(Concat("Flink refuses: ", golden, "\n  drey refuses: ", ours));
}

void RunCase(const rapidjson::Value& golden, std::string_view theme, std::string id, FlinkVersion version,
             const rapidjson::Value& answer, Comparison& comparison) {
  if (golden.HasMember("query")) {
    return RunQueryCase(golden, theme, std::move(id), version, answer, comparison);
  }
  ExpressionCase one(golden, version);
  absl::Status planned = one.Plan("");
  const bool is_java_text = TextOf(answer, "text") == "java";
  if (planned.ok() && is_java_text && answer.HasMember("error")) planned = ExpressionCase(golden, version).Plan(" AS v");
  std::vector<std::string> details;
  if (!planned.ok()) {
    if (DetailOf(planned).kind == ErrorKind::kUnsupported) {
      const std::set<std::string> needed = NeededFeatures(version).Of(Concat("SELECT ", TextOf(golden, "expr")));
      comparison.AddUnsupported(theme, std::move(id), std::string(MessageOf(planned)), needed);
      return;
    }
    CompareRefusal(planned, answer, details);
    comparison.AddCase(theme, std::move(id), details, 1, details.empty() ? 1 : 0);
    return;
  }
  if (answer.HasMember("error")) {
    details.push_back(Concat("Flink refuses: ", InnermostError(answer["error"]).message, "\n  drey plans it as ", one.type));
    comparison.AddCase(theme, std::move(id), details, 1, 0);
    return;
  }
  if (TextOf(answer, "type") != one.type) details.push_back(Concat("type: Flink ", TextOf(answer, "type"), ", drey ", one.type));
  const auto& results = answer["results"];
  int same = 0;
  for (rapidjson::SizeType row = 0; row < results.Size() && (!is_java_text || TextOf(answer, "type").starts_with("VARIANT")); ++row) {
    const std::string detail = one.CompareRow(row, results[row]);
    if (detail.empty()) {
      ++same;
    } else {
      details.push_back(Concat("row ", row, ": ", detail));
    }
  }
  comparison.AddCase(theme, std::move(id), details, static_cast<int>(results.Size()), same);
}

}  // namespace

bool RunExpressionCases(const std::string& folder, const CaseFilter& filter, Comparison& comparison) {
  const std::vector<std::filesystem::path> files = GoldenFiles(folder);
  for (const auto& path : files) {
    const std::string theme = path.stem().string();
    const bool read = ForEachCase(path.string(), [&](const rapidjson::Value& golden) {
      for (const auto& answer : golden["flink"].GetObject()) {
        const auto version = ParseFlinkVersion(TextOf(answer.name));
        std::string id = Concat(TextOf(answer.name), " ", theme, " ", TextOf(golden, "name"));
        if (version && filter(id)) RunCase(golden, theme, std::move(id), *version, answer.value, comparison);
      }
    });
    if (!read) return false;
  }
  return !files.empty();
}

}  // namespace drey
