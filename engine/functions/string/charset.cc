#include "engine/functions/string/charset.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr char16_t kReplacement = 0xFFFD;
constexpr char16_t kByteOrderMark = 0xFEFF;
constexpr char16_t kReversedMark = 0xFFFE;

enum class ByteOrder { kBig, kLittle, kMarked };

std::string_view EncodeUtf8(std::string_view text, Arena& arena) { return Utf8Bytes(Datum::Text(text), arena); }

// Charsets whose bytes are the first `limit` code points.
template <char32_t kLimit>
std::string_view EncodeBytes(std::string_view text, Arena& arena) {
  char* const out = arena.Allocate(text.size());
  size_t size = 0;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = NextCodePoint(text, i);
    out[size++] = c < kLimit ? static_cast<char>(c) : '?';
  }
  arena.ShrinkLast(out, size);
  return {out, size};
}

template <char32_t kLimit>
std::string_view DecodeBytes(std::string_view bytes, Arena& arena) {
  std::string text;
  text.reserve(bytes.size());
  for (const char byte : bytes) {
    const char32_t c = static_cast<unsigned char>(byte);
    AppendCodePoint(text, c < kLimit ? c : char32_t{kReplacement});
  }
  return arena.Copy(text);
}

void AppendUnit(std::string& out, char32_t unit, int bytes, ByteOrder order) {
  for (int i = 0; i < bytes; ++i) {
    const int shift = 8 * (order == ByteOrder::kLittle ? i : bytes - 1 - i);
    out.push_back(static_cast<char>((unit >> shift) & 0xFF));
  }
}

template <ByteOrder kOrder>
std::string_view EncodeUtf16(std::string_view text, Arena& arena) {
  std::u16string units = ToUtf16(text);
  std::string out;
  if (kOrder == ByteOrder::kMarked && !units.empty()) AppendUnit(out, kByteOrderMark, 2, kOrder);
  for (size_t i = 0; i < units.size(); ++i) {
    const bool is_pair = IsHighSurrogate(units[i]) && i + 1 < units.size() && IsLowSurrogate(units[i + 1]);
    if (IsSurrogate(units[i]) && !is_pair) {
      AppendUnit(out, kReplacement, 2, kOrder);
      continue;
    }
    AppendUnit(out, units[i], 2, kOrder);
    if (is_pair) AppendUnit(out, units[++i], 2, kOrder);
  }
  return arena.Copy(out);
}

char32_t ReadUnit(std::string_view bytes, size_t i, size_t count, ByteOrder order) {
  char32_t unit = 0;
  for (size_t k = 0; k < count; ++k) {
    const size_t at = i + (order == ByteOrder::kLittle ? count - 1 - k : k);
    unit = (unit << 8) | static_cast<unsigned char>(bytes[at]);
  }
  return unit;
}

// The byte order that a mark at the front tells; the mark is taken off.
ByteOrder TakeMark(std::string_view& bytes, size_t width) {
  if (bytes.size() < width) return ByteOrder::kBig;
  for (const ByteOrder order : {ByteOrder::kBig, ByteOrder::kLittle}) {
    if (ReadUnit(bytes, 0, width, order) != kByteOrderMark) continue;
    bytes.remove_prefix(width);
    return order;
  }
  return ByteOrder::kBig;
}

template <ByteOrder kOrder>
std::string_view DecodeUtf16(std::string_view bytes, Arena& arena) {
  const ByteOrder order = kOrder == ByteOrder::kMarked ? TakeMark(bytes, 2) : kOrder;
  std::u16string units;
  size_t i = 0;
  while (i + 2 <= bytes.size()) {
    const char16_t unit = static_cast<char16_t>(ReadUnit(bytes, i, 2, order));
    i += 2;
    if (!IsHighSurrogate(unit)) {
      units.push_back(unit == kReversedMark || IsLowSurrogate(unit) ? kReplacement : unit);
      continue;
    }
    if (i + 2 > bytes.size()) {
      // What is left is malformed as a whole.
      units.push_back(kReplacement);
      i = bytes.size();
      break;
    }
    const char16_t second = static_cast<char16_t>(ReadUnit(bytes, i, 2, order));
    i += 2;
    if (IsLowSurrogate(second)) {
      units.push_back(unit);
      units.push_back(second);
    } else {
      units.push_back(kReplacement);
    }
  }
  if (i < bytes.size()) units.push_back(kReplacement);
  return arena.Copy(ToUtf8(units));
}

