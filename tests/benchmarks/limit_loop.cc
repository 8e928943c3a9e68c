#include "tests/benchmarks/limit_loop.h"

#include <bit>
#include <charconv>
#include <cstring>

#include "engine/base/utf8.h"
#include "engine/functions/encoding/base64.h"
#include "engine/types/java_floating_point.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace drey {
namespace {

bool IsSpecial(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

// The first quote, backslash or control character.
const char* FindSpecial(const char* next, const char* end) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  for (; end - next >= 16; next += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(next));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
    const int mask = _mm_movemask_epi8(_mm_or_si128(control, marks));
    if (mask != 0) return next + std::countr_zero(static_cast<unsigned>(mask));
  }
#endif
  while (next != end && !IsSpecial(*next)) ++next;
  return next;
}

bool HasAstral(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0xF0) return true;
  }
  return false;
}

}  // namespace

// Regular JSON, one value after the other. All false where it is not.
class LimitLoop::Scanner {
 public:
  Scanner(std::string_view text, std::string& scratch)
      : next_(text.data()), end_(next_ + text.size()), scratch_(scratch) {}

  char Peek() {
    while (next_ != end_ && (*next_ == ' ' || *next_ == '\n' || *next_ == '\t' || *next_ == '\r')) ++next_;
    return next_ == end_ ? '\0' : *next_;
  }

  bool Take(char c) {
    if (Peek() != c) return false;
    ++next_;
    return true;
  }

  // In an object or array behind an entry: true where another one follows, false behind the close.
  bool More(char close, bool& sound) {
    const char c = Peek();
    ++next_;
    sound = c == ',' || c == close;
    return c == ',';
  }

  bool TakeName(std::string_view& name) {
    if (!TakeString(name)) return false;
    return Take(':');
  }

  bool TakeString(std::string_view& text) {
    if (!Take('"')) return false;
    const char* const start = next_;
    const char* const special = FindSpecial(start, end_);
    if (special == end_) return false;
    if (*special == '"') {
      text = {start, static_cast<size_t>(special - start)};
      next_ = special + 1;
      return true;
    }
    return TakeEscaped(start, special, text);
  }

  bool TakeNullable(std::string_view& text) {
    if (Peek() != 'n') return TakeString(text);
    text = {};
    return TakeWord("null");
  }

  bool TakeNullable(int64_t& number) {
    if (Peek() == 'n') return TakeWord("null");
    const auto parsed = std::from_chars(next_, end_, number);
    if (parsed.ec != std::errc() || parsed.ptr == end_ || *parsed.ptr == '.' || (*parsed.ptr | 0x20) == 'e') return false;
    next_ = parsed.ptr;
    return true;
  }

  bool TakeWord(std::string_view word) {
    if (static_cast<size_t>(end_ - next_) < word.size() || std::memcmp(next_, word.data(), word.size()) != 0) return false;
    next_ += word.size();
    return true;
  }

  // A number, true, false or null.
  std::string_view TakePlain() {
    const char* const start = next_;
    while (next_ != end_ && *next_ != ',' && *next_ != '}' && *next_ != ']' && *next_ > ' ') ++next_;
    return {start, static_cast<size_t>(next_ - start)};
  }

  bool Skip() {
    const char first = Peek();
    std::string_view text;
    if (first == '"') return TakeString(text);
    if (first != '{' && first != '[') return !TakePlain().empty();
    const char close = first == '{' ? '}' : ']';
    ++next_;
    if (Peek() == close) return Take(close);
    bool sound = true;
    do {
      if (first == '{' && !TakeName(text)) return false;
      if (!Skip()) return false;
    } while (More(close, sound));
    return sound;
  }

 private:
  bool TakeEscaped(const char* start, const char* special, std::string_view& text) {
    const size_t begin = scratch_.size();
    if (scratch_.capacity() - begin < static_cast<size_t>(end_ - start)) return false;  // earlier views would move
    while (true) {
      scratch_.append(start, special);
      if (special == end_) return false;
      if (*special == '"') break;
      if (*special != '\\' || special + 1 == end_) return false;
      start = special + 2;
      switch (special[1]) {
        case 'n':
          scratch_.push_back('\n');
          break;
        case 't':
          scratch_.push_back('\t');
          break;
        case 'r':
          scratch_.push_back('\r');
          break;
        case 'b':
          scratch_.push_back('\b');
          break;
        case 'f':
          scratch_.push_back('\f');
          break;
        case 'u': {
          uint32_t unit = 0;
          if (end_ - start < 4 || std::from_chars(start, start + 4, unit, 16).ptr != start + 4) return false;
          if (unit >= 0x80) return false;
          scratch_.push_back(static_cast<char>(unit));
          start += 4;
          break;
        }
        default:
          scratch_.push_back(special[1]);
      }
      special = FindSpecial(start, end_);
    }
    next_ = special + 1;
    text = std::string_view(scratch_).substr(begin);
    return true;
  }

