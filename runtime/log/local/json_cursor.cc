#include "runtime/log/local/json_cursor.h"

#include <charconv>
#include <cstring>
#include <vector>

#include "engine/base/text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace drey {
namespace {

constexpr size_t kStep = 16;

bool EndsPlainText(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

#ifdef __SSE2__
// A bit for each of 16 characters that ends plain text.
unsigned PlainTextEnds(__m128i characters) {
  const __m128i quote = _mm_cmpeq_epi8(characters, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(characters, _mm_set1_epi8('\\'));
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(characters, _mm_set1_epi8(0x1f)), characters);
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control)));
}
#endif

// The first place at or behind `next` that ends plain text, or `end`.
const char* FindPlainTextEnd(const char* next, const char* end) {
#ifdef __SSE2__
  for (; static_cast<size_t>(end - next) >= kStep; next += kStep) {
    const unsigned ends = PlainTextEnds(_mm_loadu_si128(reinterpret_cast<const __m128i*>(next)));
    if (ends != 0) return next + __builtin_ctz(ends);
  }
#endif
  while (next < end && !EndsPlainText(*next)) ++next;
  return next;
}

// Copies plain text from `next` to `out` and moves both behind it. `out` has room for what is left of the text and kStep more.
void CopyPlainText(const char*& next, const char* end, char*& out) {
#ifdef __SSE2__
  while (static_cast<size_t>(end - next) >= kStep) {
    const __m128i characters = _mm_loadu_si128(reinterpret_cast<const __m128i*>(next));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), characters);
    const unsigned ends = PlainTextEnds(characters);
    const auto plain = ends == 0 ? kStep : static_cast<size_t>(__builtin_ctz(ends));
    next += plain;
    out += plain;
    if (ends != 0) return;
  }
#endif
  while (next < end && !EndsPlainText(*next)) *out++ = *next++;
}

char* EncodeUtf8(uint32_t code_point, char* out) {
  const auto put = [&out](uint32_t byte) { *out++ = static_cast<char>(byte); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xc0 | code_point >> 6);
    put(0x80 | (code_point & 0x3f));
  } else if (code_point < 0x10000) {
    put(0xe0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3f));
    put(0x80 | (code_point & 0x3f));
  } else {
    put(0xf0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3f));
    put(0x80 | (code_point >> 6 & 0x3f));
    put(0x80 | (code_point & 0x3f));
  }
  return out;
}

char SimpleEscape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

}  // namespace

bool JsonCursor::FailAt(size_t position, std::string_view message) {
  if (failed()) return false;
  message_ = message;
  error_position_ = position;
  return false;
}

bool JsonCursor::Fail(std::string_view message) { return FailAt(position(), message); }

void JsonCursor::SkipBlanks() {
  while (next_ < end_ && (*next_ == ' ' || *next_ == '\t' || *next_ == '\r' || *next_ == '\n')) ++next_;
}

char JsonCursor::Peek() {
  SkipBlanks();
  return next_ < end_ ? *next_ : '\0';
}

bool JsonCursor::Take(char expected) {
  if (failed() || Peek() != expected || next_ == end_) return false;
  ++next_;
  return true;
}

bool JsonCursor::Expect(char expected) {
  if (Take(expected)) return true;
  if (next_ == end_) return Fail(Concat("the text ends where '", expected, "' should be"));
  return Fail(Concat("'", expected, "' expected"));
}

bool JsonCursor::ExpectEnd() {
  if (failed()) return false;
  return Peek() == '\0' && next_ == end_ ? true : Fail("nothing more expected");
}

bool JsonCursor::ReadString(std::string_view& out) {
  if (failed()) return false;
  if (Peek() != '"') return Fail("a string expected");
  const char* start = ++next_;
  next_ = FindPlainTextEnd(start, end_);
  if (next_ < end_ && *next_ == '"') {
    out = {start, static_cast<size_t>(next_++ - start)};
    return true;
  }
  return ReadEscapedString(start, out);
}

bool JsonCursor::ReadEscapedString(const char* start, std::string_view& out) {
  const auto plain = static_cast<size_t>(next_ - start);
  const size_t room = static_cast<size_t>(end_ - start) + kStep;
  char* const text = arena_.Allocate(room);
  std::memcpy(text, start, plain);
  char* to = text + plain;
  while (true) {
    CopyPlainText(next_, end_, to);
    if (next_ == end_) return FailAt(static_cast<size_t>(start - 1 - begin_), "a string without its closing quote");
    if (*next_ == '"') break;
    if (*next_ != '\\') return Fail("a control character inside a string must be escaped");
    if (!ReadEscape(to)) return false;
  }
  ++next_;
  out = {text, static_cast<size_t>(to - text)};
  arena_.ShrinkLast(text, out.size());
  return true;
}

