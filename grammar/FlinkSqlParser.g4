// The syntax of Flink SQL 1.20 and 2.3 (Apache Calcite's core grammar with Flink's statements).
//
// Written for one-token decisions, because those become a switch in the generated code while every other decision is simulated
// when first met: operators are a flat list that engine/sql/expression_builder.cc orders by precedence, common beginnings are
// factored out, and words that are keywords only in some surroundings get a token type of their own from
// engine/sql/token_classifier.cc. tests/unit/sql/grammar_test.cc lists the decisions that still need more than one token.
//
// The grammar accepts what either release accepts; engine/sql refuses what the chosen one does not know.
parser grammar FlinkSqlParser;

options { tokenVocab = FlinkSqlLexer; }

// ------------------------------------------------------------------------------------------------------------ entry points

scriptStatement : statement (SEMICOLON | EOF);
singleExpression : expression EOF;
singleType : extendedDataType EOF;

// -------------------------------------------------------------------------------------------------------------- statements

statement
  : orderedQuery
  | insertStatement
  | createStatement
  | replaceTable
  | dropStatement
  | alterStatement
  | setStatement
  | resetStatement
  | useStatement
  | explainStatement
  | executeStatement
  | describeStatement
  | showStatement
  | loadModule
  | unloadModule
  | addJar
  | removeJar
  | beginStatementSet
  | endStatementSet
  | compileStatement
  | analyzeTable
  | truncateTable
  | deleteStatement
  | updateStatement
  | mergeStatement
  | callStatement
  | stopJob
  ;

beginStatementSet : BEGIN STATEMENT SET;
endStatementSet : END;

setStatement : SET setOption?;
setOption : stringLiteral EQUAL stringLiteral;
resetStatement : RESET stringLiteral?;

useStatement : USE (CATALOG identifier | MODULES identifier (COMMA identifier)* | compoundIdentifier);

loadModule : LOAD MODULE identifier (WITH properties)?;
unloadModule : UNLOAD MODULE identifier;
addJar : ADD JAR STRING_LITERAL;
removeJar : REMOVE JAR STRING_LITERAL;
stopJob : STOP JOB STRING_LITERAL (WITH SAVEPOINT)? (WITH DRAIN)?;
truncateTable : TRUNCATE TABLE compoundIdentifier;
callStatement : CALL routineCall;

analyzeTable
  : ANALYZE TABLE compoundIdentifier (PARTITION partitionEntries)? COMPUTE STATISTICS
    (FOR (COLUMNS identifier (COMMA identifier)* | ALL COLUMNS))?
  ;

// Inserting ---------------------------------------------------------------------------------------------------------------

insertStatement
  : (INSERT | UPSERT) (INTO | OVERWRITE) compoundIdentifier tableHints? (PARTITION partitionEntries)? insertSource onConflict?
  ;

// A parenthesis opens the column list or the query.
insertSource
  : LPAREN (insertColumns RPAREN orderedQuery | orderedQuery RPAREN setOperation* orderByLimit?)
  | queryStart setOperation* orderByLimit?
  ;
insertColumns : insertColumn (COMMA insertColumn)*;
insertColumn : compoundIdentifier dataType?;

onConflict : ON_CONFLICT CONFLICT DO (ERROR | NOTHING | DEDUPLICATE);

partitionEntries : LPAREN partitionEntry (COMMA partitionEntry)* RPAREN;
partitionEntry : identifier (EQUAL literal)?;

statementSet : STATEMENT SET BEGIN (insertStatement SEMICOLON)+ END;

deleteStatement : DELETE FROM compoundIdentifier tableHints? (AS? identifier)? where?;
updateStatement : UPDATE compoundIdentifier tableHints? (AS? identifier)? SET assignment (COMMA assignment)* where?;
assignment : compoundIdentifier EQUAL expression;
mergeStatement
  : MERGE INTO compoundIdentifier tableHints? (AS? identifier)? USING tableReference ON expression mergeClause+
  ;
mergeClause
  : WHEN ( MATCHED THEN UPDATE SET assignment (COMMA assignment)*
         | NOT MATCHED THEN INSERT mergedRow)
  ;
mergedRow
  : VALUES expression
  | LPAREN (VALUES expression RPAREN | identifier (COMMA identifier)* RPAREN (VALUES expression | LPAREN VALUES expression RPAREN))
  ;

// Explaining and running --------------------------------------------------------------------------------------------------

explainStatement : EXPLAIN (PLAN FOR | explainDetail (COMMA explainDetail)*)? explained;
explainDetail : ESTIMATED_COST | CHANGELOG_MODE | JSON_EXECUTION_PLAN | PLAN_ADVICE;
explained : orderedQuery | insertStatement | statementSet | executeStatement | createStatement | replaceTable;

