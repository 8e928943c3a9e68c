#include <algorithm>
#include <vector>

#include "engine/base/utf8.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/regex/java_regex.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"
#include "engine/types/hash_map_order.h"

namespace drey {
namespace {

using enum OperandFamily;

Datum ArrayOf(CallContext& context, const std::vector<Datum>& elements) {
  Datum* const cells = context.arena().AllocateArray<Datum>(elements.size());
  std::copy(elements.begin(), elements.end(), cells);
  return Datum::Cells(cells, static_cast<uint32_t>(elements.size()));
}

// The pieces between separators, empty ones too. An empty text has no pieces; one that ends in a separator has an empty last piece if
// `keeps_last`.
std::vector<std::string_view> Pieces(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> pieces;
  if (text.empty()) return pieces;
  size_t begin = 0;
  while (true) {
    const size_t end = text.find(separator, begin);
    pieces.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return pieces;
    begin = end + separator.size();
  }
}

// Every UTF-16 unit on its own.
Datum Units(CallContext& context, std::string_view text) {
  std::vector<Datum> units;
  for (const char16_t unit : ToUtf16(text)) {
    units.push_back(Datum::Text(context.arena().Copy(ToUtf8(std::u16string_view(&unit, 1)))));
  }
  return ArrayOf(context, units);
}

Datum SplitText(CallContext& context, std::string_view text, std::string_view delimiter) {
  if (delimiter.empty()) return Units(context, text);
  std::vector<Datum> elements;
  for (const std::string_view piece : Pieces(text, delimiter)) elements.push_back(Datum::Text(piece));
  return ArrayOf(context, elements);
}

std::optional<std::string_view> PieceAt(const std::vector<std::string_view>& pieces, int32_t index) {
  if (index < 0 || static_cast<size_t>(index) >= pieces.size()) return std::nullopt;
  return pieces[static_cast<size_t>(index)];
}

// Commons Lang reads an empty separator as blanks.
std::vector<std::string_view> PiecesBetweenBlanks(std::string_view text) {
  std::vector<std::string_view> pieces;
  if (text.empty()) return pieces;
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_blank = c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
    if (!is_blank) continue;
    pieces.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  pieces.push_back(text.substr(begin));
  return pieces;
}

std::optional<std::string_view> SplitIndex(CallContext&, std::string_view text, std::string_view separator, int32_t index) {
  return PieceAt(separator.empty() ? PiecesBetweenBlanks(text) : Pieces(text, separator), index);
}

// The separator is a character of ISO-8859-1.
std::optional<std::string_view> SplitIndexByCode(CallContext&, std::string_view text, int32_t code, int32_t index) {
  if (code > 255 || code < 1) return std::nullopt;
  std::string separator;
  AppendCodePoint(separator, static_cast<char32_t>(code));
  return PieceAt(Pieces(text, separator), index);
}

// ------------------------------------------------------------------------------------------------------------ STR_TO_MAP

// String.split(regex, limit): with limit 0 trailing empty pieces are dropped. An empty match at the start gives no piece.
bool SplitByRegex(CallContext& context, std::string_view text, std::string_view pattern, size_t limit,
                  std::vector<std::string_view>& pieces) {
  const absl::StatusOr<std::shared_ptr<const JavaRegex>> regex = JavaRegex::Cached(pattern);
  if (!regex.ok()) {
    const bool unsupported = DetailOf(regex.status()).kind == ErrorKind::kUnsupported;
    return context.Fail(unsupported ? "" : "java.util.regex.PatternSyntaxException",
                        std::string(MessageOf(regex.status())));
  }
  JavaMatcher matcher(**regex, text);
  size_t begin = 0;
  while ((limit == 0 || pieces.size() + 1 < limit) && matcher.Find()) {
    if (matcher.inside_pair()) continue;
    if (begin == 0 && matcher.end() == 0) continue;
    pieces.push_back(text.substr(begin, matcher.start() - begin));
    begin = matcher.end();
  }
  if (matcher.gave_up()) {
    return context.Fail("java.lang.StackOverflowError", "the regular expression needs too many steps");
  }
  pieces.push_back(text.substr(begin));
  if (limit == 0 && pieces.size() > 1) {
    while (!pieces.empty() && pieces.back().empty()) pieces.pop_back();
  }
  return true;
}

struct TextEntry {
  std::string_view key;
  Datum value;
};

// A later pair with the same key replaces the value where the first one stands.
void Put(std::vector<TextEntry>& entries, TextEntry entry) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const TextEntry& old) { return old.key == entry.key; });
  if (found == entries.end()) {
    entries.push_back(entry);
  } else {
    found->value = entry.value;
  }
}

