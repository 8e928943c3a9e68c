// Statements.
#include <algorithm>

#include "engine/base/error.h"
#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/sql/syntax_builder.h"

namespace drey {

namespace {

using Parser = SyntaxBuilder::Parser;

// What Flink's own parser throws for statements that its grammar takes.

ObjectKind ObjectOf(size_t word) {
  switch (word) {
    case Parser::VIEW: return ObjectKind::kView;
    case Parser::FUNCTION:
    case Parser::SYSTEM: return ObjectKind::kFunction;
    case Parser::DATABASE: return ObjectKind::kDatabase;
    case Parser::CATALOG: return ObjectKind::kCatalog;
    case Parser::MODEL: return ObjectKind::kModel;
    case Parser::MATERIALIZED: return ObjectKind::kMaterializedTable;
    case Parser::CONNECTION:
    case Parser::SYSTEM_CONNECTION: return ObjectKind::kConnection;
    default: return ObjectKind::kTable;
  }
}

}  // namespace

Statement SyntaxBuilder::Wrap(StatementNode node, const antlr4::ParserRuleContext* context) {
  Statement statement;
  statement.node = std::move(node);
  statement.range = RangeOf(context);
  return statement;
}

StatementNode SyntaxBuilder::Other(std::string feature) { return OtherStatement{.feature = std::move(feature)}; }

Statement SyntaxBuilder::BuildStatement(Parser::StatementContext* context) { return Wrap(BuildNode(context), context); }

StatementNode SyntaxBuilder::BuildNode(Parser::StatementContext* context) {
  if (auto* query = context->orderedQuery()) return SelectStatement{.query = NewQuery(query)};
  if (auto* insert = context->insertStatement()) return BuildInsert(insert);
  if (auto* create = context->createStatement()) return BuildCreate(create);
  if (auto* replace = context->replaceTable()) return BuildReplace(replace);
  if (auto* drop = context->dropStatement()) return BuildDrop(drop);
  if (auto* alter = context->alterStatement()) return BuildAlter(alter);
  if (auto* set = context->setStatement()) {
    SetOption node;
    if (auto* option = set->setOption()) {
      node.option = OptionSyntax{BuildStringSyntax(option->stringLiteral(0)), BuildStringSyntax(option->stringLiteral(1)), RangeOf(option)};
    }
    return node;
  }
  if (auto* reset = context->resetStatement()) {
    ResetOption node;
    if (reset->stringLiteral() != nullptr) node.key = BuildStringSyntax(reset->stringLiteral());
    return node;
  }
  if (auto* use = context->useStatement()) return BuildUse(use);
  if (auto* explain = context->explainStatement()) return BuildExplain(explain);
  if (auto* execute = context->executeStatement()) return BuildExecute(execute);
  if (auto* describe = context->describeStatement()) return BuildDescribe(describe);
  if (auto* show = context->showStatement()) return BuildShow(show);
  if (auto* load = context->loadModule()) return BuildLoadModule(load);
  if (auto* unload = context->unloadModule()) return UnloadModule{.name = BuildPart(unload->identifier())};
  if (auto* add = context->addJar()) return AddJar{.path = BuildStringSyntax(add->STRING_LITERAL())};
  if (auto* remove = context->removeJar()) return RemoveJar{.path = BuildStringSyntax(remove->STRING_LITERAL())};
  if (context->beginStatementSet() != nullptr) return BeginStatementSet();
  if (context->endStatementSet() != nullptr) return EndStatementSet();
  if (auto* compile = context->compileStatement()) return BuildCompile(compile->compiled());
  if (auto* analyze = context->analyzeTable()) {
    if (analyze->partitionEntries() != nullptr) BuildPartition(analyze->partitionEntries());
    return ModifyTable{.kind = ModifyTable::Kind::kAnalyze, .target = BuildIdentifier(analyze->compoundIdentifier())};
  }
  if (auto* truncate = context->truncateTable()) {
    return ModifyTable{.kind = ModifyTable::Kind::kTruncate, .target = BuildIdentifier(truncate->compoundIdentifier())};
  }
  if (auto* remove = context->deleteStatement()) {
    ModifyTable modify{.kind = ModifyTable::Kind::kDelete, .target = BuildIdentifier(remove->compoundIdentifier())};
    if (remove->where() != nullptr) modify.where = NewExpression(remove->where()->expression());
    return modify;
  }
  if (auto* update = context->updateStatement()) return BuildUpdate(update);
  if (context->mergeStatement() != nullptr) return Other("MERGE");
  if (auto* call = context->callStatement()) {
    return OtherStatement{.feature = "CALL", .name = BuildIdentifier(call->routineCall()->compoundIdentifier())};
  }
  if (context->stopJob() != nullptr) return Other("STOP JOB");
  Fail(BugError("a statement that the grammar knows and the builder does not", RangeOf(context)));
  return Other(TextInCapitals(context->start));
}

ModifyTable SyntaxBuilder::BuildUpdate(Parser::UpdateStatementContext* context) {
  ModifyTable update{.kind = ModifyTable::Kind::kUpdate, .target = BuildIdentifier(context->compoundIdentifier())};
  for (auto* assignment : context->assignment()) {
    update.assigned.push_back(BuildIdentifier(assignment->compoundIdentifier()));
    update.values.push_back(BuildExpression(assignment->expression()));
  }
  if (context->where() != nullptr) update.where = NewExpression(context->where()->expression());
  return update;
}

// INSERT ------------------------------------------------------------------------------------------------------------------

Insert SyntaxBuilder::BuildInsert(Parser::InsertStatementContext* context) {
  Insert insert;
  insert.overwrite = context->OVERWRITE() != nullptr;
  insert.upsert = context->UPSERT() != nullptr;
  if (insert.overwrite && insert.upsert) {
    Fail(ParseFailure("OVERWRITE expression is only used with INSERT statement.", RangeOf(context->OVERWRITE()),
                      kParseException));
  }
  insert.target = BuildIdentifier(context->compoundIdentifier());
  if (context->tableHints() != nullptr) insert.hints = BuildHints(context->tableHints()->hints());
  if (context->partitionEntries() != nullptr) insert.partition = BuildPartition(context->partitionEntries());
  insert.query = std::make_unique<Query>(BuildInsertSource(insert, context->insertSource()));
  if (auto* conflict = context->onConflict()) insert.on_conflict = OnConflict{TextInCapitals(conflict->stop), RangeOf(conflict)};
  return insert;
}

Query SyntaxBuilder::BuildInsertSource(Insert& insert, Parser::InsertSourceContext* context) {
  if (context->queryStart() != nullptr) {
    return Assemble(BuildStart(context->queryStart()), context->setOperation(), context->orderByLimit());
  }
  if (context->insertColumns() == nullptr) {
    return Assemble(BuildQuery(context->orderedQuery()), context->setOperation(), context->orderByLimit());
  }
  insert.has_columns = true;
  for (auto* column : context->insertColumns()->insertColumn()) {
    if (column->dataType() != nullptr) insert.typed_column = RangeOf(column);
    insert.columns.push_back(BuildIdentifier(column->compoundIdentifier()));
  }
  return BuildQuery(context->orderedQuery());
}

std::vector<PartitionEntry> SyntaxBuilder::BuildPartition(Parser::PartitionEntriesContext* context) {
  std::vector<PartitionEntry> entries;
  for (auto* entry_context : context->partitionEntry()) {
    PartitionEntry& entry = entries.emplace_back();
    entry.column = BuildPart(entry_context->identifier());
    if (entry_context->literal() != nullptr) {
      entry.value = std::make_unique<Expression>(BuildLiteral(entry_context->literal()));
    } else if (dynamic_cast<Parser::AnalyzeTableContext*>(context->parent) == nullptr) {
      FailAt(text_.tokens[entry_context->stop->getTokenIndex() + 1], {"\"=\""});
    }
  }
  return entries;
}

StatementSet SyntaxBuilder::BuildStatementSet(Parser::StatementSetContext* context) {
  StatementSet set;
  for (auto* insert : context->insertStatement()) set.inserts.push_back(Wrap(BuildInsert(insert), insert));
  return set;
}

// EXPLAIN, EXECUTE, USE, DESCRIBE, SHOW -----------------------------------------------------------------------------------

StatementNode SyntaxBuilder::BuildExplain(Parser::ExplainStatementContext* context) {
  Explain explain;
  explain.plan_for = context->PLAN() != nullptr;
  for (auto* detail : context->explainDetail()) {
    std::string name = TextInCapitals(detail->start);
    if (std::find(explain.details.begin(), explain.details.end(), name) != explain.details.end()) {
      Fail(ParseFailure("Duplicate EXPLAIN DETAIL is not allowed.", RangeOf(detail),
                        kParseException));
    }
    explain.details.push_back(std::move(name));
  }
  explain.statement = std::make_unique<Statement>(Wrap(BuildExplained(context->explained()), context->explained()));
  return explain;
}

StatementNode SyntaxBuilder::BuildExplained(Parser::ExplainedContext* context) {
  if (auto* query = context->orderedQuery()) return SelectStatement{.query = NewQuery(query)};
  if (auto* insert = context->insertStatement()) return BuildInsert(insert);
  if (auto* set = context->statementSet()) return BuildStatementSet(set);
  if (is_1_20()) FailAt(context->start, {"<IDENTIFIER>"});
  if (auto* execute = context->executeStatement()) return BuildExecute(execute);
  if (auto* replace = context->replaceTable()) return BuildReplace(replace);
  StatementNode node = BuildCreate(context->createStatement());
  const auto* table = std::get_if<CreateTable>(&node);
  if (table == nullptr || table->query == nullptr) {
    Fail(ParseFailure(
        "Unsupported CREATE OR REPLACE statement for EXPLAIN. The statement must define a query using the AS clause (i.e. CTAS/RTAS "
        "statements).",
        RangeOf(context), kParseException));
  }
  return node;
}

StatementNode SyntaxBuilder::BuildCompile(Parser::CompiledContext* context) {
  StatementNode planned = context->statementSet() != nullptr ? StatementNode(BuildStatementSet(context->statementSet()))
                                                             : StatementNode(BuildInsert(context->insertStatement()));
  OtherStatement compile{.feature = "COMPILE PLAN"};
  compile.planned = std::make_unique<Statement>(Wrap(std::move(planned), context));
  return compile;
}

StatementNode SyntaxBuilder::BuildExecute(Parser::ExecuteStatementContext* context) {
  if (context->PLAN() != nullptr) return Other("EXECUTE PLAN");
  if (auto* set = context->statementSet()) return BuildStatementSet(set);
  Execute execute;
  if (auto* insert = context->insertStatement()) {
    execute.statement = std::make_unique<Statement>(Wrap(BuildInsert(insert), insert));
  } else {
    auto* query = context->orderedQuery();
    execute.statement = std::make_unique<Statement>(Wrap(SelectStatement{.query = NewQuery(query)}, query));
  }
  return execute;
}

StatementNode SyntaxBuilder::BuildUse(Parser::UseStatementContext* context) {
  Use use;
  if (context->compoundIdentifier() != nullptr) {
    use.names.push_back(BuildIdentifier(context->compoundIdentifier()));
    return use;
  }
  use.what = context->CATALOG() != nullptr ? Use::What::kCatalog : Use::What::kModules;
  for (auto* name : context->identifier()) use.names.push_back(SimpleIdentifier(name));
  return use;
}

StatementNode SyntaxBuilder::BuildLoadModule(Parser::LoadModuleContext* context) {
  LoadModule load{.name = BuildPart(context->identifier())};
  if (context->properties() != nullptr) load.options = BuildOptions(context->properties());
  return load;
}

StatementNode SyntaxBuilder::BuildDescribe(Parser::DescribeStatementContext* context) {
  if (context->JOB() != nullptr) return Other("DESCRIBE JOB");
  Describe describe;
  const antlr4::Token* word = text_.tokens[context->start->getTokenIndex() + 1];
  const bool is_change = context->insertStatement() != nullptr || context->updateStatement() != nullptr ||
                         context->deleteStatement() != nullptr || context->mergeStatement() != nullptr;
  const bool is_of_calcite = is_change || context->orderedQuery() != nullptr || context->TABLE() != nullptr;
  if (is_of_calcite && context->DESC() != nullptr) {
    // DESC is a name, too.
    Fail(ParseFailure("Non-query expression encountered in illegal context", RangeOf(context->DESC()), "org.apache.calcite.runtime.CalciteException"));
  }
  if (is_change) return Other("DESCRIBE STATEMENT");
  if (context->orderedQuery() != nullptr) {
    describe.query = NewQuery(context->orderedQuery());
    return describe;
  }
  if (context->TABLE() != nullptr) {
    describe.as_expression = true;
    describe.name = BuildIdentifier(context->compoundIdentifier(0));
    return describe;
  }
  describe.object = ObjectOf(word->getType());
  if (is_1_20() && describe.object == ObjectKind::kFunction) FailAt(word, {"<IDENTIFIER>"});
  // CATALOG and the like name no table here, so that their own name is missing.
  const bool word_is_name = context->compoundIdentifier(0)->start == word;
  if (word_is_name && (describe.object == ObjectKind::kCatalog || describe.object == ObjectKind::kDatabase ||
                       describe.object == ObjectKind::kModel || describe.object == ObjectKind::kConnection)) {
    FailAt(text_.tokens[word->getTokenIndex() + 1], {"<IDENTIFIER>"});
  }
  if (word_is_name && word->getType() == Parser::JOB) FailAt(text_.tokens[word->getTokenIndex() + 1], {"<QUOTED_STRING>"});
  describe.extended = context->EXTENDED() != nullptr;
  describe.name = BuildIdentifier(context->compoundIdentifier(0));
  return describe;
}

void SyntaxBuilder::AddShowPattern(Show& show, Parser::ShowPatternContext* context) {
  if (context == nullptr) return;
  show.not_like = context->NOT() != nullptr;
  show.case_insensitive = context->ILIKE() != nullptr;
  show.like = BuildStringSyntax(context->STRING_LITERAL());
  if (show.case_insensitive && show.what == ShowKind::kTables) FailAt(context->ILIKE()->getSymbol(), {"\"LIKE\"", "<EOF>", "\";\""});
  // 1.20 lists all catalogs and all views.
  if (is_1_20() && (show.what == ShowKind::kCatalogs || show.what == ShowKind::kViews)) FailAt(context->start, {"<EOF>", "\";\""});
}

Show SyntaxBuilder::BuildShowCreate(Parser::ShowCreateContext* context) {
  Show show;
  show.name = BuildIdentifier(context->compoundIdentifier());
  show.what = context->VIEW() != nullptr           ? ShowKind::kCreateView
              : context->CATALOG() != nullptr      ? ShowKind::kCreateCatalog
              : context->MODEL() != nullptr        ? ShowKind::kCreateModel
              : context->CONNECTION() != nullptr   ? ShowKind::kCreateConnection
              : context->MATERIALIZED() != nullptr ? ShowKind::kCreateMaterializedTable
                                                   : ShowKind::kCreateTable;
  return show;
}

StatementNode SyntaxBuilder::BuildShow(Parser::ShowStatementContext* context) {
  Show show;
  if (auto* objects = context->showObjects()) {
    show.what = objects->CATALOGS() != nullptr       ? ShowKind::kCatalogs
                : objects->DATABASES() != nullptr    ? ShowKind::kDatabases
                : objects->MATERIALIZED() != nullptr ? ShowKind::kMaterializedTables
                : objects->VIEWS() != nullptr        ? ShowKind::kViews
                : objects->USER() != nullptr         ? ShowKind::kUserFunctions
                : objects->FUNCTIONS() != nullptr    ? ShowKind::kFunctions
                : objects->PROCEDURES() != nullptr   ? ShowKind::kProcedures
                : objects->MODELS() != nullptr       ? ShowKind::kModels
                : objects->CONNECTIONS() != nullptr  ? ShowKind::kConnections
                                                     : ShowKind::kTables;
    if (is_1_20() && (objects->MATERIALIZED() != nullptr || objects->CONNECTIONS() != nullptr)) FailAt(context->start, {"<IDENTIFIER>"});
    if (context->compoundIdentifier() != nullptr) {
      show.from = BuildIdentifier(context->compoundIdentifier());
      const bool whole = show.what == ShowKind::kCatalogs || (is_1_20() && show.what == ShowKind::kViews);
      if (whole) FailAt(text_.tokens[objects->stop->getTokenIndex() + 1], {"<EOF>", "\";\""});
      if (show.what == ShowKind::kDatabases && show.from->parts.size() > 1) {
        Fail(ParseFailure(Concat("Show databases from/in identifier [ ", show.from->ToString(),
                                 " ] format error, catalog must be a single part identifier."),
                          show.from->range, kParseException));
      }
    }
    AddShowPattern(show, context->showPattern());
  } else if (context->COLUMNS() != nullptr) {
    show.what = ShowKind::kColumns;
    show.from = BuildIdentifier(context->compoundIdentifier());
    AddShowPattern(show, context->showPattern());
    if (show.case_insensitive) FailAt(context->showPattern()->ILIKE()->getSymbol(), {"\".\"", "\"LIKE\""});
  } else if (context->PARTITIONS() != nullptr) {
    show.what = ShowKind::kPartitions;
    show.from = BuildIdentifier(context->compoundIdentifier());
    if (context->partitionEntries() != nullptr) show.partition = BuildPartition(context->partitionEntries());
  } else if (context->showCreate() != nullptr) {
    show = BuildShowCreate(context->showCreate());
  } else if (context->CURRENT() != nullptr) {
    show.what = context->CATALOG() != nullptr ? ShowKind::kCurrentCatalog : ShowKind::kCurrentDatabase;
  } else if (context->MODULES() != nullptr) {
    show.what = context->FULL() != nullptr ? ShowKind::kFullModules : ShowKind::kModules;
  } else {
    show.what = context->JARS() != nullptr ? ShowKind::kJars : ShowKind::kJobs;
  }
  return show;
}

// CREATE, DROP, ALTER -----------------------------------------------------------------------------------------------------

CreateView SyntaxBuilder::BuildCreateView(Parser::CreateViewContext* context) {
  CreateView view;
  view.if_not_exists = context->ifNotExists() != nullptr;
  view.name = BuildIdentifier(context->compoundIdentifier());
  view.columns = BuildParts(context->identifierList());
  view.comment = BuildComment(context->comment());
  view.query = NewQuery(context->orderedQuery());
  view.query_range = RangeOf(context->orderedQuery());
  return view;
}

CreateFunction SyntaxBuilder::BuildCreateFunction(Parser::CreateFunctionContext* context) {
  CreateFunction function;
  function.system = context->SYSTEM() != nullptr;
  function.if_not_exists = context->ifNotExists() != nullptr;
  function.name = BuildIdentifier(context->compoundIdentifier());
  function.class_name = BuildStringSyntax(context->STRING_LITERAL());
  if (context->functionLanguage() != nullptr) function.language = TextInCapitals(context->functionLanguage()->start);
  for (auto* resource : context->functionResource()) function.jars.push_back(BuildStringSyntax(resource->STRING_LITERAL()));
  if (context->properties() != nullptr) function.options = BuildOptions(context->properties());
  return function;
}

StatementNode SyntaxBuilder::BuildReplace(Parser::ReplaceTableContext* context) {
  CreateTable table = BuildCreateTable(context->createTable());
  table.or_replace = true;
  table.temporary = context->TEMPORARY() != nullptr;
  if (table.query == nullptr) FailAt(text_.tokens[context->stop->getTokenIndex() + 1], {"\"AS\""});
  return table;
}

StatementNode SyntaxBuilder::BuildCreate(Parser::CreateStatementContext* context) {
  const bool temporary = context->TEMPORARY() != nullptr;
  const bool replace = context->REPLACE() != nullptr;
  if (context->ALTER() != nullptr) {
    if (is_1_20()) FailAt(context->ALTER()->getSymbol(), {"\"REPLACE\""});
    if (context->createMaterializedTable() == nullptr) {
      FailAt(text_.tokens[context->ALTER()->getSymbol()->getTokenIndex() + 1], {"\"MATERIALIZED\""});
    }
  }
  if (auto* create = context->createTable()) {
    CreateTable table = BuildCreateTable(create);
    table.temporary = temporary;
    table.or_replace = replace;
    return table;
  }
  if (auto* create = context->createView()) {
    CreateView view = BuildCreateView(create);
    view.temporary = temporary;
    view.or_replace = replace;
    return view;
  }
  if (auto* create = context->createFunction()) {
    CreateFunction function = BuildCreateFunction(create);
    function.temporary = temporary;
    if (function.system && !temporary) {
      Fail(ParseFailure("CREATE SYSTEM FUNCTION is not supported, system functions can only be registered as temporary function, you can use "
                        "CREATE TEMPORARY SYSTEM FUNCTION instead.",
                        RangeOf(create->SYSTEM()), kParseException));
    }
    return function;
  }
  if (auto* create = context->createDatabase()) {
    CreateDatabase database;
    database.if_not_exists = create->ifNotExists() != nullptr;
    database.name = BuildIdentifier(create->compoundIdentifier());
    database.comment = BuildComment(create->comment());
    if (create->properties() != nullptr) database.options = BuildOptions(create->properties());
    return database;
  }
  if (auto* create = context->createCatalog()) {
    CreateCatalog catalog;
    catalog.if_not_exists = create->ifNotExists() != nullptr;
    catalog.name = SimpleIdentifier(create->identifier());
    catalog.comment = BuildComment(create->comment(), is_1_20());
    if (create->properties() != nullptr) catalog.options = BuildOptions(create->properties());
    return catalog;
  }
  if (context->createModel() != nullptr) return Other("CREATE MODEL");
  if (context->createConnection() != nullptr) return Other("CREATE CONNECTION");
  return Other("CREATE MATERIALIZED TABLE");
}

StatementNode SyntaxBuilder::BuildDrop(Parser::DropStatementContext* context) {
  DropObject drop;
  drop.temporary = context->TEMPORARY() != nullptr;
  drop.system = context->SYSTEM() != nullptr || context->SYSTEM_CONNECTION() != nullptr;
  const size_t word = context->start->getTokenIndex() + (drop.temporary ? 2 : 1);
  drop.object = ObjectOf(text_.tokens[word]->getType());
  drop.if_exists = context->ifExists() != nullptr;
  drop.cascade = context->CASCADE() != nullptr;
  drop.name = BuildIdentifier(context->compoundIdentifier());
  return drop;
}

void SyntaxBuilder::BuildAlteredElements(AlterObject& alter, Parser::AlteredElementsContext* context) {
  if (context->distribution() != nullptr) alter.elements->distribution = BuildDistribution(context->distribution());
  for (auto* element : context->alteredElement()) {
    if (element->watermark() != nullptr) {
      alter.elements->watermarks.push_back(BuildWatermark(element->watermark()));
    } else if (element->tableConstraint() != nullptr) {
      alter.elements->constraints.push_back(BuildConstraint(element->tableConstraint()));
    } else {
      auto* column = element->alteredColumn();
      AddColumn(*alter.elements, column);
      ColumnPosition& position = alter.positions.emplace_back();
      if (auto* written = column->columnPosition()) {
        position.first = written->FIRST() != nullptr;
        if (written->compoundIdentifier() != nullptr) position.after = BuildIdentifier(written->compoundIdentifier());
      }
    }
  }
}

void SyntaxBuilder::BuildDroppedElements(AlterObject& alter, Parser::DroppedElementsContext* context) {
  for (auto* column : context->compoundIdentifier()) alter.columns.push_back(BuildIdentifier(column));
  alter.action = !alter.columns.empty()                ? AlterAction::kDropColumns
                 : context->PRIMARY() != nullptr       ? AlterAction::kDropPrimaryKey
                 : context->CONSTRAINT() != nullptr    ? AlterAction::kDropConstraint
                 : context->DISTRIBUTION() != nullptr  ? AlterAction::kDropDistribution
                                                       : AlterAction::kDropWatermark;
  if (context->identifier() != nullptr) alter.constraint = BuildPart(context->identifier());
}

StatementNode SyntaxBuilder::BuildAlterTable(Parser::AlterStatementContext* context) {
  Parser::AlterTableActionContext* action = context->alterTableAction();
  AlterObject alter;
  alter.if_exists = context->ifExists() != nullptr;
  alter.name = BuildIdentifier(context->compoundIdentifier(0));
  if (action->RENAME() != nullptr) {
    const bool is_table = action->compoundIdentifier().size() == 1;
    alter.action = is_table ? AlterAction::kRenameTo : AlterAction::kRenameColumn;
    if (!is_table) alter.columns.push_back(BuildIdentifier(action->compoundIdentifier(0)));
    alter.new_name = BuildIdentifier(action->compoundIdentifier().back());
  } else if (action->alteredElements() != nullptr) {
    alter.action = action->ADD() != nullptr ? AlterAction::kAddElements : AlterAction::kModifyElements;
    alter.elements = std::make_unique<CreateTable>();
    BuildAlteredElements(alter, action->alteredElements());
  } else if (action->droppedElements() != nullptr) {
    BuildDroppedElements(alter, action->droppedElements());
  } else if (action->properties() != nullptr) {
    alter.action = AlterAction::kSetOptions;
    alter.options = BuildOptions(action->properties());
  } else if (action->propertyKeys() != nullptr) {
    alter.action = AlterAction::kResetOptions;
    alter.keys = BuildKeys(action->propertyKeys());
  } else if (action->COMPACT() != nullptr) {
    alter.feature = "ALTER TABLE COMPACT";
  } else {
    const bool adds = action->ADD() != nullptr;
    alter.action = adds ? AlterAction::kAddPartitions : AlterAction::kDropPartitions;
    alter.if_partition_exists = action->ifNotExists() != nullptr || action->ifExists() != nullptr;
    for (auto* added : action->addedPartition()) alter.partitions.push_back(BuildPartition(added->partitionEntries()));
    for (auto* dropped : action->droppedPartition()) alter.partitions.push_back(BuildPartition(dropped->partitionEntries()));
  }
  return alter;
}

StatementNode SyntaxBuilder::BuildAlter(Parser::AlterStatementContext* context) {
  if (context->alterTableAction() != nullptr) return BuildAlterTable(context);
  AlterObject alter;
  alter.object = ObjectOf(text_.tokens[context->start->getTokenIndex() + 1]->getType());
  if (context->FUNCTION() != nullptr) alter.object = ObjectKind::kFunction;
  alter.if_exists = context->ifExists() != nullptr;
  if (context->identifier() != nullptr) alter.name = SimpleIdentifier(context->identifier());
  if (!context->compoundIdentifier().empty()) alter.name = BuildIdentifier(context->compoundIdentifier(0));
  if (context->RENAME() != nullptr) {
    alter.action = AlterAction::kRenameTo;
    alter.new_name = BuildIdentifier(context->compoundIdentifier(1));
  } else if (context->properties() != nullptr) {
    alter.action = AlterAction::kSetOptions;
    alter.options = BuildOptions(context->properties());
  } else if (context->propertyKeys() != nullptr) {
    alter.action = AlterAction::kResetOptions;
    alter.keys = BuildKeys(context->propertyKeys());
  } else if (context->orderedQuery() != nullptr) {
    alter.action = AlterAction::kAsQuery;
    alter.query = NewQuery(context->orderedQuery());
  } else if (context->comment() != nullptr) {
    alter.action = AlterAction::kSetComment;
    alter.comment = BuildComment(context->comment());
  } else if (alter.object == ObjectKind::kFunction) {
    alter.action = AlterAction::kSetFunction;
  } else {
    alter.feature = Concat("ALTER ", NameOf(alter.object));
    if (auto* action = context->alterMaterializedTableAction()) Append(alter.feature, " ", TextInCapitals(action->start));
  }
  return alter;
}

}  // namespace drey
