#include "engine/sql/syntax_printer.h"

#include <string_view>
#include <variant>

#include "engine/base/text.h"
#include "engine/sql/sql_writer.h"
#include "engine/types/logical_type.h"

namespace drey {

namespace {

std::string_view NameOf(ShowKind what) {
  constexpr std::string_view kNames[] = {"TABLES",       "VIEWS",         "FUNCTIONS",          "USER FUNCTIONS",   "DATABASES",
                                         "CATALOGS",     "MODULES",       "FULL MODULES",       "COLUMNS",          "PARTITIONS",
                                         "JARS",         "JOBS",          "PROCEDURES",         "MODELS",           "MATERIALIZED TABLES",
                                         "CONNECTIONS",  "CURRENT CATALOG", "CURRENT DATABASE", "CREATE TABLE",     "CREATE VIEW",
                                         "CREATE CATALOG", "CREATE MODEL", "CREATE FUNCTION",   "CREATE MATERIALIZED TABLE",
                                         "CREATE CONNECTION"};
  return kNames[static_cast<size_t>(what)];
}

std::string_view NameOf(JoinKind join) {
  constexpr std::string_view kNames[] = {"COMMA", "CROSS", "INNER", "LEFT", "RIGHT", "FULL"};
  return kNames[static_cast<size_t>(join)];
}

std::string TextOf(const Literal& literal) {
  switch (literal.kind) {
    case LiteralKind::kString:
      return Concat(literal.charset.empty() ? "" : Concat("_", literal.charset), SqlQuoted(literal.text));
    case LiteralKind::kBinary: return Concat("X'", ToUpper(Hexits(literal.text)), "'");
    case LiteralKind::kDate: return Concat("DATE ", SqlQuoted(literal.text));
    case LiteralKind::kTime: return Concat("TIME ", SqlQuoted(literal.text));
    case LiteralKind::kTimestamp: return Concat("TIMESTAMP ", SqlQuoted(literal.text));
    case LiteralKind::kTimestampLtz: return Concat("TIMESTAMP WITH LOCAL TIME ZONE ", SqlQuoted(literal.text));
    case LiteralKind::kInterval:
      return Concat("INTERVAL ", literal.negative ? "-" : "", SqlQuoted(literal.text), " ", Unparse(*literal.interval));
    case LiteralKind::kNull:
    case LiteralKind::kUnknown:
    case LiteralKind::kBoolean:
    case LiteralKind::kExactNumber:
    case LiteralKind::kApproximateNumber:
      break;
  }
  return literal.text;
}

// The tree, a node a line.
class TreePrinter {
 public:
  std::string Take() { return std::move(out_); }

  void Add(const Statement& statement) {
    std::visit([this](const auto& node) { AddNode(node); }, statement.node);
  }

  void Add(std::string_view label, const Expression& expression) {
    switch (expression.kind) {
      case ExpressionKind::kLiteral:
        return Line(label, TextOf(expression.literal));
      case ExpressionKind::kIdentifier:
        Line(label, Unparse(expression.identifier));
        break;
      case ExpressionKind::kSymbol:
        return Line(label, Concat("FLAG ", expression.symbol));
      case ExpressionKind::kSubquery:
        Line(label, "SUBQUERY");
        break;
      case ExpressionKind::kCall:
        Line(label, Concat(expression.name, expression.syntax == CallSyntax::kFunction ? "()" : ""));
        break;
    }
    Nest nest(*this);
    if (expression.has_case_value) Line("", "with a value");
    for (const Expression& operand : expression.operands) Add("", operand);
    if (expression.query) Add("", *expression.query);
    if (expression.type) Line("type ", Unparse(*expression.type));
    if (expression.json) AddJson(*expression.json);
    for (const Expression& key : expression.partition_by) Add("partition by ", key);
    for (const OrderItem& item : expression.order_by) Add("order by ", item);
    if (expression.decorations) AddDecorations(*expression.decorations);
  }