executeStatement : EXECUTE (statementSet | PLAN stringLiteral | orderedQuery | insertStatement);
compileStatement
  : COMPILE ( AND EXECUTE PLAN stringLiteral FOR compiled
            | PLAN stringLiteral (IF NOT EXISTS)? FOR compiled)
  ;
compiled : statementSet | insertStatement;

// Looking around ----------------------------------------------------------------------------------------------------------

describeStatement
  : (DESCRIBE | DESC)
    ( CATALOG EXTENDED? compoundIdentifier
    | DATABASE EXTENDED? compoundIdentifier
    | FUNCTION EXTENDED? compoundIdentifier
    | MODEL EXTENDED? compoundIdentifier
    | CONNECTION EXTENDED? compoundIdentifier
    | JOB STRING_LITERAL
    | TABLE compoundIdentifier compoundIdentifier?
    | STATEMENT? (orderedQuery | insertStatement | updateStatement | deleteStatement | mergeStatement)
    | EXTENDED? compoundIdentifier
    )
  ;

showStatement
  : SHOW
    ( showObjects ((FROM | IN) compoundIdentifier)? showPattern?
    | COLUMNS (FROM | IN) compoundIdentifier showPattern?
    | PARTITIONS compoundIdentifier (PARTITION partitionEntries)?
    | CREATE showCreate
    | CURRENT (CATALOG | DATABASE)
    | FULL? MODULES
    | JARS
    | JOBS
    )
  ;
showObjects : CATALOGS | DATABASES | TABLES | VIEWS | MATERIALIZED TABLES | USER? FUNCTIONS | PROCEDURES | MODELS | CONNECTIONS;
showPattern : NOT? (LIKE | ILIKE) STRING_LITERAL;
showCreate
  : TABLE compoundIdentifier
  | VIEW compoundIdentifier
  | CATALOG compoundIdentifier
  | MODEL compoundIdentifier
  | CONNECTION compoundIdentifier
  | (OR ALTER)? MATERIALIZED TABLE compoundIdentifier
  ;

// Creating ----------------------------------------------------------------------------------------------------------------

createStatement
  : CREATE (OR (REPLACE | ALTER))? TEMPORARY?
    ( createTable
    | createMaterializedTable
    | createView
    | createCatalog
    | createDatabase
    | createFunction
    | createModel
    | createConnection
    )
  ;

replaceTable : REPLACE TEMPORARY? createTable;

createTable
  : TABLE ifNotExists? compoundIdentifier tableElements? comment? (DISTRIBUTED distribution)?
    (PARTITIONED BY identifierList)? (WITH properties)? (LIKE likeClause | AS orderedQuery)?
  ;
tableElements : LPAREN tableElement (COMMA tableElement)* RPAREN;
tableElement : columnDefinition | tableConstraint | watermark;

// A bare name is a column of CREATE TABLE … AS.
columnDefinition : compoundIdentifier (AS expression comment? | extendedDataType (metadataColumn | columnConstraint)? comment?)?;
metadataColumn : METADATA (FROM stringLiteral)? VIRTUAL?;
columnConstraint : constraintName? uniqueSpecification enforcement?;
tableConstraint : constraintName? uniqueSpecification identifierList enforcement?;
constraintName : CONSTRAINT identifier;
uniqueSpecification : PRIMARY KEY | UNIQUE;
enforcement : NOT? ENFORCED;
watermark : WATERMARK FOR compoundIdentifier AS expression;

comment : COMMENT stringLiteral;
distribution : intoBuckets | BY (HASH | RANGE)? identifierList intoBuckets?;
intoBuckets : INTO unsignedNumber BUCKETS;
likeClause : compoundIdentifier (LPAREN likeOption+ RPAREN)?;
likeOption
  : (INCLUDING | EXCLUDING | OVERWRITING)
    (ALL | CONSTRAINTS | DISTRIBUTION | GENERATED | METADATA | OPTIONS | PARTITIONS | WATERMARKS)
  ;

properties : LPAREN (property (COMMA property)*)? RPAREN;
property : stringLiteral EQUAL stringLiteral;
propertyKeys : LPAREN (stringLiteral (COMMA stringLiteral)*)? RPAREN;

createMaterializedTable
  : MATERIALIZED TABLE compoundIdentifier tableElements? comment? (DISTRIBUTED distribution)? (PARTITIONED BY identifierList)?
    (WITH properties)? (START_MODE EQUAL startMode)? (FRESHNESS EQUAL expression)? (REFRESH_MODE EQUAL (FULL | CONTINUOUS))?
    AS orderedQuery
  ;
