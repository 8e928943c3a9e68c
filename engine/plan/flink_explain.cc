#include "engine/plan/flink_explain.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "engine/base/text.h"
#include "engine/plan/plan_node.h"
#include "engine/plan/result_type.h"
#include "engine/plan/rules/constant_folding.h"
#include "engine/plan/rules/merge_calcs.h"
#include "engine/plan/rules/shown_expression.h"

namespace drey {
namespace {

std::vector<std::string> NamesOf(const Schema& schema) {
  std::vector<std::string> names;
  for (const SchemaColumn& column : schema.columns) names.push_back(column.name);
  return names;
}

std::vector<std::string> MetadataKeysOf(const LogicalPlan& scan) {
  std::vector<std::string> keys;
  for (const CatalogColumn& column : scan.metadata_columns) keys.push_back(column.metadata_key);
  return keys;
}

std::string MetadataText(const LogicalPlan& scan) {
  const std::vector<std::string> keys = MetadataKeysOf(scan);
  return keys.empty() ? "" : Concat(", metadata=[", Join(keys, ", "), "]");
}

// The options that a hint of the statement has set; `path`: where Calcite found the hint, which the abstract plan shows.
std::string HintsText(const CatalogTable& table, std::string_view path) {
  std::vector<std::string> options;
  for (const TableOption& option : table.options.all()) {
    if (option.origin == "OPTIONS hint") options.push_back(Concat(option.key, "=", option.value));
  }
  return options.empty() ? "" : Concat(", hints=[[[OPTIONS ", path, "options:{", Join(options, ", "), "}]]]");
}

}  // namespace

std::string ScanNodeText(const LogicalPlan& scan, std::optional<int64_t> limit) {
  const ObjectIdentifier& id = scan.table->identifier;
  std::string abilities = MetadataText(scan);
  if (scan.watermark) {
    Append(abilities, ", watermark=[", PlanText(*scan.watermark, PlanStyle::kPhysical), "], watermarkEmitStrategy=[on-periodic]");
  }
  if (limit) Append(abilities, ", limit=[", *limit, "]");
  return Concat("TableSourceScan(table=[[", id.catalog, ", ", id.database, ", ", id.name, abilities, "]], fields=[",
                Join(NamesOf(scan.schema), ", "), "]", HintsText(*scan.table, ""), ")");
}

namespace {

std::string CalcTextInStyle(const MergedCalc& calc, const std::vector<std::string>& names, PlanStyle style) {
  std::vector<std::string> select;
  for (size_t i = 0; i < calc.projections.size(); ++i) {
    const BoundExpression& projection = *calc.projections[i];
    const std::string text = PlanText(projection, style);
    const bool same_name = projection.kind == BoundExpression::Kind::kInput && i < names.size() && text == names[i];
    select.push_back(same_name || i >= names.size() ? text : Concat(text, " AS ", names[i]));
  }
  const std::string where = calc.condition ? Concat(", where=[", PlanText(*calc.condition, style), "]") : "";
  return Concat("Calc(select=[", Join(select, ", "), "]", where, ")");
}

// "{ 1, _UTF-16LE'a' }, { 2, … }"; rows of SELECT without FROM are one zero.
std::string TuplesText(const LogicalPlan& values, PlanStyle style) {
  std::vector<std::string> rows;
  for (const auto& row : values.rows) {
    std::vector<std::string> cells;
    for (const BoundExpressionPointer& cell : row) cells.push_back(PlanText(*cell, style));
    rows.push_back(Concat("{ ", cells.empty() ? "0" : Join(cells, ", "), " }"));
  }
  return Concat("tuples=[[", Join(rows, ", "), "]]");
}

// A scan with its metadata as the connector orders and types it, and what each column of the scan is over it.
struct ShownScan {
  std::shared_ptr<LogicalPlan> scan;
  std::vector<BoundExpressionPointer> columns;
  bool is_as_declared = true;
};

ShownScan ShowScan(const LogicalPlan& scan, const ShownBranch& branch) {
  ShownScan shown{.scan = std::make_shared<LogicalPlan>(scan), .columns = {}};
  const size_t physical = scan.schema.size() - scan.metadata_columns.size();
  for (size_t i = 0; i < scan.schema.size(); ++i) {
    shown.columns.push_back(MakeInput(i, scan.schema.columns[i].name, scan.schema.type(i), scan.range));
  }
  if (branch.metadata.empty() || scan.metadata_columns.empty()) return shown;
  shown.scan->metadata_columns.clear();
  shown.scan->schema.columns.resize(physical);
  for (const SchemaColumn& offered : branch.metadata) {
    for (size_t i = 0; i < scan.metadata_columns.size(); ++i) {
      const CatalogColumn& column = scan.metadata_columns[i];
      if (column.metadata_key != offered.name) continue;
      const size_t place = shown.scan->schema.size();
      shown.scan->metadata_columns.push_back(column);
      shown.scan->schema.columns.push_back({column.name, offered.type});
      const BoundExpressionPointer cell = MakeInput(place, column.name, offered.type, column.range);
      shown.columns[physical + i] = column.type == offered.type ? cell : ShownCast(cell, column.type);
      shown.is_as_declared &= place == physical + i && column.type == offered.type;
    }
  }
  return shown;
}

// The branches of a query in the order in which a walk through its plan meets them.
class BranchCursor {
 public:
  explicit BranchCursor(std::span<const ShownBranch> branches) : branches_(branches) {}
  const ShownBranch& Next() { return next_ < branches_.size() ? branches_[next_++] : none_; }

