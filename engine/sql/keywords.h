// The words that Flink reserves. They need back-ticks to be names; the lists differ a little between releases.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/base/flink_version.h"

namespace drey {

enum class WordKind : uint8_t {
  kUnknown,      // the release has no such keyword: a name and nothing else
  kNotReserved,  // a name that may be a keyword where the grammar has it
  kReserved,
  kReservedFunction,  // reserved, but names a function before a parenthesis (COUNT, UPPER)
  kContextVariable,   // reserved, a value without parentheses (CURRENT_DATE)
};

struct Word {
  WordKind in_1_20;
  WordKind in_2_3;
};

WordKind KindOfWord(std::string_view word_in_capitals, FlinkVersion version);

// Whether `word`, in any case, must be quoted to be a name.
bool IsReservedWord(std::string_view word, FlinkVersion version);

}  // namespace drey
