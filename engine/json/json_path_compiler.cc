#include "engine/json/json_path_compiler.h"

#include <algorithm>
#include <charconv>

#include "engine/base/text.h"
#include "engine/json/character_index.h"
#include "engine/json/json_filter_compiler.h"

namespace drey {
namespace {

using Token = JsonPathToken;

// Characters that make the compilers call themselves, and how many are let in before the stack is at risk.
bool Nests(char16_t c) { return c == u'(' || c == u'!'; }
constexpr std::ptrdiff_t kMaxNesting = 1000;

bool IsBlank(char16_t c) { return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r'; }

// Integer.parseInt.
std::optional<int32_t> ParseInt(std::u16string_view text) {
  const std::string bytes = ToUtf8(text);
  const size_t sign = bytes.starts_with('+') ? 1 : 0;
  int32_t value = 0;
  const auto parsed = std::from_chars(bytes.data() + sign, bytes.data() + bytes.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != bytes.data() + bytes.size()) return std::nullopt;
  if (sign == 1 && bytes.size() > 1 && bytes[1] == '-') return std::nullopt;
  return value;
}

// String.split of one separator: trailing empty pieces are dropped.
std::vector<std::u16string> SplitAsJava(std::u16string_view text, char16_t separator) {
  std::vector<std::u16string> pieces(1);
  for (const char16_t c : text) {
    if (c == separator) {
      pieces.emplace_back();
    } else {
      pieces.back().push_back(c);
    }
  }
  while (!pieces.empty() && pieces.back().empty()) pieces.pop_back();
  return pieces;
}

// What Pattern `\s*,\s*` takes away around the pieces, and String.trim around the whole.
std::u16string_view StripJavaBlanks(std::u16string_view text) {
  while (!text.empty() && text.front() <= u' ') text.remove_prefix(1);
  while (!text.empty() && text.back() <= u' ') text.remove_suffix(1);
  return text;
}

std::string QuotedList(const std::vector<std::string>& names, char delimiter, std::string_view separator) {
  std::string text;
  std::string_view between;
  for (const std::string& name : names) {
    Append(text, between, delimiter, name, delimiter);
    between = separator;
  }
  return text;
}

// Knows for each token whether it and the tokens before it find at most one value.
void Complete(CompiledJsonPath& path) {
  for (size_t i = 0; i < path.tokens.size(); ++i) {
    Token& token = path.tokens[i];
    token.is_leaf = i + 1 == path.tokens.size();
    switch (token.kind) {
      case Token::Kind::kProperty:
        token.is_definite = token.properties.size() == 1 || token.is_leaf;
        break;
      case Token::Kind::kIndex:
        token.is_definite = token.indexes.size() == 1;
        break;
      case Token::Kind::kFunction:
        token.is_definite = true;
        break;
      default:
        token.is_definite = false;
    }
  }
  path.text = path.root + path.TextFrom(0);
  bool definite = true;
  for (Token& token : path.tokens) {
    token.is_upstream_definite = definite;
    definite = definite && token.is_definite;
  }
  path.is_definite = definite;
}

std::shared_ptr<const CompiledJsonPath> WithChildren(const CompiledJsonPath& path) {
  auto extended = std::make_shared<CompiledJsonPath>(path);
  if (!extended->tokens.empty()) extended->tokens.push_back({.kind = Token::Kind::kWildcard, .fragment = "[*]"});
  Complete(*extended);
  extended->is_definite = path.is_definite;  // Jayway has decided that before it changes the path
  return extended;
}

// Every call of a function takes one wildcard out of its first parameter, a compiled path that Jayway keeps for all documents. So from
// the second or a later document on there are none but one that comes first. What Jayway found out about the path before stays.
std::shared_ptr<const CompiledJsonPath> WithoutWildcards(const CompiledJsonPath& path) {
  auto shortened = std::make_shared<CompiledJsonPath>(path);
  std::vector<Token>& tokens = shortened->tokens;
  for (size_t i = tokens.size(); i-- > 1;) {
    if (tokens[i].kind == Token::Kind::kWildcard) tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i));
  }
  const std::vector<Token> before = tokens;
  Complete(*shortened);
  for (size_t i = 0; i < tokens.size(); ++i) tokens[i].is_upstream_definite = before[i].is_upstream_definite;
  shortened->is_definite = path.is_definite;
  return shortened;
}

JsonPathParameter PathParameter(std::shared_ptr<const CompiledJsonPath> path, std::string_view function, bool is_first) {
  JsonPathParameter parameter{.path = path};
  if (path->IsFunctionPath() || !is_first) return parameter;
  if (function == "length" || function == "size") {
    parameter.children_path = WithChildren(*path);
  } else {
    parameter.path = WithoutWildcards(*path);
  }
  return parameter;
}

// $..a.length() is the function applied to the list of all matches: $.length($..a).
void MoveScanIntoFunction(CompiledJsonPath& path) {
  if (!path.IsFunctionPath() || path.tokens.front().kind != Token::Kind::kScan) return;
  size_t function = 0;
  while (path.tokens[function].kind != Token::Kind::kFunction) ++function;
  auto scanned = std::make_shared<CompiledJsonPath>();
  scanned->root = path.root;
  scanned->tokens.assign(path.tokens.begin(), path.tokens.begin() + static_cast<std::ptrdiff_t>(function));
  Complete(*scanned);
  path.root = '$';
  path.tokens.erase(path.tokens.begin(), path.tokens.begin() + static_cast<std::ptrdiff_t>(function));
  path.tokens.front().parameters = {PathParameter(std::move(scanned), path.tokens.front().function, true)};
}

class PathCompiler {
 public:
  PathCompiler(CharacterIndex text, JsonPatternCompiler compile_pattern)
      : text_(std::move(text)), compile_pattern_(compile_pattern) {}