startMode
  : FROM_BEGINNING
  | RESUME_OR_FROM_BEGINNING
  | (FROM_NOW | RESUME_OR_FROM_NOW) (LPAREN expression RPAREN)?
  | (FROM_TIMESTAMP | RESUME_OR_FROM_TIMESTAMP) LPAREN expression RPAREN
  ;

createView : VIEW ifNotExists? compoundIdentifier identifierList? comment? AS orderedQuery;
createCatalog : CATALOG ifNotExists? identifier comment? (WITH properties)?;
createDatabase : DATABASE ifNotExists? compoundIdentifier comment? (WITH properties)?;
createFunction
  : SYSTEM? FUNCTION ifNotExists? compoundIdentifier AS STRING_LITERAL (LANGUAGE functionLanguage)?
    (USING functionResource (COMMA functionResource)*)? (WITH properties)?
  ;
functionLanguage : JAVA | SCALA | SQL | PYTHON;
functionResource : (JAR | ARTIFACT) STRING_LITERAL;
createModel
  : MODEL ifNotExists? compoundIdentifier (INPUT tableElements)? (OUTPUT tableElements)? comment? (WITH properties)?
    (AS orderedQuery)?
  ;
createConnection : SYSTEM_CONNECTION? CONNECTION ifNotExists? compoundIdentifier comment? WITH properties;

ifNotExists : IF NOT EXISTS;
ifExists : IF EXISTS;

// Dropping and altering ---------------------------------------------------------------------------------------------------

dropStatement
  : DROP TEMPORARY?
    ( CATALOG ifExists? compoundIdentifier
    | MATERIALIZED TABLE ifExists? compoundIdentifier
    | TABLE ifExists? compoundIdentifier
    | VIEW ifExists? compoundIdentifier
    | DATABASE ifExists? compoundIdentifier (RESTRICT | CASCADE)?
    | SYSTEM? FUNCTION ifExists? compoundIdentifier
    | MODEL ifExists? compoundIdentifier
    | SYSTEM_CONNECTION? CONNECTION ifExists? compoundIdentifier
    )
  ;

alterStatement
  : ALTER
    ( TABLE ifExists? compoundIdentifier alterTableAction
    | MATERIALIZED TABLE compoundIdentifier alterMaterializedTableAction
    | VIEW compoundIdentifier (RENAME TO compoundIdentifier | AS orderedQuery)
    | CATALOG identifier (SET properties | RESET propertyKeys | comment)
    | DATABASE compoundIdentifier SET properties
    | TEMPORARY? SYSTEM? FUNCTION ifExists? compoundIdentifier AS STRING_LITERAL (LANGUAGE functionLanguage)?
    | MODEL ifExists? compoundIdentifier (RENAME TO compoundIdentifier | SET properties | RESET propertyKeys)
    | CONNECTION ifExists? compoundIdentifier (RENAME TO compoundIdentifier | SET properties | RESET propertyKeys)
    )
  ;
alterTableAction
  : RENAME (TO compoundIdentifier | compoundIdentifier TO compoundIdentifier)
  | SET properties
  | RESET propertyKeys
  | ADD (ifNotExists? addedPartition+ | alteredElements)
  | MODIFY alteredElements
  | DROP (ifExists? droppedPartition (COMMA droppedPartition)* | droppedElements)
  | (PARTITION partitionEntries)? COMPACT
  ;
addedPartition : PARTITION partitionEntries (WITH properties)?;
droppedPartition : PARTITION partitionEntries;
alteredElements : alteredElement | LPAREN alteredElement (COMMA alteredElement)* RPAREN | DISTRIBUTION distribution;
alteredElement : alteredColumn | tableConstraint | watermark;
alteredColumn
  : compoundIdentifier (AS expression comment? | extendedDataType (metadataColumn | columnConstraint)? comment?) columnPosition?
  ;
columnPosition : FIRST | AFTER compoundIdentifier;
droppedElements
  : compoundIdentifier
  | LPAREN compoundIdentifier (COMMA compoundIdentifier)* RPAREN
  | PRIMARY KEY
  | CONSTRAINT identifier
  | DISTRIBUTION
  | WATERMARK
  ;
alterMaterializedTableAction
  : SUSPEND
  | RESUME (WITH properties)?
  | REFRESH (PARTITION partitionEntries)?
  | SET (FRESHNESS EQUAL expression | REFRESH_MODE EQUAL (FULL | CONTINUOUS) | properties)
  | RESET propertyKeys
  | AS orderedQuery
  | ADD alteredElements
  | MODIFY alteredElements
  | DROP droppedElements
  ;

