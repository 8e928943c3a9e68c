// The charsets of Java that are told by tables, see CharsetTables.java.
#pragma once

#include <span>
#include <string_view>

#include "engine/functions/charset/coded_character_set.h"

namespace drey {

// How codes are written in bytes, and how much of what is malformed makes one U+FFFD.
enum class CharsetKind {
  kSingleByte,
  kDoubleByte,          // a byte that leads is kept back where what follows it is a character, or leads, itself
  kDoubleByteWhole,     // HKSCS: both bytes go
  kDoubleByteBySecond,  // JIS X 0213: the second stays where it is a character itself
  kDoubleByteOnly,      // no single bytes
  kSimpleEuc,           // EUC without the sets behind SS2 and SS3
  kEuc,                 // the second set stands behind SS3
  kGb18030,             // the second set are the numbers of the codes of four bytes
  kShifted,             // EBCDIC: the second set stands between SO and SI
  kJapaneseEscapes,     // ISO-2022-JP: the sets behind ESC $ B and ESC $ ( D
  kJapaneseEscapesWithoutKana,
  kKoreanEscapes,  // ISO-2022-KR: the set behind ESC $ ) C and SO
};

struct TableCharset {
  std::string_view names;  // in small letters, blanks around each
  CharsetKind kind;
  int first;  // sets; -1: none
  int second;
  std::string_view replacement;  // of what the charset lacks
};

std::span<const TableCharset> TableCharsets();
// Null for -1.
const CodedCharacterSetData* CharacterSetData(int index);

}  // namespace drey
