#include "engine/expression/scope.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"

namespace drey {
namespace {

std::optional<size_t> FindColumn(const ScopeTable& table, std::string_view name) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name == name) return i;
  }
  return std::nullopt;
}

std::optional<size_t> FindField(const LogicalType& row, std::string_view name) {
  for (size_t i = 0; i < row.fields().size(); ++i) {
    if (row.fields()[i].name == name) return i;
  }
  return std::nullopt;
}

BoundExpressionPointer ColumnOf(const ScopeTable& table, size_t column, SourceRange range) {
  const SchemaColumn& found = table.columns[column];
  return MakeInput(table.first_input + column, found.name, found.type, range);
}

// What a name means in one table.
struct NamedValue {
  BoundExpressionPointer value;  // null: nothing
  size_t depth = 0;              // 0: a column, else how deep the field is
  bool ambiguous = false;
};

void PeekInto(const BoundExpressionPointer& row, std::string_view name, size_t depth, SourceRange range, NamedValue& found) {
  if (!row->type.Is(TypeRoot::kRow) || (found.value && found.depth < depth)) return;
  if (const auto field = FindField(row->type, name)) {
    found.ambiguous = found.value && found.depth == depth;
    found.value = MakeField(row, *field, range);
    found.depth = depth;
    return;
  }
  for (size_t i = 0; i < row->type.fields().size(); ++i) PeekInto(MakeField(row, i, range), name, depth + 1, range, found);
}

// Calcite looks into ROW columns for a name that is no column; the shallowest field is meant.
NamedValue FindNamed(const ScopeTable& table, std::string_view name, SourceRange range) {
  NamedValue found;
  if (const auto column = FindColumn(table, name)) {
    found.value = ColumnOf(table, *column, range);
    // A query in FROM may have a name twice.
    for (size_t i = *column + 1; i < table.columns.size(); ++i) found.ambiguous |= table.columns[i].name == name;
    return found;
  }
  for (size_t i = 0; i < table.columns.size(); ++i) PeekInto(ColumnOf(table, i, range), name, 1, range, found);
  return found;
}

absl::Status Ambiguous(const IdentifierPart& part) {
  return SqlValidatorError(Concat("Column '", part.text, "' is ambiguous"), part.range);
}

// All columns of a table; a query in FROM may have a name twice, which nothing can mean.
absl::Status AddColumns(const ScopeTable& table, SourceRange range, std::vector<BoundExpressionPointer>& columns) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& name = table.columns[i].name;
    if (FindColumn(table, name) != i) return Ambiguous({.text = name, .range = range});
    columns.push_back(ColumnOf(table, i, range));
  }
  return absl::OkStatus();
}

std::string JoinParts(const Identifier& identifier, size_t begin, size_t end) {
  std::string text;
  for (size_t i = begin; i < end; ++i) Append(text, i > begin ? "." : "", identifier.parts[i].text);
  return text;
}

std::vector<std::string> NamesOfColumns(const std::vector<ScopeTable>& tables) {
  std::vector<std::string> names;
  for (const ScopeTable& table : tables) {
    for (const SchemaColumn& column : table.columns) names.push_back(column.name);
  }
  return names;
}

// Calcite itself proposes the name that differs in case only, as a part of its message.
std::string DifferentCase(const std::vector<std::string>& names, std::string_view wanted) {
  for (const std::string& name : names) {
    if (name != wanted && EqualsIgnoreCase(name, wanted)) return name;
  }
  return {};
}

// The names that may stand behind `path`: the columns of the table, or the fields of a row.
std::vector<std::string> NamesAt(const ScopeTable& table, std::span<const IdentifierPart> path) {
  std::vector<std::string> names;
  if (path.empty()) return NamesOfColumns({table});
  const auto column = FindColumn(table, path.front().text);
  if (!column) return names;
  LogicalType type = table.columns[*column].type;
  for (const IdentifierPart& part : path.subspan(1)) {
    const auto field = FindField(type, part.text);
    if (!field) return names;
    type = type.fields()[*field].type;
  }
  if (!type.Is(TypeRoot::kRow)) return names;
  for (const RowField& field : type.fields()) names.push_back(field.name);
  return names;
}

// How many parts of `path` lead somewhere.
size_t KnownLength(const ScopeTable& table, std::span<const IdentifierPart> path) {
  size_t length = 0;
  while (length < path.size()) {
    const std::vector<std::string> names = NamesAt(table, path.first(length));
    if (std::find(names.begin(), names.end(), path[length].text) == names.end()) break;
    ++length;
  }
  return length;
}

