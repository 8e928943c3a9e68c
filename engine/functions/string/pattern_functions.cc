#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/regex/java_regex.h"
#include "engine/functions/string/like_pattern.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"

namespace drey {
namespace {

using enum OperandFamily;

// ------------------------------------------------------------------------------------------------------------------ LIKE

bool FailEscape(CallContext& context, std::string message) {
  return context.Fail(EscapeExceptionClass(context.version()), std::move(message));
}

// The escape as a run of Flink's code reads it: one unit.
bool CheckEscape(CallContext& context, const std::optional<std::string_view>& escape) {
  if (!escape || (Utf16Length(*escape) == 1)) return true;
  return FailEscape(context, InvalidEscapeCharacter(*escape));
}

// `is_constant`: the pattern, which is then not read with the escape of old.
template <bool is_constant>
Result<bool> Like(CallContext& context, std::string_view text, std::string_view pattern, std::optional<std::string_view> escape) {
  if (!CheckEscape(context, escape)) return Result<bool>::Failure(false);
  // 1.20 takes U+0000 for an escape where none is given.
  constexpr std::string_view kOldEscape("\0", 1);
  const std::string_view none = !is_constant && context.version() < FlinkVersion::k2_3 ? kOldEscape : std::string_view();
  const absl::StatusOr<LikePattern> parsed = LikePattern::Parse(pattern, escape.value_or(none));
  if (!parsed.ok()) {
    return Result<bool>::Failure(FailEscape(context, std::string(MessageOf(parsed.status()))));
  }
  return parsed->Matches(text);
}

// A pattern that was read while binding.
class LikeConstant final : public Kernel {
 public:
  explicit LikeConstant(LikePattern pattern) : pattern_(std::move(pattern)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Boolean(pattern_.Matches(JavaString(arguments[0], context.arena())));
    return true;
  }

 private:
  LikePattern pattern_;
};

bool AlwaysTrue(CallContext&, std::span<const Datum>) { return true; }

// How 1.20 has a literal in its hands: escaped for Java source.
std::string EscapedForJava(std::string_view literal) {
  if (literal == "\\" || literal == "\"") return "\\" + std::string(literal);
  return std::string(literal);
}

absl::Status CheckLikeOperands(const BindRequest& request) {
  const LogicalType& first = request.arguments.front().type;
  const bool fits = std::all_of(request.arguments.begin(), request.arguments.end(),
                                [](const Argument& argument) { return argument.type.IsCharacterString(); });
  if (fits) return absl::OkStatus();
  const std::string name = ToUpper(request.name);
  std::string signature = name + "(";
  std::string_view separator;
  for (const Argument& argument : request.arguments) {
    // A bare NULL takes the type of the first operand.
    Append(signature, separator, "<", CalciteTypeText(argument.type.Is(TypeRoot::kNull) ? first : argument.type), ">");
    separator = ", ";
  }
  return CannotApplyOperator(request, signature + ")", Concat("'", name, "(<STRING>, <STRING>, <STRING>)'"));
}

std::optional<std::string_view> ConstantText(const BindRequest& request, size_t i) {
  if (i >= request.arguments.size()) return std::nullopt;
  const std::optional<Datum>& constant = request.arguments[i].constant;
  if (!constant || constant->is_null) return std::nullopt;
  return constant->view();
}

absl::StatusOr<BoundCall> BindLike(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckLikeOperands(request));
  BoundCall call{.type = ResultType(request, LogicalType::Boolean(), ResultNullability::kIfAnyArgument),
                 .kernel = request.arguments[1].is_constant ? MakeKernel<Like<true>>() : MakeKernel<Like<false>>()};
  const bool has_escape = request.arguments.size() > 2;
  const std::optional<std::string_view> pattern = ConstantText(request, 1);
  const std::optional<std::string_view> escape = ConstantText(request, 2);
  if (!pattern || (has_escape && !escape)) return call;

