// The charsets that need no table: those of Unicode, ISO-8859-1 and US-ASCII.
#pragma once

#include <memory>
#include <string_view>

#include "engine/functions/charset/charset.h"

namespace drey {

// `lower_name` is in small letters. Null where there is none.
std::shared_ptr<const Charset> FindUnicodeCharset(std::string_view lower_name);

}  // namespace drey
