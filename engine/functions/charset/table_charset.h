// Charsets whose characters are in tables: single bytes, double bytes, EUC, GB18030, EBCDIC with shifts, and the escape sequences of
// ISO-2022.
#pragma once

#include <memory>

#include "engine/functions/charset/charset.h"
#include "engine/functions/charset/java_charset_tables.h"

namespace drey {

std::shared_ptr<const Charset> MakeTableCharset(const TableCharset& charset);

}  // namespace drey