  const bool is_old = request.version < FlinkVersion::k2_3;
  if (has_escape && is_old && EscapedForJava(*escape).size() != 1 && Utf16Length(EscapedForJava(*escape)) != 1) {
    return InvalidError(InvalidEscapeCharacter(EscapedForJava(*escape)), request.arguments[2].range);
  }
  if (has_escape && Utf16Length(*escape) > 1) {
    return InvalidError(InvalidEscapeCharacter(*escape), request.arguments[2].range);
  }
  // Without a _ 2.3 never looks at an empty escape; with one it fails when the job starts.
  if (has_escape && escape->empty() && pattern->find('_') != std::string_view::npos) return call;
  absl::StatusOr<LikePattern> parsed = LikePattern::Parse(*pattern, escape.value_or(std::string_view()));
  if (!parsed.ok()) return WithRange(parsed.status(), request.arguments[1].range);
  if (is_old && pattern->empty()) {
    // A literal '' matches every text in 1.20.
    call.kernel = MakeKernel<AlwaysTrue>();
  } else {
    call.kernel = std::make_shared<LikeConstant>(*std::move(parsed));
  }
  return call;
}

// ---------------------------------------------------------------------------------------------------- regular expressions

constexpr std::string_view kPatternSyntaxException = "java.util.regex.PatternSyntaxException";

// A pattern that Java takes and drey does not must not count as one that Java refuses.
bool IsUnsupported(const absl::Status& status) { return DetailOf(status).kind == ErrorKind::kUnsupported; }

// Null where the pattern is wrong; then `failed` tells that the row fails because drey lacks something.
std::shared_ptr<const JavaRegex> RegexOf(CallContext& context, std::string_view pattern, bool& failed) {
  absl::StatusOr<std::shared_ptr<const JavaRegex>> regex = JavaRegex::Cached(pattern);
  failed = !regex.ok() && IsUnsupported(regex.status());
  if (failed) context.Fail("", std::string(MessageOf(regex.status())));
  return regex.ok() ? *std::move(regex) : nullptr;
}

// Flink's error where Java's matcher would not come to an end.
bool FailExhausted(CallContext& context) {
  return context.Fail("java.lang.StackOverflowError", "the regular expression needs too many steps");
}

Result<bool> SimilarTo(CallContext& context, std::string_view text, std::string_view pattern,
                       std::optional<std::string_view> escape) {
  using Answer = Result<bool>;
  if (!CheckEscape(context, escape)) return Answer::Failure(false);
  const absl::StatusOr<std::string> java =
      SimilarToJavaPattern(pattern, escape.value_or(std::string_view()), context.version());
  if (!java.ok()) {
    const std::string_view message = MessageOf(java.status());
    const bool about_escape = message.starts_with("Invalid escape");
    return Answer::Failure(context.Fail(
        about_escape ? EscapeExceptionClass(context.version()) : "java.lang.RuntimeException", std::string(message)));
  }
  const absl::StatusOr<std::shared_ptr<const JavaRegex>> regex = JavaRegex::Cached(*java);
  if (!regex.ok()) {
    return Answer::Failure(context.Fail(IsUnsupported(regex.status()) ? "" : kPatternSyntaxException,
                                        std::string(MessageOf(regex.status()))));
  }
  JavaMatcher matcher(**regex, text);
  const bool matches = matcher.Matches();
  if (matcher.gave_up()) return Answer::Failure(FailExhausted(context));
  return matches;
}

Result<bool> Regexp(CallContext& context, std::string_view text, std::string_view pattern) {
  if (pattern.empty()) return false;
  bool failed = false;
  const std::shared_ptr<const JavaRegex> regex = RegexOf(context, pattern, failed);
  if (failed) return Result<bool>::Failure(false);
  if (!regex) return false;
  JavaMatcher matcher(*regex, text);
  const bool found = matcher.Find();
  if (matcher.gave_up()) return Result<bool>::Failure(FailExhausted(context));
  return found;
}

// The text with each match replaced, the replacement taken literally.
Result<std::string_view> RegexpReplace(CallContext& context, std::string_view text, std::string_view pattern,
                                       std::string_view replacement) {
  using Answer = Result<std::string_view>;
  bool failed = false;
  const std::shared_ptr<const JavaRegex> regex = RegexOf(context, pattern, failed);
  if (failed) return Answer::Failure(false);
  if (!regex) return std::nullopt;
  JavaMatcher matcher(*regex, text);
  std::string result;
  size_t copied = 0;
  while (matcher.Find()) {
    if (matcher.inside_pair()) {
      // The pair is cut: its halves stand around the replacement.
      const std::u16string pair = ToUtf16(text.substr(copied, matcher.start() - copied));
      result += ToUtf8(std::u16string_view(pair).substr(0, 1));
      result += replacement;
      result += ToUtf8(std::u16string_view(pair).substr(1));
    } else {
      result += text.substr(copied, matcher.start() - copied);
      result += replacement;
    }
    copied = matcher.inside_pair() ? matcher.start() : matcher.end();
  }
  if (matcher.gave_up()) return Answer::Failure(FailExhausted(context));
  result += text.substr(copied);
  return context.arena().Copy(result);
}

Result<std::string_view> RegexpExtract(CallContext& context, std::string_view text, std::string_view pattern,
                                       std::optional<int32_t> group) {
  using Answer = Result<std::string_view>;
  bool failed = false;
  const std::shared_ptr<const JavaRegex> regex = RegexOf(context, pattern, failed);
  if (failed) return Answer::Failure(false);
  const int32_t wanted = group.value_or(0);
  if (!regex || wanted < 0 || wanted > regex->group_count()) return std::nullopt;
  JavaMatcher matcher(*regex, text);
  const bool found = matcher.Find();
  if (matcher.gave_up()) return Answer::Failure(FailExhausted(context));
  if (!found) return std::nullopt;
  return matcher.Group(wanted);
}

Result<int32_t> RegexpCount(CallContext& context, std::string_view text, std::string_view pattern) {
  using Answer = Result<int32_t>;
  bool failed = false;
  const std::shared_ptr<const JavaRegex> regex = RegexOf(context, pattern, failed);
  if (failed) return Answer::Failure(false);
  if (!regex) return std::nullopt;
  JavaMatcher matcher(*regex, text);
  int32_t count = 0;
  while (matcher.Find()) ++count;
  if (matcher.gave_up()) return Answer::Failure(FailExhausted(context));
  return count;
}

Result<int32_t> RegexpInstr(CallContext& context, std::string_view text, std::string_view pattern) {
  using Answer = Result<int32_t>;
  bool failed = false;
  const std::shared_ptr<const JavaRegex> regex = RegexOf(context, pattern, failed);
  if (failed) return Answer::Failure(false);
  if (!regex) return std::nullopt;
  JavaMatcher matcher(*regex, text);
  const bool found = matcher.Find();
  if (matcher.gave_up()) return Answer::Failure(FailExhausted(context));
  return found ? static_cast<int32_t>(Utf16Length(text.substr(0, matcher.start()))) + 1 : 0;
}

Result<std::string_view> RegexpSubstr(CallContext& context, std::string_view text, std::string_view pattern) {
  return RegexpExtract(context, text, pattern, std::nullopt);
}

Result<Datum> RegexpExtractAll(CallContext& context, std::string_view text, std::string_view pattern,
                               std::optional<int64_t> group) {
  using Answer = Result<Datum>;
  bool failed = false;
  const std::shared_ptr<const JavaRegex> regex = RegexOf(context, pattern, failed);
  if (failed) return Answer::Failure(false);
  const int64_t wanted = group.value_or(1);
  if (!regex || wanted < 0 || wanted > regex->group_count()) return std::nullopt;
  JavaMatcher matcher(*regex, text);
  std::vector<Datum> found;
  while (matcher.Find()) {
    const std::optional<std::string_view> part = matcher.Group(static_cast<int>(wanted));
    found.push_back(part ? Datum::Text(*part) : Datum::Null());
  }
  if (matcher.gave_up()) return Answer::Failure(FailExhausted(context));
  Datum* const cells = context.arena().AllocateArray<Datum>(found.size());
  std::copy(found.begin(), found.end(), cells);
  return Datum::Cells(cells, static_cast<uint32_t>(found.size()));
}

// ---------------------------------------------------------------------------------------------------------------- binding

// What drey cannot run is refused at once where the pattern is known.
absl::Status RefuseUnsupportedPattern(const BindRequest& request) {
  const std::optional<std::string_view> pattern = ConstantText(request, 1);
  if (!pattern) return absl::OkStatus();
  const absl::Status status = JavaRegex::Compile(*pattern).status();
  if (status.ok() || !IsUnsupported(status)) return absl::OkStatus();
  return WithRange(status, request.arguments[1].range);
}

absl::StatusOr<BoundCall> BindSimilarTo(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckLikeOperands(request));
  return BoundCall{.type = ResultType(request, LogicalType::Boolean(), ResultNullability::kIfAnyArgument),
                   .kernel = MakeKernel<SimilarTo>()};
}

