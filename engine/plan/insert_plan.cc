#include "engine/plan/insert_plan.h"

#include <algorithm>
#include <map>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/plan/query_hints.h"
#include "engine/plan/query_planner.h"
#include "engine/plan/result_type.h"
#include "engine/sql/sql_writer.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {

// The columns that can be written, in declared order.
Schema SinkSchema(const CatalogTable& table) {
  Schema schema;
  for (const CatalogColumn& column : table.columns) {
    const bool written_metadata = column.kind == CatalogColumn::Kind::kMetadata && !column.is_virtual;
    if (column.kind == CatalogColumn::Kind::kPhysical || written_metadata) {
      schema.columns.push_back({column.name, column.type});
    }
  }
  return schema;
}

std::optional<size_t> FindColumn(const Schema& schema, std::string_view name) {
  for (size_t i = 0; i < schema.size(); ++i) {
    if (schema.columns[i].name == name) return i;
  }
  return std::nullopt;
}

std::vector<std::string> Names(const Schema& schema) {
  std::vector<std::string> names;
  for (const SchemaColumn& column : schema.columns) names.push_back(column.name);
  return names;
}

// Flink's message shows the sink's columns without their NOT NULL.
Schema WithoutNotNull(Schema schema) {
  for (SchemaColumn& column : schema.columns) column.type = column.type.AsNullable();
  return schema;
}

// [id: INT, ts: TIMESTAMP(3) *ROWTIME*]
std::string QuerySchemaText(const LogicalPlan& query) {
  std::vector<std::string> columns;
  for (size_t i = 0; i < query.schema.size(); ++i) {
    const bool is_time = TimeAttributeOf(query, i) != TimeAttribute::kNone;
    columns.push_back(Concat(query.schema.columns[i].name, ": ", is_time ? ResultTypeText(query, i) : query.schema.type(i).ToString()));
  }
  return Concat("[", Join(columns, ", "), "]");
}

absl::Status TypesDoNotMatch(const CatalogTable& sink, std::string_view cause, const LogicalPlan& query, const Schema& sink_schema,
                             SourceRange range, std::string_view hint = {}) {
  return ValidationError(Concat("Column types of query result and sink for '", sink.identifier.ToString(), "' do not match.\nCause: ",
                                cause, "\n\nQuery schema: ", QuerySchemaText(query),
                                "\nSink schema:  ", WithoutNotNull(sink_schema).ToString()),
                         range, hint);
}

bool KeepsEveryValue(const LogicalType& from, const LogicalType& to);

// Of parts of a type: those that may be NULL stay so.
bool KeepsEveryPart(const LogicalType& from, const LogicalType& to) {
  return (to.nullable() || !from.nullable()) && KeepsEveryValue(from, to);
}

// Flink's supportsAvoidingCast: the same type, or a text or bytes into a longer one of variable length; the same inside of other types.
bool KeepsEveryValue(const LogicalType& from, const LogicalType& to) {
  if (from.AsNullable() == to.AsNullable()) return true;
  const bool texts = from.IsCharacterString() && to.Is(TypeRoot::kVarchar);
  const bool bytes = from.IsBinaryString() && to.Is(TypeRoot::kVarbinary);
  if (texts || bytes) return from.length() <= to.length();
  if (from.root() != to.root()) return false;
  switch (from.root()) {
    case TypeRoot::kArray:
    case TypeRoot::kMultiset: return KeepsEveryPart(from.element(), to.element());
    case TypeRoot::kMap: return KeepsEveryPart(from.key(), to.key()) && KeepsEveryPart(from.value(), to.value());
    case TypeRoot::kRow: {
      if (from.fields().size() != to.fields().size()) return false;
      for (size_t i = 0; i < from.fields().size(); ++i) {
        if (!KeepsEveryPart(from.fields()[i].type, to.fields()[i].type)) return false;
      }
      return true;
    }
    default: return false;
  }
}

BoundExpressionPointer WithType(const BoundExpression& expression, const LogicalType& type) {
  auto copy = std::make_shared<BoundExpression>(expression);
  copy->type = type;
  return copy;
}