  // Null after a failure.
  std::shared_ptr<const CompiledJsonPath> Compile() {
    auto path = std::make_shared<CompiledJsonPath>();
    tokens_ = &path->tokens;
    while (text_.InBounds() && IsBlank(text_.Current())) text_.Advance(1);
    const char16_t root = text_.Current();
    if (!IsPathContext(root)) text_.FailInvalid("Path must start with '$' or '@'");
    path->root = static_cast<char>(root);
    if (!text_.CurrentIsTail()) {
      text_.Advance(1);
      if (!text_.CurrentIs(u'.') && !text_.CurrentIs(u'[')) {
        text_.FailInvalid(Concat("Illegal character at position ", text_.position(), " expected '.' or '['"));
      }
      ReadTokens();
    }
    if (text_.failed()) return nullptr;
    MoveScanIntoFunction(*path);
    Complete(*path);
    return path;
  }

  const std::optional<JavaException>& failure() const { return text_.failure(); }

 private:
  void ReadTokens() {
    do {
      ReadToken();
    } while (!text_.failed() && !text_.CurrentIsTail());
  }

  void ReadToken() {
    const char16_t c = text_.Current();
    if (text_.failed()) return;
    const bool read = c == u'['   ? ReadBracket()
                      : c == u'.' ? ReadDot()
                      : c == u'*' ? ReadWildcard()
                                  : ReadPropertyOrFunction();
    if (!read) text_.FailInvalid(Concat("Could not parse token starting at position ", text_.position()));
  }

  bool ReadBracket() {
    return ReadBracketProperty() || ReadArrayAccess() || ReadWildcard() || ReadFilter() || ReadPlaceholder();
  }

  // The token behind the dots is read by the next round.
  bool ReadDot() {
    if (text_.CurrentIs(u'.') && text_.NextIs(u'.')) {
      Add({.kind = Token::Kind::kScan, .fragment = ".."});
      text_.Advance(2);
    } else if (!text_.HasMore()) {
      text_.FailInvalid("Path must not end with a '.");
    } else {
      text_.Advance(1);
    }
    if (text_.CurrentIs(u'.')) {
      text_.FailInvalid(Concat("Character '.' on position ", text_.position(), " is not valid."));
    }
    if (!text_.failed()) ReadToken();
    return true;
  }

