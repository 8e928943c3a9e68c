#include "engine/plan/table_builder.h"

#include <algorithm>
#include <set>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/sql/type_parser.h"

namespace drey {
namespace {

// The kind of a column as Flink's messages name it.
std::string_view KindName(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kPhysical:
      return "regular";
    case ColumnKind::kComputed:
      return "computed";
    case ColumnKind::kMetadata:
      return "metadata";
  }
  return "regular";
}

class TableBuilder {
 public:
  TableBuilder(const CreateTable& create, const Catalog& catalog, FlinkVersion version)
      : create_(create), catalog_(catalog), version_(version) {}

  absl::StatusOr<CatalogTable> Build(SourceRange range) {
    DREY_RETURN_IF_ERROR(RefuseUnplannedClauses());
    table_.identifier = catalog_.Qualify(create_.name.Names());
    table_.range = range;
    table_.name_range = create_.name.range;
    table_.temporary = create_.temporary;
    if (create_.like) DREY_RETURN_IF_ERROR(AddLike(*create_.like));
    DREY_RETURN_IF_ERROR(AddPhysicalAndMetadataColumns());
    DREY_RETURN_IF_ERROR(AddPrimaryKey());
    DREY_RETURN_IF_ERROR(BindComputedColumns());
    DREY_RETURN_IF_ERROR(AddWatermarks());
    for (const IdentifierPart& column : create_.partitioned_by) {
      if (!table_.FindColumn(column.text)) {
        return ValidationError(Concat("Partition column '", column.text, "' not defined in the table schema. Available columns: [",
                                      Join(QuotedColumnNames(), ", "), "]"),
                               column.range);
      }
      table_.partition_keys.push_back(column.text);
    }
    if (create_.comment) table_.comment = create_.comment->text;
    for (const OptionSyntax& option : create_.options) {
      table_.options.Set({.key = option.key.text,
                          .value = option.value.text,
                          .key_range = option.key.range,
                          .value_range = option.value.range});
    }
    return std::move(table_);
  }

 private:
  absl::Status RefuseUnplannedClauses() const {
    if (create_.query) return UnsupportedError("CREATE TABLE … AS", create_.query->range);
    if (create_.or_replace) return UnsupportedError("CREATE OR REPLACE TABLE", create_.name.range);
    if (create_.distribution) return UnsupportedError("DISTRIBUTED BY", create_.distribution->range);
    return absl::OkStatus();
  }

  std::vector<std::string> QuotedColumnNames() const {
    std::vector<std::string> names;
    for (const CatalogColumn& column : table_.columns) names.push_back(Concat("'", column.name, "'"));
    return names;
  }

  absl::Status AddLike(const LikeClause& like) {
    const Catalog::Object* object = catalog_.Find(catalog_.Qualify(like.table.Names()));
    if (object == nullptr) {
      return ValidationError(Concat("Source table '`", catalog_.current_catalog(), "`.`", catalog_.current_database(), "`.`",
                                    like.table.last(), "`' of the LIKE clause not found in the catalog, at ",
                                    "line 0, column 0"),
                             like.table.range, DidYouMean(like.table.last(), catalog_.Names()));
    }
    const auto* source = std::get_if<CatalogTable>(object);
    if (source == nullptr) {
      return ValidationError("Source table of the LIKE clause can not be a VIEW", like.table.range);
    }
    for (const LikeOption& option : like.options) DREY_RETURN_IF_ERROR(AddLikeOption(option));
    const auto includes = [&](std::string_view feature) { return MergeOf(feature) != "EXCLUDING"; };
    for (const CatalogColumn& column : source->columns) {
      if (column.kind == CatalogColumn::Kind::kComputed && !includes("GENERATED")) continue;
      if (column.kind == CatalogColumn::Kind::kMetadata && !includes("METADATA")) continue;
      table_.columns.push_back(column);
    }
    if (includes("CONSTRAINTS")) table_.primary_key = source->primary_key;
    if (includes("WATERMARKS")) table_.watermarks = source->watermarks;
    if (includes("PARTITIONS")) table_.partition_keys = source->partition_keys;
    if (includes("OPTIONS")) table_.options = source->options;
    like_source_ = source->syntax;
    return absl::OkStatus();
  }

