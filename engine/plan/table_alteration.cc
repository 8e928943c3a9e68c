#include "engine/plan/table_alteration.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/plan/definition_text.h"
#include "engine/plan/table_builder.h"
#include "engine/plan/table_resolution.h"
#include "engine/sql/type_parser.h"
#include "engine/types/hash_map_order.h"

namespace drey {
namespace {

void CollectColumns(const Expression& expression, std::set<std::string>& names) {
  if (expression.kind == ExpressionKind::kIdentifier) names.insert(expression.identifier.first());
  for (const Expression& operand : expression.operands) CollectColumns(operand, names);
}

class Alteration {
 public:
  Alteration(const AlterObject& alter, const CatalogTable& table, const SourceMap& sources, FlinkVersion version)
      : alter_(alter), sources_(sources), version_(version), table_(table) {}

  absl::StatusOr<CatalogTable> Run() {
    DREY_RETURN_IF_ERROR(Apply());
    DREY_RETURN_IF_ERROR(BindComputedColumns(table_, version_));
    DREY_RETURN_IF_ERROR(CheckTable(table_, version_));
    return std::move(table_);
  }

 private:
  absl::Status Apply() {
    switch (alter_.action) {
      case AlterAction::kSetOptions:
        return SetOptions();
      case AlterAction::kResetOptions:
        return ResetOptions();
      case AlterAction::kAddElements:
        return AddElements();
      case AlterAction::kModifyElements:
        return ModifyElements();
      case AlterAction::kRenameColumn:
        return RenameColumn();
      case AlterAction::kDropColumns:
        return DropColumns();
      case AlterAction::kDropPrimaryKey:
      case AlterAction::kDropConstraint:
        return DropPrimaryKey();
      case AlterAction::kDropWatermark:
        if (table_.watermarks.empty()) return Failure(Concat("The ", Base(), " does not define any watermark strategy."), alter_.name.range);
        table_.watermarks.clear();
        return absl::OkStatus();
      case AlterAction::kDropDistribution:
        return DropDistribution();
      default:
        return UnsupportedError(alter_.feature.empty() ? "this ALTER TABLE" : alter_.feature, alter_.name.range);
    }
  }

  // How the releases call the table as it was.
  std::string_view Base() const { return version_ == FlinkVersion::k1_20 ? "base table" : "current table"; }

  static absl::Status Failure(std::string_view message, SourceRange range, std::string_view hint = {}) {
    return ValidationError(Concat("Failed to execute ALTER TABLE statement.\n", message), range, hint);
  }

  absl::Status NestedColumn(const Identifier& name) const {
    std::vector<std::string> quoted;
    for (const IdentifierPart& part : name.parts) quoted.push_back(QuoteIdentifier(part.text));
    const std::string message = version_ == FlinkVersion::k1_20
                                    ? Concat("Alter nested row type ", name.ToString(), " is not supported yet.")
                                    : Concat("Altering the nested row type ", Join(quoted, "."), " is not supported yet.");
    return WithFlinkClass(InvalidError(Concat("Failed to execute ALTER TABLE statement.\n", message), name.range),
                          "java.lang.UnsupportedOperationException");
  }

  std::vector<std::string> ColumnNames() const {
    std::vector<std::string> names;
    for (const CatalogColumn& column : table_.columns) names.push_back(column.name);
    return names;
  }

  // Options ---------------------------------------------------------------------------------------------------------------

  absl::Status SetOptions() {
    for (const OptionSyntax& option : alter_.options) {
      table_.options.Set({.key = option.key.text,
                          .value = option.value.text,
                          .key_range = option.key.range,
                          .value_range = option.value.range});
    }
    return absl::OkStatus();
  }

  absl::Status ResetOptions() {
    if (alter_.keys.empty()) return ValidationError("ALTER TABLE RESET does not support empty key", alter_.name.range);
    for (const StringSyntax& key : alter_.keys) {
      if (key.text == "connector") return ValidationError("ALTER TABLE RESET does not support changing 'connector'", key.range);
    }
    for (const StringSyntax& key : alter_.keys) table_.options.Remove(key.text);
    return absl::OkStatus();
  }

  // ADD and MODIFY --------------------------------------------------------------------------------------------------------

