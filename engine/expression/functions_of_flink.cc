#include "engine/expression/functions_of_flink.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"

namespace drey {
namespace {

// Flink's documentation, System (Built-in) Functions.
constexpr std::array<std::string_view, 165> kSince1_20 = {
    "ABS", "ACOS", "ARRAY_AGG", "ARRAY_APPEND", "ARRAY_CONCAT", "ARRAY_CONTAINS", "ARRAY_DISTINCT",
    "ARRAY_EXCEPT", "ARRAY_INTERSECT", "ARRAY_JOIN", "ARRAY_MAX", "ARRAY_MIN", "ARRAY_POSITION",
    "ARRAY_PREPEND", "ARRAY_REMOVE", "ARRAY_REVERSE", "ARRAY_SLICE", "ARRAY_SORT", "ARRAY_UNION", "ASCII",
    "ASIN", "ATAN", "ATAN2", "BIN", "BTRIM", "CARDINALITY", "CEIL", "CEILING", "CHARACTER_LENGTH",
    "CHAR_LENGTH", "CHR", "COALESCE", "CONCAT", "CONCAT_WS", "CONVERT_TZ", "COS", "COSH", "COT",
    "CURRENT_DATABASE", "CURRENT_DATE", "CURRENT_ROW_TIMESTAMP", "CURRENT_TIME", "CURRENT_TIMESTAMP",
    "CURRENT_WATERMARK", "DATE_FORMAT", "DAYOFMONTH", "DAYOFWEEK", "DAYOFYEAR", "DECODE", "DEGREES", "E",
    "ELEMENT", "ELT", "ENCODE", "EXP", "EXTRACT", "FLOOR", "FROM_BASE64", "FROM_UNIXTIME", "GREATEST",
    "GROUPING", "GROUPING_ID", "HEX", "HOUR", "IF", "IFNULL", "INITCAP", "INSTR", "IS_ALPHA", "IS_DECIMAL",
    "IS_DIGIT", "JSON_ARRAY", "JSON_EXISTS", "JSON_OBJECT", "JSON_QUERY", "JSON_QUOTE", "JSON_STRING",
    "JSON_UNQUOTE", "JSON_VALUE", "LEAST", "LEFT", "LN", "LOCALTIME", "LOCALTIMESTAMP", "LOCATE", "LOG",
    "LOG10", "LOG2", "LOWER", "LPAD", "LTRIM", "MAP_ENTRIES", "MAP_FROM_ARRAYS", "MAP_KEYS", "MAP_UNION",
    "MAP_VALUES", "MD5", "MINUTE", "MOD", "MONTH", "NOW", "NULLIF", "OVERLAY", "PARSE_URL", "PI", "POSITION",
    "POWER", "PRINTF", "PROCTIME", "QUARTER", "RADIANS", "RAND", "RAND_INTEGER", "REGEXP", "REGEXP_COUNT",
    "REGEXP_EXTRACT", "REGEXP_EXTRACT_ALL", "REGEXP_INSTR", "REGEXP_REPLACE", "REGEXP_SUBSTR", "REPEAT",
    "REPLACE", "REVERSE", "RIGHT", "ROUND", "RPAD", "RTRIM", "SECOND", "SHA1", "SHA2", "SHA224", "SHA256",
    "SHA384", "SHA512", "SIGN", "SIN", "SINH", "SOURCE_WATERMARK", "SPLIT", "SPLIT_INDEX", "SQRT",
    "STARTSWITH", "STR_TO_MAP", "SUBSTR", "SUBSTRING", "TAN", "TANH", "TIMESTAMPADD", "TIMESTAMPDIFF",
    "TO_BASE64", "TO_DATE", "TO_TIMESTAMP", "TO_TIMESTAMP_LTZ", "TRANSLATE", "TRIM", "TRUNCATE", "TYPEOF",
    "UNHEX", "UNIX_TIMESTAMP", "UPPER", "URL_DECODE", "URL_ENCODE", "UUID", "WEEK", "YEAR"};
static_assert(std::is_sorted(kSince1_20.begin(), kSince1_20.end()));

constexpr std::array<std::string_view, 6> kSince2_3 = {"IS_VALID_UTF8", "MAKE_VALID_UTF8", "OBJECT_OF", "OBJECT_UPDATE",
                                                       "PARSE_JSON", "TRY_PARSE_JSON"};

}  // namespace

bool IsFunctionOfFlink(std::string_view name, FlinkVersion version) {
  const std::string capitals = ToUpper(name);
  if (std::binary_search(kSince1_20.begin(), kSince1_20.end(), std::string_view(capitals))) return true;
  return version == FlinkVersion::k2_3 &&
         std::find(kSince2_3.begin(), kSince2_3.end(), std::string_view(capitals)) != kSince2_3.end();
}

}  // namespace drey