  absl::Status AddLikeOption(const LikeOption& option) {
    if (option.feature == "DISTRIBUTION") return UnsupportedError("LIKE … DISTRIBUTION", option.range);
    like_options_.push_back(option);
    return absl::OkStatus();
  }

  std::string_view MergeOf(std::string_view feature) const {
    std::string_view merge = "INCLUDING";
    for (const LikeOption& option : like_options_) {
      if (option.feature == "ALL") merge = option.merge;
    }
    for (const LikeOption& option : like_options_) {
      if (option.feature == feature) merge = option.merge;
    }
    return merge;
  }

  absl::Status AddPhysicalAndMetadataColumns() {
    for (const ColumnDefinition& definition : create_.columns) {
      CatalogColumn column;
      column.name = definition.name.last();
      column.range = definition.range;
      if (definition.comment) column.comment = definition.comment->text;
      if (table_.FindColumn(column.name)) {
        const std::string message = create_.like ? Concat("A column named '", column.name, "' already exists in the base table.")
                                                 : Concat("A ", KindName(definition.kind), " Column named '", column.name,
                                                          "' already exists in the table.");
        return ValidationError(message, definition.name.range);
      }
      if (definition.kind == ColumnKind::kComputed) {
        column.kind = CatalogColumn::Kind::kComputed;
        column.expression = definition.expression.get();
        table_.columns.push_back(std::move(column));
        continue;
      }
      DREY_ASSIGN_OR_RETURN(column.type, ResolveType(definition.type, version_));
      if (definition.kind == ColumnKind::kMetadata) {
        column.kind = CatalogColumn::Kind::kMetadata;
        column.metadata_key = definition.metadata_key ? definition.metadata_key->text : column.name;
        column.is_virtual = definition.is_virtual;
      }
      table_.columns.push_back(std::move(column));
    }
    return absl::OkStatus();
  }

  absl::Status AddPrimaryKey() {
    for (const TableConstraint& constraint : create_.constraints) {
      if (!constraint.primary_key) {
        return WithFlinkClass(InvalidError("UNIQUE constraint is not supported yet", constraint.range),
                              "org.apache.flink.sql.parser.error.SqlValidateException");
      }
      if (constraint.enforced.value_or(true)) {
        return ValidationError(
            "Flink doesn't support ENFORCED mode for PRIMARY KEY constraint. ENFORCED/NOT ENFORCED controls if the constraint "
            "checks are performed on the incoming/outgoing data. Flink does not own the data therefore the only supported mode "
            "is the NOT ENFORCED mode",
            constraint.range, "write PRIMARY KEY (…) NOT ENFORCED");
      }
      if (key_is_own_) return ValidationError("Duplicate primary key definition", constraint.range);
      key_is_own_ = true;
      PrimaryKey key;
      key.range = constraint.range;
      if (constraint.name) key.name = constraint.name->text;
      for (const IdentifierPart& part : constraint.columns) DREY_RETURN_IF_ERROR(AddKeyColumn(part, key));
      table_.primary_key = std::move(key);
    }
    return absl::OkStatus();
  }

  absl::Status AddKeyColumn(const IdentifierPart& part, PrimaryKey& key) {
    const auto found = table_.FindColumn(part.text);
    if (!found) {
      return ValidationError(Concat("Primary key column '", part.text, "' is not defined in the schema at ", PlaceText(part)),
                             part.range);
    }
    CatalogColumn& column = table_.columns[*found];
    if (column.kind != CatalogColumn::Kind::kPhysical) {
      return ValidationError(
          Concat("Could not create a PRIMARY KEY with column '", part.text, "' at ", PlaceText(part),
                 ".\nA PRIMARY KEY constraint must be declared on physical columns."),
          part.range);
    }
    if (std::find(key.columns.begin(), key.columns.end(), part.text) != key.columns.end()) {
      return ValidationError(Concat("Column '", part.text, "' appears twice in the PRIMARY KEY"), part.range);
    }
    column.type = column.type.AsNotNull();
    key.columns.push_back(part.text);
    return absl::OkStatus();
  }