 private:
  std::span<const ShownBranch> branches_;
  size_t next_ = 0;
  ShownBranch none_ = {};
};

// The abstract syntax tree.
class AbstractPlan {
 public:
  AbstractPlan(std::span<const ShownBranch> branches, FlinkVersion version) : branches_(branches), environment_{.version = version} {}

  PlanNode Tree(const LogicalPlan& plan) {
    if (!plan.watermark) return Node(plan);
    return {Concat("LogicalWatermarkAssigner(rowtime=[", plan.table->watermarks.front().column.front(), "], watermark=[",
                   PlanText(*plan.watermark, PlanStyle::kAbstract), "])"),
            {Node(plan)}};
  }

 private:
  PlanNode Node(const LogicalPlan& plan) {
    switch (plan.kind) {
      case LogicalPlan::Kind::kScan:
        return Scan(plan);
      case LogicalPlan::Kind::kValues:
        return {Concat("LogicalValues(", TuplesText(plan, PlanStyle::kAbstract), ")")};
      case LogicalPlan::Kind::kFilter: {
        const BoundExpressionPointer condition = ConvertedExpression(plan.condition);
        PlanNode input = Tree(*plan.inputs.front());
        if (TruthOf(*condition) == true) return input;
        return {Concat("LogicalFilter(condition=[", PlanText(*condition, PlanStyle::kAbstract), "])"), {std::move(input)}};
      }
      case LogicalPlan::Kind::kUnionAll: {
        PlanNode all{"LogicalUnion(all=[true])"};
        for (const LogicalPlanPointer& input : plan.inputs) all.inputs.push_back(Tree(*input));
        return all;
      }
      case LogicalPlan::Kind::kLimit: {
        std::vector<std::string> parts;
        if (plan.offset > 0) parts.push_back(Concat("offset=[", plan.offset, "]"));
        if (plan.fetch) parts.push_back(Concat("fetch=[", *plan.fetch, "]"));
        return {Concat("LogicalSort(", Join(parts, ", "), ")"), {Tree(*plan.inputs.front())}};
      }
      case LogicalPlan::Kind::kUnsupported:
        return {"Unsupported"};  // never explained: no pipelines can be planned of it
      case LogicalPlan::Kind::kProject:
        break;
    }
    const LogicalPlan& input = *plan.inputs.front();
    // The declared columns of a table stand right above its scan.
    if (plan.table && input.kind == LogicalPlan::Kind::kScan) {
      const ShownScan shown = ShowScan(input, branches_.Next());
      std::vector<BoundExpressionPointer> columns;
      for (const BoundExpressionPointer& expression : plan.expressions) columns.push_back(ReplaceInputs(expression, shown.columns));
      return {Project(columns, plan.schema), {ScanNode(*shown.scan)}};
    }
    return {Project(plan.expressions, plan.schema), {Tree(input)}};
  }

