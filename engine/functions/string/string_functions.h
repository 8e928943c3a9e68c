// The string functions, by group; each group is a file.
#pragma once

#include "engine/functions/function_registry.h"

namespace drey {

void RegisterCaseFunctions(FunctionRegistry& registry);       // UPPER LOWER INITCAP
void RegisterTrimFunctions(FunctionRegistry& registry);       // TRIM LTRIM RTRIM BTRIM
void RegisterConcatFunctions(FunctionRegistry& registry);     // || CONCAT CONCAT_WS
void RegisterSubstringFunctions(FunctionRegistry& registry);  // SUBSTRING LEFT RIGHT OVERLAY ELT REVERSE CHAR_LENGTH
void RegisterSearchFunctions(FunctionRegistry& registry);     // POSITION LOCATE INSTR STARTSWITH ENDSWITH
void RegisterReplaceFunctions(FunctionRegistry& registry);    // REPLACE TRANSLATE REPEAT LPAD RPAD
void RegisterSplitFunctions(FunctionRegistry& registry);      // SPLIT SPLIT_INDEX STR_TO_MAP
void RegisterCharacterFunctions(FunctionRegistry& registry);  // ASCII CHR HEX UNHEX IS_ALPHA IS_DIGIT IS_DECIMAL ENCODE DECODE
void RegisterUrlFunctions(FunctionRegistry& registry);        // PARSE_URL URL_ENCODE URL_DECODE
void RegisterInetFunctions(FunctionRegistry& registry);       // INET_ATON INET_NTOA
void RegisterFormatFunctions(FunctionRegistry& registry);     // PRINTF
void RegisterPatternFunctions(FunctionRegistry& registry);    // LIKE, SIMILAR TO, REGEXP …

inline void RegisterStringFunctions(FunctionRegistry& registry) {
  RegisterCaseFunctions(registry);
  RegisterTrimFunctions(registry);
  RegisterConcatFunctions(registry);
  RegisterSubstringFunctions(registry);
  RegisterSearchFunctions(registry);
  RegisterReplaceFunctions(registry);
  RegisterSplitFunctions(registry);
  RegisterCharacterFunctions(registry);
  RegisterUrlFunctions(registry);
  RegisterInetFunctions(registry);
  RegisterFormatFunctions(registry);
  RegisterPatternFunctions(registry);
}

}  // namespace drey
