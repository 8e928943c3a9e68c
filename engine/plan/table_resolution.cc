#include "engine/plan/table_resolution.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/expression/binder.h"

namespace drey {
namespace {

class Resolution {
 public:
  Resolution(CatalogTable& table, FlinkVersion version) : table_(table), version_(version) {}

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

  absl::Status Check() const {
    DREY_RETURN_IF_ERROR(CheckMetadataKeys());
    DREY_RETURN_IF_ERROR(CheckRowtime());
    DREY_RETURN_IF_ERROR(CheckPrimaryKey());
    for (const std::string& key : table_.partition_keys) {
      const CatalogColumn& column = table_.columns[*table_.FindColumn(key)];
      if (column.kind == CatalogColumn::Kind::kPhysical) continue;
      return ValidationError(Concat("Invalid partition key '", key,
                                    "'. A partition key must reference a physical column in the schema. Available columns are: [",
                                    Join(PhysicalColumns(), ", "), "]"),
                             column.range);
    }
    return absl::OkStatus();
  }

 private:
  absl::Status CheckMetadataKeys() const {
    std::map<std::string, std::string> column_of;
    for (const CatalogColumn& column : table_.columns) {
      if (column.kind != CatalogColumn::Kind::kMetadata) continue;
      const auto [known, is_new] = column_of.emplace(column.metadata_key, column.name);
      if (is_new) continue;
      return ValidationError(Concat("The column `", known->second, "` and `", column.name,
                                    "` in the table are both from the same metadata key '", column.metadata_key,
                                    "'. Please specify one of the columns as the metadata column and use the computed column syntax "
                                    "to specify the others."),
                             column.range);
    }
    return absl::OkStatus();
  }

  absl::Status CheckPrimaryKey() const {
    if (!table_.primary_key) return absl::OkStatus();
    const PrimaryKey& key = *table_.primary_key;
    std::set<std::string> seen;
    std::vector<std::string> repeated;
    for (const std::string& column : key.columns) {
      if (!seen.insert(column).second) repeated.push_back(column);
    }
    if (repeated.empty()) return absl::OkStatus();
    const std::string name = key.name.empty() ? Concat("PK_", Join(key.columns, "_")) : key.name;
    return ValidationError(Concat("Invalid primary key '", name, "'. A primary key must not contain duplicate columns. Found: [",
                                  Join(repeated, ", "), "]"),
                           key.range);
  }

  absl::Status CheckRowtime() const {
    if (table_.watermarks.empty()) return absl::OkStatus();
    const WatermarkDeclaration& watermark = table_.watermarks.back();
    if (watermark.column.size() > 1 || !table_.FindColumn(watermark.column.front())) {
      return ValidationError(Concat("Invalid column name '", Join(watermark.column, "."),
                                    "' for rowtime attribute in watermark declaration. Available columns are: [",
                                    Join(ColumnNames(), ", "), "]"),
                             watermark.range);
    }
    const CatalogColumn& column = table_.columns[*table_.FindColumn(watermark.column.front())];
    const LogicalType& type = column.type;
    if (column.expression != nullptr && column.expression->kind == ExpressionKind::kCall &&
        EqualsIgnoreCase(column.expression->name, "PROCTIME")) {
      return ValidationError("A watermark can not be defined for a processing-time attribute.", watermark.range);
    }
    DREY_RETURN_IF_ERROR(CheckRowtimeType("time field", "time field", type, watermark.range));
    DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer bound, BindOverAllColumns(*watermark.expression));
    DREY_RETURN_IF_ERROR(CheckRowtimeType("expression", "watermark expression", bound->type, watermark.expression->range));
    const std::optional<LogicalType> field = TypeOfPath(watermark.column);
    if (!field || field->root() == bound->type.root()) return absl::OkStatus();
    return ValidationError(Concat("The watermark declaration's output data type '", bound->type.ToString(),
                                  "' is different from the time field's data type '", field->ToString(), "'."),
                           watermark.expression->range);
  }

  // The type of a column or of a field inside it.
  std::optional<LogicalType> TypeOfPath(const std::vector<std::string>& path) const {
    LogicalType type = table_.columns[*table_.FindColumn(path.front())].type;
    for (size_t i = 1; i < path.size(); ++i) {
      const auto has_name = [&](const RowField& known) { return known.name == path[i]; };
      const auto field = std::find_if(type.fields().begin(), type.fields().end(), has_name);
      if (field == type.fields().end()) return std::nullopt;
      // A copy first: the type owns its fields.
      LogicalType inner = field->type;
      type = std::move(inner);
    }
    return type;
  }

  static absl::Status CheckRowtimeType(std::string_view what, std::string_view subject, const LogicalType& type, SourceRange range) {
    if (type.IsTimestamp() && type.precision() <= 3) return absl::OkStatus();
    return ValidationError(Concat("Invalid data type of ", what,
                                  " for watermark definition. The field must be of type TIMESTAMP(p) or TIMESTAMP_LTZ(p), the "
                                  "supported precision 'p' is from 0 to 3, but the ",
                                  subject, " type is ", type.ToString()),
                           range);
  }

  absl::StatusOr<BoundExpressionPointer> BindOverAllColumns(const Expression& expression) const {
    std::vector<SchemaColumn> visible;
    for (const CatalogColumn& column : table_.columns) visible.push_back({column.name, column.type});
    const Scope scope = Scope::OfColumns(std::move(visible));
    return Binder(scope, version_).Bind(expression);
  }

  std::vector<std::string> ColumnNames() const {
    std::vector<std::string> names;
    for (const CatalogColumn& column : table_.columns) names.push_back(column.name);
    return names;
  }

  std::vector<std::string> PhysicalColumns() const {
    std::vector<std::string> names;
    for (const CatalogColumn& column : table_.columns) {
      if (column.kind == CatalogColumn::Kind::kPhysical) names.push_back(column.name);
    }
    return names;
  }

  CatalogTable& table_;
  FlinkVersion version_;
};

}  // namespace

absl::Status BindComputedColumns(CatalogTable& table, FlinkVersion version) { return Resolution(table, version).BindComputedColumns(); }

absl::Status CheckTable(CatalogTable& table, FlinkVersion version) { return Resolution(table, version).Check(); }

}  // namespace drey
