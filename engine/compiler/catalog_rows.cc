#include "engine/compiler/catalog_rows.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/functions/string/like_pattern.h"
#include "engine/plan/query_planner.h"
#include "engine/plan/result_type.h"

namespace drey {
namespace {

LogicalType StringType() { return LogicalType::Varchar(INT32_MAX); }

CatalogRows OneColumn(std::string name, std::vector<std::string> values) {
  CatalogRows result;
  result.schema.columns.push_back({std::move(name), StringType()});
  for (std::string& value : values) result.rows.push_back({std::move(value)});
  return result;
}

absl::StatusOr<std::vector<std::string>> Matching(std::vector<std::string> names, const Show& show) {
  if (!show.like) return names;
  const auto fold = [&](std::string_view text) { return show.case_insensitive ? ToLower(text) : std::string(text); };
  DREY_ASSIGN_OR_RETURN(const LikePattern pattern, LikePattern::Parse(fold(show.like->text), {}));
  std::erase_if(names, [&](const std::string& name) { return pattern.Matches(fold(name)) == show.not_like; });
  return names;
}

std::vector<std::string> ViewNames(const Catalog& catalog) {
  std::vector<std::string> names;
  for (const auto& [identifier, object] : catalog.Visible()) {
    if (std::holds_alternative<CatalogView>(*object)) names.push_back(identifier.name);
  }
  return names;
}

class TableDescription {
 public:
  explicit TableDescription(const SourceMap& sources) : sources_(sources) {
    const LogicalType text = StringType();
    rows_.schema.columns = {{"name", text}, {"type", text}, {"null", LogicalType(TypeRoot::kBoolean)},
                            {"key", text},  {"extras", text}, {"watermark", text}};
    rows_.shows_null_as_empty = true;
  }

  CatalogRows Describe(const CatalogTable& table) {
    for (const CatalogColumn& column : table.columns) AddColumn(table, column);
    AddComments(table);
    return std::move(rows_);
  }

  CatalogRows Describe(const LogicalPlan& plan, const CatalogView& view) {
    for (size_t i = 0; i < plan.schema.size(); ++i) {
      const SchemaColumn& column = plan.schema.columns[i];
      std::string type = ResultTypeText(plan, i);
      if (const size_t not_null = type.find(" NOT NULL"); not_null != std::string::npos) type.erase(not_null, 9);
      const std::string& name = view.column_names.empty() ? column.name : view.column_names[i];
      rows_.rows.push_back({name, type, column.type.nullable() ? "TRUE" : "FALSE", std::nullopt, std::nullopt, std::nullopt});
    }
    return std::move(rows_);
  }

 private:
  void AddColumn(const CatalogTable& table, const CatalogColumn& column) {
    std::string type = column.type.ToStringWithoutNullability();
    std::optional<std::string> watermark;
    for (const WatermarkDeclaration& declaration : table.watermarks) {
      if (declaration.column != std::vector<std::string>{column.name}) continue;
      type += " *ROWTIME*";
      watermark = TextOf(*declaration.expression);
    }
    const bool is_proctime = column.expression != nullptr && EqualsIgnoreCase(column.expression->name, "PROCTIME");
    if (is_proctime) type += " *PROCTIME*";
    rows_.rows.push_back({column.name, type, column.type.nullable() ? "TRUE" : "FALSE", KeyOf(table, column), ExtrasOf(column), watermark});
  }

  static std::optional<std::string> KeyOf(const CatalogTable& table, const CatalogColumn& column) {
    if (!table.primary_key) return std::nullopt;
    const std::vector<std::string>& columns = table.primary_key->columns;
    if (std::find(columns.begin(), columns.end(), column.name) == columns.end()) return std::nullopt;
    return Concat("PRI(", Join(columns, ", "), ")");
  }

  std::optional<std::string> ExtrasOf(const CatalogColumn& column) const {
    if (column.kind == CatalogColumn::Kind::kComputed) return Concat("AS ", TextOf(*column.expression));
    if (column.kind != CatalogColumn::Kind::kMetadata) return std::nullopt;
    const std::string from = column.metadata_key == column.name ? "" : Concat(" FROM '", column.metadata_key, "'");
    return Concat("METADATA", from, column.is_virtual ? " VIRTUAL" : "");
  }