  absl::Status AddElements() {
    DREY_RETURN_IF_ERROR(CheckConstraintsWritten(alter_.elements->constraints));
    for (size_t i = 0; i < alter_.elements->columns.size(); ++i) {
      DREY_ASSIGN_OR_RETURN(CatalogColumn column, NewColumn(i));
      if (table_.FindColumn(column.name)) {
        return Failure(version_ == FlinkVersion::k1_20
                           ? Concat("Try to add a column `", column.name, "` which already exists in the table.")
                           : Concat("Column `", column.name, "` already exists in the table."),
                       column.range);
      }
      DREY_ASSIGN_OR_RETURN(const size_t place, PlaceOf(i, table_.columns.size()));
      table_.columns.insert(table_.columns.begin() + static_cast<ptrdiff_t>(place), std::move(column));
    }
    for (const WatermarkDefinition& watermark : alter_.elements->watermarks) {
      if (!table_.watermarks.empty()) {
        const WatermarkDeclaration& known = table_.watermarks.front();
        return Failure(Concat("The ", Base(), " has already defined the watermark strategy ", QuoteIdentifier(Join(known.column, ".")), " AS ",
                              DefinitionText(*known.expression, sources_), ". You might want to drop it before adding a new one."),
                       watermark.range);
      }
      SetWatermark(watermark);
    }
    for (const TableConstraint& constraint : alter_.elements->constraints) {
      if (table_.primary_key) {
        std::vector<std::string> quoted;
        for (const std::string& column : table_.primary_key->columns) quoted.push_back(QuoteIdentifier(column));
        return Failure(Concat("The ", Base(), " has already defined the primary key constraint [", Join(quoted, ", "),
                              "]. You might want to drop it before adding a new one."),
                       constraint.range);
      }
      DREY_RETURN_IF_ERROR(SetPrimaryKey(constraint));
    }
    return AddDistribution();
  }

  absl::Status AddDistribution() {
    if (!alter_.elements->distribution) return absl::OkStatus();
    if (table_.distribution) {
      // 1.20 shows the line end of SHOW CREATE TABLE, too.
      const std::string known = version_ == FlinkVersion::k1_20 ? Concat("`", table_.distribution->ToString(), "\n`")
                                                                : Concat("'", table_.distribution->ToString(), "'");
      return Failure(Concat("The ", Base(), " has already defined the distribution ", known,
                            ". You can modify it or drop it before adding a new one."),
                     alter_.elements->distribution->range);
    }
    return SetDistribution();
  }

  absl::Status ModifyDistribution() {
    if (!alter_.elements->distribution) return absl::OkStatus();
    if (table_.distribution) return SetDistribution();
    return Failure("The base table does not define any distribution. You might want to add a new one.",
                   alter_.elements->distribution->range);
  }

  absl::Status SetDistribution() {
    DREY_ASSIGN_OR_RETURN(table_.distribution, BuildDistribution(*alter_.elements->distribution, table_));
    return absl::OkStatus();
  }

  absl::Status DropDistribution() {
    if (!table_.distribution) {
      return ValidationError(Concat("Table ", table_.identifier.ToQuotedString(), " does not have a distribution to drop."),
                             alter_.name.range);
    }
    table_.distribution.reset();
    return absl::OkStatus();
  }

  absl::Status ModifyElements() {
    DREY_RETURN_IF_ERROR(CheckConstraintsWritten(alter_.elements->constraints));
    for (size_t i = 0; i < alter_.elements->columns.size(); ++i) {
      DREY_ASSIGN_OR_RETURN(CatalogColumn column, NewColumn(i));
      const auto known = table_.FindColumn(column.name);
      if (!known) {
        return Failure(version_ == FlinkVersion::k1_20
                           ? Concat("Try to modify a column `", column.name, "` which does not exist in the table.")
                           : Concat("Column `", column.name, "` does not exist in the table."),
                       column.range, DidYouMean(column.name, ColumnNames()));
      }
      const CatalogColumn before = table_.columns[*known];
      if (!alter_.elements->columns[i].comment) column.comment = before.comment;
      if (IsKeyColumn(column.name)) column.type = column.type.AsNotNull();
      table_.columns[*known] = column;
      const ColumnPosition& position = alter_.positions[i];
      const bool is_moved = position.first || (position.after && position.after->last() != column.name);
      if (!is_moved) continue;
      table_.columns.erase(table_.columns.begin() + static_cast<ptrdiff_t>(*known));
      DREY_ASSIGN_OR_RETURN(const size_t place, PlaceOf(i, *known));
      table_.columns.insert(table_.columns.begin() + static_cast<ptrdiff_t>(place), std::move(column));
    }
    for (const WatermarkDefinition& watermark : alter_.elements->watermarks) {
      if (table_.watermarks.empty()) {
        return Failure(Concat("The ", Base(), " does not define any watermark. You might want to add a new one."), watermark.range);
      }
      SetWatermark(watermark);
    }
    for (const TableConstraint& constraint : alter_.elements->constraints) {
      if (!table_.primary_key) {
        return Failure(Concat("The ", Base(), " does not define any primary key constraint. You might want to add a new one."),
                       constraint.range);
      }
      DREY_RETURN_IF_ERROR(SetPrimaryKey(constraint));
    }
    return ModifyDistribution();
  }

