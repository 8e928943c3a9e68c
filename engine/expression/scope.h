// The names that an expression can use: the tables of a FROM clause and their columns.
//
// Resolution follows Calcite's validator as Flink configures it: case matters; a path is first tried as table.column.field…, then as
// column.field…; failures carry Calcite's messages. Immutable while expressions are bound.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/expression/bound_expression.h"
#include "engine/sql/syntax_tree.h"
#include "engine/types/schema.h"

namespace drey {

// One table of a FROM clause. Its columns are the inputs first_input, first_input + 1, …
struct ScopeTable {
  // The alias, or the last part of the table's name; empty for an unnamed subquery.
  std::string name = {};
  // catalog, database, name — where the table is not aliased, it can be named in full.
  std::vector<std::string> path = {};
  std::vector<SchemaColumn> columns = {};
  size_t first_input = 0;
};

class Scope {
 public:
  // Columns without a table (a table's own columns while its computed columns are bound): "Unknown identifier" instead of "Column … not found".
  static Scope OfColumns(std::vector<SchemaColumn> columns);

  void Add(ScopeTable table);
  // Of a join with USING or NATURAL: the columns that the tables have as one, which * gives once. `nameable`: the name alone means the first.
  void Merge(std::vector<std::string> columns, bool nameable);
  std::vector<std::string> ColumnNames() const;
  // Where there is one table, which has no name.
  void NameOnlyTable(std::string name);
  const std::vector<ScopeTable>& tables() const { return tables_; }
  size_t input_count() const;

  absl::StatusOr<BoundExpressionPointer> Resolve(const Identifier& identifier) const;
  // The name of the table whose column the identifier begins with; empty where it begins with the table, or with nothing known.
  std::string TableOf(const Identifier& identifier) const;
  // The columns of `*`, `t.*` or `row_column.*`, in order, with their names.
  absl::StatusOr<std::vector<BoundExpressionPointer>> ExpandStar(const Identifier& star) const;

 private:
  struct Match {
    const ScopeTable* table = nullptr;
    size_t used_parts = 0;
  };

  Match FindTable(const Identifier& identifier, size_t part_count) const;
  absl::StatusOr<BoundExpressionPointer> ResolveColumn(const IdentifierPart& part) const;
  absl::Status TableNotFound(const Identifier& identifier) const;
  // `column_part` is the column's place in the identifier.
  absl::StatusOr<BoundExpressionPointer> ResolveFields(BoundExpressionPointer value, const ScopeTable& table, const Identifier& identifier,
                                                       size_t column_part) const;
  static absl::Status NotFoundInTable(const ScopeTable& table, const Identifier& identifier, size_t column_part);
  absl::Status RefuseTableOfOtherCase(const Identifier& identifier) const;
  absl::Status ColumnNotFound(const IdentifierPart& part) const;

  bool IsMerged(std::string_view column) const;

  std::vector<ScopeTable> tables_;
  std::vector<std::string> merged_;
  bool merged_are_nameable_ = false;
  bool anonymous_ = false;
};

}  // namespace drey