// In the order of Java's HashMap, which Flink makes for that many pairs.
Datum MapInJavaOrder(CallContext& context, const std::vector<TextEntry>& entries, size_t pairs) {
  std::vector<int32_t> hashes;
  for (const TextEntry& entry : entries) hashes.push_back(HashOfJavaString(entry.key));
  Datum* const cells = context.arena().AllocateArray<Datum>(2 * entries.size());
  size_t next = 0;
  for (const size_t i : HashMapOrderFromCapacity(hashes, pairs)) {
    cells[next++] = Datum::Text(entries[i].key);
    cells[next++] = entries[i].value;
  }
  return Datum::Cells(cells, static_cast<uint32_t>(entries.size()));
}

Result<Datum> StrToMap(CallContext& context, std::string_view text, std::optional<std::string_view> pair_delimiter,
                       std::optional<std::string_view> value_delimiter) {
  if (text.empty()) return Datum::Cells(nullptr, 0);
  std::vector<std::string_view> pairs;
  if (!SplitByRegex(context, text, pair_delimiter.value_or(","), 0, pairs)) return Result<Datum>::Failure(false);
  std::vector<TextEntry> entries;
  for (const std::string_view pair : pairs) {
    std::vector<std::string_view> parts;
    if (!SplitByRegex(context, pair, value_delimiter.value_or("="), 2, parts)) return Result<Datum>::Failure(false);
    Put(entries, parts.size() < 2 ? TextEntry{pair, Datum::Null()} : TextEntry{parts[0], Datum::Text(parts[1])});
  }
  return MapInJavaOrder(context, entries, pairs.size());
}

// --------------------------------------------------------------------------------------------------------------- binding

absl::StatusOr<BoundCall> BindSplit(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckNamedOperands(request, {{{"", kCharacter}, {"", kCharacter}}}));
  return BoundCall{
      .type = ResultType(request, LogicalType::Array(LogicalType::String()), ResultNullability::kIfAnyArgument),
      .kernel = MakeKernel<SplitText>()};
}

absl::StatusOr<BoundCall> BindSplitIndex(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kInteger, kInteger}, {kCharacter, kCharacter, kInteger}}));
  DREY_RETURN_IF_ERROR(RefuseBigint(request));
  const bool by_code = request.arguments[1].type.IsInteger();
  return BoundCall{.type = LogicalType::String(),
                   .kernel = by_code ? MakeKernel<SplitIndexByCode>() : MakeKernel<SplitIndex>()};
}

absl::StatusOr<BoundCall> BindStrToMap(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter}, {kCharacter, kCharacter, kCharacter}}));
  return BoundCall{.type = LogicalType::Map(LogicalType::String(), LogicalType::String()),
                   .kernel = MakeKernel<StrToMap>()};
}

}  // namespace

void RegisterSplitFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "SPLIT",
                .bind = BindSplit,
                .documentation = {"SPLIT(string, delimiter)",
                                  "The pieces of the text between delimiters; its UTF-16 units where the delimiter is empty.",
                                  "SPLIT('a,b', ',')", "[a, b]"}});
  registry.Add({.name = "SPLIT_INDEX",
                .bind = BindSplitIndex,
                .documentation = {"SPLIT_INDEX(string, delimiter, index)",
                                  "The piece at the index, counted from 0; NULL if there is none. The delimiter is a text or the code of "
                                  "a character.",
                                  "SPLIT_INDEX('a,b,c', ',', 1)", "b"}});
  registry.Add({.name = "STR_TO_MAP",
                .bind = BindStrToMap,
                .documentation = {"STR_TO_MAP(string [, pair_delimiter, value_delimiter])",
                                  "The pairs of a text as a map. The delimiters are Java regular expressions, ',' and '=' where none are "
                                  "given; a pair without value has NULL.",
                                  "STR_TO_MAP('a=1,b=2')", "{a=1, b=2}"}});
}

}  // namespace drey