// ----------------------------------------------------------------------------------------------------------------- queries

orderedQuery : queryBody orderByLimit?;
queryBody : withClause? queryTerm setOperation*;
// A query that does not begin with a parenthesis.
queryStart : withClause queryTerm | select | values | explicitTable;
queryTerm : select | values | explicitTable | LPAREN orderedQuery RPAREN;
setOperation : setOperator (ALL | DISTINCT)? setOperand;
setOperator : UNION | INTERSECT | EXCEPT | MINUS_WORD;
setOperand : queryTerm;

withClause : WITH RECURSIVE? commonTableExpression (COMMA commonTableExpression)*;
commonTableExpression : identifier identifierList? AS LPAREN orderedQuery RPAREN;

explicitTable : TABLE compoundIdentifier;
values : (VALUES | VALUE) expression (COMMA expression)*;

orderByLimit : orderBy limitOffset? | limitOffset;
orderBy : ORDER BY orderItem (COMMA orderItem)*;
orderItem : expression orderDirection?;
orderDirection : (ASC | DESC) nullOrder? | nullOrder;
nullOrder : NULLS (FIRST | LAST);
limitOffset
  : LIMIT (limitValue (COMMA limitValue)? | ALL) offsetClause?
  | offsetClause (LIMIT (limitValue | ALL) | fetchClause)?
  | fetchClause
  ;
offsetClause : OFFSET limitValue (ROW | ROWS)?;
fetchClause : FETCH (FIRST | NEXT) limitValue (ROW | ROWS) ONLY;
limitValue : unsignedNumber | QUESTION;

select : SELECT hints? STREAM? (ALL | DISTINCT)? selectItem (COMMA selectItem)* fromClause?;
selectItem : (STAR | expression) (AS (identifier | STRING_LITERAL) | identifier)?;
fromClause : FROM tableReferences where? groupBy? having? windowClause? qualify?;
where : WHERE expression;
groupBy : GROUP BY (ALL | DISTINCT)? groupingElement (COMMA groupingElement)*;
groupingElement
  : GROUPING_SETS SETS LPAREN groupingElement (COMMA groupingElement)* RPAREN
  | ROLLUP LPAREN expression (COMMA expression)* RPAREN
  | CUBE LPAREN expression (COMMA expression)* RPAREN
  | expression
  ;
having : HAVING expression;
windowClause : WINDOW namedWindow (COMMA namedWindow)*;
namedWindow : identifier AS windowSpecification;
windowSpecification
  : LPAREN identifier? (PARTITION BY expression (COMMA expression)*)? orderBy? windowFrame? ((ALLOW | DISALLOW) PARTIAL)? RPAREN
  ;
windowFrame : (ROWS | RANGE) (BETWEEN windowBound AND windowBound | windowBound);
windowBound : CURRENT ROW | UNBOUNDED (PRECEDING | FOLLOWING) | expression (PRECEDING | FOLLOWING);
qualify : QUALIFY expression;

hints : HINT_BEGIN hint (COMMA hint)* COMMENT_END;
tableHints : hints;
hint : identifier (LPAREN (hintArgument (COMMA hintArgument)*)? RPAREN)?;
hintArgument : (identifier | stringLiteral | signedNumber) (EQUAL stringLiteral)?;

// Tables of FROM ----------------------------------------------------------------------------------------------------------

tableReferences : tableReference (joinPart | commaPart)*;
commaPart : COMMA tableReference;
joinPart
  : NATURAL? ((INNER | (LEFT | RIGHT | FULL) OUTER?)? JOIN) tableReference joinCondition?
  | CROSS (JOIN | APPLY) tableReference joinCondition?
  | OUTER APPLY tableReference
  ;
joinCondition : ON expression | USING identifierList;

tableReference : tablePrimary pivot? unpivot? tableAlias? tableSample?;
tableAlias : AS? identifier identifierList?;
tablePrimary
  : compoundIdentifier (implicitTableFunction | tableHints? extendedColumns? timeTravel? matchRecognize?)
  | LATERAL? (parenthesizedTable matchRecognize? | unnest | tableFunction)
  ;
implicitTableFunction : LPAREN (argument (COMMA argument)*)? RPAREN;
extendedColumns : EXTEND LPAREN extendedColumn (COMMA extendedColumn)* RPAREN;
extendedColumn : compoundIdentifier dataType (NOT NULL_)?;
timeTravel : FOR SYSTEM_TIME AS OF expression;
unnest : UNNEST parenthesized (WITH ORDINALITY)?;
tableFunction : TABLE_FUNCTION LPAREN SPECIFIC? routineCall RPAREN;
routineCall : compoundIdentifier LPAREN (argument (COMMA argument)*)? RPAREN;
parenthesizedTable
  : LPAREN (queryStart setOperation* orderByLimit? | tableReference joinPart* setOperation*) RPAREN
  ;