bool JsonCursor::ReadEscape(char*& out) {
  const size_t place = position();
  if (end_ - next_ < 2) return FailAt(place, "a string without its closing quote");
  const char kind = next_[1];
  next_ += 2;
  if (kind != 'u') {
    const char simple = SimpleEscape(kind);
    if (simple == 0) return FailAt(place, "no such escape in JSON");
    *out++ = simple;
    return true;
  }
  uint32_t unit = 0;
  if (!ReadHex(unit)) return FailAt(place, "\\u needs four hexadecimal digits");
  if (unit >= 0xd800 && unit < 0xe000) {
    uint32_t low = 0;
    const bool has_pair = unit < 0xdc00 && end_ - next_ >= 2 && next_[0] == '\\' && next_[1] == 'u';
    if (!has_pair) return FailAt(place, "an unpaired surrogate is no character");
    next_ += 2;
    if (!ReadHex(low) || low < 0xdc00 || low >= 0xe000) return FailAt(place, "an unpaired surrogate is no character");
    unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
  }
  out = EncodeUtf8(unit, out);
  return true;
}

bool JsonCursor::ReadHex(uint32_t& unit) {
  if (end_ - next_ < 4) return false;
  const auto result = std::from_chars(next_, next_ + 4, unit, 16);
  if (result.ptr != next_ + 4) return false;
  next_ += 4;
  return true;
}

bool JsonCursor::ReadInteger(int64_t& out) {
  if (failed()) return false;
  Peek();
  const char* start = next_;
  if (!SkipNumber()) return false;
  const auto result = std::from_chars(start, next_, out);
  if (result.ptr == next_ && result.ec == std::errc()) return true;
  const bool too_large = result.ec == std::errc::result_out_of_range;
  return FailAt(static_cast<size_t>(start - begin_), too_large ? "the number is too large" : "an integer expected");
}

bool JsonCursor::ReadObject(const std::function<bool(std::string_view)>& read_member) {
  if (!Expect('{')) return false;
  if (Take('}')) return true;
  do {
    std::string_view name;
    if (!ReadString(name) || !Expect(':') || !read_member(name)) return false;
  } while (Take(','));
  return Expect('}');
}

bool JsonCursor::ParseNumber(std::string_view name, int32_t& out) {
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), out);
  if (name.empty() || parsed.ec != std::errc() || parsed.ptr != name.data() + name.size()) return Fail("a partition number expected");
  return true;
}

bool JsonCursor::ReadNull() {
  if (failed()) return false;
  Peek();
  return SkipLiteral("null");
}

bool JsonCursor::ReadRaw(std::string_view& out) {
  if (failed()) return false;
  const char first = Peek();
  const char* start = next_;
  if (!(first == '{' || first == '[' ? SkipContainer() : SkipScalar())) return false;
  out = {start, static_cast<size_t>(next_ - start)};
  return true;
}

bool JsonCursor::SkipScalar() {
  switch (Peek()) {
    case '"': {
      std::string_view ignored;
      return ReadString(ignored);
    }
    case 't':
      return SkipLiteral("true");
    case 'f':
      return SkipLiteral("false");
    case 'n':
      return SkipLiteral("null");
    default:
      return SkipNumber();
  }
}

// Without recursion: text decides how deep it is.
bool JsonCursor::SkipContainer() {
  std::string open;  // '{' and '[' that are not closed yet
  while (true) {
    if (!open.empty() && open.back() == '{') {
      std::string_view name;
      if (!ReadString(name) || !Expect(':')) return false;
    }
    const char first = Peek();
    if (first == '{' || first == '[') {
      ++next_;
      if (!Take(first == '{' ? '}' : ']')) {
        open.push_back(first);
        continue;
      }
    } else if (!SkipScalar()) {
      return false;
    }
    while (!open.empty() && !Take(',')) {
      if (!Expect(open.back() == '{' ? '}' : ']')) return false;
      open.pop_back();
    }
    if (open.empty()) return true;
  }
}

bool JsonCursor::SkipLiteral(std::string_view literal) {
  const std::string_view rest(next_, static_cast<size_t>(end_ - next_));
  if (!rest.starts_with(literal)) return Fail("a JSON value expected");
  next_ += literal.size();
  return true;
}

bool JsonCursor::Digits() {
  const char* start = next_;
  while (next_ < end_ && *next_ >= '0' && *next_ <= '9') ++next_;
  return next_ > start;
}

bool JsonCursor::SkipNumber() {
  const size_t place = position();
  if (next_ < end_ && *next_ == '-') ++next_;
  const char* digits = next_;
  if (!Digits()) return FailAt(place, "a JSON value expected");
  if (*digits == '0' && next_ - digits > 1) return FailAt(place, "a number must not begin with 0");
  if (next_ < end_ && *next_ == '.') {
    ++next_;
    if (!Digits()) return FailAt(place, "a digit expected behind the point of a number");
  }
  if (next_ < end_ && (*next_ == 'e' || *next_ == 'E')) {
    ++next_;
    if (next_ < end_ && (*next_ == '+' || *next_ == '-')) ++next_;
    if (!Digits()) return FailAt(place, "a digit expected in the exponent of a number");
  }
  return true;
}

}  // namespace drey