absl::StatusOr<BoundCall> BindRegexp(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kCharacter}}));
  DREY_RETURN_IF_ERROR(RefuseUnsupportedPattern(request));
  return BoundCall{.type = ResultType(request, LogicalType::Boolean(), ResultNullability::kIfAnyArgument),
                   .kernel = MakeKernel<Regexp>()};
}

absl::StatusOr<BoundCall> BindRegexpReplace(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kCharacter, kCharacter}}));
  DREY_RETURN_IF_ERROR(RefuseUnsupportedPattern(request));
  return BoundCall{.type = ResultType(request, LogicalType::String(), ResultNullability::kIfAnyArgument),
                   .kernel = MakeKernel<RegexpReplace>()};
}

absl::StatusOr<BoundCall> BindRegexpExtract(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kCharacter, kInteger}, {kCharacter, kCharacter}}));
  DREY_RETURN_IF_ERROR(RefuseUnsupportedPattern(request));
  return BoundCall{.type = LogicalType::String(), .kernel = MakeKernel<RegexpExtract>()};
}

template <auto kFunction>
absl::StatusOr<BoundCall> BindSearch(const BindRequest& request, const LogicalType& type) {
  DREY_RETURN_IF_ERROR(CheckNamedOperands(request, {{{"str", kCharacter}, {"regex", kCharacter}}}));
  DREY_RETURN_IF_ERROR(RefuseUnsupportedPattern(request));
  return BoundCall{.type = type, .kernel = MakeKernel<kFunction>()};
}