tableSample
  : TABLESAMPLE ( SUBSTITUTE LPAREN stringLiteral RPAREN
                | (BERNOULLI | SYSTEM) LPAREN unsignedNumber RPAREN (REPEATABLE LPAREN signedNumber RPAREN)?)
  ;
pivot
  : PIVOT LPAREN pivotAggregate (COMMA pivotAggregate)* FOR identifierOrList IN
    LPAREN (pivotValue (COMMA pivotValue)*)? RPAREN RPAREN
  ;
pivotAggregate : functionCall (AS? identifier)?;
pivotValue : expression (AS? identifier)?;
unpivot
  : UNPIVOT ((INCLUDE | EXCLUDE) NULLS)? LPAREN identifierOrList FOR identifierOrList IN
    LPAREN unpivotValue (COMMA unpivotValue)* RPAREN RPAREN
  ;
unpivotValue : identifierOrList (AS expression)?;
identifierOrList : identifier | identifierList;

matchRecognize
  : MATCH_RECOGNIZE LPAREN (PARTITION BY expression (COMMA expression)*)? orderBy?
    (MEASURES measure (COMMA measure)*)? ((ONE ROW | ALL ROWS) PER MATCH)? (AFTER MATCH SKIP_WORD afterMatch)?
    PATTERN LPAREN CARET? rowPattern DOLLAR? RPAREN (WITHIN intervalLiteral)?
    (SUBSET patternSubset (COMMA patternSubset)*)? DEFINE patternDefinition (COMMA patternDefinition)* RPAREN
  ;
measure : expression AS identifier;
afterMatch : TO (NEXT ROW | (FIRST | LAST) identifier | identifier) | PAST LAST ROW;
rowPattern : patternTerm (VERTICAL_BAR patternTerm)*;
patternTerm : patternFactor+;
patternFactor : patternPrimary (patternQuantifier QUESTION?)?;
patternQuantifier
  : STAR
  | PLUS
  | QUESTION
  | LBRACE (unsignedNumber (COMMA unsignedNumber?)? | COMMA unsignedNumber) RBRACE
  ;
patternPrimary
  : identifier
  | LPAREN rowPattern RPAREN
  | LBRACE DASH rowPattern DASH RBRACE
  | PERMUTE LPAREN rowPattern (COMMA rowPattern)* RPAREN
  ;
patternSubset : identifier EQUAL LPAREN expression (COMMA expression)* RPAREN;
patternDefinition : identifier AS expression;

// ------------------------------------------------------------------------------------------------------------- expressions

// Operators in the order of the text.
expression : expressionTerm expressionSuffix*;
expressionTerm : prefixOperator* primary;
prefixOperator : PLUS | DASH | NOT | EXISTS | UNIQUE;

expressionSuffix
  : comparison ((SOME | ANY | ALL) parenthesized | expressionTerm)
  | binaryOperator expressionTerm
  | IN parenthesized
  | (BETWEEN (SYMMETRIC | ASYMMETRIC)? | likeOperator) expressionTerm
  | NOT ( IN parenthesized
        | (BETWEEN (SYMMETRIC | ASYMMETRIC)? | likeOperator) expressionTerm
        | SUBMULTISET OF expressionTerm)
  | ESCAPE expressionTerm
  | IS (DISTINCT FROM expressionTerm | truthTest | NOT (DISTINCT FROM expressionTerm | truthTest))
  | MULTISET (UNION | INTERSECT | EXCEPT) (ALL | DISTINCT)? expressionTerm
  | LBRACKET (OFFSET | ORDINAL | SAFE_OFFSET | SAFE_ORDINAL)? expression RBRACKET fieldAccess*
  | FORMAT jsonRepresentation
  ;
comparison : EQUAL | NOT_EQUAL | BANG_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL;
binaryOperator
  : PLUS | DASH | STAR | SLASH | PERCENT | CONCATENATE | AND | OR | MEMBER OF | SUBMULTISET OF | CONTAINS | OVERLAPS | EQUALS
  | PRECEDES | SUCCEEDS | IMMEDIATELY (PRECEDES | SUCCEEDS)
  ;
likeOperator : LIKE | ILIKE | RLIKE | SIMILAR TO;
truthTest
  : NULL_ | TRUE_ | FALSE_ | UNKNOWN | EMPTY | A SET | JSON | JSON_OF_KIND (VALUE | OBJECT | ARRAY | SCALAR)
  ;
