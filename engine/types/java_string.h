// Bytes and Java Strings: the conversions that Java makes on the way (see TextForm), in the UTF-8 form that Datum keeps.
//
// Rules: java.lang.String of JDK 17 — new String(bytes, UTF_8) replaces malformed pieces by U+FFFD, getBytes(UTF_8) writes '?' for
// an unpaired surrogate, compareTo compares UTF-16 code units.
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/utf8.h"
#include "engine/types/datum.h"

namespace drey {

// What Java's String of a character string is, whatever its form.
inline std::string_view JavaString(const Datum& text, Arena& arena) {
  return text.form == TextForm::kJavaString ? text.view() : ReplaceMalformed(text.view(), arena);
}

// The bytes of a character string in Java: bytes nobody looked at stay as they are, of a Java String an unpaired surrogate becomes '?'.
inline std::string_view Utf8Bytes(const Datum& text, Arena& arena) {
  return text.form == TextForm::kUncheckedBytes ? text.view() : EncodeJavaText(text.view(), arena);
}

// String.trim.
std::string_view TrimJava(std::string_view text);

// String.compareTo: negative, zero or positive.
int CompareUtf16(std::string_view a, std::string_view b);

}  // namespace drey
