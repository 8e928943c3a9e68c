#include "engine/functions/json/json_functions.h"

#include "engine/functions/json/is_json.h"
#include "engine/functions/json/json_construction.h"
#include "engine/functions/json/json_exists.h"
#include "engine/functions/json/json_query.h"
#include "engine/functions/json/json_quote.h"
#include "engine/functions/json/json_value.h"
#include "engine/functions/json/parse_json.h"

namespace drey {
namespace {

constexpr std::string_view kIsJsonOperators[] = {
    "IS JSON VALUE",     "IS JSON OBJECT",     "IS JSON ARRAY",     "IS JSON SCALAR",
    "IS NOT JSON VALUE", "IS NOT JSON OBJECT", "IS NOT JSON ARRAY", "IS NOT JSON SCALAR",
};

void RegisterReading(FunctionRegistry& registry) {
  registry.Add(
      {.name = "JSON_VALUE",
       .bind = BindJsonValue,
       .documentation = {.signature = "JSON_VALUE(document, path [RETURNING type] [{NULL | ERROR | DEFAULT value} ON EMPTY] "
                                      "[{NULL | ERROR | DEFAULT value} ON ERROR])",
                         .description = "The scalar that the path leads to in a JSON text. Paths are strict unless they begin "
                                        "with lax. RETURNING takes STRING, BOOLEAN, INT and DOUBLE and fails the row where the "
                                        "value is of another kind.",
                         .example = "JSON_VALUE('{\"a\": {\"b\": 1}}', '$.a.b')",
                         .example_result = "1"}});
  registry.Add(
      {.name = "JSON_QUERY",
       .bind = BindJsonQuery,
       .documentation = {.signature = "JSON_QUERY(document, path [RETURNING type] [{WITHOUT | WITH CONDITIONAL | WITH "
                                      "UNCONDITIONAL} [ARRAY] WRAPPER] [{NULL | EMPTY ARRAY | EMPTY OBJECT | ERROR} ON EMPTY] "
                                      "[{NULL | EMPTY ARRAY | EMPTY OBJECT | ERROR} ON ERROR])",
                         .description = "The array or object that the path leads to in a JSON text, as JSON text or as an "
                                        "ARRAY<STRING>.",
                         .example = "JSON_QUERY('{\"a\": [1, 2]}', '$.a')",
                         .example_result = "[1,2]"}});
  registry.Add({.name = "JSON_EXISTS",
                .bind = BindJsonExists,
                .documentation = {.signature = "JSON_EXISTS(document, path [{TRUE | FALSE | UNKNOWN | ERROR} ON ERROR])",
                                  .description = "Whether the path leads to anything in a JSON text.",
                                  .example = "JSON_EXISTS('{\"a\": true}', '$.a')",
                                  .example_result = "TRUE"}});
  for (const std::string_view name : kIsJsonOperators) {
    registry.Add({.name = name, .bind = BindIsJson, .is_operator = true});
  }
}

void RegisterWriting(FunctionRegistry& registry) {
  registry.Add({.name = "JSON_STRING",
                .bind = BindJsonString,
                .documentation = {.signature = "JSON_STRING(value)",
                                  .description = "The value as JSON text. Keys of objects are sorted.",
                                  .example = "JSON_STRING(ARRAY[1, 2])",
                                  .example_result = "[1,2]"}});
  registry.Add({.name = "JSON_OBJECT",
                .bind = BindJsonObject,
                .documentation = {.signature = "JSON_OBJECT([[KEY] key VALUE value]* [{NULL | ABSENT} ON NULL])",
                                  .description = "A JSON object of the keys, which are literals, and values. JSON text of nested "
                                                 "JSON functions becomes part of it.",
                                  .example = "JSON_OBJECT('b' VALUE 1, 'a' VALUE JSON_ARRAY(TRUE))",
                                  .example_result = "{\"a\":[true],\"b\":1}"}});
  registry.Add({.name = "JSON_ARRAY",
                .bind = BindJsonArray,
                .documentation = {.signature = "JSON_ARRAY([value]* [{NULL | ABSENT} ON NULL])",
                                  .description = "A JSON array of the values.",
                                  .example = "JSON_ARRAY(1, 'x')",
                                  .example_result = "[1,\"x\"]"}});
  registry.Add({.name = "JSON",
                .bind = BindJson,
                .documentation = {.signature = "JSON(string)",
                                  .description = "JSON text as a value of JSON_OBJECT or JSON_ARRAY.",
                                  .example = "JSON_ARRAY(JSON('{\"a\": 1}'))",
                                  .example_result = "[{\"a\":1}]"},
                .since = FlinkVersion::k2_3});
  registry.Add({.name = "PARSE_JSON",
                .bind = BindParseJson,
                .documentation = {.signature = "PARSE_JSON(string [, allow_duplicate_keys])",
                                  .description = "The value of a JSON text as a VARIANT; other text fails the row. Of equal keys the last one "
                                                 "counts where they are allowed, else they fail the row.",
                                  .example = "PARSE_JSON('{\"b\": 1, \"a\": [2]}')",
                                  .example_result = "{\"a\":[2],\"b\":1}"},
                .since = FlinkVersion::k2_3});
  registry.Add({.name = "TRY_PARSE_JSON",
                .bind = BindTryParseJson,
                .documentation = {.signature = "TRY_PARSE_JSON(string [, allow_duplicate_keys])",
                                  .description = "As PARSE_JSON, but NULL instead of a failure.",
                                  .example = "TRY_PARSE_JSON('[1, 2]')",
                                  .example_result = "[1,2]"},
                .since = FlinkVersion::k2_3});
  registry.Add({.name = "JSON_QUOTE",
                .bind = BindJsonQuote,
                .documentation = {.signature = "JSON_QUOTE(string)",
                                  .description = "The text as a JSON string, with quotes and escapes.",
                                  .example = "JSON_QUOTE('a\"b')",
                                  .example_result = "\"a\\\"b\""},
                .since = FlinkVersion::k2_3});
  registry.Add({.name = "JSON_UNQUOTE",
                .bind = BindJsonUnquote,
                .documentation = {.signature = "JSON_UNQUOTE(string)",
                                  .description = "The contents of a JSON string; other text as it is.",
                                  .example = "JSON_UNQUOTE('\"a\"')",
                                  .example_result = "a"},
                .since = FlinkVersion::k2_3});
}

}  // namespace

void RegisterJsonFunctions(FunctionRegistry& registry) {
  RegisterReading(registry);
  RegisterWriting(registry);
}

}  // namespace drey