  void Add(std::string_view label, const Query& query) {
    switch (query.kind) {
      case QueryKind::kSelect: Line(label, query.select->distinct ? "SELECT DISTINCT" : query.select->stream ? "SELECT STREAM" : "SELECT"); break;
      case QueryKind::kValues: Line(label, "VALUES"); break;
      case QueryKind::kTable: Line(label, Concat("TABLE ", Unparse(query.table))); break;
      case QueryKind::kParenthesized: Line(label, "PARENTHESIZED"); break;
      case QueryKind::kSetOperation: {
        constexpr std::string_view kNames[] = {"UNION", "INTERSECT", "EXCEPT"};
        Line(label, Concat(kNames[static_cast<size_t>(query.set_operator)], query.all ? " ALL" : ""));
        break;
      }
    }
    Nest nest(*this);
    for (const CommonTableExpression& table : query.with) {
      Line(query.recursive ? "with recursive " : "with ", Concat(QuoteIdentifier(table.name.text), Names(table.columns)));
      Nest inner(*this);
      Add("", *table.query);
    }
    if (query.select) AddSelect(*query.select);
    for (const Expression& row : query.rows) Add("", row);
    if (query.left) Add("", *query.left);
    if (query.right) Add("", *query.right);
    for (const OrderItem& item : query.order_by) Add("order by ", item);
    if (query.offset) Add("offset ", *query.offset);
    if (query.limit) Add("limit ", *query.limit);
  }

 private:
  // One level deeper while it lives.
  class Nest {
   public:
    explicit Nest(TreePrinter& printer) : printer_(printer) { ++printer_.depth_; }
    ~Nest() { --printer_.depth_; }

   private:
    TreePrinter& printer_;
  };

  void Line(std::string_view label, std::string_view text) {
    out_.append(2 * static_cast<size_t>(depth_), ' ');
    Append(out_, label, text, '\n');
  }

  static std::string Names(const std::vector<IdentifierPart>& parts) {
    if (parts.empty()) return {};
    std::string out;
    for (const IdentifierPart& part : parts) Append(out, out.empty() ? " (" : ", ", QuoteIdentifier(part.text));
    return out + ")";
  }

  void AddOptional(std::string_view label, const std::unique_ptr<Expression>& expression) {
    if (expression) Add(label, *expression);
  }

  void Add(std::string_view label, const OrderItem& item) {
    std::string text(label);
    if (item.descending) text += "DESC ";
    if (item.nulls != NullOrder::kDefault) text += item.nulls == NullOrder::kFirst ? "NULLS FIRST " : "NULLS LAST ";
    Add(text, *item.value);
  }

  void AddBehavior(std::string_view label, const std::optional<JsonBehavior>& behavior) {
    if (!behavior) return;
    Line(label, behavior->symbol);
    Nest nest(*this);
    AddOptional("", behavior->default_value);
  }

  void AddJson(const JsonClauses& json) {
    if (json.returning) Line("returning ", Unparse(*json.returning));
    if (!json.wrapper.empty()) Line("wrapper ", json.wrapper);
    AddBehavior("on empty ", json.on_empty);
    AddBehavior("on error ", json.on_error);
    if (!json.on_null.empty()) Line("on null ", json.on_null);
  }

  void AddDecorations(const CallDecorations& decorations) {
    if (decorations.distinct) Line("", "distinct");
    if (decorations.all) Line("", "all");
    for (const OrderItem& item : decorations.order_by) Add("order by ", item);
    for (const OrderItem& item : decorations.within_group) Add("within group ", item);
    if (!decorations.null_treatment.empty()) Line("", decorations.null_treatment);
    AddOptional("filter ", decorations.filter);
    if (decorations.over_name) Line("over ", Unparse(*decorations.over_name));
    if (decorations.over) Add("over", *decorations.over);
  }

  void Add(std::string_view label, const WindowSpecification& window) {
    Line(label, window.base ? Concat(" ", Unparse(*window.base)) : "");
    Nest nest(*this);
    for (const Expression& key : window.partition_by) Add("partition by ", key);
    for (const OrderItem& item : window.order_by) Add("order by ", item);
    if (window.has_frame) Line("", window.rows ? "ROWS" : "RANGE");
    if (window.lower) AddBound(*window.lower);
    if (window.upper) AddBound(*window.upper);
    if (window.allow_partial) Line("", *window.allow_partial ? "ALLOW PARTIAL" : "DISALLOW PARTIAL");
  }

  void AddBound(const FrameBound& bound) {
    constexpr std::string_view kNames[] = {"UNBOUNDED PRECEDING", "PRECEDING", "CURRENT ROW", "FOLLOWING", "UNBOUNDED FOLLOWING"};
    Line("", kNames[static_cast<size_t>(bound.kind)]);
    Nest nest(*this);
    AddOptional("", bound.distance);
  }

  void AddHints(const std::vector<Hint>& hints) {
    for (const Hint& hint : hints) {
      std::string text = hint.name.text;
      for (const StringSyntax& argument : hint.arguments) Append(text, " ", argument.text);
      for (const OptionSyntax& option : hint.options) Append(text, " ", SqlQuoted(option.key.text), " = ", SqlQuoted(option.value.text));
      Line("hint ", text);
    }
  }