// The type of the NULL of a column that is not written: Flink forgets that elements may be NULL.
LogicalType AbsentType(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kArray: return LogicalType::Array(AbsentType(type.element()).AsNotNull());
    case TypeRoot::kMultiset: return LogicalType::Multiset(AbsentType(type.element()).AsNotNull());
    case TypeRoot::kMap:
      return LogicalType::Map(AbsentType(type.key()).WithNullable(type.key().nullable()),
                              AbsentType(type.value()).WithNullable(type.value().nullable()));
    case TypeRoot::kRow: {
      std::vector<RowField> fields(type.fields().begin(), type.fields().end());
      for (RowField& field : fields) field.type = AbsentType(field.type).WithNullable(field.type.nullable());
      return LogicalType::Row(std::move(fields));
    }
    default: return type.AsNullable();
  }
}

class InsertPlanner {
 public:
  InsertPlanner(const Insert& insert, const Catalog& catalog, FlinkVersion version, RuntimeMode mode)
      : insert_(insert), catalog_(catalog), version_(version), mode_(mode) {}

  // Flink looks at the list of columns first (where there is the sink), then at the query, then whether there is a sink.
  absl::StatusOr<InsertPlan> Plan(SourceRange range) {
    if (insert_.upsert) {
      return ValidationError("UPSERT INTO statement is not supported. Please use INSERT INTO instead.", insert_.target.range);
    }
    if (insert_.target.parts.size() > 3) {
      return ValidationError("Object identifier must consist of 1 to 3 parts.", insert_.target.range);
    }
    const absl::Status found = FindSink();
    if (plan_.sink) {
      sink_schema_ = SinkSchema(*plan_.sink);
      DREY_RETURN_IF_ERROR(RefuseTypedColumn());
      DREY_RETURN_IF_ERROR(ResolveColumnList());
      if (insert_.has_columns) DREY_RETURN_IF_ERROR(CheckReorderable(*insert_.query));
    }
    DREY_RETURN_IF_ERROR(CheckValues());
    QueryPlanner planner(catalog_, version_, mode_);
    DREY_ASSIGN_OR_RETURN(query_, planner.Plan(*insert_.query));
    DREY_RETURN_IF_ERROR(RefuseTypedColumn());
    DREY_RETURN_IF_ERROR(found);
    DREY_RETURN_IF_ERROR(BindStaticPartition());
    if (insert_.has_columns || !static_values_.empty()) DREY_RETURN_IF_ERROR(ApplyColumnList());
    plan_.field_names = Names(query_->schema);
    plan_.query = query_;
    plan_.shown_query = query_;
    plan_.mismatch = MatchColumns();
    plan_.on_conflict = insert_.on_conflict;
    plan_.overwrite = insert_.overwrite;
    for (const auto& entry : insert_.partition) plan_.static_partition.push_back(entry.column);
    plan_.target_range = insert_.target.range;
    plan_.range = range;
    return std::move(plan_);
  }

 private:
  absl::Status FindSink() {
    const ObjectIdentifier identifier = catalog_.Qualify(insert_.target.Names());
    const Catalog::Object* object = catalog_.Find(identifier);
    if (object == nullptr) {
      return SinkNotFound(catalog_, insert_.target, version_);
    }
    const auto* table = std::get_if<CatalogTable>(object);
    if (table == nullptr) {
      return TableError(Concat("Sink '", identifier.ToString(), "' does not exists"), insert_.target.range);
    }
    auto sink = std::make_shared<CatalogTable>(*table);
    DREY_RETURN_IF_ERROR(CheckHints(insert_.hints));
    for (const Hint& hint : insert_.hints) {
      if (!EqualsIgnoreCase(hint.name.text, "OPTIONS")) continue;
      for (const OptionSyntax& option : hint.options) {
        sink->options.Set({.key = option.key.text,
                           .value = option.value.text,
                           .key_range = option.key.range,
                           .value_range = option.value.range,
                           .origin = "OPTIONS hint"});
      }
    }
    plan_.sink = std::move(sink);
    return absl::OkStatus();
  }