  std::string Project(const std::vector<BoundExpressionPointer>& expressions, const Schema& schema) const {
    std::vector<std::string> fields;
    for (size_t i = 0; i < expressions.size(); ++i) {
      const BoundExpressionPointer shown = SimplifiedExpression(expressions[i], environment_);
      fields.push_back(Concat(schema.columns[i].name, "=[", PlanText(*shown, PlanStyle::kAbstract), "]"));
    }
    return fields.empty() ? "LogicalProject" : Concat("LogicalProject(", Join(fields, ", "), ")");
  }

  PlanNode Scan(const LogicalPlan& scan) {
    const ShownScan shown = ShowScan(scan, branches_.Next());
    if (shown.is_as_declared) return ScanNode(scan);
    return {Project(shown.columns, scan.schema), {ScanNode(*shown.scan)}};
  }

  static PlanNode ScanNode(const LogicalPlan& scan) {
    const ObjectIdentifier& id = scan.table->identifier;
    return {Concat("LogicalTableScan(table=[[", id.catalog, ", ", id.database, ", ", id.name, MetadataText(scan), "]]",
                   HintsText(*scan.table, "inheritPath:[] "), ")")};
  }

  BranchCursor branches_;
  EvaluationContext environment_;
};

// The optimized plan in one of its two styles.
class OptimizedPlan {
 public:
  OptimizedPlan(std::span<const ShownBranch> branches, PlanStyle style, FlinkVersion version, RuntimeMode mode)
      : branches_(branches), style_(StyleIn(mode, style)), environment_{.version = version}, mode_(mode) {}

  PlanNode Tree(const LogicalPlanPointer& plan) {
    if (plan->kind != LogicalPlan::Kind::kUnionAll) return Query(plan, plan->schema);
    std::vector<LogicalPlanPointer> inputs;
    CollectUnionInputs(plan, inputs);
    PlanNode all{Concat("Union(all=[true], union=[", Join(NamesOf(plan->schema), ", "), "])")};
    for (const LogicalPlanPointer& input : inputs) all.inputs.push_back(Query(input, plan->schema));
    return all;
  }

 private:
  static PlanStyle StyleIn(RuntimeMode mode, PlanStyle style) {
    return mode == RuntimeMode::kBatch && style == PlanStyle::kPhysical ? PlanStyle::kBatchPhysical : style;
  }

  // Unions of unions are one.
  static void CollectUnionInputs(const LogicalPlanPointer& plan, std::vector<LogicalPlanPointer>& inputs) {
    if (plan->kind != LogicalPlan::Kind::kUnionAll) return inputs.push_back(plan);
    for (const LogicalPlanPointer& input : plan->inputs) CollectUnionInputs(input, inputs);
  }

  // `result`: what the columns are taken for.
  PlanNode Query(const LogicalPlanPointer& plan, const Schema& result) {
    const ShownBranch& branch = branches_.Next();
    LogicalPlanPointer declared;
    auto calc = MergeCalcs(branch.assigns_watermark ? OverDeclaredColumns(plan, declared) : plan, environment_.version);
    if (!calc.ok()) return {};
    Simplify(*calc);
    UseKnownValues(*calc);
    for (size_t i = 0; i < calc->projections.size(); ++i) {
      BoundExpressionPointer& projection = calc->projections[i];
      if (!projection->type.nullable() && result.type(i).nullable()) projection = ShownCast(projection, result.type(i));
    }
    const std::vector<const LogicalPlan*> limits = LimitsOf(*plan);
    if (IsNeverTrue(*calc) || (!limits.empty() && limits.back()->fetch == 0)) return EmptyValues(plan->schema);
    const bool is_scan = calc->leaf->kind == LogicalPlan::Kind::kScan;
    if (is_scan) ReadScan(*calc, branch);
    if (!branch.normalized_columns.empty()) calc->condition = SimplifiedOrNull(branch.condition_behind);
    PlanNode leaf = declared ? WatermarkTree(*declared, *calc) : is_scan ? ScanTree(*calc->leaf, branch) : ValuesNode(*calc->leaf);
    if (!limits.empty()) return LimitedTree(*calc, limits, std::move(leaf), NamesOf(plan->schema));
    if (IsIdentity(*calc, plan->schema) || GivesNormalizedColumns(*calc, branch, plan->schema)) return leaf;
    return {CalcTextInStyle(*calc, NamesOf(plan->schema), style_), {std::move(leaf)}};
  }