  void AddComments(const CatalogTable& table) {
    const bool any = std::any_of(table.columns.begin(), table.columns.end(),
                                 [](const CatalogColumn& column) { return !column.comment.empty(); });
    if (!any) return;
    rows_.schema.columns.push_back({"comment", StringType()});
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const std::string& comment = table.columns[i].comment;
      rows_.rows[i].push_back(comment.empty() ? std::nullopt : std::optional(comment));
    }
  }

  // As written, with names in back-ticks and functions in capitals.
  std::string TextOf(const Expression& expression) const {
    std::map<uint32_t, std::pair<uint32_t, std::string>> replaced;  // by where it begins: its end and the new text
    CollectNames(expression, replaced);
    const std::string_view text = sources_.Text({expression.range.source, 0, expression.range.end});
    std::string out;
    uint32_t at = expression.range.begin;
    for (const auto& [begin, replacement] : replaced) {
      if (begin < at) continue;
      Append(out, text.substr(at, begin - at), replacement.second);
      at = replacement.first;
    }
    return out.append(text.substr(at));
  }

  static void CollectNames(const Expression& expression, std::map<uint32_t, std::pair<uint32_t, std::string>>& replaced) {
    if (expression.kind == ExpressionKind::kIdentifier) {
      for (const IdentifierPart& part : expression.identifier.parts) {
        replaced[part.range.begin] = {part.range.end, QuoteIdentifier(part.text)};
      }
    }
    if (expression.kind == ExpressionKind::kCall && expression.syntax == CallSyntax::kFunction) {
      replaced[expression.name_range.begin] = {expression.name_range.end, ToUpper(expression.name)};
    }
    for (const Expression& operand : expression.operands) CollectNames(operand, replaced);
  }

  const SourceMap& sources_;
  CatalogRows rows_;
};

}  // namespace

absl::StatusOr<CatalogRows> ShowCatalog(const Show& show, SourceRange range, const Catalog& catalog) {
  if (show.from || !show.partition.empty()) return UnsupportedError("SHOW … FROM", range);
  switch (show.what) {
    case ShowKind::kTables: {
      DREY_ASSIGN_OR_RETURN(std::vector<std::string> names, Matching(catalog.Names(), show));
      return OneColumn("table name", std::move(names));
    }
    case ShowKind::kViews: {
      DREY_ASSIGN_OR_RETURN(std::vector<std::string> names, Matching(ViewNames(catalog), show));
      return OneColumn("view name", std::move(names));
    }
    case ShowKind::kDatabases: {
      DREY_ASSIGN_OR_RETURN(std::vector<std::string> names, Matching({catalog.current_database()}, show));
      return OneColumn("database name", std::move(names));
    }
    case ShowKind::kCatalogs: {
      DREY_ASSIGN_OR_RETURN(std::vector<std::string> names, Matching({catalog.current_catalog()}, show));
      return OneColumn("catalog name", std::move(names));
    }
    case ShowKind::kCurrentDatabase:
      return OneColumn("current database name", {catalog.current_database()});
    case ShowKind::kCurrentCatalog:
      return OneColumn("current catalog name", {catalog.current_catalog()});
    default:
      return UnsupportedError("this SHOW statement", range, "SHOW TABLES, VIEWS, DATABASES, CATALOGS and CURRENT … are supported");
  }
}

absl::StatusOr<CatalogRows> DescribeTable(const Describe& describe, SourceRange range, const Catalog& catalog, const SourceMap& sources,
                                          FlinkVersion version) {
  if (describe.object != ObjectKind::kTable && describe.object != ObjectKind::kView) {
    return UnsupportedError("DESCRIBE of anything but tables and views", range);
  }
  const ObjectIdentifier identifier = catalog.Qualify(describe.name.Names());
  const Catalog::Object* object = catalog.Find(identifier);
  if (object == nullptr) {
    return ValidationError(Concat("Tables or views with the identifier '", identifier.ToString(), "' doesn't exist."),
                           describe.name.range, DidYouMean(describe.name.last(), catalog.Names()));
  }
  if (const auto* table = std::get_if<CatalogTable>(object)) return TableDescription(sources).Describe(*table);
  const auto& view = std::get<CatalogView>(*object);
  DREY_ASSIGN_OR_RETURN(const LogicalPlanPointer plan, QueryPlanner(catalog, version).Plan(*view.query));
  return TableDescription(sources).Describe(*plan, view);
}

}  // namespace drey