  // Flink takes the name and its type for a name.
  absl::Status RefuseTypedColumn() const {
    if (!insert_.typed_column) return absl::OkStatus();
    constexpr std::string_view kCall = "org.apache.calcite.sql.SqlBasicCall";
    constexpr std::string_view kName = "org.apache.calcite.sql.SqlIdentifier";
    return WithFlinkClass(InvalidError(Concat("class ", kCall, " cannot be cast to class ", kName, " (", kCall, " and ", kName,
                                              " are in unnamed module of loader 'app')"),
                                       *insert_.typed_column, "the columns of INSERT have no types"),
                          "java.lang.ClassCastException");
  }

  // A NULL of VALUES has no type, whatever the column's is.
  absl::Status CheckValues() const {
    if (insert_.query->kind != QueryKind::kValues) return absl::OkStatus();
    for (const Expression& row : insert_.query->rows) {
      for (size_t i = 0; i < (row.IsCall("ROW") ? row.operands.size() : 1); ++i) {
        const Expression& cell = row.IsCall("ROW") ? row.operands[i] : row;
        const bool is_null = cell.kind == ExpressionKind::kLiteral && cell.literal.kind == LiteralKind::kNull;
        if (is_null) return SqlValidatorError("Illegal use of 'NULL'", cell.range, "CAST(NULL AS …) gives it a type");
      }
    }
    return absl::OkStatus();
  }

  // targets_[i]: the sink column that query column i goes to.
  absl::Status ResolveColumnList() {
    for (const auto& entry : insert_.partition) {
      if (!FindColumn(sink_schema_, entry.column.text)) return UnknownTarget(entry.column.text, entry.column.range);
    }
    for (const Identifier& name : insert_.columns) {
      const auto column = name.parts.size() == 1 ? FindColumn(sink_schema_, name.last()) : std::nullopt;
      if (!column) return UnknownTarget(name.ToString(), name.range);
      if (std::find(targets_.begin(), targets_.end(), *column) != targets_.end()) {
        return SqlValidatorError(Concat("Target column '", name.last(), "' is assigned more than once"), name.range);
      }
      targets_.push_back(*column);
    }
    if (!insert_.has_columns) return absl::OkStatus();
    for (size_t i = 0; i < sink_schema_.size(); ++i) {
      if (sink_schema_.type(i).nullable() || IsStatic(i) || std::find(targets_.begin(), targets_.end(), i) != targets_.end()) continue;
      return SqlValidatorError(Concat("Column '", sink_schema_.columns[i].name, "' has no default value and does not allow NULLs"),
                               insert_.target.range);
    }
    return absl::OkStatus();
  }

  // Flink completes the rows of a query in its text: it knows how for these kinds only, in 1.20 not where a WITH stands before them.
  absl::Status CheckReorderable(const Query& query) const {
    const bool is_other = query.kind == QueryKind::kTable || !query.with.empty();
    if (is_other && version_ == FlinkVersion::k1_20) {
      return ValidationError(Concat("INSERT INTO <table> PARTITION [(COLUMN LIST)] statement only support SELECT, VALUES, SET_QUERY AND "
                                    "ORDER BY clause for now, '",
                                    Unparse(query, version_), "' is not supported yet."),
                             query.range);
    }
    if (query.kind == QueryKind::kSetOperation) {
      DREY_RETURN_IF_ERROR(CheckReorderable(*query.left));
      return CheckReorderable(*query.right);
    }
    if (query.kind != QueryKind::kValues) return absl::OkStatus();
    for (const Expression& row : query.rows) {
      const size_t cells = row.IsCall("ROW") ? row.operands.size() : 1;
      if (cells != targets_.size()) return SqlValidatorError("Number of columns must match number of query columns", row.range);
    }
    return absl::OkStatus();
  }

  absl::Status UnknownTarget(std::string_view name, SourceRange range) const {
    return SqlValidatorError(Concat("Unknown target column '", name, "'"), range, DidYouMean(name, Names(sink_schema_)));
  }