jsonRepresentation : JSON (ENCODING (UTF8 | UTF16 | UTF32))?;

primary
  : columnOrCall
  | literal fieldAccess*
  | parenthesized differenceQualifier? fieldAccess*
  | QUESTION
  | caseExpression fieldAccess*
  | builtinCall fieldAccess*
  | ROW parenthesized fieldAccess*
  | ARRAY (parenthesized | bracketedList | STRING_LITERAL) fieldAccess*
  | MAP (parenthesized | bracketedList) fieldAccess*
  | MULTISET (parenthesized | bracketedList)
  | PERIOD LPAREN expression COMMA expression RPAREN
  | CURSOR expressionTerm
  | NEW routineCall
  | (NEXT | CURRENT_VALUE) VALUE FOR compoundIdentifier
  ;

// a, a.b.c, a.*, f(…), c.d.f(…), f(…).x.
columnOrCall : SPECIFIC? identifier dotPart* (callSuffix fieldAccess*)?;
dotPart : DOT (identifier | STAR);
fieldAccess : DOT identifier (LPAREN callArguments? RPAREN)?;
functionCall : (identifier dotPart* | reservedFunctionName) callSuffix;

bracketedList : LBRACKET (expression (COMMA expression)*)? RBRACKET;

// A value, a row, a list behind IN, or a query; which, engine/sql decides.
parenthesized : LPAREN parenthesizedContent? RPAREN;
parenthesizedContent
  : queryStart setOperation* orderByLimit?
  | listElement ((COMMA listElement)+ | setOperation+ orderByLimit? | orderByLimit)?
  ;
listElement : DEFAULT | expression orderDirection?;

callSuffix
  : LPAREN callArguments? RPAREN nullTreatment? (WITHIN withinPart)? (FILTER LPAREN WHERE expression RPAREN)? over?
  ;
withinPart : GROUP LPAREN orderBy RPAREN | DISTINCT LPAREN expression (COMMA expression)* RPAREN;
over : OVER (identifier | windowSpecification);
nullTreatment : (IGNORE | RESPECT) NULLS;
callArguments
  : STAR
  | (ALL | DISTINCT)? argument (COMMA argument)*
  | (withClause queryTerm | select | values) setOperation* orderByLimit?
  ;
argument : argumentValue (ARROW argumentValue)? (PARTITION BY identifierOrList)? (ORDER BY orderItem)?;
argumentValue : expression | DEFAULT | TABLE compoundIdentifier | MODEL_ARGUMENT compoundIdentifier;

caseExpression : CASE expression? caseBranch+ (ELSE expression)? END;
caseBranch : WHEN expression (COMMA expression)* THEN expression;

// Calls with words inside their parentheses, and reserved words that are functions.
builtinCall
  : (CAST | TRY_CAST | SAFE_CAST) LPAREN expression AS dataType RPAREN
  | EXTRACT LPAREN timeUnit FROM expression RPAREN
  | POSITION LPAREN positionTerm IN expression (FROM expression)? RPAREN
  | CONVERT LPAREN expression (USING identifier | COMMA identifier COMMA identifier) RPAREN
  | TRANSLATE LPAREN expression (USING identifier | (COMMA expression)*) RPAREN
  | OVERLAY LPAREN expression PLACING expression FROM expression (FOR expression)? RPAREN
  | (FLOOR | CEIL | CEILING) LPAREN expression (TO timeUnit)? RPAREN over?
  | SUBSTRING LPAREN expression (FROM | COMMA) expression ((FOR | COMMA) expression)? RPAREN
  | TRIM LPAREN (BOTH | LEADING | TRAILING)? expression? (FROM expression)? RPAREN
  | (TIMESTAMPADD | TIMESTAMPDIFF) LPAREN timeUnit COMMA expression COMMA expression RPAREN
  | truncatingFunction LPAREN expression COMMA expression (COMMA expression)? RPAREN
  | (DATE | TIME | TIMESTAMP | DATETIME) LPAREN (argument (COMMA argument)*)? RPAREN
  | JSON_EXISTS LPAREN jsonArguments ((TRUE_ | FALSE_ | UNKNOWN | ERROR) ON ERROR)? RPAREN
  | JSON_VALUE LPAREN jsonArguments (RETURNING dataType)? jsonBehavior* RPAREN
  | JSON_QUERY LPAREN jsonArguments (RETURNING dataType)? (jsonWrapper WRAPPER)? jsonBehavior* RPAREN
  | JSON_OBJECT LPAREN (jsonPair (COMMA jsonPair)*)? jsonNullClause? RPAREN
  | JSON_OBJECTAGG LPAREN jsonPair jsonNullClause? RPAREN
  | JSON_ARRAY LPAREN (expression (COMMA expression)*)? jsonNullClause? RPAREN
  | JSON_ARRAYAGG LPAREN expression orderBy? jsonNullClause? RPAREN (WITHIN GROUP LPAREN orderBy RPAREN)?
  | (ARRAY_AGG | ARRAY_CONCAT_AGG) LPAREN (ALL | DISTINCT)? expression (COMMA expression)*
    orderBy? (SEPARATOR stringLiteral)? RPAREN nullTreatment? (WITHIN withinPart)?
    (FILTER LPAREN WHERE expression RPAREN)? over?
  | (CLASSIFIER | MATCH_NUMBER) LPAREN RPAREN
  | PREV LPAREN expression (COMMA signedNumber)? RPAREN
  | NEXT_FUNCTION LPAREN expression (COMMA signedNumber)? RPAREN
  | (RUNNING | FINAL) functionCall
  | reservedFunctionName callSuffix
  | contextVariable (LPAREN callArguments? RPAREN)?
  | JDBC_FUNCTION_BEGIN (reservedFunctionName | INSERT | CONVERT | SUBSTRING | identifier) LPAREN callArguments? RPAREN RBRACE
  ;
