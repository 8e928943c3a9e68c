#include "engine/functions/regex/java_pattern.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/functions/regex/character_class.h"

namespace drey {
namespace {

constexpr int kLargestRepetition = 65535;  // of PCRE2
constexpr std::string_view kLineTerminators = R"([\n\r\x{85}\x{2028}\x{2029}])";

// Java's flags as far as the translation looks at them.
struct Flags {
  bool case_insensitive = false;
  bool comments = false;
  bool multiline = false;
  bool dot_all = false;
  bool unix_lines = false;
  bool unicode_case = false;
};

// A recursive descent over the pattern's code points, which writes while it reads.
class PatternTranslator {
 public:
  explicit PatternTranslator(std::string_view pattern) : pattern_(pattern) {
    for (size_t i = 0; i < pattern.size();) code_points_.push_back(NextCodePoint(pattern, i));
    code_points_ = WithoutQuotations(code_points_);
  }

  absl::StatusOr<std::string> Translate() {
    Expression();
    if (status_.ok() && Peek() == ')') Fail("Unmatched closing ')'", next_ > 0 ? static_cast<int64_t>(next_) - 1 : 0);
    if (status_.ok() && next_ < code_points_.size()) Fail("Unexpected internal error", static_cast<int64_t>(next_) - 1);
    if (!status_.ok()) return status_;
    return std::move(out_);
  }

 private:
  // ---------------------------------------------------------------------------------------------------------- reading

  char32_t At(size_t i) const { return i < code_points_.size() ? code_points_[i] : kEndOfPattern; }
  bool failed() const { return !status_.ok(); }

  // The next code point; in comments mode behind blanks and comments.
  char32_t Peek() {
    if (flags_.comments) SkipComments();
    return At(next_);
  }
  char32_t Take() {
    const char32_t c = Peek();
    if (c != kEndOfPattern) ++next_;
    return c;
  }
  void SkipComments() {
    while (next_ < code_points_.size()) {
      const char32_t c = code_points_[next_];
      if (c == ' ' || (c >= '\t' && c <= '\r')) {
        ++next_;
      } else if (c == '#') {
        while (next_ < code_points_.size() && !IsLineTerminator(code_points_[next_])) ++next_;
      } else {
        return;
      }
    }
  }

  static bool IsLineTerminator(char32_t c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  // \Q…\E as escaped characters. A quotation without \E reaches to the end.
  static std::vector<char32_t> WithoutQuotations(const std::vector<char32_t>& pattern) {
    std::vector<char32_t> result;
    for (size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] != '\\' || i + 1 >= pattern.size()) {
        result.push_back(pattern[i]);
        continue;
      }
      if (pattern[i + 1] != 'Q') {
        result.push_back(pattern[i]);
        result.push_back(pattern[++i]);
        continue;
      }
      for (i += 2; i < pattern.size(); ++i) {
        if (pattern[i] == '\\' && i + 1 < pattern.size() && pattern[i + 1] == 'E') {
          ++i;
          break;
        }
        const char32_t c = pattern[i];
        const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        if (!is_word) result.push_back('\\');
        result.push_back(c);
      }
    }
    return result;
  }

  // ----------------------------------------------------------------------------------------------------------- errors

  // PatternSyntaxException: the description, the place, the pattern, and a caret below it.
  void Fail(std::string_view description, int64_t index) {
    if (failed()) return;
    std::string message(description);
    if (index >= 0) Append(message, " near index ", index);
    Append(message, "\n", pattern_);
    if (index >= 0 && static_cast<size_t>(index) < code_points_.size()) {
      Append(message, "\n", std::string(static_cast<size_t>(index), ' '), "^");
    }
    status_ = InvalidError(message);
  }
  // Java's error() points at the code point read last.
  void FailHere(std::string_view description) { Fail(description, static_cast<int64_t>(next_) - 1); }
  void Unsupported(std::string_view feature) {
    if (!failed()) status_ = UnsupportedError(Concat(feature, " in a regular expression"));
  }

  // ---------------------------------------------------------------------------------------------------------- grammar