  // PARTITION (column = value): the query gives the other columns.
  absl::Status BindStaticPartition() {
    const Scope no_columns;
    for (const PartitionEntry& entry : insert_.partition) {
      const size_t column = *FindColumn(sink_schema_, entry.column.text);
      DREY_ASSIGN_OR_RETURN(BoundExpressionPointer value, Binder(no_columns, version_).Bind(*entry.value));
      DREY_ASSIGN_OR_RETURN(static_values_[column], ImplicitCast(std::move(value), sink_schema_.type(column), version_));
    }
    if (static_values_.empty() || insert_.has_columns) return absl::OkStatus();
    for (size_t i = 0; i < sink_schema_.size(); ++i) {
      if (!IsStatic(i)) targets_.push_back(i);
    }
    return absl::OkStatus();
  }

  bool IsStatic(size_t column) const {
    return std::any_of(insert_.partition.begin(), insert_.partition.end(),
                       [&](const PartitionEntry& entry) { return entry.column.text == sink_schema_.columns[column].name; });
  }

  absl::Status ApplyColumnList() {
    if (query_->schema.size() != targets_.size()) {
      if (insert_.has_columns) return SqlValidatorError("Number of columns must match number of query columns", insert_.target.range);
      static_values_.clear();
      return absl::OkStatus();
    }
    query_ = Reordered(query_);
    plan_.target_columns = targets_;
    return absl::OkStatus();
  }

  // Column i of the sink is column `sources[i]` of the query, or NULL. Names that nobody gave count anew.
  LogicalPlanPointer Reordered(const LogicalPlanPointer& plan) const {
    auto reordered = std::make_shared<LogicalPlan>(*plan);
    reordered->schema = {};
    for (size_t i = 0; i < sink_schema_.size(); ++i) {
      const auto source = SourceOf(i);
      const LogicalType absent = AbsentType(sink_schema_.type(i));
      SchemaColumn column = {Concat("EXPR$", i), static_values_.contains(i) ? static_values_.at(i)->type : absent};
      if (source) {
        column.type = plan->schema.type(*source);
        if (!plan->schema.columns[*source].name.starts_with("EXPR$")) column.name = plan->schema.columns[*source].name;
      }
      reordered->schema.columns.push_back(std::move(column));
    }
    if (plan->kind == LogicalPlan::Kind::kProject) {
      reordered->expressions = ReorderedCells(plan->expressions);
      return reordered;
    }
    if (plan->kind == LogicalPlan::Kind::kValues) {
      for (auto& row : reordered->rows) row = ReorderedCells(row);
      return reordered;
    }
    if (plan->kind == LogicalPlan::Kind::kUnionAll) {
      for (LogicalPlanPointer& input : reordered->inputs) input = Reordered(input);
      return reordered;
    }
    std::vector<BoundExpressionPointer> inputs;
    for (size_t i = 0; i < plan->schema.size(); ++i) {
      inputs.push_back(MakeInput(i, plan->schema.columns[i].name, plan->schema.type(i), plan->range));
    }
    return MakeProject(plan, ReorderedCells(inputs), Names(reordered->schema), plan->range);
  }

  std::vector<BoundExpressionPointer> ReorderedCells(const std::vector<BoundExpressionPointer>& cells) const {
    std::vector<BoundExpressionPointer> reordered;
    for (size_t i = 0; i < sink_schema_.size(); ++i) {
      const auto source = SourceOf(i);
      const auto constant = static_values_.find(i);
      const LogicalType absent = AbsentType(sink_schema_.type(i));
      reordered.push_back(source                              ? cells[*source]
                          : constant != static_values_.end() ? constant->second
                                                              : MakeLiteral(absent, Datum::Null(), insert_.target.range));
    }
    return reordered;
  }

  std::optional<size_t> SourceOf(size_t sink_column) const {
    const auto found = std::find(targets_.begin(), targets_.end(), sink_column);
    if (found == targets_.end()) return std::nullopt;
    return static_cast<size_t>(found - targets_.begin());
  }