truncatingFunction
  : DATE_DIFF | TIMESTAMP_DIFF | DATETIME_DIFF | TIME_DIFF | DATE_TRUNC | TIMESTAMP_TRUNC | DATETIME_TRUNC | TIME_TRUNC
  | CONTAINS_SUBSTR
  ;
reservedFunctionName
  : RESERVED_FUNCTION_NAME | LEFT | RIGHT | TRUNCATE | GROUPING | CHAR | YEAR | MONTH | HOUR | MINUTE | SECOND
  ;
contextVariable : CONTEXT_VARIABLE | USER;
// The needle of POSITION: without operators, because IN follows.
positionTerm : primary;

jsonArguments : expression COMMA expression (PASSING jsonParameter (COMMA jsonParameter)*)?;
jsonParameter : expression AS identifier;
jsonBehavior : (ERROR | NULL_ | DEFAULT expression | EMPTY (ARRAY | OBJECT)) ON (EMPTY | ERROR);
jsonWrapper : WITHOUT ARRAY? | WITH (CONDITIONAL | UNCONDITIONAL)? ARRAY?;
jsonPair : JSON_KEY? expression (VALUE | COLON) expression;
jsonNullClause : (NULL_CLAUSE | ABSENT) ON NULL_;

timeUnit : (YEAR | MONTH | DAY | HOUR | MINUTE | SECOND | identifier) (LPAREN weekday RPAREN)?;
weekday : SUNDAY | MONDAY | TUESDAY | WEDNESDAY | THURSDAY | FRIDAY | SATURDAY;

// Literals ----------------------------------------------------------------------------------------------------------------

literal
  : unsignedNumber
  | stringLiteral
  | TRUE_
  | FALSE_
  | UNKNOWN
  | NULL_
  | temporalLiteral
  | intervalLiteral
  ;
unsignedNumber : INTEGER_LITERAL | DECIMAL_LITERAL | APPROXIMATE_LITERAL | DECIMAL STRING_LITERAL;
signedNumber : (PLUS | DASH)? unsignedNumber;
stringLiteral
  : (STRING_LITERAL | PREFIXED_STRING_LITERAL | UNICODE_STRING_LITERAL) STRING_LITERAL* (UESCAPE STRING_LITERAL)?
  | BINARY_LITERAL STRING_LITERAL*
  | ESCAPED_STRING_LITERAL
  ;
temporalLiteral
  : (DATE_LITERAL | TIME_LITERAL | TIMESTAMP_LITERAL (WITH_TIME_ZONE LOCAL TIME ZONE)? | DATETIME_LITERAL) STRING_LITERAL
  | (JDBC_DATE_BEGIN | JDBC_TIME_BEGIN | JDBC_TIMESTAMP_BEGIN) STRING_LITERAL RBRACE
  ;
intervalLiteral
  : INTERVAL (PLUS | DASH)?
    (STRING_LITERAL intervalQualifier | (parenthesized | unsignedNumber | compoundIdentifier) intervalQualifier)
  ;