  // The plan with the declared columns of its table as those of a scan; `declared` is what gives them.
  static LogicalPlanPointer OverDeclaredColumns(const LogicalPlanPointer& plan, LogicalPlanPointer& declared) {
    if (!plan->watermark) {
      auto over = std::make_shared<LogicalPlan>(*plan);
      over->inputs = {OverDeclaredColumns(plan->inputs.front(), declared)};
      return over;
    }
    declared = plan;
    auto scan = std::make_shared<LogicalPlan>(*plan);
    scan->kind = LogicalPlan::Kind::kScan;
    scan->inputs.clear();
    return scan;
  }

  // The watermarks of a source that does not make them, above what computes their columns. `above`: the rest of the query, over the
  // declared columns; where Flink leaves columns out below, it becomes one over those that are left.
  PlanNode WatermarkTree(const LogicalPlan& declared, MergedCalc& above) const {
    std::string text = Concat("WatermarkAssigner(rowtime=[", declared.table->watermarks.front().column.front(), "], watermark=[",
                              PlanText(*declared.watermark, style_), "])");
    if (declared.kind == LogicalPlan::Kind::kScan) {
      LogicalPlan scan = declared;
      scan.watermark = nullptr;
      return {std::move(text), {{ScanNodeText(scan)}}};
    }
    const std::vector<size_t> columns = ColumnsBelowWatermark(declared, above);
    MergedCalc below{.leaf = declared.inputs.front()};
    Schema schema;
    for (const size_t column : columns) {
      below.projections.push_back(declared.expressions[column]);
      schema.columns.push_back(declared.schema.columns[column]);
    }
    Simplify(below);
    for (BoundExpressionPointer& projection : below.projections) {
      const bool is_call = projection->kind == BoundExpression::Kind::kCall;
      if (is_call && projection->name == "PROCTIME") projection = ShownAs("PROCTIME()", *projection);
    }
    MaterializeProctime(declared, above);
    PlanNode tree{ScanNodeText(*below.leaf)};
    if (!IsIdentity(below, schema)) tree = {CalcTextInStyle(below, NamesOf(schema), style_), {std::move(tree)}};
    KeepColumns(columns, schema, above);
    return {std::move(text), {std::move(tree)}};
  }

  // A processing time passes on as an attribute, and stands still where the query gives it.
  static void MaterializeProctime(const LogicalPlan& declared, MergedCalc& above) {
    for (BoundExpressionPointer& projection : above.projections) {
      const bool is_column = projection->kind == BoundExpression::Kind::kInput;
      if (!is_column || TimeAttributeOf(declared, projection->index) != TimeAttribute::kProctime) continue;
      auto materialized = std::make_shared<BoundExpression>(*projection);
      materialized->kind = BoundExpression::Kind::kCall;
      materialized->name = "PROCTIME_MATERIALIZE";
      materialized->operands = {projection};
      projection = std::move(materialized);
    }
  }

  // A column of that name.
  static BoundExpressionPointer ShownAs(std::string text, const BoundExpression& expression) {
    return MakeInput(0, std::move(text), expression.type, expression.range);
  }

  // Flink leaves columns out where that saves a computation.
  static std::vector<size_t> ColumnsBelowWatermark(const LogicalPlan& declared, const MergedCalc& above) {
    std::set<size_t> used;
    for (const BoundExpressionPointer& projection : above.projections) CollectInputs(*projection, used);
    if (above.condition) CollectInputs(*above.condition, used);
    CollectInputs(*declared.watermark, used);
    used.insert(RowtimeOf(declared));
    bool saves = false;
    std::vector<size_t> all;
    for (size_t i = 0; i < declared.expressions.size(); ++i) {
      saves |= !used.contains(i) && declared.expressions[i]->kind != BoundExpression::Kind::kInput;
      all.push_back(i);
    }
    if (!saves) return all;
    std::vector<size_t> taken;
    for (const BoundExpressionPointer& projection : above.projections) {
      if (projection->kind == BoundExpression::Kind::kInput) taken.push_back(projection->index);
    }
    // What the query takes as it is it takes below.
    const bool takes_all = !above.condition && taken.size() == above.projections.size() && taken.size() == used.size() &&
                           std::set<size_t>(taken.begin(), taken.end()) == used;
    return takes_all ? taken : std::vector<size_t>(used.begin(), used.end());
  }