  // Alternatives up to the end or an unmatched ')'. Flags set inside end with the group.
  void Expression() {
    const Flags outer = flags_;
    Sequence();
    while (!failed() && Peek() == '|') {
      ++next_;
      out_ += '|';
      Sequence();
    }
    flags_ = outer;
  }

  void Sequence() {
    while (!failed()) {
      const char32_t c = Peek();
      switch (c) {
        case kEndOfPattern:
        case '|':
        case ')':
          return;
        case '(':
          Group();
          break;
        case '[': {
          ++next_;
          const std::string set = Class();
          if (failed()) return;
          WithClosure(set);
          break;
        }
        case '\\':
          Escape();
          break;
        case '^':
          ++next_;
          WithClosureOfAnchor(Caret());
          break;
        case '$':
          ++next_;
          WithClosure(flags_.multiline ? EndOfLine() : EndOfInput());
          break;
        case '.':
          ++next_;
          WithClosure(Dot());
          break;
        case '*':
        case '+':
        case '?':
          ++next_;
          Fail(Concat("Dangling meta character '", static_cast<char>(c), "'"), static_cast<int64_t>(next_) - 1);
          return;
        default:
          ++next_;
          WithClosure(Literal(c));
      }
    }
  }

  // `atom` with the quantifier behind it.
  void WithClosure(std::string_view atom) {
    out_ += atom;
    Closure();
  }

  // The same for \A, \G and \z, which PCRE2 repeats as groups only.
  void WithClosureOfAnchor(std::string_view anchor) {
    const char32_t c = Peek();
    const bool is_repeated = c == '?' || c == '*' || c == '+' || c == '{';
    WithClosure(is_repeated ? Concat("(?:", anchor, ")") : std::string(anchor));
  }

  void Closure() {
    if (failed()) return;
    const char32_t c = Peek();
    if (c == '?' || c == '*' || c == '+') {
      ++next_;
      out_ += static_cast<char>(c);
      ClosureKind();
    } else if (c == '{') {
      Repetition();
    }
  }

  // Reluctant or possessive. What may not follow a quantifier is refused by Sequence.
  void ClosureKind() {
    const char32_t c = Peek();
    if (c != '?' && c != '+') return;
    ++next_;
    out_ += static_cast<char>(c);
  }

  std::optional<int64_t> Number() {
    if (!(Peek() >= '0' && Peek() <= '9')) return std::nullopt;
    int64_t value = 0;
    while (Peek() >= '0' && Peek() <= '9') {
      value = value * 10 + (Take() - '0');
      if (value > INT32_MAX) {
        FailHere("Illegal repetition range");
        return std::nullopt;
      }
    }
    return value;
  }

  void Repetition() {
    // Java points behind the brace where what follows is no digit.
    if (!(At(next_ + 1) >= '0' && At(next_ + 1) <= '9')) {
      Fail("Illegal repetition", static_cast<int64_t>(next_) + 1);
      return;
    }
    ++next_;
    const std::optional<int64_t> least = Number();
    if (failed()) return;
    std::optional<int64_t> most = least;
    bool bounded = true;
    if (Peek() == ',') {
      ++next_;
      bounded = Peek() != '}';
      if (bounded) most = Number().value_or(0);
    }
    if (failed()) return;
    if (Peek() != '}') return FailHere("Unclosed counted closure");
    if (bounded && *most < *least) return FailHere("Illegal repetition range");
    ++next_;
    if (*least > kLargestRepetition || *most > kLargestRepetition) return Unsupported("a repetition of more than 65535");
    Append(out_, "{", *least);
    if (!bounded) {
      out_ += ',';
    } else if (*most != *least) {
      Append(out_, ",", *most);
    }
    out_ += '}';
    ClosureKind();
  }

  // ----------------------------------------------------------------------------------------------------------- groups

  void Group() {
    ++next_;
    if (At(next_) != '?') {
      ++groups_;
      return GroupBody("(");
    }
    ++next_;
    const char32_t c = At(next_);
    ++next_;
    switch (c) {
      case ':':
      case '=':
      case '!':
      case '>':
        return GroupBody(Concat("(?", static_cast<char>(c)));
      case '<':
        return NamedGroupOrLookBehind();
      case '$':
      case '@':
        return FailHere("Unknown group type");
      default:
        --next_;
        return InlineFlags();
    }
  }