  void AddSelect(const Select& select) {
    AddHints(select.hints);
    for (const SelectItem& item : select.items) {
      Add(item.alias ? Concat("item ", QuoteIdentifier(item.alias->text), " = ") : std::string("item "), *item.value);
    }
    if (select.from) Add("from ", *select.from);
    AddOptional("where ", select.where);
    if (select.group_by_distinct) Line("", "group by distinct");
    for (const GroupingElement& element : select.group_by) Add("group by ", element);
    AddOptional("having ", select.having);
    for (const NamedWindow& window : select.windows) Add(Concat("window ", QuoteIdentifier(window.name.text)), window.window);
    AddOptional("qualify ", select.qualify);
  }

  void Add(std::string_view label, const GroupingElement& element) {
    constexpr std::string_view kNames[] = {"", "()", "GROUPING SETS", "ROLLUP", "CUBE"};
    if (element.kind == GroupingKind::kExpression) return Add(label, element.expressions.front());
    Line(label, kNames[static_cast<size_t>(element.kind)]);
    Nest nest(*this);
    for (const GroupingElement& inner : element.elements) Add("", inner);
  }

  static std::string TextOfTable(const TableReference& table) {
    switch (table.kind) {
      case TableReferenceKind::kTable: return Unparse(table.name);
      case TableReferenceKind::kSubquery: return "SUBQUERY";
      case TableReferenceKind::kFunction: return "TABLE FUNCTION";
      case TableReferenceKind::kUnnest: return table.with_ordinality ? "UNNEST WITH ORDINALITY" : "UNNEST";
      case TableReferenceKind::kJoin: return Concat(table.natural ? "NATURAL " : "", NameOf(table.join), " JOIN");
      case TableReferenceKind::kMatchRecognize: return "MATCH_RECOGNIZE";
      case TableReferenceKind::kPivot: return "PIVOT";
    }
    return {};
  }

  void Add(std::string_view label, const TableReference& table) {
    std::string text = Concat(table.lateral ? "LATERAL " : "", TextOfTable(table));
    if (table.alias) Append(text, " AS ", QuoteIdentifier(table.alias->name.text), Names(table.alias->columns));
    if (!table.unsupported_feature.empty()) Append(text, " ", table.unsupported_feature);
    Line(label, text);
    Nest nest(*this);
    AddHints(table.hints);
    AddOptional("system time ", table.system_time);
    if (table.query) Add("", *table.query);
    AddOptional("", table.function);
    for (const Expression& value : table.unnest) Add("", value);
    if (table.left) Add("", *table.left);
    if (table.right) Add("", *table.right);
    AddOptional("on ", table.on);
    if (!table.using_columns.empty()) Line("using", Names(table.using_columns));
  }

  // Statements ------------------------------------------------------------------------------------------------------------

  void AddOptions(const std::vector<OptionSyntax>& options) {
    for (const OptionSyntax& option : options) Line("option ", Concat(SqlQuoted(option.key.text), " = ", SqlQuoted(option.value.text)));
  }

  void AddComment(const std::optional<StringSyntax>& comment) {
    if (comment) Line("comment ", SqlQuoted(comment->text));
  }

  void AddNode(const SelectStatement& node) { Add("", *node.query); }

  void AddPartition(const std::vector<PartitionEntry>& partition) {
    for (const PartitionEntry& entry : partition) {
      const std::string column = Concat("partition ", QuoteIdentifier(entry.column.text));
      if (entry.value) {
        Add(Concat(column, " = "), *entry.value);
      } else {
        Line(column, "");
      }
    }
  }

  void AddNode(const Insert& node) {
    Line(node.overwrite ? "INSERT OVERWRITE " : node.upsert ? "UPSERT INTO " : "INSERT INTO ", Unparse(node.target));
    Nest nest(*this);
    AddHints(node.hints);
    AddPartition(node.partition);
    for (const Identifier& column : node.columns) Line("column ", Unparse(column));
    if (node.typed_column) Line("", "a column with a type");
    Add("", *node.query);
    if (node.on_conflict) Line("on conflict ", node.on_conflict->action);
  }

  void AddNode(const StatementSet& node) {
    Line("", "STATEMENT SET");
    Nest nest(*this);
    for (const Statement& insert : node.inserts) Add(insert);
  }

  void AddNode(const BeginStatementSet&) { Line("", "BEGIN STATEMENT SET"); }
  void AddNode(const EndStatementSet&) { Line("", "END"); }

