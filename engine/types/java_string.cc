#include "engine/types/java_string.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace drey {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080u;

bool IsContinuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// How many bytes at `text[i]` are ASCII, as far as whole words tell.
size_t SkipAscii(const uint8_t* text, size_t i, size_t size) {
  while (size - i >= sizeof(uint64_t)) {
    uint64_t word;
    std::memcpy(&word, text + i, sizeof(word));
    if (word & kHighBits) break;
    i += sizeof(word);
  }
  return i;
}

// The length of the well-formed sequence whose lead byte is text[0], which is not ASCII; 0 if it is malformed or cut off.
size_t SequenceLength(const uint8_t* text, size_t size) {
  const uint8_t lead = text[0];
  if (lead < 0xC2 || lead > 0xF4) return 0;
  if (lead < 0xE0) return size >= 2 && IsContinuation(text[1]) ? 2 : 0;
  if (size < 3 || !IsContinuation(text[1]) || !IsContinuation(text[2])) return 0;
  if (lead < 0xF0) {
    if (lead == 0xE0 && text[1] < 0xA0) return 0;
    if (lead == 0xED && text[1] >= 0xA0) return 0;
    return 3;
  }
  if (size < 4 || !IsContinuation(text[3])) return 0;
  if (lead == 0xF0 && text[1] < 0x90) return 0;
  if (lead == 0xF4 && text[1] >= 0x90) return 0;
  return 4;
}

// How many malformed bytes at text[0] Java's String replaces by one U+FFFD.
size_t MalformedLength(const uint8_t* text, size_t size) {
  const uint8_t lead = text[0];
  if (lead < 0xC2) return 1;
  if (lead < 0xE0) return 1;
  if (lead < 0xF0) {
    if (size >= 2 && (!IsContinuation(text[1]) || (lead == 0xE0 && text[1] < 0xA0))) return 1;
    if (size < 3) return size;
    return IsContinuation(text[2]) ? 3 : 2;  // 3: a surrogate
  }
  if (lead > 0xF4) return 1;
  if (size >= 2) {
    if (!IsContinuation(text[1])) return 1;
    if (lead == 0xF0 && text[1] < 0x90) return 1;
    if (lead == 0xF4 && text[1] >= 0x90) return 1;
  }
  if (size >= 3 && !IsContinuation(text[2])) return 2;
  return std::min<size_t>(size, 3);
}

bool IsSurrogate(const uint8_t* text, size_t size) { return size >= 3 && text[0] == 0xED && text[1] >= 0xA0; }

// The first index from `i` on at which text is not well-formed; size if there is none.
size_t FindMalformed(const uint8_t* text, size_t i, size_t size) {
  while (true) {
    i = SkipAscii(text, i, size);
    if (i == size) return size;
    if (text[i] < 0x80) {
      ++i;
      continue;
    }
    const size_t length = SequenceLength(text + i, size - i);
    if (length == 0) return i;
    i += length;
  }
}

// Takes the UTF-16 units of a Java String one by one.
class UnitReader {
 public:
  explicit UnitReader(std::string_view text) : text_(text) {}

  // -1 at the end.
  int Next() {
    if (low_surrogate_ >= 0) return std::exchange(low_surrogate_, -1);
    if (text_.empty()) return -1;
    const uint8_t lead = static_cast<uint8_t>(text_[0]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    int code_point = length == 1 ? lead : lead & (0x7F >> length);
    for (size_t i = 1; i < length && i < text_.size(); ++i) code_point = code_point << 6 | (text_[i] & 0x3F);
    text_.remove_prefix(std::min(length, text_.size()));
    if (code_point < 0x10000) return code_point;
    low_surrogate_ = 0xDC00 + (code_point & 0x3FF);
    return 0xD800 + ((code_point - 0x10000) >> 10);
  }

 private:
  std::string_view text_;
  int low_surrogate_ = -1;
};

int CompareUnits(std::string_view a, std::string_view b) {
  UnitReader left(a);
  UnitReader right(b);
  while (true) {
    const int x = left.Next();
    const int y = right.Next();
    if (x != y) return x < y ? -1 : 1;
    if (x < 0) return 0;
  }
}

const uint8_t* Bytes(std::string_view text) { return reinterpret_cast<const uint8_t*>(text.data()); }

}  // namespace