  static void KeepColumns(const std::vector<size_t>& columns, const Schema& schema, MergedCalc& calc) {
    std::vector<BoundExpressionPointer> inputs(calc.leaf->schema.size());
    for (size_t i = 0; i < columns.size(); ++i) inputs[columns[i]] = MakeInput(i, schema.columns[i].name, schema.type(i), calc.leaf->range);
    for (BoundExpressionPointer& projection : calc.projections) projection = ReplaceInputs(projection, inputs);
    if (calc.condition) calc.condition = ReplaceInputs(calc.condition, inputs);
    auto leaf = std::make_shared<LogicalPlan>(*calc.leaf);
    leaf->schema = schema;
    calc.leaf = std::move(leaf);
  }

  // From the inner to the outer one.
  static std::vector<const LogicalPlan*> LimitsOf(const LogicalPlan& plan) {
    std::vector<const LogicalPlan*> limits;
    for (const LogicalPlan* node = &plan; !node->inputs.empty(); node = node->inputs.front().get()) {
      if (node->kind == LogicalPlan::Kind::kLimit) limits.insert(limits.begin(), node);
    }
    return limits;
  }

  // Flink computes above a LIMIT what it can, and below it what drops rows; what takes columns only is done with that at once.
  PlanNode LimitedTree(const MergedCalc& calc, const std::vector<const LogicalPlan*>& limits, PlanNode tree,
                       const std::vector<std::string>& names) const {
    const LogicalPlan& inner = *limits.front();
    const bool takes_nearly_all = !inner.fetch || inner.offset + *inner.fetch >= kAssumedRows;
    const bool is_plain = std::all_of(calc.projections.begin(), calc.projections.end(), IsColumnOrLiteral);
    const bool is_below = calc.condition ? is_plain : takes_nearly_all;
    const bool is_trivial = !calc.condition && TakesColumnsAsTheyAre(calc);
    if (is_below && !is_trivial) {
      tree = {CalcTextInStyle(calc, names, style_), {std::move(tree)}};
    } else if (calc.condition) {
      tree = {FilterText(calc, inner.inputs.front()), {std::move(tree)}};
    }
    bool is_single = false;
    for (const LogicalPlan* limit : limits) {
      tree = LimitTree(*limit, std::move(tree), is_single);
      is_single = mode_ == RuntimeMode::kStreaming;
    }
    if (is_below || is_trivial) return tree;
    MergedCalc above = calc;
    above.condition = nullptr;
    return {CalcTextInStyle(above, names, style_), {std::move(tree)}};
  }

  // `is_single`: all rows are in one task already.
  PlanNode LimitTree(const LogicalPlan& limit, PlanNode tree, bool is_single) const {
    if (mode_ == RuntimeMode::kStreaming) {
      if (!is_single) tree = {"Exchange(distribution=[single])", {std::move(tree)}};
      return {Concat("Limit(offset=[", limit.offset, "], fetch=[", limit.fetch.value_or(0), "])"), {std::move(tree)}};
    }
    if (limit.fetch) tree = {Concat("Limit(offset=[0], fetch=[", limit.offset + *limit.fetch, "], global=[false])"), {std::move(tree)}};
    const std::string fetch = limit.fetch ? Concat(*limit.fetch) : "unlimited";
    return {Concat("Limit(offset=[", limit.offset, "], fetch=[", fetch, "], global=[true])"),
            {{"Exchange(distribution=[single])", {std::move(tree)}}}};
  }

  static bool IsColumnOrLiteral(const BoundExpressionPointer& expression) {
    if (expression->kind == BoundExpression::Kind::kInput || expression->IsLiteral()) return true;
    return expression->operands.size() == 1 && expression->operands.front()->IsLiteral();
  }

  static bool TakesColumnsAsTheyAre(const MergedCalc& calc) {
    for (size_t i = 0; i < calc.projections.size(); ++i) {
      if (calc.projections[i]->kind != BoundExpression::Kind::kInput || calc.projections[i]->index != i) return false;
    }
    return calc.projections.size() == calc.leaf->schema.size();
  }

  // The condition over the columns that it and the query below the LIMIT use.
  std::string FilterText(const MergedCalc& calc, const LogicalPlanPointer& query) const {
    std::set<size_t> used;
    CollectInputs(*calc.condition, used);
    const auto limited = MergeCalcs(query, environment_.version);
    const bool has_same_leaf = limited.ok() && limited->leaf->schema.size() == calc.leaf->schema.size();
    const auto& projections = has_same_leaf ? limited->projections : calc.projections;
    for (const BoundExpressionPointer& projection : projections) CollectInputs(*projection, used);
    std::vector<std::string> names;
    for (const size_t column : used) names.push_back(calc.leaf->schema.columns[column].name);
    return Concat("Calc(select=[", Join(names, ", "), "], where=[", PlanText(*calc.condition, style_), "])");
  }