// The last name of the path that differs from `path` in the case of letters alone; empty where there is none.
std::string PathInOtherCase(const ScopeTable& table, std::span<const IdentifierPart> path) {
  std::vector<IdentifierPart> known;
  for (const IdentifierPart& part : path) {
    const std::vector<std::string> names = NamesAt(table, known);
    const auto name = std::find_if(names.begin(), names.end(), [&](const std::string& other) { return EqualsIgnoreCase(other, part.text); });
    if (name == names.end()) return {};
    known.push_back({.text = *name});
  }
  return known.empty() ? std::string() : known.back().text;
}

}  // namespace

Scope Scope::OfColumns(std::vector<SchemaColumn> columns) {
  Scope scope;
  scope.anonymous_ = true;
  scope.Add({.columns = std::move(columns)});
  return scope;
}

void Scope::Add(ScopeTable table) {
  table.first_input = input_count();
  tables_.push_back(std::move(table));
}

void Scope::Merge(std::vector<std::string> columns, bool nameable) {
  merged_ = std::move(columns);
  merged_are_nameable_ = nameable;
}

bool Scope::IsMerged(std::string_view column) const { return std::find(merged_.begin(), merged_.end(), column) != merged_.end(); }

std::vector<std::string> Scope::ColumnNames() const { return NamesOfColumns(tables_); }

void Scope::NameOnlyTable(std::string name) { tables_.front().name = std::move(name); }

size_t Scope::input_count() const {
  return tables_.empty() ? 0 : tables_.back().first_input + tables_.back().columns.size();
}

Scope::Match Scope::FindTable(const Identifier& identifier, size_t part_count) const {
  for (const ScopeTable& table : tables_) {
    if (part_count > 1 && table.name == identifier.parts[0].text) return {&table, 1};
    // A longer prefix: the table's full path or an end of it.
    for (size_t length = 2; length <= table.path.size() && length < part_count; ++length) {
      const auto suffix = table.path.end() - static_cast<ptrdiff_t>(length);
      const bool equal = std::equal(suffix, table.path.end(), identifier.parts.begin(),
                                    [](const std::string& name, const IdentifierPart& part) { return name == part.text; });
      if (equal) return {&table, length};
    }
  }
  return {};
}

absl::Status Scope::ColumnNotFound(const IdentifierPart& part) const {
  const std::vector<std::string> names = NamesOfColumns(tables_);
  if (anonymous_) {
    return SqlValidatorError(Concat("Unknown identifier '", part.text, "'"), part.range, DidYouMean(part.text, names));
  }
  const std::string other_case = DifferentCase(names, part.text);
  const std::string proposal = other_case.empty() ? "" : Concat("; did you mean '", other_case, "'?");
  return SqlValidatorError(Concat("Column '", part.text, "' not found in any table", proposal), part.range,
                         DidYouMean(part.text, names));
}

absl::StatusOr<BoundExpressionPointer> Scope::ResolveColumn(const IdentifierPart& part) const {
  BoundExpressionPointer found;
  for (const ScopeTable& table : tables_) {
    NamedValue named = FindNamed(table, part.text, part.range);
    // Without a table no field is known by its name alone.
    if (!named.value || (anonymous_ && named.depth > 0)) continue;
    if (found && merged_are_nameable_ && IsMerged(part.text)) continue;
    if (found || named.ambiguous) return Ambiguous(part);
    found = std::move(named.value);
  }
  if (!found) return ColumnNotFound(part);
  return found;
}

absl::StatusOr<BoundExpressionPointer> Scope::ResolveFields(BoundExpressionPointer value, const ScopeTable& table, const Identifier& identifier,
                                                            size_t column_part) const {
  for (size_t i = column_part + 1; i < identifier.parts.size(); ++i) {
    const IdentifierPart& part = identifier.parts[i];
    const auto field = FindField(value->type, part.text);
    if (!field && anonymous_) {
      std::vector<std::string> names;
      for (const RowField& known : value->type.fields()) names.push_back(known.name);
      return SqlValidatorError(Concat("Unknown field '", part.text, "'"), part.range, DidYouMean(part.text, names));
    }
    if (!field) return NotFoundInTable(table, identifier, column_part);
    value = MakeField(std::move(value), *field, Cover(identifier.parts[column_part].range, part.range));
  }
  return value;
}

absl::StatusOr<BoundExpressionPointer> Scope::Resolve(const Identifier& identifier) const {
  const IdentifierPart& first = identifier.parts.front();
  if (identifier.parts.size() == 1) return ResolveColumn(first);

  if (const Match match = FindTable(identifier, identifier.parts.size()); match.table != nullptr) {
    const IdentifierPart& part = identifier.parts[match.used_parts];
    NamedValue named = FindNamed(*match.table, part.text, Cover(first.range, part.range));
    if (named.ambiguous) return Ambiguous(part);
    if (named.value) return ResolveFields(std::move(named.value), *match.table, identifier, match.used_parts);
    return NotFoundInTable(*match.table, identifier, match.used_parts);
  }
  DREY_RETURN_IF_ERROR(RefuseTableOfOtherCase(identifier));
  for (const ScopeTable& table : tables_) {
    NamedValue named = FindNamed(table, first.text, first.range);
    if (!named.value || !named.value->type.Is(TypeRoot::kRow)) continue;
    if (named.ambiguous) return Ambiguous(first);
    return ResolveFields(std::move(named.value), table, identifier, 0);
  }
  return anonymous_ ? ColumnNotFound(first) : TableNotFound(identifier);
}