  bool ReadPropertyOrFunction() {
    if (text_.CurrentIs(u' ')) return false;
    const int start = text_.position();
    int read = start;
    int end = 0;
    bool is_function = false;
    for (; text_.InBounds(read) && end == 0; ++read) {
      const char16_t c = text_.At(read);
      if (c == u' ') {
        text_.FailInvalid("Use bracket notion ['my prop'] if your property contains blank characters. position: " +
                          std::to_string(text_.position()));
        return true;
      }
      is_function = c == u'(';
      if (c == u'.' || c == u'[' || is_function) end = read;
    }
    if (end == 0) end = text_.length();
    const std::string name = ToUtf8(text_.Slice(start, end));
    if (is_function) {
      ReadFunction(name, end);
    } else {
      text_.set_position(end);
      AddProperty({name}, '\'');
    }
    return true;
  }

  void ReadFunction(const std::string& name, int parenthesis) {
    int open = 1;
    for (int i = parenthesis + 1; i < text_.length() && open > 0; ++i) {
      if (text_.At(i) == u')') --open;
      if (text_.At(i) == u'(') ++open;
    }
    if (open != 0) {
      text_.FailInvalid("Arguments to function: '" + name + "' are not closed properly.");
      return;
    }
    std::vector<JsonPathParameter> parameters;
    text_.set_position(parenthesis + 1);
    if (!text_.CurrentIs(u')')) parameters = ReadParameters(name);
    Add({.kind = Token::Kind::kFunction,
         .fragment = "." + name + (parameters.empty() ? "()" : "(...)"),
         .function = name,
         .parameters = std::move(parameters)});
  }

  // Reads up to the closing parenthesis. Only JSON beginning with { " - or a digit and paths are parameters; others are dropped, as
  // in Jayway.
  std::vector<JsonPathParameter> ReadParameters(const std::string& function) {
    enum class Type { kNone, kJson, kPath };
    std::vector<JsonPathParameter> parameters;
    Type type = Type::kNone;
    std::u16string parameter;
    int parentheses = 1, brackets = 0, braces = 0, quotes = 0;
    bool at_end = false;
    char16_t previous = 0;
    while (text_.InBounds() && !at_end && !text_.failed()) {
      const char16_t c = text_.Current();
      text_.Advance(1);
      if (type == Type::kNone) {
        if (IsBlank(c)) continue;
        if (c == u'{' || IsJavaDigit(c) || c == u'"' || c == u'-') type = Type::kJson;
        if (IsPathContext(c)) type = Type::kPath;
      }
      if (c == u'"') quotes += previous != u'\\' && quotes > 0 ? -1 : 1;
      if (c == u'(') ++parentheses;
      if (c == u'{') ++braces;
      if (c == u'[') ++brackets;
      if (c == u'}' && --braces < 0) text_.FailInvalid("Unexpected close brace '}'");
      if (c == u']' && --brackets < 0) text_.FailInvalid("Unexpected close bracket ']'");
      if (c == u')') {
        --parentheses;
        if (parentheses < 0 || previous == u'(') parameter.push_back(c);
      }
      const bool outside = quotes == 0 && braces == 0 && brackets == 0;
      if (outside && ((c == u')' && parentheses == 0) || ((c == u')' || c == u',') && parentheses == 1))) {
        at_end = parentheses == 0;
        if (type == Type::kJson) parameters.push_back({.json = ToUtf8(parameter)});
        if (type == Type::kPath) AddPathParameter(parameter, function, parameters);
        if (type != Type::kNone) parameter.clear();
        type = Type::kNone;
      }
      const bool separates = c == u',' && braces == 0 && brackets == 0 && parentheses == 1;
      if (type != Type::kNone && !separates) parameter.push_back(c);
      previous = c;
    }
    if (braces != 0 || parentheses != 0 || brackets != 0) {
      text_.FailInvalid("Arguments to function: '" + function + "' are not closed properly.");
    }
    return parameters;
  }

  void AddPathParameter(const std::u16string& text, std::string_view function, std::vector<JsonPathParameter>& parameters) {
    PathCompiler compiler(CharacterIndex(text), compile_pattern_);
    auto path = compiler.Compile();
    if (path == nullptr) {
      text_.Fail(*compiler.failure());
      return;
    }
    parameters.push_back(PathParameter(std::move(path), function, parameters.empty()));
  }

  // [?] stands for a predicate given beside the path; there never is one.
  bool ReadPlaceholder() {
    const int question_mark = text_.IndexOfNextSignificant(text_.position(), u'?');
    if (question_mark == -1 || text_.failed()) return false;
    const char16_t next = text_.NextSignificant(question_mark);
    if (next != u']' && next != u',') return false;
    if (text_.IndexOf(text_.position() + 1, u']') == -1) return false;
    text_.FailInvalid("Not enough predicates supplied for filter");
    return true;
  }