intervalQualifier : intervalStart intervalPrecision? (INTERVAL_TO intervalEnd intervalPrecision?)?;
// Behind (a - b): only words that cannot be an alias.
differenceQualifier : intervalUnit intervalPrecision? (INTERVAL_TO intervalEnd intervalPrecision?)?;
intervalStart : intervalUnit | YEARS | QUARTER | QUARTERS | MONTHS | WEEK | WEEKS | DAYS | HOURS | MINUTES | SECONDS;
intervalEnd : MONTH | MONTHS | HOUR | HOURS | MINUTE | MINUTES | SECOND | SECONDS;
intervalUnit : YEAR | MONTH | DAY | HOUR | MINUTE | SECOND;
intervalPrecision : LPAREN INTEGER_LITERAL (COMMA INTEGER_LITERAL)? RPAREN;

// ------------------------------------------------------------------------------------------------------------------- types

extendedDataType : typeName nullability? (collectionSuffix nullability?)*;
dataType : typeName collectionSuffix*;
nullability : NOT? NULL_;
collectionSuffix : ARRAY | MULTISET;
typeName
  : BOOLEAN | TINYINT | SMALLINT | INT | INTEGER | BIGINT | FLOAT | REAL | DOUBLE PRECISION? | STRING | BYTES | VARIANT | BITMAP
  | (BINARY VARYING? | VARBINARY) typePrecision?
  | ((CHARACTER | CHAR) VARYING? | VARCHAR) typePrecision? (CHARACTER SET identifier)?
  | (DECIMAL | DEC | NUMERIC | ANY) decimalPrecision?
  | DATE
  | (TIME | TIMESTAMP) typePrecision? (WITHOUT_TIME_ZONE TIME ZONE | WITH_TIME_ZONE LOCAL? TIME ZONE)?
  | TIMESTAMP_LTZ typePrecision?

  | INTERVAL intervalQualifier
  | (ARRAY | MULTISET) LESS typeName nullability? GREATER
  | MAP LESS extendedDataType COMMA extendedDataType GREATER
  | ROW (NOT_EQUAL | LESS typeFields? GREATER | LPAREN typeFields? RPAREN)
  | RAW LPAREN stringLiteral COMMA stringLiteral RPAREN
  | STRUCTURED LESS stringLiteral (COMMA typeFields)? GREATER
  | NULL_
  | compoundIdentifier
  ;
typePrecision : LPAREN INTEGER_LITERAL RPAREN;
decimalPrecision : LPAREN INTEGER_LITERAL (COMMA INTEGER_LITERAL)? RPAREN;
typeFields : typeField (COMMA typeField)*;
typeField : identifier extendedDataType STRING_LITERAL?;

// ------------------------------------------------------------------------------------------------------------------- names

compoundIdentifier : identifier dotPart*;
identifierList : LPAREN identifier (COMMA identifier)* RPAREN;
identifier : IDENTIFIER | QUOTED_IDENTIFIER | nonReservedWord;

// Words with a meaning somewhere in this grammar that Flink does not reserve. Those that would make a decision need more than
// one token are missing here: the token classifier makes them identifiers wherever they are not keywords.
nonReservedWord
  : ADD | AFTER | ANALYZE | APPLY | ARTIFACT | ASC | BERNOULLI | CASCADE | CATALOG | CHANGELOG_MODE | COLUMNS | COMPACT
  | COMPILE | COMPUTE | CONDITIONAL | CONFLICT | CONNECTION | CONSTRAINTS | DATABASE | DAYS | DEDUPLICATE | DESC | DO | DRAIN
  | ENFORCED | ERROR | ESTIMATED_COST | EXCLUDE | EXCLUDING | FIRST | FOLLOWING | FROM_BEGINNING | FROM_NOW
  | FROM_TIMESTAMP | GENERATED | HOURS | INCLUDE | INCLUDING | INPUT | JAR | JARS | JAVA | JOB | JOBS | JSON
  | JSON_EXECUTION_PLAN | KEY | LAST | LOAD | MATCHED | METADATA | MINUTES | MONTHS | NOTHING | NULLS | OBJECT
  | OPTIONS | ORDINALITY | OUTPUT | OVERWRITE | OVERWRITING | PARTIAL | PARTITIONED | PARTITIONS | PASSING | PAST | PLACING | PLAN
  | PLAN_ADVICE | PRECEDING | PYTHON | QUARTER | REMOVE | REPEATABLE | REPLACE | RESTRICT | RESUME_OR_FROM_BEGINNING
  | RESUME_OR_FROM_NOW | RESUME_OR_FROM_TIMESTAMP | RETURNING | SCALAR | SECONDS | SETS | START_MODE | STATISTICS | STOP | SUBSTITUTE
  | TEMPORARY | UNCONDITIONAL | UNLOAD | UTF16 | UTF32 | UTF8 | VIEW | VIRTUAL | WEEK | WRAPPER | YEARS | ZONE
  ;