bool IsWellFormedUtf8(std::string_view bytes) {
  return FindMalformed(Bytes(bytes), 0, bytes.size()) == bytes.size();
}

std::string_view DecodeUtf8(std::string_view bytes, Arena& arena) {
  const uint8_t* text = Bytes(bytes);
  size_t malformed = FindMalformed(text, 0, bytes.size());
  if (malformed == bytes.size()) return bytes;
  char* const start = arena.Allocate(bytes.size() * kReplacementCharacter.size());
  char* out = start;
  size_t copied = 0;
  while (malformed < bytes.size()) {
    out = std::copy(bytes.data() + copied, bytes.data() + malformed, out);
    out = std::copy(kReplacementCharacter.begin(), kReplacementCharacter.end(), out);
    copied = malformed + MalformedLength(text + malformed, bytes.size() - malformed);
    malformed = FindMalformed(text, copied, bytes.size());
  }
  out = std::copy(bytes.data() + copied, bytes.data() + bytes.size(), out);
  const size_t size = static_cast<size_t>(out - start);
  arena.ShrinkLast(start, size);
  return {start, size};
}

std::string_view Utf8Bytes(const Datum& text, Arena& arena) {
  const std::string_view view = text.view();
  if (text.form == TextForm::kUncheckedBytes) return view;
  size_t surrogate = FindMalformed(Bytes(view), 0, view.size());
  if (surrogate == view.size()) return view;
  char* const start = arena.Allocate(view.size());
  char* out = start;
  size_t copied = 0;
  while (surrogate < view.size()) {
    out = std::copy(view.data() + copied, view.data() + surrogate, out);
    *out++ = '?';
    copied = surrogate + (IsSurrogate(Bytes(view) + surrogate, view.size() - surrogate) ? 3 : 1);
    surrogate = FindMalformed(Bytes(view), copied, view.size());
  }
  out = std::copy(view.data() + copied, view.data() + view.size(), out);
  const size_t size = static_cast<size_t>(out - start);
  arena.ShrinkLast(start, size);
  return {start, size};
}

size_t Utf16Length(std::string_view text) {
  size_t units = 0;
  for (const char c : text) {
    const uint8_t byte = static_cast<uint8_t>(c);
    units += !IsContinuation(byte);
    units += byte >= 0xF0;
  }
  return units;
}

std::string Utf16Prefix(std::string_view text, size_t units) {
  size_t taken = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const uint8_t byte = static_cast<uint8_t>(text[i]);
    if (IsContinuation(byte)) continue;
    if (taken == units) return std::string(text.substr(0, i));
    taken += byte >= 0xF0 ? 2 : 1;
    if (taken > units) {
      std::string prefix(text.substr(0, i));
      const int high_surrogate = UnitReader(text.substr(i)).Next();
      prefix.push_back(static_cast<char>(0xED));
      prefix.push_back(static_cast<char>(0x80 | ((high_surrogate >> 6) & 0x3F)));
      prefix.push_back(static_cast<char>(0x80 | (high_surrogate & 0x3F)));
      return prefix;
    }
  }
  return std::string(text);
}

int CompareUtf16(std::string_view a, std::string_view b) {
  const size_t common = std::min(a.size(), b.size());
  size_t i = 0;
  while (i < common && a[i] == b[i]) ++i;
  if (i == common) return a.size() == b.size() ? 0 : (a.size() < b.size() ? -1 : 1);
  // UTF-8 sorts by code point, and where two characters begin with the same byte so does UTF-16. But characters above U+FFFF (lead
  // F0 and more) are surrogates, which come before U+E000 … U+FFFF (leads EE and EF) and among unpaired surrogates (lead ED).
  const uint8_t x = static_cast<uint8_t>(a[i]);
  const uint8_t y = static_cast<uint8_t>(b[i]);
  if (std::min(x, y) < 0xED || (x >= 0xF0) == (y >= 0xF0)) return x < y ? -1 : 1;
  return CompareUnits(a.substr(i), b.substr(i));
}

}  // namespace drey
