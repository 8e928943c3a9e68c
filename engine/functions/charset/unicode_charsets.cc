#include "engine/functions/charset/unicode_charsets.h"

#include <array>
#include <string>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr char16_t kReplacementUnit = 0xFFFD;
constexpr char16_t kByteOrderMark = 0xFEFF;

enum class ByteOrder { kBig, kLittle };

// What a mark at the front of the text is to a charset.
enum class Mark {
  kNone,     // a character as others
  kRead,     // read, and not written
  kWritten,  // read and written
};

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
    AppendCodePoint(text, c < kLimit ? c : char32_t{kReplacementUnit});
  }
  return arena.Copy(text);
}

void AppendUnit(std::string& out, char32_t unit, int bytes, ByteOrder order) {
  for (int i = 0; i < bytes; ++i) {
    const int shift = 8 * (order == ByteOrder::kLittle ? i : bytes - 1 - i);
    out.push_back(static_cast<char>((unit >> shift) & 0xFF));
  }
}

template <ByteOrder kOrder, Mark kMark>
std::string_view EncodeUtf16(std::string_view text, Arena& arena) {
  const std::u16string units = ToUtf16(text);
  std::string out;
  if (kMark == Mark::kWritten && !units.empty()) AppendUnit(out, kByteOrderMark, 2, kOrder);
  for (size_t i = 0; i < units.size(); ++i) {
    const bool is_pair = IsHighSurrogate(units[i]) && i + 1 < units.size() && IsLowSurrogate(units[i + 1]);
    if (IsSurrogate(units[i]) && !is_pair) {
      AppendUnit(out, kReplacementUnit, 2, kOrder);
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

// The byte order that a mark at the front tells, else `otherwise`; the mark is taken off.
ByteOrder TakeMark(std::string_view& bytes, size_t width, ByteOrder otherwise) {
  if (bytes.size() < width) return otherwise;
  for (const ByteOrder order : {ByteOrder::kBig, ByteOrder::kLittle}) {
    if (ReadUnit(bytes, 0, width, order) != kByteOrderMark) continue;
    bytes.remove_prefix(width);
    return order;
  }
  return otherwise;
}

template <ByteOrder kOrder, Mark kMark>
std::string_view DecodeUtf16(std::string_view bytes, Arena& arena) {
  const ByteOrder order = kMark == Mark::kNone ? kOrder : TakeMark(bytes, 2, kOrder);
  std::u16string units;
  size_t i = 0;
  while (i + 2 <= bytes.size()) {
    const char16_t unit = static_cast<char16_t>(ReadUnit(bytes, i, 2, order));
    i += 2;
    if (!IsHighSurrogate(unit)) {
      units.push_back(IsLowSurrogate(unit) ? kReplacementUnit : unit);
      continue;
    }
    if (i + 2 > bytes.size()) {
      // What is left is malformed as a whole.
      units.push_back(kReplacementUnit);
      i = bytes.size();
      break;
    }
    const char16_t second = static_cast<char16_t>(ReadUnit(bytes, i, 2, order));
    i += 2;
    if (IsLowSurrogate(second)) {
      units.push_back(unit);
      units.push_back(second);
    } else {
      units.push_back(kReplacementUnit);
    }
  }
  if (i < bytes.size()) units.push_back(kReplacementUnit);
  return arena.Copy(ToUtf8(units));
}

template <ByteOrder kOrder, Mark kMark>
std::string_view EncodeUtf32(std::string_view text, Arena& arena) {
  std::string out;
  if (kMark == Mark::kWritten && !text.empty()) AppendUnit(out, kByteOrderMark, 4, kOrder);
  for (size_t i = 0; i < text.size();) {
    const char32_t c = NextCodePoint(text, i);
    AppendUnit(out, IsSurrogate(c) ? char32_t{kReplacementUnit} : c, 4, kOrder);
  }
  return arena.Copy(out);
}

// A mark of the charset's own order is taken off; one that tells the other order only where the charset has none.
template <ByteOrder kOrder, Mark kMark>
std::string_view DecodeUtf32(std::string_view bytes, Arena& arena) {
  ByteOrder order = kOrder;
  if (kMark == Mark::kRead) {
    order = TakeMark(bytes, 4, kOrder);
  } else if (bytes.size() >= 4 && ReadUnit(bytes, 0, 4, kOrder) == kByteOrderMark) {
    bytes.remove_prefix(4);
  }
  std::string text;
  size_t i = 0;
  for (; i + 4 <= bytes.size(); i += 4) {
    const char32_t c = ReadUnit(bytes, i, 4, order);
    AppendCodePoint(text, c > 0x10FFFF ? char32_t{kReplacementUnit} : c);
  }
  if (i < bytes.size()) AppendCodePoint(text, kReplacementUnit);
  return arena.Copy(text);
}

// CESU-8: UTF-8 of each UTF-16 unit.
std::string_view EncodeCesu8(std::string_view text, Arena& arena) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = NextCodePoint(text, i);
    if (IsSurrogate(c)) {
      out.push_back('?');
    } else if (c < 0x10000) {
      AppendCodePoint(out, c);
    } else {
      AppendCodePoint(out, 0xD7C0 + (c >> 10));
      AppendCodePoint(out, 0xDC00 + (c & 0x3FF));
    }
  }
  return arena.Copy(out);
}

// How many bytes at the front are one malformed piece; 0 if they are a unit, whose `length` bytes are all there.
size_t MalformedCesu8(std::string_view bytes, size_t length) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const auto is_continuation = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  if (length == 0) return 1;
  if (length == 1) return 0;
  if (bytes.size() > 1 && !is_continuation(1)) return 1;
  if (length == 3 && bytes.size() > 1 && byte(0) == 0xE0 && byte(1) < 0xA0) return 1;
  if (bytes.size() < length) return bytes.size();
  return length == 3 && !is_continuation(2) ? 2 : 0;
}