  absl::StatusOr<CatalogColumn> NewColumn(size_t index) {
    const ColumnDefinition& written = alter_.elements->columns[index];
    if (!written.name.simple()) return NestedColumn(written.name);
    CatalogColumn column = {.name = written.name.first(), .range = written.range};
    if (!seen_.insert(column.name).second) return Failure(Concat("Encounter duplicate column `", column.name, "`."), written.name.range);
    if (written.comment) column.comment = written.comment->text;
    if (written.kind == ColumnKind::kComputed) {
      column.kind = CatalogColumn::Kind::kComputed;
      column.expression = written.expression.get();
      return column;
    }
    if (written.kind == ColumnKind::kMetadata) {
      column.kind = CatalogColumn::Kind::kMetadata;
      column.metadata_key = written.metadata_key ? written.metadata_key->text : column.name;
      column.is_virtual = written.is_virtual;
    }
    DREY_ASSIGN_OR_RETURN(column.type, ResolveType(written.type, version_));
    return column;
  }

  absl::StatusOr<size_t> PlaceOf(size_t index, size_t unplaced) const {
    const ColumnPosition& position = alter_.positions[index];
    if (position.first) return size_t{0};
    if (!position.after) return unplaced;
    if (!position.after->simple()) return NestedColumn(*position.after);
    const auto found = table_.FindColumn(position.after->last());
    if (found) return *found + 1;
    return Failure(Concat("Referenced column `", position.after->last(), "` by 'AFTER' does not exist in the table."), position.after->range,
                   DidYouMean(position.after->last(), ColumnNames()));
  }

  bool IsKeyColumn(std::string_view name) const {
    if (!table_.primary_key) return false;
    const std::vector<std::string>& columns = table_.primary_key->columns;
    return std::find(columns.begin(), columns.end(), name) != columns.end();
  }

  void SetWatermark(const WatermarkDefinition& watermark) {
    table_.watermarks = {{.column = watermark.column.Names(), .expression = watermark.expression.get(), .range = watermark.range}};
  }

  absl::Status SetPrimaryKey(const TableConstraint& constraint) {
    PrimaryKey key = {.range = constraint.range};
    if (constraint.name) key.name = constraint.name->text;
    for (const IdentifierPart& part : constraint.columns) key.columns.push_back(part.text);
    const std::string name = key.name.empty() ? Concat("PK_", Join(key.columns, "_")) : key.name;
    for (const IdentifierPart& part : constraint.columns) {
      const auto found = table_.FindColumn(part.text);
      if (!found) {
        return ValidationError(Concat("Invalid primary key '", name, "'. Column '", part.text, "' does not exist."), part.range,
                               DidYouMean(part.text, ColumnNames()));
      }
      CatalogColumn& column = table_.columns[*found];
      if (column.kind != CatalogColumn::Kind::kPhysical) {
        return ValidationError(Concat("Invalid primary key '", name, "'. Column '", part.text, "' is not a physical column."), part.range);
      }
      column.type = column.type.AsNotNull();
    }
    table_.primary_key = std::move(key);
    return absl::OkStatus();
  }

  // RENAME and DROP -------------------------------------------------------------------------------------------------------

  absl::Status RenameColumn() {
    const Identifier& from = alter_.columns.front();
    if (!from.simple()) return NestedColumn(from);
    if (!alter_.new_name.simple()) return NestedColumn(alter_.new_name);
    DREY_RETURN_IF_ERROR(CheckReferences(from, {}));
    const std::string& to = alter_.new_name.last();
    if (table_.FindColumn(to)) {
      return Failure(Concat("The column `", to, "` already existed in table schema."), alter_.new_name.range);
    }
    table_.columns[*table_.FindColumn(from.last())].name = to;
    if (table_.primary_key) std::replace(table_.primary_key->columns.begin(), table_.primary_key->columns.end(), from.last(), to);
    return absl::OkStatus();
  }

