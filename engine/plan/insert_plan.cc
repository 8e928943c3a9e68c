#include "engine/plan/insert_plan.h"

#include <algorithm>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/plan/query_planner.h"
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

absl::Status TypesDoNotMatch(const CatalogTable& sink, std::string_view cause, const Schema& query, const Schema& sink_schema,
                             SourceRange range, std::string_view hint = {}) {
  return ValidationError(Concat("Column types of query result and sink for '", sink.identifier.ToString(), "' do not match.\nCause: ",
                                cause, "\n\nQuery schema: ", query.ToString(), "\nSink schema:  ", WithoutNotNull(sink_schema).ToString()),
                         range, hint);
}

class InsertPlanner {
 public:
  InsertPlanner(const Insert& insert, const Catalog& catalog, FlinkVersion version)
      : insert_(insert), catalog_(catalog), version_(version) {}

  absl::StatusOr<InsertPlan> Plan(SourceRange range) {
    DREY_RETURN_IF_ERROR(FindSink());
    DREY_RETURN_IF_ERROR(RefuseUnplannedClauses());
    sink_schema_ = SinkSchema(*plan_.sink);
    DREY_RETURN_IF_ERROR(ResolveColumnList());
    QueryPlanner planner(catalog_, version_);
    DREY_ASSIGN_OR_RETURN(query_, planner.Plan(*insert_.query));
    plan_.field_names = Names(query_->schema);
    DREY_RETURN_IF_ERROR(MatchColumns());
    plan_.on_conflict = insert_.on_conflict;
    plan_.target_range = insert_.target.range;
    plan_.range = range;
    return std::move(plan_);
  }