std::string_view DecodeCesu8(std::string_view bytes, Arena& arena) {
  std::u16string units;
  while (!bytes.empty()) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const size_t length = byte(0) < 0x80 ? 1 : byte(0) >= 0xC2 && byte(0) < 0xE0 ? 2 : byte(0) >= 0xE0 && byte(0) < 0xF0 ? 3 : 0;
    const size_t malformed = MalformedCesu8(bytes, length);
    if (malformed != 0) {
      units.push_back(kReplacementUnit);
    } else if (length == 1) {
      units.push_back(byte(0));
    } else if (length == 2) {
      units.push_back(static_cast<char16_t>((byte(0) & 0x1F) << 6 | (byte(1) & 0x3F)));
    } else {
      units.push_back(static_cast<char16_t>((byte(0) & 0xF) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F)));
    }
    bytes.remove_prefix(malformed != 0 ? malformed : length);
  }
  return arena.Copy(ToUtf8(units));
}

class UnicodeCharset final : public Charset {
 public:
  using Conversion = std::string_view (*)(std::string_view, Arena&);

  constexpr UnicodeCharset(Conversion encode, Conversion decode) : encode_(encode), decode_(decode) {}
  std::string_view Encode(std::string_view java_string, Arena& arena) const override { return encode_(java_string, arena); }
  std::string_view Decode(std::string_view bytes, Arena& arena) const override { return decode_(bytes, arena); }

 private:
  const Conversion encode_;
  const Conversion decode_;
};

template <ByteOrder kOrder, Mark kMark>
std::shared_ptr<const Charset> Utf16() {
  return std::make_shared<UnicodeCharset>(EncodeUtf16<kOrder, kMark>, DecodeUtf16<kOrder, kMark>);
}

template <ByteOrder kOrder, Mark kMark>
std::shared_ptr<const Charset> Utf32() {
  return std::make_shared<UnicodeCharset>(EncodeUtf32<kOrder, kMark>, DecodeUtf32<kOrder, kMark>);
}

struct NamedCharset {
  std::string_view names;  // in small letters, blanks around each
  std::shared_ptr<const Charset> charset;
};

using enum ByteOrder;

const auto& NamedCharsets() {
  static const auto& charsets = *new std::array<NamedCharset, 13>{{
      {" utf-8 utf8 unicode-1-1-utf-8 ", std::make_shared<UnicodeCharset>(EncodeUtf8, ReplaceMalformed)},
      {" cesu-8 cesu8 cscesu-8 ", std::make_shared<UnicodeCharset>(EncodeCesu8, DecodeCesu8)},
      {" us-ascii ascii ascii7 iso646-us iso_646.irv:1991 iso_646.irv:1983 ansi_x3.4-1968 ansi_x3.4-1986 iso-ir-6 646 cp367 "
       "ibm367 us default csascii ",
       std::make_shared<UnicodeCharset>(EncodeBytes<0x80>, DecodeBytes<0x80>)},
      {" iso-8859-1 iso8859-1 iso8859_1 8859_1 iso_8859-1 iso_8859_1 iso_8859-1:1987 iso-ir-100 latin1 l1 ibm819 ibm-819 cp819 819 "
       "csisolatin1 ",
       std::make_shared<UnicodeCharset>(EncodeBytes<0x100>, DecodeBytes<0x100>)},
      {" utf-16 utf16 utf_16 unicode unicodebig ", Utf16<kBig, Mark::kWritten>()},
      {" utf-16be utf_16be iso-10646-ucs-2 x-utf-16be unicodebigunmarked ", Utf16<kBig, Mark::kNone>()},
      {" utf-16le utf_16le x-utf-16le unicodelittleunmarked ", Utf16<kLittle, Mark::kNone>()},
      {" x-utf-16le-bom unicodelittle ", Utf16<kLittle, Mark::kWritten>()},
      {" utf-32 utf_32 utf32 ", Utf32<kBig, Mark::kRead>()},
      {" utf-32be utf_32be x-utf-32be ", Utf32<kBig, Mark::kNone>()},
      {" utf-32le utf_32le x-utf-32le ", Utf32<kLittle, Mark::kNone>()},
      {" x-utf-32be-bom utf_32be_bom utf-32be-bom ", Utf32<kBig, Mark::kWritten>()},
      {" x-utf-32le-bom utf_32le_bom utf-32le-bom ", Utf32<kLittle, Mark::kWritten>()},
  }};
  return charsets;
}

}  // namespace

std::shared_ptr<const Charset> FindUnicodeCharset(std::string_view lower_name) {
  const std::string wanted = Concat(" ", lower_name, " ");
  for (const NamedCharset& charset : NamedCharsets()) {
    if (charset.names.find(wanted) != std::string_view::npos) return charset.charset;
  }
  return nullptr;
}

}  // namespace drey