  absl::Status DropColumns() {
    std::set<std::string> dropped;
    for (const Identifier& column : alter_.columns) {
      if (!column.simple()) return NestedColumn(column);
      if (!dropped.insert(column.last()).second) return Failure(Concat("Duplicate column `", column.last(), "`."), column.range);
    }
    for (const Identifier& column : alter_.columns) {
      DREY_RETURN_IF_ERROR(CheckReferences(column, dropped));
      if (IsKeyColumn(column.last())) return Failure(Concat("The column `", column.last(), "` is used as the primary key."), column.range);
    }
    std::erase_if(table_.columns, [&](const CatalogColumn& column) { return dropped.contains(column.name); });
    return absl::OkStatus();
  }

  // What else of the table needs the column, but for computed columns that are dropped as well.
  absl::Status CheckReferences(const Identifier& column, const std::set<std::string>& dropped) const {
    const std::string& name = column.last();
    if (!table_.FindColumn(name)) {
      return Failure(Concat("The column `", name, "` does not exist in the base table."), column.range, DidYouMean(name, ColumnNames()));
    }
    std::vector<std::string> computed;
    for (const CatalogColumn& other : table_.columns) {
      if (other.kind != CatalogColumn::Kind::kComputed || dropped.contains(other.name)) continue;
      std::set<std::string> names;
      CollectColumns(*other.expression, names);
      if (names.contains(name)) computed.push_back(QuoteIdentifier(other.name));
    }
    if (!computed.empty()) {
      // In the order of Java's HashSet.
      std::vector<int32_t> hashes;
      for (const std::string& column_name : computed) hashes.push_back(HashOfJavaString(column_name.substr(1, column_name.size() - 2)));
      std::vector<std::string> ordered;
      for (const size_t i : HashMapOrder(hashes)) ordered.push_back(computed[i]);
      computed = std::move(ordered);
      return Failure(Concat("The column `", name, "` is referenced by computed column ", Join(computed, ", "), "."), column.range);
    }
    if (std::find(table_.partition_keys.begin(), table_.partition_keys.end(), name) != table_.partition_keys.end()) {
      return Failure(Concat("The column `", name, "` is used as the partition keys."), column.range);
    }
    if (table_.distribution) {
      const std::vector<std::string>& keys = table_.distribution->columns;
      if (std::find(keys.begin(), keys.end(), name) != keys.end()) {
        return Failure(Concat("The column `", name, "` is used as a distribution key."), column.range);
      }
    }
    for (const WatermarkDeclaration& watermark : table_.watermarks) {
      std::set<std::string> names = {watermark.column.front()};
      CollectColumns(*watermark.expression, names);
      if (names.contains(name)) {
        return Failure(Concat("The column `", name, "` is referenced by watermark expression."), column.range);
      }
    }
    return absl::OkStatus();
  }

  absl::Status DropPrimaryKey() {
    if (!table_.primary_key) return Failure(Concat("The ", Base(), " does not define any primary key."), alter_.name.range);
    const PrimaryKey& key = *table_.primary_key;
    const std::string name = key.name.empty() ? Concat("PK_", Join(key.columns, "_")) : key.name;
    if (alter_.constraint && alter_.constraint->text != name) {
      return Failure(Concat("The ", Base(), " does not define a primary key constraint named '", alter_.constraint->text,
                            "'. Available constraint name: ['", name, "']."),
                     alter_.constraint->range);
    }
    table_.primary_key.reset();
    return absl::OkStatus();
  }

  const AlterObject& alter_;
  const SourceMap& sources_;
  FlinkVersion version_;
  CatalogTable table_;
  std::set<std::string> seen_;
};

}  // namespace

absl::StatusOr<CatalogTable> AlterTable(const AlterObject& alter, const CatalogTable& table, std::shared_ptr<const void> owner,
                                        const SourceMap& sources, FlinkVersion version) {
  DREY_ASSIGN_OR_RETURN(CatalogTable altered, Alteration(alter, table, sources, version).Run());
  altered.syntax = std::make_shared<std::pair<std::shared_ptr<const void>, std::shared_ptr<const void>>>(std::move(owner), table.syntax);
  return altered;
}

}  // namespace drey
