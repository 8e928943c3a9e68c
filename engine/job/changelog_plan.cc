#include "engine/job/changelog_plan.h"

#include <algorithm>
#include <set>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/plan/flink_explain.h"

namespace drey {
namespace {

constexpr std::string_view kCdcEventsDuplicate = "table.exec.source.cdc-events-duplicate";

std::vector<size_t> KeyColumns(const CatalogTable& table, const Schema& schema) {
  std::vector<size_t> columns;
  if (!table.primary_key) return columns;
  for (const std::string& name : table.primary_key->columns) {
    for (size_t i = 0; i < schema.size(); ++i) {
      if (schema.columns[i].name == name) columns.push_back(i);
    }
  }
  return columns;
}

// The terms of a conjunction.
void CollectTerms(const BoundExpressionPointer& condition, std::vector<BoundExpressionPointer>& terms) {
  if (condition->kind == BoundExpression::Kind::kCall && condition->name == "AND") {
    for (const BoundExpressionPointer& operand : condition->operands) CollectTerms(operand, terms);
  } else {
    terms.push_back(condition);
  }
}

class ChangelogPlanner {
 public:
  explicit ChangelogPlanner(const ChangelogQuestion& question)
      : question_(question),
        version_(question.version),
        source_key_(KeyColumns(*question.calc.leaf->table, question.source)),
        keys_(DeriveUpsertKeys(source_key_, question.calc.projections, question.version)) {
    if (question.is_one_of_union) keys_ = std::set<std::vector<size_t>>();
  }

  absl::StatusOr<ChangelogPlan> Plan() {
    // A query whose rows nobody writes has no sink.
    if (question_.insert.sink) plan_.primary_key = KeyColumns(*question_.insert.sink, question_.sink);
    plan_.upsert_key = SmallestKey(keys_);
    DREY_RETURN_IF_ERROR(ChooseNormalization());
    DREY_RETURN_IF_ERROR(SplitCalc());
    DREY_RETURN_IF_ERROR(CheckSink());
    DREY_RETURN_IF_ERROR(CheckParallelism());
    const bool update_before = NeedsUpdateBefore();
    plan_.emits_update_before = update_before;
    if (plan_.normalizes) {
      plan_.drops_update_before = is_retract_source();
      if (IsNormalizationSuperfluous(update_before)) plan_.normalizes = false;
    } else {
      plan_.drops_update_before = is_retract_source() && !update_before;
    }
    DREY_RETURN_IF_ERROR(ChooseMaterialization());
    return std::move(plan_);
  }

 private:
  bool is_retract_source() const { return question_.produced.Contains(RowKind::kUpdateBefore); }
  bool takes_update_before() const { return question_.accepted.Contains(RowKind::kUpdateBefore); }
  const CatalogTable& source_table() const { return *question_.calc.leaf->table; }

  absl::Status ChooseNormalization() {
    DREY_ASSIGN_OR_RETURN(duplicates_, question_.settings.Boolean(kCdcEventsDuplicate, false));
    plan_.normalizes = !is_retract_source() || duplicates_;
    if (!is_retract_source() || !duplicates_ || source_table().primary_key) return absl::OkStatus();
    return TableError(Concat("Configuration '", kCdcEventsDuplicate,
                             "' is enabled which requires the changelog sources to define a PRIMARY KEY. However, table '",
                             source_table().identifier.ToString(), "' doesn't have a primary key."),
                      question_.calc.leaf->range);
  }

  // A projection and conditions on the key go through a normalization; other conditions become a part of it in 2.3.
  absl::Status SplitCalc() {
    std::set<size_t> used(source_key_.begin(), source_key_.end());
    for (const BoundExpressionPointer& projection : question_.calc.projections) CollectInputs(*projection, used);
    if (question_.calc.condition) CollectInputs(*question_.calc.condition, used);
    if (question_.shares_source) {
      used.clear();
      for (size_t i = 0; i < question_.source.size(); ++i) used.insert(i);
    }
    plan_.columns.assign(used.begin(), used.end());
    for (const size_t column : source_key_) {
      plan_.keys.push_back(static_cast<size_t>(std::find(plan_.columns.begin(), plan_.columns.end(), column) - plan_.columns.begin()));
    }
    plan_.condition_behind = question_.calc.condition;
    if (!plan_.normalizes || !question_.calc.condition || question_.shares_source) return absl::OkStatus();
    std::vector<BoundExpressionPointer> terms;
    CollectTerms(question_.calc.condition, terms);
    std::vector<BoundExpressionPointer> of_key;
    std::vector<BoundExpressionPointer> others;
    for (BoundExpressionPointer& term : terms) (ReadsKeyOnly(*term) ? of_key : others).push_back(std::move(term));
    DREY_ASSIGN_OR_RETURN(plan_.condition_before, Conjunction(of_key));
    DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer rest, Conjunction(others));
    plan_.filter = version_ == FlinkVersion::k2_3 ? rest : nullptr;
    plan_.condition_behind = version_ == FlinkVersion::k2_3 ? nullptr : rest;
    return absl::OkStatus();
  }

  bool ReadsKeyOnly(const BoundExpression& expression) const {
    std::set<size_t> inputs;
    CollectInputs(expression, inputs);
    return std::all_of(inputs.begin(), inputs.end(), [&](size_t input) {
      return std::find(source_key_.begin(), source_key_.end(), input) != source_key_.end();
    });
  }

