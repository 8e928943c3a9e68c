// A message's bytes as the text that Jackson's csv parser reads.
//
// Rules: CsvParserBootstrapper and UTF8Reader of jackson-dataformat-csv: encodings are detected; overlong forms and surrogates pass.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/flink_version.h"

namespace drey {

struct CsvText {
  std::string_view text = {};  // Java text, in the message or the arena
  // Set where the bytes go wrong behind the text, which is told when the reader comes there.
  std::string failure_class = {};
  std::string failure = {};
};

// A character of the options as text; empty where it is switched off.
std::string CharacterText(std::optional<char16_t> character);

CsvText DecodeCsvText(std::string_view message, FlinkVersion version, Arena& arena);

}  // namespace drey