 private:
  absl::Status FindSink() {
    const ObjectIdentifier identifier = catalog_.Qualify(insert_.target.Names());
    const Catalog::Object* object = catalog_.Find(identifier);
    if (object == nullptr) {
      const std::string path =
          Concat(QuoteIdentifier(identifier.catalog), ".", QuoteIdentifier(identifier.database), ".", QuoteIdentifier(identifier.name));
      const absl::Status missing = ValidationError(
          Concat("Cannot find table '", path, "' in any of the catalogs [default_catalog], nor as a temporary table."),
          insert_.target.range, DidYouMean(insert_.target.last(), catalog_.Names()));
      return version_ == FlinkVersion::k1_20 ? WithFlinkClass(missing, "org.apache.flink.table.api.TableException") : missing;
    }
    const auto* table = std::get_if<CatalogTable>(object);
    if (table == nullptr) {
      return WithFlinkClass(InvalidError(Concat("Sink '", identifier.ToString(), "' does not exists"), insert_.target.range),
                            "org.apache.flink.table.api.TableException");
    }
    auto sink = std::make_shared<CatalogTable>(*table);
    for (const Hint& hint : insert_.hints) {
      if (!EqualsIgnoreCase(hint.name.text, "OPTIONS")) return UnsupportedError(Concat("the hint ", hint.name.text), hint.range);
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

  absl::Status RefuseUnplannedClauses() const {
    const std::string identifier = plan_.sink->identifier.ToString();
    if (insert_.overwrite) {
      return ValidationError(Concat("INSERT OVERWRITE requires that the underlying DynamicTableSink of table '", identifier,
                                    "' implements the SupportsOverwrite interface."),
                             insert_.target.range);
    }
    if (insert_.upsert) return UnsupportedError("UPSERT INTO", insert_.target.range);
    if (!insert_.partition.empty()) {
      const IdentifierPart& column = insert_.partition.front().column;
      return ValidationError(Concat("Static partition column '", column.text, "' should be in the partition keys list [",
                                    Join(plan_.sink->partition_keys, ", "), "] for table '", identifier, "'."),
                             column.range);
    }
    return absl::OkStatus();
  }

  // targets_[i]: the sink column that query column i goes to.
  absl::Status ResolveColumnList() {
    if (!insert_.has_columns) {
      for (size_t i = 0; i < sink_schema_.size(); ++i) targets_.push_back(i);
      return absl::OkStatus();
    }
    for (const Identifier& name : insert_.columns) {
      const auto column = name.parts.size() == 1 ? FindColumn(sink_schema_, name.last()) : std::nullopt;
      if (!column) {
        return SqlValidatorError(Concat("Unknown target column '", name.ToString(), "'"), name.range,
                                  DidYouMean(name.last(), Names(sink_schema_)));
      }
      if (std::find(targets_.begin(), targets_.end(), *column) != targets_.end()) {
        return SqlValidatorError(Concat("Target column '", name.last(), "' is assigned more than once"), name.range);
      }
      targets_.push_back(*column);
    }
    for (size_t i = 0; i < sink_schema_.size(); ++i) {
      if (sink_schema_.type(i).nullable() || std::find(targets_.begin(), targets_.end(), i) != targets_.end()) continue;
      return SqlValidatorError(Concat("Column '", sink_schema_.columns[i].name, "' has no default value and does not allow NULLs"),
                                insert_.target.range);
    }
    return absl::OkStatus();
  }

  absl::Status MatchColumns() {
    if (insert_.has_columns && query_->schema.size() != targets_.size()) {
      return SqlValidatorError("Number of columns must match number of query columns", insert_.target.range);
    }
    if (query_->schema.size() != targets_.size()) {
      return TypesDoNotMatch(*plan_.sink, "Different number of columns.", query_->schema, sink_schema_, insert_.query->range);
    }
    std::vector<BoundExpressionPointer> values(sink_schema_.size());
    bool is_identity = true;
    for (size_t i = 0; i < targets_.size(); ++i) {
      const SchemaColumn& column = query_->schema.columns[i];
      const SchemaColumn& target = sink_schema_.columns[targets_[i]];
      if (!IsImplicitlyCastable(column.type, target.type)) return IncompatibleColumn(i, target);
      const SourceRange range = query_->kind == LogicalPlan::Kind::kProject ? query_->expressions[i]->range : query_->range;
      BoundExpressionPointer value = MakeInput(i, column.name, column.type, range);
      DREY_ASSIGN_OR_RETURN(values[targets_[i]], ImplicitCast(std::move(value), target.type, version_));
      is_identity &= values[targets_[i]]->kind == BoundExpression::Kind::kInput && targets_[i] == i;
    }
    for (size_t i = 0; i < values.size(); ++i) {
      if (values[i]) continue;
      is_identity = false;
      values[i] = MakeLiteral(sink_schema_.type(i).AsNullable(), Datum::Null(), insert_.target.range);
    }
    plan_.query = is_identity ? query_ : MakeProject(query_, std::move(values), Names(sink_schema_), insert_.query->range);
    return absl::OkStatus();
  }

  absl::Status IncompatibleColumn(size_t position, const SchemaColumn& target) const {
    const size_t shown = version_ == FlinkVersion::k1_20 ? position : position + 1;
    SourceRange range = insert_.query->range;
    if (query_->kind == LogicalPlan::Kind::kProject) range = query_->expressions[position]->range;
    const LogicalType& from = query_->schema.type(position);
    return TypesDoNotMatch(*plan_.sink, Concat("Incompatible types for sink column '", target.name, "' at position ", shown, "."),
                           query_->schema, sink_schema_, range,
                           Concat("the query gives ", from.ToString(), ", the column is ", target.type.ToString(),
                                  "; CAST(… AS ", target.type.ToStringWithoutNullability(), ") converts"));
  }

  const Insert& insert_;
  const Catalog& catalog_;
  FlinkVersion version_;
  Schema sink_schema_;
  LogicalPlanPointer query_;
  std::vector<size_t> targets_;
  InsertPlan plan_;
};

}  // namespace

absl::StatusOr<InsertPlan> PlanInsert(const Insert& insert, SourceRange range, const Catalog& catalog, FlinkVersion version) {
  return InsertPlanner(insert, catalog, version).Plan(range);
}

}  // namespace drey