  void AddColumn(const ColumnDefinition& column) {
    std::string text = Unparse(column.name);
    if (column.kind != ColumnKind::kComputed) Append(text, " ", Unparse(column.type));
    if (column.kind == ColumnKind::kMetadata) {
      text += " METADATA";
      if (column.metadata_key) Append(text, " FROM ", SqlQuoted(column.metadata_key->text));
      if (column.is_virtual) text += " VIRTUAL";
    }
    Line("column ", text);
    Nest nest(*this);
    AddOptional("as ", column.expression);
    AddComment(column.comment);
  }

  void AddConstraint(const TableConstraint& constraint) {
    std::string text = constraint.primary_key ? "PRIMARY KEY" : "UNIQUE";
    text += Names(constraint.columns);
    if (constraint.enforced) text += *constraint.enforced ? " ENFORCED" : " NOT ENFORCED";
    if (constraint.name) Append(text, " named ", QuoteIdentifier(constraint.name->text));
    if (constraint.on_column) text += " of the column";
    Line("", text);
  }

  static std::string CreateWords(bool temporary, bool replace, std::string_view object, bool if_not_exists) {
    return Concat("CREATE ", replace ? "OR REPLACE " : "", temporary ? "TEMPORARY " : "", object, if_not_exists ? " IF NOT EXISTS " : " ");
  }

  void AddNode(const CreateTable& node) {
    Line(CreateWords(node.temporary, node.or_replace, "TABLE", node.if_not_exists), Unparse(node.name));
    Nest nest(*this);
    AddTableElements(node);
  }

  void AddTableElements(const CreateTable& node) {
    for (const ColumnDefinition& column : node.columns) AddColumn(column);
    for (const IdentifierPart& name : node.column_names) Line("column ", QuoteIdentifier(name.text));
    for (const WatermarkDefinition& watermark : node.watermarks) {
      Add(Concat("watermark ", Unparse(watermark.column), " = "), *watermark.expression);
    }
    for (const TableConstraint& constraint : node.constraints) AddConstraint(constraint);
    AddComment(node.comment);
    if (node.distribution) {
      Line("distribution ", Concat(node.distribution->kind, Names(node.distribution->columns)));
      if (node.distribution->buckets) Line("buckets ", Concat(*node.distribution->buckets));
    }
    if (!node.partitioned_by.empty()) Line("partitioned by", Names(node.partitioned_by));
    AddOptions(node.options);
    if (node.like) {
      Line("like ", Unparse(node.like->table));
      Nest inner(*this);
      for (const LikeOption& option : node.like->options) Line("", Concat(option.merge, " ", option.feature));
    }
    if (node.query) Add("as ", *node.query);
  }

  void AddNode(const CreateView& node) {
    Line(CreateWords(node.temporary, node.or_replace, "VIEW", node.if_not_exists), Concat(Unparse(node.name), Names(node.columns)));
    Nest nest(*this);
    AddComment(node.comment);
    Add("as ", *node.query);
  }

  void AddNode(const CreateFunction& node) {
    Line(CreateWords(node.temporary, false, node.system ? "SYSTEM FUNCTION" : "FUNCTION", node.if_not_exists), Unparse(node.name));
    Nest nest(*this);
    Line("class ", SqlQuoted(node.class_name.text));
    if (!node.language.empty()) Line("language ", node.language);
    for (const StringSyntax& jar : node.jars) Line("jar ", SqlQuoted(jar.text));
    AddOptions(node.options);
  }

  void AddNode(const CreateDatabase& node) {
    Line(CreateWords(false, false, "DATABASE", node.if_not_exists), Unparse(node.name));
    Nest nest(*this);
    AddComment(node.comment);
    AddOptions(node.options);
  }

  void AddNode(const CreateCatalog& node) {
    Line(CreateWords(false, false, "CATALOG", node.if_not_exists), Unparse(node.name));
    Nest nest(*this);
    AddComment(node.comment);
    AddOptions(node.options);
  }

  void AddNode(const DropObject& node) {
    Line("", Concat("DROP ", node.temporary ? "TEMPORARY " : "", node.system ? "SYSTEM " : "", NameOf(node.object),
                    node.if_exists ? " IF EXISTS " : " ", Unparse(node.name), node.cascade ? " CASCADE" : ""));
  }