  const char* next_;
  const char* end_;
  std::string& scratch_;
};

// Memory that is large enough for one record.
class LimitLoop::Output {
 public:
  explicit Output(char* out) : out_(out) {}

  void Put(char c) { *out_++ = c; }
  void Put(std::string_view text) {
    std::memcpy(out_, text.data(), text.size());
    out_ += text.size();
  }
  void Put(int64_t number) { out_ = std::to_chars(out_, out_ + 24, number).ptr; }

  // The contents of a JSON string; `depth` 2: of one inside of another.
  void PutContents(std::string_view text, int depth) {
    const char* next = text.data();
    const char* const end = next + text.size();
    while (true) {
      const char* const special = FindSpecial(next, end);
      PutCharacters({next, static_cast<size_t>(special - next)});
      if (special == end) return;
      PutEscape(*special, depth);
      next = special + 1;
    }
  }

  char* end() const { return out_; }

 private:
  // The sink's generator writes characters beyond U+FFFF as two escapes.
  void PutCharacters(std::string_view text) {
    if (!HasAstral(text)) return Put(text);
    for (size_t position = 0; position < text.size();) {
      const size_t start = position;
      const char32_t c = NextCodePoint(text, position);
      if (c < 0x10000) {
        Put(text.substr(start, position - start));
        continue;
      }
      PutUnit(0xD800 + ((c - 0x10000) >> 10));
      PutUnit(0xDC00 + (c & 0x3FF));
    }
  }

  void PutUnit(char32_t unit) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    Put('\\');
    Put('u');
    for (int shift = 12; shift >= 0; shift -= 4) Put(kDigits[(unit >> shift) & 0xF]);
  }

  void PutEscape(char c, int depth) {
    if (depth == 2) Put('\\');
    if (depth == 2 && (c == '"' || c == '\\')) Put('\\');
    switch (c) {
      case '\n':
        return Put("\\n");
      case '\t':
        return Put("\\t");
      case '\r':
        return Put("\\r");
      case '\b':
        return Put("\\b");
      case '\f':
        return Put("\\f");
      case '"':
      case '\\':
        Put('\\');
        return Put(c);
      default:
        PutUnit(static_cast<unsigned char>(c));
    }
  }

  char* out_;
};

bool LimitLoop::Run(std::string_view message, std::string& out) {
  scratch_.clear();
  if (scratch_.capacity() < 4 * message.size()) scratch_.reserve(8 * message.size());
  if (!ReadMessage(message)) return false;
  const size_t bound = DecodedBase64Bound(content_.size());
  if (order_.size() < bound) order_.resize(2 * bound);
  const DecodedBase64 decoded = DecodeBase64(content_, order_.data());
  const std::string_view order = std::string_view(order_).substr(0, decoded.size);
  if (!decoded.error.empty() || !IsWellFormedUtf8(order)) return false;
  // Every character of the order becomes 7 at most ("\\u0007"), some twice (order_id).
  const size_t needed = 8 * order.size() + 200;
  if (record_.size() < needed) record_.resize(2 * needed);
  Output output(record_.data());
  if (!WriteOrder(order, output)) return false;
  out.append(record_.data(), output.end());
  return true;
}

bool LimitLoop::ReadMessage(std::string_view message) {
  Scanner scanner(message, scratch_);
  if (!scanner.Take('{')) return false;
  bool sound = true;
  do {
    std::string_view name;
    if (!scanner.TakeName(name)) return false;
    bool taken = false;
    if (name == "op") {
      taken = scanner.TakeNullable(op_);
    } else if (name == "ts_ms") {
      taken = scanner.TakeNullable(ts_ms_);
    } else if (name == "source") {
      taken = ReadSource(scanner);
    } else if (name == "message") {
      taken = ReadLogicalMessage(scanner);
    } else {
      taken = scanner.Skip();
    }
    if (!taken) return false;
  } while (scanner.More('}', sound));
  return sound;
}

bool LimitLoop::ReadSource(Scanner& scanner) {
  if (!scanner.Take('{')) return false;
  bool sound = true;
  do {
    std::string_view name;
    if (!scanner.TakeName(name)) return false;
    bool taken = false;
    if (name == "version") {
      taken = scanner.TakeNullable(source_.version);
    } else if (name == "connector") {
      taken = scanner.TakeNullable(source_.connector);
    } else if (name == "name") {
      taken = scanner.TakeNullable(source_.name);
    } else if (name == "ts_ms") {
      taken = scanner.TakeNullable(source_.ts_ms);
    } else if (name == "snapshot") {
      taken = scanner.TakeNullable(source_.snapshot);
    } else if (name == "db") {
      taken = scanner.TakeNullable(source_.db);
    } else if (name == "sequence") {
      taken = scanner.TakeNullable(source_.sequence);
    } else if (name == "schema") {
      taken = scanner.TakeNullable(source_.schema);
    } else if (name == "table") {
      taken = scanner.TakeNullable(source_.table);
    } else if (name == "txId") {
      taken = scanner.TakeNullable(source_.tx_id);
    } else if (name == "lsn") {
      taken = scanner.TakeNullable(source_.lsn);
    } else if (name == "xmin") {
      taken = scanner.TakeNullable(source_.xmin);
    } else {
      taken = scanner.Skip();
    }
    if (!taken) return false;
  } while (scanner.More('}', sound));
  return sound;
}