  bool ReadFilter() {
    const int question_mark = text_.IndexOfNextSignificant(text_.position(), u'?');
    if (question_mark == -1 || text_.failed()) return false;
    const int open = text_.IndexOfNextSignificant(question_mark, u'(');
    if (open == -1 || text_.failed()) return false;
    const int close = text_.IndexOfMatchingClose(open, u'(', u')', true, true);
    if (close == -1 || text_.failed()) return false;
    if (!text_.NextSignificantIs(close, u']')) return false;
    const int close_bracket = text_.IndexOfNextSignificant(close, u']');
    JsonFilterCompilation filter = CompileJsonFilter(text_.Slice(text_.position(), close_bracket + 1), compile_pattern_);
    if (filter.failure) {
      text_.Fail(std::move(*filter.failure));
      return true;
    }
    Add({.kind = Token::Kind::kFilter, .fragment = "[?]", .filter = std::move(filter.filter)});
    text_.set_position(close_bracket + 1);
    return true;
  }

  bool ReadWildcard() {
    const bool in_bracket = text_.CurrentIs(u'[');
    if (in_bracket && !text_.NextSignificantIs(text_.position(), u'*')) return false;
    if (in_bracket) {
      if (!text_.HasMore()) return false;
      const int wildcard = text_.IndexOfNextSignificant(text_.position(), u'*');
      if (!text_.NextSignificantIs(wildcard, u']')) {
        text_.FailInvalid(Concat("Expected wildcard token to end with ']' on position ", wildcard + 1));
        return true;
      }
      text_.set_position(text_.IndexOfNextSignificant(wildcard, u']') + 1);
    } else {
      text_.Advance(1);
    }
    Add({.kind = Token::Kind::kWildcard, .fragment = "[*]"});
    return true;
  }

  // [1], [1,2], [1:], [1:2], [:2]
  bool ReadArrayAccess() {
    const char16_t next = text_.NextSignificant(text_.position());
    if (!IsJavaDigit(next) && next != u'-' && next != u':') return false;
    const int begin = text_.position() + 1;
    const int end = text_.IndexOf(begin, u']');
    if (end == -1) return false;
    const std::u16string raw = text_.Slice(begin, end);
    const std::u16string_view expression = StripJavaBlanks(raw);
    for (const char16_t c : expression) {
      if (!IsJavaDigit(c) && c != u',' && c != u'-' && c != u':' && c != u' ') return false;
    }
    if (expression.find(u':') != std::u16string_view::npos) {
      AddSlice(expression);
    } else {
      AddIndexes(expression);
    }
    text_.set_position(end + 1);
    return true;
  }

  void AddSlice(std::u16string_view expression) {
    const bool is_clean = std::all_of(expression.begin(), expression.end(),
                                      [](char16_t c) { return IsJavaDigit(c) || c == u'-' || c == u':'; });
    const std::vector<std::u16string> pieces = SplitAsJava(expression, u':');
    Token token{.kind = Token::Kind::kSlice};
    const bool has_from = !pieces.empty() && !pieces[0].empty();
    const bool has_to = pieces.size() > 1 && !pieces[1].empty();
    if (has_from) token.from = ParseInt(pieces[0]);
    if (has_to) token.to = ParseInt(pieces[1]);
    if (!is_clean || (!has_from && !has_to) || has_from != token.from.has_value() || has_to != token.to.has_value()) {
      text_.FailInvalid("Failed to parse SliceOperation: " + ToUtf8(expression));
      return;
    }
    token.fragment = Concat("[", token.from ? std::to_string(*token.from) : "", ":",
                            token.to ? std::to_string(*token.to) : "", "]");
    Add(std::move(token));
  }

  void AddIndexes(std::u16string_view expression) {
    Token token{.kind = Token::Kind::kIndex, .fragment = "["};
    size_t begin = 0;
    while (true) {
      const size_t comma = std::min(expression.find(u',', begin), expression.size());
      const auto index = ParseInt(StripJavaBlanks(expression.substr(begin, comma - begin)));
      if (!index) {
        text_.FailInvalid("Failed to parse token in ArrayIndexOperation: " + ToUtf8(expression));
        return;
      }
      Append(token.fragment, token.indexes.empty() ? "" : ",", *index);
      token.indexes.push_back(*index);
      if (comma == expression.size()) break;
      begin = comma + 1;
    }
    token.fragment.push_back(']');
    Add(std::move(token));
  }

