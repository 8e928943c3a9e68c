#include "engine/json/json_encoding.h"


#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace drey {
namespace {

uint32_t ByteAt(std::string_view bytes, size_t i) { return static_cast<unsigned char>(bytes[i]); }

bool IsBigEndian(JsonEncoding encoding) {
  return encoding == JsonEncoding::kUtf16BigEndian || encoding == JsonEncoding::kUtf32BigEndian;
}

// The first four bytes as a big-endian number.
uint32_t FirstQuad(std::string_view bytes) {
  return ByteAt(bytes, 0) << 24 | ByteAt(bytes, 1) << 16 | ByteAt(bytes, 2) << 8 | ByteAt(bytes, 3);
}

JsonEncoding DetectByPair(uint32_t pair) {
  if ((pair & 0xFF00) == 0) return JsonEncoding::kUtf16BigEndian;
  if ((pair & 0x00FF) == 0) return JsonEncoding::kUtf16LittleEndian;
  return JsonEncoding::kUtf8;
}

JsonEncoding DetectByQuad(uint32_t quad) {
  if (quad == 0x0000FEFF) return JsonEncoding::kUtf32BigEndian;
  if (quad == 0xFFFE0000) return JsonEncoding::kUtf32LittleEndian;
  if (quad == 0x0000FFFE || quad == 0xFEFF0000) return JsonEncoding::kUnsupported;
  if (quad >> 16 == 0xFEFF) return JsonEncoding::kUtf16BigEndian;
  if (quad >> 16 == 0xFFFE) return JsonEncoding::kUtf16LittleEndian;
  if (quad >> 8 == 0xEFBBBF) return JsonEncoding::kUtf8;
  if (quad >> 8 == 0) return JsonEncoding::kUtf32BigEndian;
  if ((quad & 0x00FFFFFF) == 0) return JsonEncoding::kUtf32LittleEndian;
  if ((quad & 0xFF00FFFF) == 0 || (quad & 0xFFFF00FF) == 0) return JsonEncoding::kUnsupported;
  return DetectByPair(quad >> 16);
}

// The order of bytes that Jackson names in its refusal.
std::string_view UnsupportedOrder(uint32_t quad) {
  const bool is_3412 = quad == 0xFEFF0000 || (quad != 0x0000FFFE && (quad & 0xFF00FFFF) == 0);
  return is_3412 ? "3412" : "2143";
}

// As Java's decoders replace what is malformed: an unpaired high surrogate together with the unit behind it.
void DecodeUtf16(std::string_view bytes, bool big_endian, std::string& out) {
  const auto unit_at = [&](size_t i) {
    return big_endian ? ByteAt(bytes, i) << 8 | ByteAt(bytes, i + 1) : ByteAt(bytes, i + 1) << 8 | ByteAt(bytes, i);
  };
  size_t i = 0;
  while (i + 2 <= bytes.size()) {
    const uint32_t unit = unit_at(i);
    i += 2;
    if (!IsSurrogate(unit)) {
      if (unit == 0xFFFE) {
        out += kReplacementCharacter;
      } else {
        AppendCodePoint(out, unit);
      }
      continue;
    }
    if (IsHighSurrogate(unit)) {
      if (i + 2 > bytes.size()) {
        i = bytes.size();
      } else {
        const uint32_t low = unit_at(i);
        i += 2;
        if (IsLowSurrogate(low)) {
          AppendCodePoint(out, CombineSurrogates(unit, low));
          continue;
        }
      }
    }
    out += kReplacementCharacter;
  }
  if (i < bytes.size()) out += kReplacementCharacter;
}

bool DecodeUtf32(std::string_view bytes, size_t mark, bool big_endian, std::string& out, std::string& error) {
  Utf16Collector collector(out);
  size_t units = 0;
  for (size_t i = mark; i + 4 <= bytes.size(); i += 4) {
    uint32_t c = FirstQuad(bytes.substr(i, 4));
    if (!big_endian) c = c >> 24 | (c >> 8 & 0xFF00) | (c << 8 & 0xFF0000) | c << 24;
    if (c > 0x10FFFF) {
      error = Concat("Invalid UTF-32 character 0x", Hexadecimal(c - 0x10000), " (above 0x0010ffff) at char #", units, ", byte #", i + 3, ")");
      return false;
    }
    units += c >= 0x10000 ? 2 : 1;
    collector.Add(c);
  }
  return true;
}

}  // namespace

JsonEncoding DetectJsonEncoding(std::string_view bytes) {
  if (bytes.size() >= 4) return DetectByQuad(FirstQuad(bytes));
  if (bytes.size() >= 2) return DetectByPair(ByteAt(bytes, 0) << 8 | ByteAt(bytes, 1));
  return JsonEncoding::kUtf8;
}

bool DecodeJsonText(std::string_view bytes, JsonEncoding encoding, Arena& arena, std::string_view& text, std::string& error) {
  std::string decoded;
  switch (encoding) {
    case JsonEncoding::kUtf8:
      text = bytes;
      return true;
    case JsonEncoding::kUnsupported:
      error = Concat("Unsupported UCS-4 endianness (", UnsupportedOrder(FirstQuad(bytes)), ") detected");
      return false;
    case JsonEncoding::kUtf16BigEndian:
    case JsonEncoding::kUtf16LittleEndian: {
      const uint32_t first = bytes.size() >= 4 ? FirstQuad(bytes) >> 16 : 0;
      const size_t mark = first == 0xFEFF || first == 0xFFFE ? 2 : 0;
      DecodeUtf16(bytes.substr(mark), IsBigEndian(encoding), decoded);
      break;
    }
    case JsonEncoding::kUtf32BigEndian:
    case JsonEncoding::kUtf32LittleEndian: {
      const uint32_t first = FirstQuad(bytes);
      const size_t mark = first == 0x0000FEFF || first == 0xFFFE0000 ? 4 : 0;
      if (!DecodeUtf32(bytes, mark, IsBigEndian(encoding), decoded, error)) return false;
      break;
    }
  }
  text = arena.Copy(decoded);
  return true;
}

}  // namespace drey