template <ByteOrder kOrder>
std::string_view EncodeUtf32(std::string_view text, Arena& arena) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = NextCodePoint(text, i);
    AppendUnit(out, IsSurrogate(c) ? char32_t{kReplacement} : c, 4, kOrder);
  }
  return arena.Copy(out);
}

template <ByteOrder kOrder>
std::string_view DecodeUtf32(std::string_view bytes, Arena& arena) {
  const ByteOrder order = kOrder == ByteOrder::kMarked ? TakeMark(bytes, 4) : kOrder;
  std::string text;
  size_t i = 0;
  for (; i + 4 <= bytes.size(); i += 4) {
    const char32_t c = ReadUnit(bytes, i, 4, order);
    AppendCodePoint(text, c > 0x10FFFF ? char32_t{kReplacement} : c);
  }
  if (i < bytes.size()) AppendCodePoint(text, kReplacement);
  return arena.Copy(text);
}

struct NamedCharset {
  std::string_view names;  // in small letters, blanks around each
  Charset charset;
};

constexpr NamedCharset kCharsets[] = {
    {" utf-8 utf8 unicode-1-1-utf-8 ", {EncodeUtf8, ReplaceMalformed}},
    {" us-ascii ascii ascii7 iso646-us iso_646.irv:1991 iso_646.irv:1983 ansi_x3.4-1968 ansi_x3.4-1986 iso-ir-6 646 cp367 "
     "ibm367 ibm-367 us default csascii ",
     {EncodeBytes<0x80>, DecodeBytes<0x80>}},
    {" iso-8859-1 iso8859-1 iso8859_1 8859_1 iso_8859-1 iso_8859_1 iso_8859-1:1987 iso-ir-100 latin1 l1 ibm819 ibm-819 cp819 819 "
     "csisolatin1 ",
     {EncodeBytes<0x100>, DecodeBytes<0x100>}},
    {" utf-16 utf16 utf_16 unicode unicodebig ", {EncodeUtf16<ByteOrder::kMarked>, DecodeUtf16<ByteOrder::kMarked>}},
    {" utf-16be utf_16be iso-10646-ucs-2 x-utf-16be unicodebigunmarked ",
     {EncodeUtf16<ByteOrder::kBig>, DecodeUtf16<ByteOrder::kBig>}},
    {" utf-16le utf_16le x-utf-16le unicodelittleunmarked ",
     {EncodeUtf16<ByteOrder::kLittle>, DecodeUtf16<ByteOrder::kLittle>}},
    {" utf-32 utf_32 utf32 iso-10646-ucs-4 ucs-4 ", {EncodeUtf32<ByteOrder::kBig>, DecodeUtf32<ByteOrder::kMarked>}},
    {" utf-32be utf_32be x-utf-32be ", {EncodeUtf32<ByteOrder::kBig>, DecodeUtf32<ByteOrder::kBig>}},
    {" utf-32le utf_32le x-utf-32le ", {EncodeUtf32<ByteOrder::kLittle>, DecodeUtf32<ByteOrder::kLittle>}},
};

constexpr std::string_view kUnsupportedPrefixes[] = {
    "windows-", "iso-8859-", "iso8859_", "ibm", "cp", "gb", "big5", "euc", "shift_jis", "shift-jis", "sjis", "ms9", "koi8",
    "iso-2022-", "x-", "tis-620", "cesu-8", "ksc", "ks_c", "jis", "latin", "johab", "hz",
};

}  // namespace

const Charset* FindCharset(std::string_view name) {
  if (name.empty() || name.find(' ') != std::string_view::npos) return nullptr;
  const std::string wanted = Concat(" ", ToLower(name), " ");
  const auto found = std::find_if(std::begin(kCharsets), std::end(kCharsets), [&](const NamedCharset& charset) {
    return charset.names.find(wanted) != std::string_view::npos;
  });
  return found != std::end(kCharsets) ? &found->charset : nullptr;
}

bool IsUnsupportedCharset(std::string_view name) {
  if (FindCharset(name) != nullptr) return false;
  const std::string wanted = ToLower(name);
  return std::any_of(std::begin(kUnsupportedPrefixes), std::end(kUnsupportedPrefixes),
                     [&](std::string_view prefix) { return wanted.starts_with(prefix); });
}

}  // namespace drey