  void Simplify(MergedCalc& calc) const {
    for (BoundExpressionPointer& projection : calc.projections) {
      if (!projection->type.IsConstructed()) {
        if (auto folded = FoldConstants(projection, environment_); folded.ok()) projection = *std::move(folded);
      }
      projection = SimplifiedExpression(projection, environment_);
    }
    if (!calc.condition) return;
    calc.condition = SimplifiedCondition(calc.condition, environment_);
    if (TruthOf(*calc.condition) == true) calc.condition = nullptr;
  }

  // A column that the condition holds equal to a literal, or to NULL, is shown as that.
  static void UseKnownValues(MergedCalc& calc) {
    if (!calc.condition) return;
    const bool is_and = calc.condition->kind == BoundExpression::Kind::kCall && calc.condition->name == "AND";
    for (const BoundExpressionPointer& term : is_and ? calc.condition->operands : std::vector{calc.condition}) {
      if (term->operands.empty() || term->operands.front()->kind != BoundExpression::Kind::kInput) continue;
      const BoundExpression& column = *term->operands.front();
      const BoundExpressionPointer value = KnownValue(*term, column.type);
      if (!value) continue;
      for (BoundExpressionPointer& projection : calc.projections) {
        if (projection->kind == BoundExpression::Kind::kInput && projection->index == column.index) projection = value;
      }
    }
  }

  // Null where the term does not tell it.
  static BoundExpressionPointer KnownValue(const BoundExpression& term, const LogicalType& type) {
    if (term.name == "IS NULL") return MakeLiteral(type.AsNullable(), Datum::Null(), term.range);
    if (term.name != "=" || !term.operands[1]->IsLiteral()) return nullptr;
    const LogicalType& given = term.operands[1]->type;
    const bool is_same_kind = given.root() == type.root() || (given.IsInteger() && type.IsInteger()) ||
                              (given.IsCharacterString() && type.IsCharacterString());
    if (!is_same_kind || type.Is(TypeRoot::kDecimal)) return nullptr;
    auto literal = std::make_shared<BoundExpression>(*term.operands[1]);
    literal->type = type.AsNotNull();
    return type.nullable() ? ShownCast(literal, type) : literal;
  }

  static bool IsNeverTrue(const MergedCalc& calc) { return calc.condition && calc.condition->IsLiteral(); }

  PlanNode EmptyValues(const Schema& schema) const { return {Concat("Values(", TypeText(schema), "tuples=[[]]", NamesText(schema), ")")}; }

  std::string NamesText(const Schema& schema) const {
    return mode_ == RuntimeMode::kBatch ? Concat(", values=[", Join(NamesOf(schema), ", "), "]") : "";
  }

  std::string TypeText(const Schema& schema) const {
    if (style_ != PlanStyle::kPhysical) return "";
    std::vector<std::string> columns;
    for (const SchemaColumn& column : schema.columns) {
      columns.push_back(Concat(CalciteType(column.type.AsNullable(), false), " ", column.name));
    }
    return Concat("type=[RecordType(", Join(columns, ", "), ")], ");
  }

  // Metadata is cast, and a rowtime is a plain timestamp where it is computed with.
  void ReadScan(MergedCalc& calc, const ShownBranch& branch) const {
    const ShownScan shown = ShowScan(*calc.leaf, branch);
    const size_t rowtime = RowtimeOf(*calc.leaf);
    const auto read = [&](const BoundExpressionPointer& expression) {
      BoundExpressionPointer shown_expression = expression;
      if (expression->kind != BoundExpression::Kind::kInput && rowtime < calc.leaf->schema.size()) {
        std::vector<BoundExpressionPointer> inputs = ShowScan(*calc.leaf, {}).columns;
        inputs[rowtime] = ShownCast(inputs[rowtime], inputs[rowtime]->type);
        shown_expression = ReplaceInputs(expression, inputs);
      }
      return shown.is_as_declared ? shown_expression : ReplaceInputs(shown_expression, shown.columns);
    };
    for (BoundExpressionPointer& projection : calc.projections) projection = read(projection);
    if (calc.condition) calc.condition = read(calc.condition);
    calc.leaf = shown.scan;
  }