  void GroupBody(std::string_view opening) {
    out_ += opening;
    Expression();
    if (failed()) return;
    if (Peek() != ')') return Fail("Unclosed group", static_cast<int64_t>(next_));
    ++next_;
    out_ += ')';
    Closure();
  }

  static bool IsLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  void NamedGroupOrLookBehind() {
    const char32_t c = At(next_);
    if (c == '=' || c == '!') {
      ++next_;
      return GroupBody(Concat("(?<", static_cast<char>(c)));
    }
    if (!IsLetter(c)) {
      ++next_;
      return FailHere("Unknown look-behind group");
    }
    const std::optional<std::string> name = GroupName();
    if (!name) return;
    if (std::find(names_.begin(), names_.end(), *name) != names_.end()) {
      return FailHere(Concat("Named capturing group <", *name, "> is already defined"));
    }
    names_.push_back(*name);
    ++groups_;
    GroupBody(Concat("(?<", *name, ">"));
  }

  // Up to and with the '>'.
  std::optional<std::string> GroupName() {
    std::string name;
    if (!IsLetter(At(next_))) {
      ++next_;
      FailHere("capturing group name does not start with a Latin letter");
      return std::nullopt;
    }
    while (IsLetter(At(next_)) || (At(next_) >= '0' && At(next_) <= '9')) name += static_cast<char>(At(next_++));
    const char32_t closing = At(next_++);
    if (closing != '>') {
      FailHere("named capturing group is missing trailing '>'");
      return std::nullopt;
    }
    return name;
  }

  void InlineFlags() {
    bool on = true;
    Flags flags = flags_;
    while (true) {
      const char32_t c = At(next_++);
      switch (c) {
        case 'i':
          flags.case_insensitive = on;
          break;
        case 'm':
          flags.multiline = on;
          break;
        case 's':
          flags.dot_all = on;
          break;
        case 'd':
          flags.unix_lines = on;
          break;
        case 'u':
          flags.unicode_case = on;
          break;
        case 'x':
          flags.comments = on;
          break;
        case 'c':
          return Unsupported("the flag (?c)");
        case 'U':
          return Unsupported("the flag (?U)");
        case '-':
          if (!on) return FailHere("Unknown inline modifier");
          on = false;
          break;
        case ')':
          flags_ = flags;
          out_ += CaseFlag();
          return;
        case ':': {
          const Flags outer = flags_;
          flags_ = flags;
          GroupBody(Concat("(?:", CaseFlag()));
          flags_ = outer;
          return;
        }
        default:
          return FailHere("Unknown inline modifier");
      }
    }
  }

  std::string_view CaseFlag() const { return flags_.case_insensitive ? "(?i)" : "(?-i)"; }

  // ------------------------------------------------------------------------------------------------------------ atoms

  std::string Literal(char32_t c) const {
    std::string text;
    AppendRegexCharacter(text, c);
    // Without (?u) only ASCII letters match in either case.
    const bool exact = c >= 0x80 && flags_.case_insensitive && !flags_.unicode_case;
    return exact ? Concat("(?-i:", text, ")") : text;
  }

  std::string Dot() const {
    if (flags_.dot_all) return "(?s:.)";
    return flags_.unix_lines ? R"([^\n])" : R"([^\n\r\x{85}\x{2028}\x{2029}])";
  }

  // Java finds no line start at the end of the input, even behind a line terminator.
  std::string Caret() const {
    if (!flags_.multiline) return R"(\A)";
    if (flags_.unix_lines) return R"((?:\A|(?<=\n))(?!\z))";
    return R"((?:(?:\A|(?<=[\n\x{85}\x{2028}\x{2029}])|(?<=\r)(?!\n))(?!\z)))";
  }

  std::string EndOfInput() const {
    if (flags_.unix_lines) return R"((?=\n?\z))";
    return Concat(R"((?:(?!(?<=\r)\n)(?=(?:\r\n|)", kLineTerminators, R"()?\z)))");
  }

