#include "engine/formats/csv/csv_text.h"

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/json/json_encoding.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kCharConversionException = "java.io.CharConversionException";

// Reads bytes that are not well-formed UTF-8, up to the first that even Jackson does not take. Positions in its messages count from
// the last time it had to start anew, which is behind the last sound character.
class LenientDecoder {
 public:
  LenientDecoder(std::string_view bytes, size_t start, FlinkVersion version) : bytes_(bytes), next_(start), version_(version) {}

  CsvText Decode(Arena& arena) {
    while (next_ < bytes_.size() && result_.failure.empty()) TakeCharacter();
    result_.text = arena.Copy(ToUtf8(units_));
    return std::move(result_);
  }

 private:
  unsigned char ByteAt(size_t i) const { return static_cast<unsigned char>(bytes_[i]); }

  void TakeCharacter() {
    const unsigned char first = ByteAt(next_);
    if (first < 0x80) {
      units_.push_back(first);
      ++next_;
      return;
    }
    size_t needed = 0;
    uint32_t c = 0;
    if ((first & 0xE0) == 0xC0) {
      needed = 1;
      c = first & 0x1F;
    } else if ((first & 0xF0) == 0xE0) {
      needed = 2;
      c = first & 0x0F;
    } else if ((first & 0xF8) == 0xF0) {
      needed = 3;
      c = first & 0x0F;
    } else {
      return FailByte("start", first, next_);
    }
    if (bytes_.size() - next_ - 1 < needed) return FailEnd(needed + 1);
    for (size_t i = 1; i <= needed; ++i) {
      const unsigned char byte = ByteAt(next_ + i);
      if ((byte & 0xC0) != 0x80) return FailByte("middle", byte, next_ + i);
      c = (c << 6) | (byte & 0x3F);
    }
    AddCharacter(c, needed);
    next_ += needed + 1;
  }

  void AddCharacter(uint32_t c, size_t needed) {
    if (needed < 3) {
      units_.push_back(static_cast<char16_t>(c));
      return;
    }
    c -= 0x10000;
    units_.push_back(static_cast<char16_t>(0xD800 + (c >> 10)));
    units_.push_back(static_cast<char16_t>(0xDC00 | (c & 0x03FF)));
  }

  void FailByte(std::string_view kind, unsigned char byte, size_t position) {
    // With nothing read before, the count of bytes has not been moved yet.
    const auto shown = units_.empty() ? int64_t{-1} : static_cast<int64_t>(position) - 1;
    result_.failure_class = kCharConversionException;
    result_.failure = Concat("Invalid UTF-8 ", kind, " byte 0x", Hexadecimal(byte), " (at char #", units_.size() + 1, ", byte #", shown,
                             "): check content encoding, does not look like UTF-8");
  }

  void FailEnd(size_t length) {
    const size_t left = bytes_.size() - next_;
    if (next_ > 0 && version_ == FlinkVersion::k1_20) {
      result_.failure_class = "java.io.IOException";
      result_.failure =
          Concat("End-of-input after first ", left, " byte(s) of a UTF-8 character: needed at least one more");
      return;
    }
    result_.failure_class = kCharConversionException;
    result_.failure = Concat("Unexpected EOF in the middle of a multi-byte UTF-8 character: got ", left, ", needed ", length,
                             ", at char #", units_.size(), ", byte #", bytes_.size(), ")");
  }

  std::string_view bytes_;
  size_t next_;
  const FlinkVersion version_;
  std::u16string units_;
  CsvText result_;
};

}  // namespace

std::string CharacterText(std::optional<char16_t> character) {
  return character ? ToUtf8(std::u16string_view(&*character, 1)) : std::string();
}

CsvText DecodeCsvText(std::string_view message, FlinkVersion version, Arena& arena) {
  if (MayBeUtf16OrUtf32(message)) {
    const JsonEncoding encoding = DetectJsonEncoding(message);
    if (encoding != JsonEncoding::kUtf8) {
      CsvText result;
      if (!DecodeJsonText(message, encoding, arena, result.text, result.failure)) result.failure_class = kCharConversionException;
      return result;
    }
  }
  const bool has_mark = message.size() > kByteOrderMark.size() && message.starts_with(kByteOrderMark);
  const size_t start = has_mark ? kByteOrderMark.size() : 0;
  if (IsWellFormedUtf8(message)) return {.text = message.substr(start)};
  return LenientDecoder(message, start, version).Decode(arena);
}

}  // namespace drey