  // The size of the schema where there is none.
  static size_t RowtimeOf(const LogicalPlan& scan) {
    if (!scan.watermark) return scan.schema.size();
    const std::string& name = scan.table->watermarks.front().column.front();
    size_t column = 0;
    while (column < scan.schema.size() && scan.schema.columns[column].name != name) ++column;
    return column;
  }

  static bool IsIdentity(const MergedCalc& calc, const Schema& schema) {
    if (calc.condition || calc.projections.size() != calc.leaf->schema.size()) return false;
    for (size_t i = 0; i < calc.projections.size(); ++i) {
      const BoundExpression& projection = *calc.projections[i];
      const bool is_column = projection.kind == BoundExpression::Kind::kInput && projection.index == i;
      if (!is_column || calc.leaf->schema.columns[i].name != schema.columns[i].name) return false;
    }
    return true;
  }

  PlanNode ValuesNode(const LogicalPlan& values) const {
    std::string type = TypeText(values.schema);
    if (values.rows.front().empty() && !type.empty()) type = "type=[RecordType(INTEGER ZERO)], ";
    return {Concat("Values(", type, TuplesText(values, PlanStyle::kPhysical), NamesText(values.schema), ")")};
  }

  BoundExpressionPointer SimplifiedOrNull(const BoundExpressionPointer& condition) const {
    return condition ? SimplifiedCondition(condition, environment_) : condition;
  }

  // Whether the query is what comes out of the normalization.
  static bool GivesNormalizedColumns(const MergedCalc& calc, const ShownBranch& branch, const Schema& schema) {
    if ((branch.normalization.empty() && !branch.condition_before) || calc.condition || calc.projections.size() != branch.normalized_columns.size()) return false;
    for (size_t i = 0; i < calc.projections.size(); ++i) {
      const BoundExpression& projection = *calc.projections[i];
      if (projection.kind != BoundExpression::Kind::kInput || projection.name != branch.normalized_columns[i]) return false;
      if (schema.columns[i].name != projection.name) return false;
    }
    return true;
  }

  // The scan, and what makes of its changes those that are asked for.
  PlanNode ScanTree(const LogicalPlan& scan, const ShownBranch& branch) const {
    PlanNode tree{ScanNodeText(scan, branch.source_limit)};
    if (branch.mini_batch) {
      tree = {Concat("MiniBatchAssigner(interval=[", *branch.mini_batch, "ms], mode=[ProcTime])"), {std::move(tree)}};
    }
    if (branch.drops_update_before) tree = {"DropUpdateBefore", {std::move(tree)}};
    if (branch.normalized_columns.empty()) return tree;
    if (branch.condition_before || branch.normalized_columns.size() != scan.schema.size()) {
      const BoundExpressionPointer before = SimplifiedOrNull(branch.condition_before);
      const std::string where = before ? Concat(", where=[", PlanText(*before, style_), "]") : "";
      tree = {Concat("Calc(select=[", Join(branch.normalized_columns, ", "), "]", where, ")"), {std::move(tree)}};
    }
    if (branch.normalization.empty()) return tree;
    tree = {Concat("Exchange(distribution=[hash[", Join(branch.normalized_key, ", "), "]])"), {std::move(tree)}};
    return {style_ == PlanStyle::kExecution ? branch.normalization : branch.physical_normalization, {std::move(tree)}};
  }

