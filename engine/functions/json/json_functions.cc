#include "engine/functions/json/json_functions.h"

#include "engine/functions/json/is_json.h"
#include "engine/functions/json/json_exists.h"
#include "engine/functions/json/json_query.h"
#include "engine/functions/json/json_value.h"

namespace drey {
namespace {

constexpr std::string_view kIsJsonOperators[] = {
    "IS JSON VALUE",     "IS JSON OBJECT",     "IS JSON ARRAY",     "IS JSON SCALAR",
    "IS NOT JSON VALUE", "IS NOT JSON OBJECT", "IS NOT JSON ARRAY", "IS NOT JSON SCALAR",
};

}  // namespace

void RegisterJsonFunctions(FunctionRegistry& registry) {
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

}  // namespace drey