  absl::StatusOr<BoundExpressionPointer> Conjunction(const std::vector<BoundExpressionPointer>& terms) const {
    BoundExpressionPointer conjunction;
    for (const BoundExpressionPointer& term : terms) {
      if (!conjunction) {
        conjunction = term;
        continue;
      }
      DREY_ASSIGN_OR_RETURN(conjunction, BindFunction("AND", {conjunction, term}, term->range, version_));
    }
    return conjunction;
  }

  absl::Status CheckSink() const {
    if (!question_.accepted.IsInsertOnly()) return absl::OkStatus();
    const std::string node = plan_.normalizes ? NormalizeText(plan_, question_.source) : ScanNodeText(*question_.calc.leaf);
    return TableError(Concat("Table sink '", question_.insert.sink->identifier.ToString(),
                             "' doesn't support consuming update and delete changes which is produced by node ", node),
                      question_.insert.target_range);
  }

  // Rows of one key must not overtake each other on their way to several tasks.
  absl::Status CheckParallelism() const {
    if (!question_.insert.sink || !plan_.primary_key.empty()) return absl::OkStatus();
    const TableOption* parallelism = question_.insert.sink->options.Find("sink.parallelism");
    if (parallelism == nullptr) return absl::OkStatus();
    return TableError(Concat("The sink for table '", question_.insert.sink->identifier.ToString(), "' has a configured parallelism of ",
                             parallelism->value,
                             ", while the input parallelism is -1. Since the configured parallelism is different from the input's "
                             "parallelism and the changelog mode is not insert-only, a primary key is required but could not be found."),
                      parallelism->value_range);
  }

  bool NeedsUpdateBefore() const {
    if (takes_update_before()) return true;
    if (!plan_.primary_key.empty() && !HasKey(keys_, plan_.primary_key)) return true;
    // A filter may let go one row of an update and keep the other. 1.20 decides before it moves conditions.
    if (version_ == FlinkVersion::k1_20) return question_.calc.condition != nullptr;
    return plan_.condition_behind != nullptr && (source_key_.empty() || !ReadsKeyOnly(*plan_.condition_behind));
  }

  // 2.3 lets changes through to a sink that takes updates and deletes of the same key.
  bool IsNormalizationSuperfluous(bool update_before) const {
    if (version_ == FlinkVersion::k1_20 || update_before || plan_.filter || duplicates_) return false;
    return std::all_of(plan_.columns.begin(), plan_.columns.end(),
                       [&](size_t column) { return column < question_.physical_columns; });
  }

  absl::Status ChooseMaterialization() {
    DREY_ASSIGN_OR_RETURN(const std::string mode,
                          question_.settings.Enum("table.exec.sink.upsert-materialize", "AUTO", {"NONE", "AUTO", "FORCE"},
                                                  "org.apache.flink.table.api.config.ExecutionConfigOptions$UpsertMaterialize"));
    // 2.3 knows that a sink which is told what a row was needs no help.
    const bool may = !plan_.primary_key.empty() && (version_ == FlinkVersion::k1_20 || !takes_update_before());
    if (mode == "NONE" || !may) return absl::OkStatus();
    const bool differs = !HasKeyWithin(keys_, plan_.primary_key);
    if (mode == "AUTO" && differs && version_ == FlinkVersion::k2_3 && !question_.insert.on_conflict) {
      DREY_ASSIGN_OR_RETURN(const bool required, question_.settings.Boolean("table.exec.sink.require-on-conflict", true));
      if (required) return ConflictMustBeHandled(question_.insert, keys_, question_.sink);
    }
    plan_.materializes = differs || mode == "FORCE";
    return absl::OkStatus();
  }

  const ChangelogQuestion& question_;
  const FlinkVersion version_;
  const std::vector<size_t> source_key_;
  UpsertKeys keys_;
  bool duplicates_ = false;
  ChangelogPlan plan_;
};

}  // namespace

absl::StatusOr<ChangelogPlan> PlanChangelog(const ChangelogQuestion& question) { return ChangelogPlanner(question).Plan(); }

std::string NormalizeText(const ChangelogPlan& plan, const Schema& source, PlanStyle style) {
  std::vector<std::string> names;
  for (const size_t key : plan.keys) names.push_back(source.columns[plan.columns[key]].name);
  const std::string condition = plan.filter ? Concat(", condition=[", PlanText(*plan.filter, style), "]") : "";
  return Concat("ChangelogNormalize(key=[", Join(names, ", "), "]", condition, ")");
}

absl::Status ConflictMustBeHandled(const InsertPlan& insert, const UpsertKeys& keys, const Schema& sink) {
  const std::string message =
      Concat("The query has an upsert key that differs from the primary key of the sink table '", insert.sink->identifier.ToString(),
             "'. Primary key: [", Join(insert.sink->primary_key->columns, ", "), "], upsert key: ", UpsertKeysText(keys, sink),
             ". This can lead to non-deterministic results when multiple records with different upsert keys map to "
             "the same primary key. Please specify an ON CONFLICT clause to define how conflicts should be handled: ON CONFLICT DO "
             "DEDUPLICATE (update to the latest record, state intensive, since we need to keep the entire history), or ON CONFLICT "
             "DO ERROR (fail on conflict), or ON CONFLICT DO NOTHING (keep first record).");
  return ValidationError(message, insert.target_range,
                         "append ON CONFLICT DO DEDUPLICATE to the statement, or SET 'table.exec.sink.upsert-materialize' = 'NONE'");
}

}  // namespace drey
