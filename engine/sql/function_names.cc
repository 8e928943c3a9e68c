#include "engine/sql/function_names.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/types/logical_type.h"

namespace drey {
namespace {

// The scalar functions of Calcite's standard operator table.
constexpr std::array<std::string_view, 82> kOfCalcite = {
    "ABS", "ACOS", "ASCII", "ASIN", "ATAN", "ATAN2", "CARDINALITY", "CBRT", "CEIL", "CHARACTER_LENGTH", "CHAR_LENGTH", "COALESCE",
    "CONVERT", "COS", "COT", "CURRENT_CATALOG", "CURRENT_DATE", "CURRENT_PATH", "CURRENT_ROLE", "CURRENT_SCHEMA", "CURRENT_TIME",
    "CURRENT_TIMESTAMP", "CURRENT_USER", "DAYOFMONTH", "DAYOFWEEK", "DAYOFYEAR", "DEGREES", "ELEMENT", "EXP", "EXTRACT", "FLOOR", "HOUR",
    "INITCAP", "JSON_ARRAY", "JSON_DEPTH", "JSON_EXISTS", "JSON_KEYS", "JSON_LENGTH", "JSON_OBJECT", "JSON_PRETTY", "JSON_QUERY",
    "JSON_REMOVE", "JSON_STORAGE_SIZE", "JSON_TYPE", "JSON_VALUE", "LAST_DAY", "LN", "LOCALTIME", "LOCALTIMESTAMP", "LOG10", "LOWER",
    "MINUTE", "MOD", "MONTH", "NULLIF", "OCTET_LENGTH", "OVERLAY", "PI", "POSITION", "POWER", "QUARTER", "RADIANS", "RAND",
    "RAND_INTEGER", "REPLACE", "ROUND", "SECOND", "SIGN", "SIN", "SQRT", "SUBSTRING", "SYSTEM_USER", "TAN", "TIMESTAMPADD",
    "TIMESTAMPDIFF", "TRANSLATE", "TRIM", "TRUNCATE", "UPPER", "USER", "WEEK", "YEAR"};

// Those that Flink adds as operators of the SQL planner; all others are functions of its Table API.
constexpr std::array<std::string_view, 56> kOfPlanner = {
    "BIN", "CHR", "CONCAT", "CONCAT_WS", "CONVERT_TZ", "COSH", "CURRENT_DATABASE", "CURRENT_ROW_TIMESTAMP", "DATE_FORMAT", "DECODE", "E",
    "ENCODE", "FROM_BASE64", "FROM_UNIXTIME", "HEX", "IF", "INSTR", "IS_ALPHA", "IS_DECIMAL", "IS_DIGIT", "LEFT", "LOCATE", "LOG", "LOG2",
    "LPAD", "LTRIM", "MD5", "NOW", "PARSE_URL", "PROCTIME", "REGEXP", "REGEXP_EXTRACT", "REGEXP_REPLACE", "REPEAT", "REVERSE", "RIGHT",
    "RPAD", "RTRIM", "SHA1", "SHA2", "SHA224", "SHA256", "SHA384", "SHA512", "SINH", "SPLIT_INDEX", "STREAMRECORD_TIMESTAMP",
    "STR_TO_MAP", "SUBSTR", "TANH", "TO_BASE64", "TO_DATE", "TO_TIMESTAMP", "TRY_PARSE_JSON", "UNIX_TIMESTAMP", "UUID"};

}  // namespace

std::string WrittenFunctionName(const IdentifierPart& name, bool is_validated) {
  const std::string capitals = ToUpper(name.text);
  const bool of_calcite = std::binary_search(kOfCalcite.begin(), kOfCalcite.end(), capitals);
  if (!is_validated) return of_calcite && !name.quoted ? capitals : QuoteIdentifier(name.text);
  const bool is_operator = of_calcite || std::binary_search(kOfPlanner.begin(), kOfPlanner.end(), capitals);
  return is_operator ? capitals : QuoteIdentifier(name.text);
}

}  // namespace drey