  void AddNode(const AlterObject& node) {
    Line("", Concat("ALTER ", NameOf(node.object), node.if_exists ? " IF EXISTS " : " ", Unparse(node.name)));
    Nest nest(*this);
    if (node.action == AlterAction::kRenameTo) Line("rename to ", Unparse(node.new_name));
    AddOptions(node.options);
    for (const StringSyntax& key : node.keys) Line("reset ", SqlQuoted(key.text));
    if (node.query) Add("as ", *node.query);
    AddComment(node.comment);
    if (node.action == AlterAction::kRenameColumn) Line("rename ", Concat(Unparse(node.columns.front()), " to ", Unparse(node.new_name)));
    if (node.elements) {
      Line("", node.action == AlterAction::kAddElements ? "add" : "modify");
      Nest inner(*this);
      AddTableElements(*node.elements);
      for (const ColumnPosition& position : node.positions) {
        if (position.first) Line("", "first");
        if (position.after) Line("after ", Unparse(*position.after));
      }
    }
    if (node.action == AlterAction::kDropColumns) {
      for (const Identifier& column : node.columns) Line("drop ", Unparse(column));
    }
    if (node.action == AlterAction::kDropPrimaryKey) Line("drop ", "primary key");
    if (node.constraint) Line("drop constraint ", QuoteIdentifier(node.constraint->text));
    if (node.action == AlterAction::kDropWatermark) Line("drop ", "watermark");
    if (node.action == AlterAction::kDropDistribution) Line("drop ", "distribution");
    if (!node.feature.empty()) Line("other ", node.feature);
  }

  void AddNode(const SetOption& node) {
    Line("SET", node.option ? Concat(" ", SqlQuoted(node.option->key.text), " = ", SqlQuoted(node.option->value.text)) : std::string());
  }
  void AddNode(const ResetOption& node) { Line("RESET", node.key ? Concat(" ", SqlQuoted(node.key->text)) : std::string()); }

  void AddNode(const Use& node) {
    constexpr std::string_view kNames[] = {"USE", "USE CATALOG", "USE MODULES"};
    std::string text(kNames[static_cast<size_t>(node.what)]);
    for (const Identifier& name : node.names) Append(text, " ", Unparse(name));
    Line("", text);
  }

  void AddNode(const Explain& node) {
    Line("", Concat("EXPLAIN", node.plan_for ? " PLAN FOR" : "", node.details.empty() ? "" : " ", Join(node.details, ", ")));
    Nest nest(*this);
    Add(*node.statement);
  }

  void AddNode(const Execute& node) {
    Line("", "EXECUTE");
    Nest nest(*this);
    Add(*node.statement);
  }

  void AddNode(const Describe& node) {
    if (node.query) {
      Line("DESCRIBE ", "STATEMENT");
      Nest nest(*this);
      Add("", *node.query);
      return;
    }
    Line("", Concat("DESCRIBE ", NameOf(node.object), node.extended ? " EXTENDED " : " ", Unparse(node.name)));
  }

  void AddNode(const Show& node) {
    Line("SHOW ", NameOf(node.what));
    Nest nest(*this);
    if (node.from) Line("from ", Unparse(*node.from));
    if (node.name) Line("name ", Unparse(*node.name));
    if (node.like) Line(node.not_like ? "not " : "", Concat(node.case_insensitive ? "ilike " : "like ", SqlQuoted(node.like->text)));
    AddPartition(node.partition);
  }

  void AddNode(const LoadModule& node) {
    Line("LOAD MODULE ", QuoteIdentifier(node.name.text));
    Nest nest(*this);
    AddOptions(node.options);
  }
  void AddNode(const UnloadModule& node) { Line("UNLOAD MODULE ", QuoteIdentifier(node.name.text)); }
  void AddNode(const AddJar& node) { Line("ADD JAR ", SqlQuoted(node.path.text)); }
  void AddNode(const RemoveJar& node) { Line("REMOVE JAR ", SqlQuoted(node.path.text)); }
  void AddNode(const ClientCommand& node) { Line("", node.name); }
  void AddNode(const ModifyTable& node) {
    constexpr std::string_view kNames[] = {"UPDATE ", "DELETE FROM ", "TRUNCATE TABLE ", "ANALYZE TABLE "};
    Line(kNames[static_cast<size_t>(node.kind)], Unparse(node.target));
    Nest nest(*this);
    for (size_t i = 0; i < node.assigned.size(); ++i) Add(Concat("set ", Unparse(node.assigned[i]), " = "), node.values[i]);
    if (node.where) Add("where ", *node.where);
  }
  void AddNode(const OtherStatement& node) {
    Line("other ", node.name.parts.empty() ? node.feature : Concat(node.feature, " ", Unparse(node.name)));
  }

  std::string out_;
  int depth_ = 0;
};

}  // namespace

std::string ToText(const Statement& statement) {
  TreePrinter printer;
  printer.Add(statement);
  return printer.Take();
}

std::string ToText(const Expression& expression) {
  TreePrinter printer;
  printer.Add("", expression);
  return printer.Take();
}

}  // namespace drey
