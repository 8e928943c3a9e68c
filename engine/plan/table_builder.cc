#include "engine/plan/table_builder.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/plan/table_resolution.h"
#include "engine/sql/type_parser.h"

namespace drey {
namespace {

absl::Status SqlValidateError(std::string_view message, SourceRange range, std::string_view hint = {}) {
  return WithFlinkClass(InvalidError(message, range, hint), "org.apache.flink.sql.parser.error.SqlValidateException");
}

class TableBuilder {
 public:
  TableBuilder(const CreateTable& create, const Catalog& catalog, const SourceMap& sources, FlinkVersion version, const Schema* query)
      : create_(create), catalog_(catalog), sources_(sources), version_(version), query_(query) {}

  // The order of Flink's checks: the statement alone, its columns and keys beside those of LIKE, the resolved schema.
  absl::StatusOr<CatalogTable> Build(SourceRange range) {
    DREY_RETURN_IF_ERROR(CheckConstraintsWritten(create_.constraints));
    if (create_.like) DREY_RETURN_IF_ERROR(CheckLikeOptions(*create_.like));
    table_.identifier = catalog_.Qualify(create_.name.Names());
    table_.range = range;
    table_.name_range = create_.name.range;
    table_.temporary = create_.temporary;
    if (create_.like) DREY_RETURN_IF_ERROR(AddLike(*create_.like));
    DREY_RETURN_IF_ERROR(AddColumns());
    if (query_ != nullptr) AddQueryColumns();
    DREY_RETURN_IF_ERROR(BindComputedColumns(table_, version_));
    DREY_RETURN_IF_ERROR(AddWatermarks());
    DREY_RETURN_IF_ERROR(AddPrimaryKey());
    DREY_RETURN_IF_ERROR(AddDistribution());
    DREY_RETURN_IF_ERROR(AddPartitionKeys());
    if (create_.comment) table_.comment = create_.comment->text;
    for (const OptionSyntax& option : create_.options) {
      table_.options.Set({.key = option.key.text,
                          .value = option.value.text,
                          .key_range = option.key.range,
                          .value_range = option.value.range});
    }
    DREY_RETURN_IF_ERROR(CheckTable(table_, version_));
    DREY_RETURN_IF_ERROR(CheckConnector());
    return std::move(table_);
  }

 private:
  absl::Status CheckLikeOptions(const LikeClause& like) const {
    constexpr std::array<std::string_view, 4> kNeverOverwritten = {"ALL", "CONSTRAINTS", "DISTRIBUTION", "PARTITIONS"};
    std::set<std::string> features;
    for (const LikeOption& option : like.options) {
      const bool cannot = std::find(kNeverOverwritten.begin(), kNeverOverwritten.end(), option.feature) != kNeverOverwritten.end();
      if (option.merge == "OVERWRITING" && cannot) {
        return SqlValidateError(Concat("Illegal merging strategy 'OVERWRITING' for '", option.feature, "' option."), option.range);
      }
      if (!features.insert(option.feature).second) {
        return SqlValidateError("Each like option feature can be declared only once.", option.range);
      }
    }
    return absl::OkStatus();
  }

  // "line 2, column 24", as Flink's messages say it.
  std::string Place(SourceRange range) const {
    if (!sources_.Contains(range.source)) return "line 0, column 0";
    const LineColumn place = sources_.Get(range.source).Locate(range.begin);
    return Concat("line ", place.line, ", column ", place.column);
  }