absl::Status Scope::NotFoundInTable(const ScopeTable& table, const Identifier& identifier, size_t column_part) {
  const std::string prefix = column_part == 0 ? table.name : JoinParts(identifier, 0, column_part);
  const std::span<const IdentifierPart> path = std::span(identifier.parts).subspan(column_part);
  const std::string other_case = PathInOtherCase(table, path);
  // The shortest path that leads nowhere.
  const size_t shown = other_case.empty() ? std::min(KnownLength(table, path) + 1, path.size()) : path.size();
  const IdentifierPart& part = path[shown - 1];
  return SqlValidatorError(Concat("Column '", JoinParts(identifier, column_part, column_part + shown), "' not found in table '", prefix, "'",
                                  other_case.empty() ? "" : Concat("; did you mean '", other_case, "'?")),
                           part.range, DidYouMean(part.text, NamesAt(table, path.first(shown - 1))));
}

// A path to a table that differs from one there is in the case of its letters alone; the longest is looked at first.
absl::Status Scope::RefuseTableOfOtherCase(const Identifier& identifier) const {
  for (size_t length = identifier.parts.size() - 1; length > 0; --length) {
    for (const ScopeTable& table : tables_) {
      const bool is_alias = length == 1 && !table.name.empty() && EqualsIgnoreCase(table.name, identifier.first());
      const bool is_path = length > 1 && length <= table.path.size() &&
                           std::equal(table.path.end() - static_cast<ptrdiff_t>(length), table.path.end(), identifier.parts.begin(),
                                      [](const std::string& name, const IdentifierPart& part) { return EqualsIgnoreCase(name, part.text); });
      if (!is_alias && !is_path) continue;
      return SqlValidatorError(Concat("Table '", JoinParts(identifier, 0, length), "' not found; did you mean '", table.name, "'?"),
                               identifier.parts.front().range);
    }
  }
  return absl::OkStatus();
}

absl::Status Scope::TableNotFound(const Identifier& identifier) const {
  const IdentifierPart& first = identifier.parts.front();
  std::vector<std::string> names = NamesOfColumns(tables_);
  for (const ScopeTable& table : tables_) {
    names.push_back(table.name);
  }
  const std::string table_path = JoinParts(identifier, 0, identifier.parts.size() - 1);
  return SqlValidatorError(Concat("Table '", table_path, "' not found"), first.range, DidYouMean(first.text, names));
}

std::string Scope::TableOf(const Identifier& identifier) const {
  if (FindTable(identifier, identifier.parts.size()).table != nullptr) return {};
  for (const ScopeTable& table : tables_) {
    if (FindColumn(table, identifier.first())) return table.name;
  }
  return {};
}

absl::StatusOr<std::vector<BoundExpressionPointer>> Scope::ExpandStar(const Identifier& star) const {
  std::vector<BoundExpressionPointer> columns;
  if (star.parts.size() == 1) {
    if (tables_.empty()) return SqlValidatorError("SELECT * requires a FROM clause", star.range);
    std::set<std::string> given;
    for (const ScopeTable& table : tables_) {
      std::vector<BoundExpressionPointer> own;
      DREY_RETURN_IF_ERROR(AddColumns(table, star.range, own));
      for (BoundExpressionPointer& column : own) {
        if (IsMerged(column->name) && !given.insert(column->name).second) continue;
        columns.push_back(std::move(column));
      }
    }
    return columns;
  }
  const Match match = FindTable(star, star.parts.size());
  if (match.table != nullptr && match.used_parts + 1 == star.parts.size()) {
    DREY_RETURN_IF_ERROR(AddColumns(*match.table, star.range, columns));
    return columns;
  }
  Identifier path = star;
  path.parts.pop_back();
  path.is_star = false;
  auto row = Resolve(path);
  if (!row.ok() && path.parts.size() == 1) {
    return SqlValidatorError(Concat("Unknown identifier '", path.first(), "'"), path.range);
  }
  if (!row.ok()) return row.status();
  if (!(*row)->type.Is(TypeRoot::kRow)) {
    return SqlValidatorError("Not a record type. The '*' operator requires a record", star.range);
  }
  for (size_t i = 0; i < (*row)->type.fields().size(); ++i) columns.push_back(MakeField(*row, i, star.range));
  return columns;
}

}  // namespace drey