  // ['a'], ["a"], ['a','b']
  bool ReadBracketProperty() {
    const char16_t delimiter = text_.NextSignificant(text_.position());
    if (delimiter != u'\'' && delimiter != u'"') return false;
    std::vector<std::string> names;
    int start = text_.position() + 1;
    int end = 0;
    bool in_name = false;
    bool in_escape = false;
    bool after_comma = false;
    for (int i = start; text_.InBounds(i) && !text_.failed(); ++i) {
      const char16_t c = text_.At(i);
      if (in_escape) {
        in_escape = false;
      } else if (c == u'\\') {
        in_escape = true;
      } else if (c == u']' && !in_name) {
        if (after_comma) text_.FailInvalid(Concat("Found empty property at index ", i));
        break;
      } else if (c == delimiter && in_name) {
        end = i;
        AddName(text_.Slice(start, i), i, names);
        in_name = false;
      } else if (c == delimiter) {
        start = i + 1;
        in_name = true;
        after_comma = false;
      } else if (c == u',' && !in_name) {
        if (after_comma) text_.FailInvalid(Concat("Found empty property at index ", i));
        after_comma = true;
      }
    }
    if (in_name) text_.FailInvalid("Property has not been closed - missing closing quote");
    if (text_.failed()) return true;
    const int close = text_.IndexOfNextSignificant(end, u']');
    if (close == -1) text_.FailInvalid("Property has not been closed - missing closing ]");
    text_.set_position(close + 1);
    AddProperty(std::move(names), static_cast<char>(delimiter));
    return true;
  }

  void AddName(const std::u16string& quoted, int index, std::vector<std::string>& names) {
    const char16_t next = text_.NextSignificant(index);
    if (next != u']' && next != u',') {
      text_.FailInvalid(Concat("Property must be separated by comma or Property must be terminated close square "
                               "bracket at index ",
                               index));
      return;
    }
    const auto name = UnescapeJayway(quoted);
    if (!name) {
      text_.FailInvalid("Unable to parse unicode value");
      return;
    }
    names.push_back(ToUtf8(*name));
  }

  void AddProperty(std::vector<std::string> names, char delimiter) {
    if (names.empty()) {
      text_.FailInvalid("Empty properties");
      return;
    }
    std::string fragment = Concat("[", QuotedList(names, delimiter, ","), "]");
    Add({.kind = Token::Kind::kProperty, .fragment = std::move(fragment), .properties = std::move(names)});
  }

  void Add(Token token) { tokens_->push_back(std::move(token)); }

  CharacterIndex text_;
  JsonPatternCompiler compile_pattern_;
  std::vector<Token>* tokens_ = nullptr;
};

}  // namespace

std::string CompiledJsonPath::TextFrom(size_t first) const {
  std::string fragments;
  for (size_t i = first; i < tokens.size(); ++i) fragments += tokens[i].fragment;
  return fragments;
}

JsonPathCompilation CompileJsonPath(const std::u16string& text, JsonPatternCompiler compile_pattern) {
  if (std::count_if(text.begin(), text.end(), Nests) > kMaxNesting) {
    return {.failure = JavaException{JavaException::Kind::kError, "java.lang.StackOverflowError", ""}};
  }
  CharacterIndex index(text);
  index.Trim();
  if (!IsPathContext(index.At(0))) {
    index = CharacterIndex(u"$." + text);
    index.Trim();
  }
  if (index.LastIs(u'.')) index.FailInvalid("Path must not end with a '.' or '..'");
  if (index.failed()) return {.failure = InvalidPath(index.failure()->message)};
  PathCompiler compiler(std::move(index), compile_pattern);
  auto path = compiler.Compile();
  if (path != nullptr) return {.path = std::move(path)};
  if (compiler.failure()->is_error()) return {.failure = compiler.failure()};
  return {.failure = InvalidPath(compiler.failure()->message)};
}

}  // namespace drey