  std::string EndOfLine() const {
    if (flags_.unix_lines) return R"((?=\n|\z))";
    return Concat(R"((?:(?!(?<=\r)\n)(?=)", kLineTerminators, R"(|\z)))");
  }

  void Escape() {
    ++next_;
    const char32_t c = At(next_);
    if (c == kEndOfPattern) return Fail("Unexpected internal error", static_cast<int64_t>(next_));
    ++next_;
    switch (c) {
      case 'A':
      case 'G':
      case 'z':
        return WithClosureOfAnchor(Concat("\\", static_cast<char>(c)));
      case 'X':
        return WithClosure("\\X");
      case 'Z':
        return WithClosure(EndOfInput());
      case 'b':
        if (At(next_) == '{') return Unsupported("\\b{g}");
        return WithClosure(kWordBoundary);
      case 'B':
        return WithClosure(kNoWordBoundary);
      case 'R':
        return WithClosure(R"((?:\r\n|[\n\x0B\f\r\x{85}\x{2028}\x{2029}]))");
      case 'k':
        return NamedReference();
      case 'N':
        return Unsupported("\\N{…}");
      case '1':
      case '2':
      case '3':
      case '4':
      case '5':
      case '6':
      case '7':
      case '8':
      case '9':
        return Reference(static_cast<int>(c - '0'));
      default:
        break;
    }
    --next_;
    CharacterClassReader reader(code_points_, next_);
    const CharacterClassReader::Item item = reader.EscapedItem(flags_.case_insensitive);
    next_ = reader.position();
    if (!reader.ok()) return TakeFailure(reader);
    WithClosure(item.is_single ? Literal(item.code_point) : item.AsAtom());
  }

  // As many digits as still name a group that exists.
  void Reference(int group) {
    while (At(next_) >= '0' && At(next_) <= '9') {
      const int longer = group * 10 + static_cast<int>(At(next_) - '0');
      if (longer > groups_) break;
      group = longer;
      ++next_;
    }
    WithClosure(group <= groups_ ? Concat("\\g{", group, "}") : std::string("(?!)"));
  }

  void NamedReference() {
    if (At(next_) != '<') return FailHere("\\k is not followed by '<' for named capturing group");
    ++next_;
    const std::optional<std::string> name = GroupName();
    if (!name) return;
    if (std::find(names_.begin(), names_.end(), *name) == names_.end()) {
      return FailHere(Concat("named capturing group <", *name, "> does not exist"));
    }
    WithClosure(Concat("\\k<", *name, ">"));
  }

  std::string Class() {
    CharacterClassReader reader(code_points_, next_);
    CharacterSet set = reader.ReadClass(flags_.case_insensitive);
    next_ = reader.position();
    if (!reader.ok()) {
      TakeFailure(reader);
      return {};
    }
    return set.ToRegex();
  }

  void TakeFailure(const CharacterClassReader& reader) {
    if (reader.unsupported()) return Unsupported(reader.failure());
    Fail(reader.failure(), reader.failure_index());
  }

  // JDK 17: \w is ASCII, but \b looks at letters and digits of all scripts.
  static constexpr std::string_view kWordBoundary =
      R"((?:(?<=[\p{L}\p{Nd}_])(?![\p{L}\p{Nd}_\p{Mn}])|(?<![\p{L}\p{Nd}_])(?=[\p{L}\p{Nd}_])))";
  static constexpr std::string_view kNoWordBoundary =
      R"((?:(?<=[\p{L}\p{Nd}_])(?=[\p{L}\p{Nd}_\p{Mn}])|(?<![\p{L}\p{Nd}_])(?![\p{L}\p{Nd}_])))";

  std::string_view pattern_;
  std::vector<char32_t> code_points_;
  size_t next_ = 0;
  Flags flags_;
  int groups_ = 0;
  std::vector<std::string> names_;
  std::string out_;
  absl::Status status_ = absl::OkStatus();
};

}  // namespace

absl::StatusOr<std::string> TranslateJavaPattern(std::string_view pattern) {
  return PatternTranslator(pattern).Translate();
}

}  // namespace drey