bool LimitLoop::ReadLogicalMessage(Scanner& scanner) {
  if (!scanner.Take('{')) return false;
  bool sound = true;
  do {
    std::string_view name;
    if (!scanner.TakeName(name)) return false;
    const bool taken = name == "prefix"    ? scanner.TakeNullable(prefix_)
                       : name == "content" ? scanner.TakeString(content_)
                                           : scanner.Skip();
    if (!taken) return false;
  } while (scanner.More('}', sound));
  return sound;
}

bool LimitLoop::WriteOrder(std::string_view order, Output& out) {
  Scanner scanner(order, scratch_);
  std::string_view id, client, table, pizzas;
  bool has_pizzas = false;
  if (!scanner.Take('{')) return false;
  bool sound = true;
  if (pizzas_.size() < 8 * order.size()) pizzas_.resize(16 * order.size());
  do {
    std::string_view name;
    if (!scanner.TakeName(name)) return false;
    bool taken = true;
    if (name == "order_id") {
      scanner.Peek();
      id = scanner.TakePlain();
    } else if (name == "client_name") {
      taken = scanner.TakeNullable(client);
    } else if (name == "table_name") {
      taken = scanner.TakeNullable(table);
    } else if (name == "pizzas") {
      Output text(pizzas_.data());
      taken = WritePizzas(scanner, text);
      pizzas = {pizzas_.data(), static_cast<size_t>(text.end() - pizzas_.data())};
      has_pizzas = true;
    } else {
      taken = scanner.Skip();
    }
    if (!taken) return false;
  } while (scanner.More('}', sound));
  int64_t number = 0;
  if (!sound || std::from_chars(id.data(), id.data() + id.size(), number).ptr != id.data() + id.size() || number != static_cast<int32_t>(number)) {
    return false;
  }
  out.Put("{\"order_id\":");
  out.Put(number);
  out.Put("}\n{\"order_id\":");
  out.Put(number);
  for (const auto& [label, text] : {std::pair(std::string_view(",\"client_name\":"), client),
                                    std::pair(std::string_view(",\"table_name\":"), table)}) {
    out.Put(label);
    if (text.data() == nullptr) {
      out.Put("null");
      continue;
    }
    out.Put('"');
    out.PutContents(text, 1);
    out.Put('"');
  }
  out.Put(",\"pizzas\":");
  if (has_pizzas) {
    out.Put('"');
    out.Put(pizzas);
    out.Put('"');
  } else {
    out.Put("null");
  }
  out.Put("}\n");
  return true;
}

// What JSON_QUERY gives for $.pizzas[*], as the contents of a JSON string.
bool LimitLoop::WritePizzas(Scanner& scanner, Output& out) {
  const char first = scanner.Peek();
  if (first == '[') return WriteNested(scanner, out);
  out.Put("[]");
  return scanner.TakeWord("null");
}

bool LimitLoop::WriteNested(Scanner& scanner, Output& out) {
  const char first = scanner.Peek();
  if (first == '"') {
    std::string_view text;
    if (!scanner.TakeString(text)) return false;
    out.Put("\\\"");
    out.PutContents(text, 2);
    out.Put("\\\"");
    return true;
  }
  if (first != '{' && first != '[') {
    const std::string_view plain = scanner.TakePlain();
    if (plain.find_first_of(".eE") == std::string_view::npos || plain == "true" || plain == "false") {
      out.Put(plain);
      return !plain.empty();
    }
    double value = 0;
    if (std::from_chars(plain.data(), plain.data() + plain.size(), value).ptr != plain.data() + plain.size()) return false;
    std::string text;
    AppendJavaDouble(value, text);
    out.Put(text);
    return true;
  }
  const char close = first == '{' ? '}' : ']';
  scanner.Take(first);
  out.Put(first);
  if (scanner.Peek() == close) {
    out.Put(close);
    return scanner.Take(close);
  }
  bool sound = true;
  std::string_view last_name;
  bool is_first = true;
  do {
    if (!is_first) out.Put(',');
    is_first = false;
    if (first == '{') {
      std::string_view name;
      if (!scanner.TakeName(name) || name <= last_name) return false;
      last_name = name;
      out.Put("\\\"");
      out.PutContents(name, 2);
      out.Put("\\\":");
    }
    if (!WriteNested(scanner, out)) return false;
  } while (scanner.More(close, sound));
  out.Put(close);
  return sound;
}

}  // namespace drey
