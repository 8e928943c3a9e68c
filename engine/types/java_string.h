// Bytes and Java Strings: the conversions that Java makes on the way (see TextForm), in the UTF-8 form that Datum keeps.
//
// Rules: java.lang.String of JDK 17 — new String(bytes, UTF_8) replaces malformed pieces by U+FFFD, getBytes(UTF_8) writes '?' for
// an unpaired surrogate, compareTo compares UTF-16 code units.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/types/datum.h"

namespace drey {

inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

// Strict UTF-8: neither surrogates nor overlong forms.
bool IsWellFormedUtf8(std::string_view bytes);

// new String(bytes, UTF_8). Well-formed bytes are returned as they are, others as a copy in `arena`.
std::string_view DecodeUtf8(std::string_view bytes, Arena& arena);

// What Java's String of a character string is, whatever its form.
inline std::string_view JavaString(const Datum& text, Arena& arena) {
  return text.form == TextForm::kJavaString ? text.view() : DecodeUtf8(text.view(), arena);
}

// The bytes of a character string in Java: bytes nobody looked at stay as they are, of a Java String an unpaired surrogate becomes '?'.
std::string_view Utf8Bytes(const Datum& text, Arena& arena);

// UTF-16 code units of a Java String.
size_t Utf16Length(std::string_view text);

// String.substring(0, units), or the whole text where it is shorter. A pair of surrogates may be cut in two.
std::string Utf16Prefix(std::string_view text, size_t units);

// String.compareTo: negative, zero or positive.
int CompareUtf16(std::string_view a, std::string_view b);

}  // namespace drey