  absl::Status MatchColumns() {
    if (query_->schema.size() != sink_schema_.size()) {
      return TypesDoNotMatch(*plan_.sink, "Different number of columns.", *query_, sink_schema_, insert_.query->range);
    }
    std::vector<BoundExpressionPointer> values;
    std::vector<BoundExpressionPointer> shown;
    bool is_identity = true;
    bool shows_casts = false;
    for (size_t i = 0; i < sink_schema_.size(); ++i) {
      const SchemaColumn& column = query_->schema.columns[i];
      const SchemaColumn& target = sink_schema_.columns[i];
      if (!IsImplicitlyCastable(column.type, target.type)) return IncompatibleColumn(i, target);
      const SourceRange range = query_->kind == LogicalPlan::Kind::kProject ? query_->expressions[i]->range : query_->range;
      BoundExpressionPointer input = MakeInput(i, column.name, column.type, range);
      auto value = ImplicitCast(input, target.type, version_);
      if (!value.ok()) return value.status();
      const bool is_cast = (*value)->kind != BoundExpression::Kind::kInput;
      is_identity &= !is_cast;
      const bool is_shown = is_cast && !KeepsEveryValue(column.type, target.type);
      shows_casts |= is_shown;
      shown.push_back(is_shown ? WithType(**value, target.type) : std::move(input));
      values.push_back(*std::move(value));
    }
    if (is_identity) return absl::OkStatus();
    plan_.query = Projected(std::move(values));
    if (shows_casts) plan_.shown_query = Projected(std::move(shown));
    return absl::OkStatus();
  }

  // One projection casts and computes, as in Flink's plans.
  LogicalPlanPointer Projected(std::vector<BoundExpressionPointer> values) const {
    LogicalPlanPointer input = query_;
    if (query_->kind == LogicalPlan::Kind::kProject) {
      for (BoundExpressionPointer& value : values) value = ReplaceInputs(value, query_->expressions);
      input = query_->inputs.front();
    }
    return MakeProject(std::move(input), std::move(values), Names(sink_schema_), insert_.query->range);
  }

  absl::Status IncompatibleColumn(size_t position, const SchemaColumn& target) const {
    const size_t shown = version_ == FlinkVersion::k1_20 ? position : position + 1;
    SourceRange range = insert_.query->range;
    if (query_->kind == LogicalPlan::Kind::kProject) range = query_->expressions[position]->range;
    const LogicalType& from = query_->schema.type(position);
    return TypesDoNotMatch(*plan_.sink, Concat("Incompatible types for sink column '", target.name, "' at position ", shown, "."),
                           *query_, sink_schema_, range,
                           Concat("the query gives ", from.ToString(), ", the column is ", target.type.ToString(),
                                  "; CAST(… AS ", target.type.ToStringWithoutNullability(), ") converts"));
  }

  const Insert& insert_;
  const Catalog& catalog_;
  FlinkVersion version_;
  RuntimeMode mode_;
  Schema sink_schema_;
  LogicalPlanPointer query_;
  std::vector<size_t> targets_;
  std::map<size_t, BoundExpressionPointer> static_values_;  // by column of the sink
  InsertPlan plan_;
};

}  // namespace

absl::Status SinkNotFound(const Catalog& catalog, const Identifier& name, FlinkVersion version) {
  const std::string message = Concat("Cannot find table '", catalog.Qualify(name.Names()).ToQuotedString(), "' in any of the catalogs [",
                                     Join(catalog.CatalogNames(), ", "), "], nor as a temporary table.");
  const std::string hint = DidYouMean(name.last(), catalog.Names());
  return version == FlinkVersion::k1_20 ? TableError(message, name.range, hint) : ValidationError(message, name.range, hint);
}

absl::StatusOr<InsertPlan> PlanInsert(const Insert& insert, SourceRange range, const Catalog& catalog, FlinkVersion version,
                                      RuntimeMode mode) {
  return InsertPlanner(insert, catalog, version, mode).Plan(range);
}

}  // namespace drey