  absl::Status AddLike(const LikeClause& like) {
    const ObjectIdentifier identifier = catalog_.Qualify(like.table.Names());
    const Catalog::Object* object = catalog_.Find(identifier);
    const std::string named = Concat("Source table '", identifier.ToQuotedString(), "' of the LIKE clause ");
    if (object == nullptr) {
      return ValidationError(Concat(named, "not found in the catalog, at ", Place(like.table.range)), like.table.range,
                             DidYouMean(like.table.last(), catalog_.Names()));
    }
    const auto* source = std::get_if<CatalogTable>(object);
    if (source == nullptr) {
      return ValidationError(Concat(named, "can not be a VIEW, at ", Place(like.table.range)), like.table.range);
    }
    for (const LikeOption& option : like.options) {
      like_options_.push_back(option);
    }
    const auto includes = [&](std::string_view feature) { return MergeOf(feature) != "EXCLUDING"; };
    for (const CatalogColumn& column : source->columns) {
      if (column.kind == CatalogColumn::Kind::kComputed && !includes("GENERATED")) continue;
      if (column.kind == CatalogColumn::Kind::kMetadata && !includes("METADATA")) continue;
      table_.columns.push_back(column);
    }
    if (includes("CONSTRAINTS")) table_.primary_key = source->primary_key;
    if (includes("WATERMARKS")) table_.watermarks = source->watermarks;
    if (includes("PARTITIONS")) table_.partition_keys = source->partition_keys;
    // EXCLUDING DISTRIBUTION only makes room for another one.
    table_.distribution = source->distribution;
    if (includes("OPTIONS")) table_.options = source->options;
    like_source_ = source->syntax;
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

  // Physical columns are looked at before the others (Flink's MergeTableLikeUtil).
  absl::Status AddColumns() {
    std::map<std::string, LogicalType> physical;
    for (const ColumnDefinition& definition : create_.columns) {
      if (definition.kind != ColumnKind::kPhysical) continue;
      const std::string& name = definition.name.first();
      if (table_.FindColumn(name)) return AlreadyInBaseTable("column", name, "", definition.name.range);
      DREY_ASSIGN_OR_RETURN(LogicalType type, ResolveType(definition.type, version_));
      if (!physical.emplace(name, std::move(type)).second) {
        return ValidationError(Concat("A regular Column named '", name, "' already exists in the table."), definition.name.range);
      }
    }
    for (const ColumnDefinition& definition : create_.columns) {
      CatalogColumn column;
      // Of a.b Flink takes the first part.
      column.name = definition.name.first();
      column.range = definition.range;
      if (definition.comment) column.comment = definition.comment->text;
      switch (definition.kind) {
        case ColumnKind::kPhysical:
          column.type = physical.at(column.name);
          break;
        case ColumnKind::kComputed:
          column.kind = CatalogColumn::Kind::kComputed;
          column.expression = definition.expression.get();
          DREY_RETURN_IF_ERROR(CheckOverwriting(column, "Computed", "generated", "GENERATED", definition.name.range));
          break;
        case ColumnKind::kMetadata:
          column.kind = CatalogColumn::Kind::kMetadata;
          column.metadata_key = definition.metadata_key ? definition.metadata_key->text : column.name;
          column.is_virtual = definition.is_virtual;
          DREY_RETURN_IF_ERROR(CheckOverwriting(column, "Metadata", "metadata", "METADATA", definition.name.range));
          DREY_ASSIGN_OR_RETURN(column.type, ResolveType(definition.type, version_));
          break;
      }
      if (const auto known = table_.FindColumn(column.name)) {
        table_.columns[*known] = std::move(column);
      } else {
        table_.columns.push_back(std::move(column));
      }
    }
    return absl::OkStatus();
  }

  void AddQueryColumns() {
    for (const SchemaColumn& column : query_->columns) {
      table_.columns.push_back({.name = column.name, .type = column.type, .range = create_.query->range});
    }
  }

  static absl::Status AlreadyInBaseTable(std::string_view kind, std::string_view name, std::string_view advice, SourceRange range) {
    return ValidationError(Concat("A ", kind, " named '", name, "' already exists in the base table.", advice), range);
  }

  absl::Status CheckOverwriting(const CatalogColumn& column, std::string_view kind, std::string_view kind_of_base,
                                std::string_view feature, SourceRange range) const {
    const auto known = table_.FindColumn(column.name);
    if (!known) return absl::OkStatus();
    if (table_.columns[*known].kind != column.kind) {
      return AlreadyInBaseTable("column", column.name,
                                Concat(" ", kind, " columns can only overwrite other ", ToLower(kind), " columns."), range);
    }
    if (MergeOf(feature) == "OVERWRITING") return absl::OkStatus();
    return AlreadyInBaseTable(Concat(kind_of_base, " column"), column.name,
                              Concat(" You might want to specify EXCLUDING ", feature, " or OVERWRITING ", feature, "."), range);
  }

  absl::Status AddPrimaryKey() {
    for (const TableConstraint& constraint : create_.constraints) {
      if (table_.primary_key) {
        return ValidationError("The base table already has a primary key. You might want to specify EXCLUDING CONSTRAINTS.",
                               constraint.range);
      }
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
      return ValidationError(Concat("Primary key column '", part.text, "' is not defined in the schema at ", Place(part.range)),
                             part.range);
    }
    CatalogColumn& column = table_.columns[*found];
    if (column.kind != CatalogColumn::Kind::kPhysical) {
      return ValidationError(
          Concat("Could not create a PRIMARY KEY with column '", part.text, "' at ", Place(part.range),
                 ".\nA PRIMARY KEY constraint must be declared on physical columns."),
          part.range);
    }
    if (query_ != nullptr && column.type.nullable()) {
      return ValidationError(Concat("Invalid primary key 'PK_", part.text, "'. Column '", part.text, "' is nullable."), part.range);
    }
    column.type = column.type.AsNotNull();
    key.columns.push_back(part.text);
    return absl::OkStatus();
  }

  absl::Status AddDistribution() {
    if (!create_.distribution) return absl::OkStatus();
    if (table_.distribution && MergeOf("DISTRIBUTION") != "EXCLUDING") {
      return ValidationError("The base table already has a distribution defined. You might want to specify EXCLUDING DISTRIBUTION.",
                             create_.distribution->range);
    }
    DREY_ASSIGN_OR_RETURN(table_.distribution, BuildDistribution(*create_.distribution, table_));
    return absl::OkStatus();
  }

  absl::Status AddPartitionKeys() {
    for (const IdentifierPart& column : create_.partitioned_by) {
      if (!table_.FindColumn(column.text)) {
        return ValidationError(Concat("Partition column '", column.text, "' not defined in the table schema. Available columns: ['",
                                      Join(ColumnNames(), "', '"), "']"),
                               column.range);
      }
      table_.partition_keys.push_back(column.text);
    }
    return absl::OkStatus();
  }

  std::vector<std::string> ColumnNames() const {
    std::vector<std::string> names;
    for (const CatalogColumn& column : table_.columns) names.push_back(column.name);
    return names;
  }

  absl::Status AddWatermarks() {
    for (const WatermarkDefinition& definition : create_.watermarks) {
      const std::string name = definition.column.ToString();
      const bool known = std::any_of(table_.watermarks.begin(), table_.watermarks.end(), [&](const WatermarkDeclaration& other) {
        return Join(other.column, ".") == name;
      });
      if (known && MergeOf("WATERMARKS") != "OVERWRITING") {
        return ValidationError(Concat("There already exists a watermark spec for column '", name,
                                      "' in the base table. You might want to specify EXCLUDING WATERMARKS or OVERWRITING WATERMARKS."),
                               definition.range);
      }
      DREY_RETURN_IF_ERROR(CheckRowtimePath(definition.column));
      DREY_RETURN_IF_ERROR(BindOverAllColumns(*definition.expression).status());
      table_.watermarks = {{.column = definition.column.Names(),
                            .expression = definition.expression.get(),
                            .range = definition.range}};
    }
    return absl::OkStatus();
  }

  absl::StatusOr<BoundExpressionPointer> BindOverAllColumns(const Expression& expression) const {
    std::vector<SchemaColumn> visible;
    for (const CatalogColumn& column : table_.columns) visible.push_back({column.name, column.type});
    const Scope scope = Scope::OfColumns(std::move(visible));
    return Binder(scope, version_).Bind(expression);
  }

  absl::Status CheckRowtimePath(const Identifier& path) const {
    const std::string subject = Concat("The rowtime attribute field '", path.ToString(), "' is not defined in the table schema, at ");
    const auto column = table_.FindColumn(path.first());
    if (!column) {
      return ValidationError(Concat(subject, Place(path.range), "\nAvailable fields: ['", Join(ColumnNames(), "', '"), "']"), path.range,
                             DidYouMean(path.first(), ColumnNames()));
    }
    const LogicalType& outer = table_.columns[*column].type;
    LogicalType type = outer;
    for (size_t i = 1; i < path.parts.size(); ++i) {
      const IdentifierPart& part = path.parts[i];
      if (!type.Is(TypeRoot::kRow)) {
        return WithFlinkClass(InvalidError(Concat("Trying to access field ", part.text, " in a type with no fields: ", SqlTypeName(type)),
                                           part.range),
                              "java.lang.IllegalStateException");
      }
      const auto field = std::find_if(type.fields().begin(), type.fields().end(),
                                      [&](const RowField& known) { return known.name == part.text; });
      if (field == type.fields().end()) {
        return ValidationError(Concat(subject, Place(part.range), "\nNested field '", part.text,
                                      "' was not found in a composite type: ", outer.ToString(), "."),
                               part.range);
      }
      // A copy first: the type owns its fields.
      LogicalType inner = field->type;
      type = std::move(inner);
    }
    return absl::OkStatus();
  }

  static std::string SqlTypeName(const LogicalType& type) {
    const std::string name = type.ToStringWithoutNullability();
    return name == "INT" ? "INTEGER" : name;
  }

  // Flink 1.20 takes a table without connector for one that it would manage itself, which nothing does.
  absl::Status CheckConnector() const {
    if (version_ != FlinkVersion::k1_20 || table_.options.Find("connector.type") != nullptr) return absl::OkStatus();
    const TableOption* connector = table_.options.Find("connector");
    const bool blank = connector == nullptr || connector->value.find_first_not_of(" \t\r\n") == std::string::npos;
    if (!blank) return absl::OkStatus();
    return ValidationError(
        "Table options do not contain an option key 'connector' for discovering a connector. Therefore, Flink assumes a managed table. "
        "However, a managed table factory that implements org.apache.flink.table.factories.ManagedTableFactory is not in the classpath.",
        table_.name_range);
  }

  const CreateTable& create_;
  const Catalog& catalog_;
  const SourceMap& sources_;
  FlinkVersion version_;
  const Schema* query_;  // null: there is none
  CatalogTable table_;
  std::vector<LikeOption> like_options_;

 public:
  std::shared_ptr<const void> like_source_;
};

}  // namespace

absl::StatusOr<TableDistribution> BuildDistribution(const Distribution& written, const CatalogTable& table) {
  TableDistribution distribution = {.kind = written.kind, .buckets = written.buckets};
  std::vector<std::string> physical;
  for (const CatalogColumn& column : table.columns) {
    if (column.kind == CatalogColumn::Kind::kPhysical) physical.push_back(column.name);
  }
  for (const IdentifierPart& column : written.columns) {
    distribution.columns.push_back(column.text);
    if (std::find(physical.begin(), physical.end(), column.text) != physical.end()) continue;
    return ValidationError(Concat("Invalid bucket key '", column.text,
                                  "'. A bucket key for a distribution must reference a physical column in the schema. Available columns "
                                  "are: [",
                                  Join(physical, ", "), "]"),
                           column.range, DidYouMean(column.text, physical));
  }
  if (written.buckets.value_or(1) >= 1) return distribution;
  return ValidationError(Concat("Invalid bucket count '", *written.buckets,
                                "'. The number of buckets for a distributed table must be at least 1."),
                         written.range);
}

absl::Status CheckTableAsWritten(const CreateTable& create, FlinkVersion version) {
  const auto refuse = [&](std::string_view what) {
    return SqlValidateError(Concat("CREATE TABLE AS SELECT syntax does not support ", what, " yet."), create.name.range);
  };
  if (create.temporary) return refuse("to create temporary table");
  if (version != FlinkVersion::k1_20) return absl::OkStatus();
  if (!create.columns.empty()) return refuse("to specify explicit columns");
  if (!create.watermarks.empty()) return refuse("to specify explicit watermark");
  if (create.distribution) return refuse("creating distributed tables");
  if (!create.partitioned_by.empty()) return refuse("to create partitioned table");
  return create.constraints.empty() ? absl::OkStatus() : refuse("primary key constraints");
}

absl::Status CheckConstraintsWritten(const std::vector<TableConstraint>& constraints) {
  int keys = 0;
  for (const TableConstraint& constraint : constraints) {
    if (!constraint.primary_key) return SqlValidateError("UNIQUE constraint is not supported yet", constraint.range);
    if (++keys > 1) return SqlValidateError("Duplicate primary key definition", constraint.range);
  }
  for (const TableConstraint& constraint : constraints) {
    if (!constraint.enforced.value_or(true)) continue;
    return SqlValidateError(
        "Flink doesn't support ENFORCED mode for PRIMARY KEY constraint. ENFORCED/NOT ENFORCED controls if the constraint "
        "checks are performed on the incoming/outgoing data. Flink does not own the data therefore the only supported mode "
        "is the NOT ENFORCED mode",
        constraint.range, "write PRIMARY KEY (…) NOT ENFORCED");
  }
  return absl::OkStatus();
}

absl::StatusOr<CatalogTable> BuildTable(const CreateTable& create, SourceRange range, std::shared_ptr<const void> owner,
                                        const Catalog& catalog, const SourceMap& sources, FlinkVersion version, const Schema* query) {
  TableBuilder builder(create, catalog, sources, version, query);
  DREY_ASSIGN_OR_RETURN(CatalogTable table, builder.Build(range));
  table.syntax = std::make_shared<std::pair<std::shared_ptr<const void>, std::shared_ptr<const void>>>(std::move(owner),
                                                                                                      builder.like_source_);
  return table;
}

}  // namespace drey