  BranchCursor branches_;
  PlanStyle style_;
  EvaluationContext environment_;
  RuntimeMode mode_;
};

// The columns of a sink as it is told of them: the physical ones, then metadata by key. Empty where it has no metadata.
std::vector<std::string> SinkNames(const CatalogTable& sink) {
  std::vector<std::string> physical;
  std::vector<std::string> metadata;
  for (const CatalogColumn& column : sink.columns) {
    if (column.kind == CatalogColumn::Kind::kPhysical) physical.push_back(column.name);
    if (column.kind == CatalogColumn::Kind::kMetadata && !column.is_virtual) metadata.push_back(column.metadata_key);
  }
  if (metadata.empty()) return {};
  physical.insert(physical.end(), metadata.begin(), metadata.end());
  return physical;
}

// Flink projects what goes to a sink with metadata once more, and joins that with the projection below.
LogicalPlanPointer ShownQuery(const InsertPlan& insert) {
  const std::vector<std::string> names = SinkNames(*insert.sink);
  const LogicalPlan& query = *insert.shown_query;
  if (names.size() != query.schema.size()) return insert.shown_query;
  if (query.kind == LogicalPlan::Kind::kProject) return MakeProject(query.inputs.front(), query.expressions, names, query.range);
  std::vector<BoundExpressionPointer> columns;
  for (size_t i = 0; i < query.schema.size(); ++i) {
    columns.push_back(MakeInput(i, query.schema.columns[i].name, query.schema.type(i), query.range));
  }
  return MakeProject(insert.shown_query, std::move(columns), names, query.range);
}

// What an INSERT shows in all sections.
struct ShownSink {
  LogicalPlanPointer query;
  std::string target;    // "(table=[…], fields=[…]"
  std::string strategy;  // of optimized plans
};

ShownSink ShowSink(const ExplainedInsert& explained, RuntimeMode mode) {
  const InsertPlan& insert = explained.insert;
  std::string columns;
  for (const size_t column : insert.target_columns) Append(columns, columns.empty() ? "" : ",", "[", column, "]");
  if (!columns.empty()) columns = Concat("targetColumns=[", columns, "], ");
  ShownSink shown{.query = ShownQuery(insert), .target = {}, .strategy = {}};
  shown.target = Concat("(table=[", insert.sink->identifier.ToString(), "], ", columns, "fields=[", Join(NamesOf(shown.query->schema), ", "),
                        "]", HintsText(*insert.sink, ""));
  const bool materializes = std::any_of(explained.branches.begin(), explained.branches.end(),
                                        [](const ShownBranch& branch) { return branch.materializes; });
  if (materializes) shown.strategy = ", upsertMaterialize=[true]";
  if (insert.on_conflict && mode == RuntimeMode::kStreaming) Append(shown.strategy, ", conflictStrategy=[", insert.on_conflict->action, "]");
  return shown;
}

std::string TreesText(const std::vector<PlanNode>& trees) {
  std::vector<std::string> texts;
  for (const PlanNode& tree : trees) texts.push_back(PlanTreeText(tree));
  return Join(texts, "\n");
}

std::string SectionsText(const std::vector<PlanNode>& abstract, const std::vector<PlanNode>& physical, std::vector<PlanNode> execution) {
  return Concat("== Abstract Syntax Tree ==\n", TreesText(abstract), "\n== Optimized Physical Plan ==\n", TreesText(physical),
                "\n== Optimized Execution Plan ==\n", TreesText(WithReuse(std::move(execution))));
}

}  // namespace

std::string CalcText(const MergedCalc& calc, const std::vector<std::string>& names, const Schema&) {
  return CalcTextInStyle(calc, names, PlanStyle::kExecution);
}

std::string ExplainInserts(std::span<const ExplainedInsert> inserts, FlinkVersion version, RuntimeMode mode) {
  std::vector<PlanNode> abstract;
  std::vector<PlanNode> physical;
  std::vector<PlanNode> execution;
  for (const ExplainedInsert& explained : inserts) {
    const ShownSink sink = ShowSink(explained, mode);
    const auto optimized = [&](PlanStyle style) {
      return PlanNode{Concat("Sink", sink.target, sink.strategy, ")"),
                      {OptimizedPlan(explained.branches, style, version, mode).Tree(sink.query)}};
    };
    abstract.push_back({Concat("LogicalSink", sink.target, ")"), {AbstractPlan(explained.branches, version).Tree(*sink.query)}});
    physical.push_back(optimized(PlanStyle::kPhysical));
    execution.push_back(optimized(PlanStyle::kExecution));
  }
  return SectionsText(abstract, physical, std::move(execution));
}

std::string ExplainQuery(const LogicalPlanPointer& query, std::span<const ShownBranch> branches, FlinkVersion version, RuntimeMode mode) {
  return SectionsText({AbstractPlan(branches, version).Tree(*query)},
                      {OptimizedPlan(branches, PlanStyle::kPhysical, version, mode).Tree(query)},
                      {OptimizedPlan(branches, PlanStyle::kExecution, version, mode).Tree(query)});
}

}  // namespace drey