  // Flink's messages name the place; the renderer shows it anyway, so the text keeps Flink's form only.
  std::string PlaceText(const IdentifierPart&) const { return "line 0, column 0"; }

  absl::Status BindComputedColumns() {
    std::vector<SchemaColumn> visible;
    for (const CatalogColumn& column : table_.columns) {
      if (column.kind != CatalogColumn::Kind::kComputed) visible.push_back({column.name, column.type});
    }
    const Scope scope = Scope::OfColumns(std::move(visible));
    const Binder binder(scope, version_);
    for (CatalogColumn& column : table_.columns) {
      if (column.kind != CatalogColumn::Kind::kComputed || column.expression == nullptr) continue;
      DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer bound, binder.Bind(*column.expression));
      column.type = bound->type;
    }
    return absl::OkStatus();
  }

  absl::Status AddWatermarks() {
    for (const WatermarkDefinition& definition : create_.watermarks) {
      if (watermark_is_own_) {
        return WithFlinkClass(InvalidError("Multiple WATERMARK statements is not supported yet.", definition.range),
                              "org.apache.flink.sql.parser.impl.ParseException");
      }
      watermark_is_own_ = true;
      const auto column = table_.FindColumn(definition.column.first());
      if (!column || definition.column.parts.size() > 1) {
        return ValidationError(Concat("The rowtime attribute field '", definition.column.ToString(),
                                      "' is not defined in the table schema, at ", "line 0, column 0",
                                      "\nAvailable fields: [", Join(QuotedColumnNames(), ", "), "]"),
                               definition.column.range);
      }
      DREY_RETURN_IF_ERROR(CheckRowtime("time field", table_.columns[*column].type, definition.column.range));
      std::vector<SchemaColumn> visible;
      for (const CatalogColumn& known : table_.columns) visible.push_back({known.name, known.type});
      const Scope scope = Scope::OfColumns(std::move(visible));
      DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer bound, Binder(scope, version_).Bind(*definition.expression));
      DREY_RETURN_IF_ERROR(CheckRowtime("expression", bound->type, definition.expression->range));
      table_.watermarks = {{.column = definition.column.Names(),
                            .expression = definition.expression.get(),
                            .range = definition.range}};
    }
    return absl::OkStatus();
  }

  absl::Status CheckRowtime(std::string_view what, const LogicalType& type, SourceRange range) const {
    if (type.IsTimestamp() && type.precision() <= 3) return absl::OkStatus();
    const std::string_view subject = what == "expression" ? "watermark expression" : "time field";
    return ValidationError(Concat("Invalid data type of ", what,
                                  " for watermark definition. The field must be of type TIMESTAMP(p) or TIMESTAMP_LTZ(p), the "
                                  "supported precision 'p' is from 0 to 3, but the ",
                                  subject, " type is ", type.ToString()),
                           range);
  }

  const CreateTable& create_;
  const Catalog& catalog_;
  FlinkVersion version_;
  CatalogTable table_;
  std::vector<LikeOption> like_options_;
  bool key_is_own_ = false;
  bool watermark_is_own_ = false;

 public:
  std::shared_ptr<const void> like_source_;
};

}  // namespace

absl::StatusOr<CatalogTable> BuildTable(const CreateTable& create, SourceRange range, std::shared_ptr<const void> owner,
                                        const Catalog& catalog, FlinkVersion version) {
  TableBuilder builder(create, catalog, version);
  DREY_ASSIGN_OR_RETURN(CatalogTable table, builder.Build(range));
  table.syntax = std::make_shared<std::pair<std::shared_ptr<const void>, std::shared_ptr<const void>>>(std::move(owner),
                                                                                                      builder.like_source_);
  return table;
}

}  // namespace drey