absl::StatusOr<BoundCall> BindRegexpCount(const BindRequest& request) {
  return BindSearch<RegexpCount>(request, LogicalType::Integer());
}
absl::StatusOr<BoundCall> BindRegexpInstr(const BindRequest& request) {
  return BindSearch<RegexpInstr>(request, LogicalType::Integer());
}
absl::StatusOr<BoundCall> BindRegexpSubstr(const BindRequest& request) {
  return BindSearch<RegexpSubstr>(request, LogicalType::String());
}

absl::StatusOr<BoundCall> BindRegexpExtractAll(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckNamedOperands(
      request, {{{"str", kCharacter}, {"regex", kCharacter}},
                {{"str", kCharacter}, {"regex", kCharacter}, {"extractIndex", kInteger}}}));
  DREY_RETURN_IF_ERROR(RefuseUnsupportedPattern(request));
  return BoundCall{.type = LogicalType::Array(LogicalType::String()), .kernel = MakeKernel<RegexpExtractAll>()};
}

}  // namespace

void RegisterPatternFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "LIKE",
                .bind = BindLike,
                .documentation = {"string [NOT] LIKE pattern [ESCAPE character]",
                                  "Whether the text fits the pattern: % is any characters, _ is one. No character escapes unless ESCAPE "
                                  "says so.",
                                  "'abc' LIKE 'a%'", "TRUE"},
                .is_operator = true});
  registry.Add({.name = "SIMILAR TO",
                .bind = BindSimilarTo,
                .documentation = {"string [NOT] SIMILAR TO pattern [ESCAPE character]",
                                  "Whether the text fits the SQL regular expression.", "'abc' SIMILAR TO 'a(b|x)c'", "TRUE"},
                .is_operator = true});
  registry.Add({.name = "REGEXP",
                .bind = BindRegexp,
                .documentation = {"REGEXP(string, regex)",
                                  "Whether the Java regular expression is found in the text; FALSE if it is empty or wrong.",
                                  "REGEXP('hello', 'l+')", "TRUE"}});
  registry.Add({.name = "REGEXP_REPLACE",
                .bind = BindRegexpReplace,
                .documentation = {"REGEXP_REPLACE(string, regex, replacement)",
                                  "The text with every match replaced, literally. NULL if the expression is wrong.",
                                  "REGEXP_REPLACE('foobar', 'oo|ar', '')", "fb"}});
  registry.Add({.name = "REGEXP_EXTRACT",
                .bind = BindRegexpExtract,
                .documentation = {"REGEXP_EXTRACT(string, regex [, group])",
                                  "A group of the first match, the whole match without a group. NULL if there is none.",
                                  "REGEXP_EXTRACT('foothebar', 'foo(.*?)(bar)', 2)", "bar"}});
  registry.Add({.name = "REGEXP_COUNT",
                .bind = BindRegexpCount,
                .documentation = {"REGEXP_COUNT(string, regex)", "How many matches there are.", "REGEXP_COUNT('banana', 'an')", "2"},
                .since = FlinkVersion::k2_3});
  registry.Add({.name = "REGEXP_INSTR",
                .bind = BindRegexpInstr,
                .documentation = {"REGEXP_INSTR(string, regex)",
                                  "Where the first match starts, in UTF-16 units from 1; 0 if there is none.",
                                  "REGEXP_INSTR('banana', 'n')", "3"},
                .since = FlinkVersion::k2_3});
  registry.Add({.name = "REGEXP_SUBSTR",
                .bind = BindRegexpSubstr,
                .documentation = {"REGEXP_SUBSTR(string, regex)", "The first match; NULL if there is none.",
                                  "REGEXP_SUBSTR('banana', 'a[^b]')", "an"},
                .since = FlinkVersion::k2_3});
  registry.Add({.name = "REGEXP_EXTRACT_ALL",
                .bind = BindRegexpExtractAll,
                .documentation = {"REGEXP_EXTRACT_ALL(string, regex [, group])",
                                  "A group of every match, the first group where none is given. NULL if there is no such group.",
                                  "REGEXP_EXTRACT_ALL('a1b2', '([a-z])([0-9])', 2)", "[1, 2]"},
                .since = FlinkVersion::k2_3});
}

}  // namespace drey
