// Literals: their decoded texts.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "engine/base/error.h"
#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/sql/syntax_builder.h"

namespace drey {

namespace {

using Parser = SyntaxBuilder::Parser;

constexpr std::string_view kValidatorException = "org.apache.calcite.sql.validate.SqlValidatorException";

Expression MakeLiteral(LiteralKind kind, std::string text, SourceRange range) {
  Expression literal;
  literal.kind = ExpressionKind::kLiteral;
  literal.range = range;
  literal.literal.kind = kind;
  literal.literal.text = std::move(text);
  return literal;
}

// The number that exactly `count` hexits at `begin` are.
std::optional<char32_t> HexNumber(std::string_view text, size_t begin, size_t count) {
  if (begin + count > text.size()) return std::nullopt;
  char32_t value = 0;
  for (size_t i = begin; i < begin + count; ++i) {
    const int digit = HexDigitValue(text[i]);
    if (digit < 0) return std::nullopt;
    value = value << 4 | static_cast<char32_t>(digit);
  }
  return value;
}

// Those that Calcite knows by name.
bool IsCharacterSet(std::string_view name) {
  constexpr std::array<std::string_view, 11> kNames = {"BIG5",   "GB2312", "GBK",    "ISO-8859-1", "LATIN1", "UTF-16",
                                                       "UTF-16BE", "UTF-16LE", "UTF-8", "UTF16",      "UTF8"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::optional<IntervalUnit> UnitOf(size_t token_type) {
  switch (token_type) {
    case Parser::YEAR:
    case Parser::YEARS:
      return IntervalUnit::kYear;
    case Parser::QUARTER:
    case Parser::QUARTERS:
      return IntervalUnit::kQuarter;
    case Parser::MONTH:
    case Parser::MONTHS:
      return IntervalUnit::kMonth;
    case Parser::WEEK:
    case Parser::WEEKS:
      return IntervalUnit::kWeek;
    case Parser::DAY:
    case Parser::DAYS:
      return IntervalUnit::kDay;
    case Parser::HOUR:
    case Parser::HOURS:
      return IntervalUnit::kHour;
    case Parser::MINUTE:
    case Parser::MINUTES:
      return IntervalUnit::kMinute;
    case Parser::SECOND:
    case Parser::SECONDS:
      return IntervalUnit::kSecond;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string SyntaxBuilder::Unquote(std::string_view quoted) { return ReplaceAll(quoted.substr(1, quoted.size() - 2), "''", "'"); }

StringSyntax SyntaxBuilder::BuildStringSyntax(antlr4::tree::TerminalNode* quoted) {
  return {.text = Unquote(quoted->getText()), .range = RangeOf(quoted)};
}

StringSyntax SyntaxBuilder::BuildStringSyntax(Parser::StringLiteralContext* context) {
  return {.text = BuildString(context).literal.text, .range = RangeOf(context)};
}

std::string SyntaxBuilder::DecodeUnicode(std::string_view text, char escape, SourceRange range) {
  std::string out;
  Utf16Collector units(out);
  for (size_t i = 0; i < text.size();) {
    if (text[i] != escape) {
      units.Add(NextCodePoint(text, i));
      continue;
    }
    if (i + 1 < text.size() && text[i + 1] == escape) {
      units.Add(static_cast<unsigned char>(escape));
      i += 2;
      continue;
    }
    const std::optional<char32_t> unit = HexNumber(text, i + 1, 4);
    if (!unit.has_value()) {
      Fail(ParseFailure(Concat("Unicode escape sequence starting at character ", Utf16Length(text.substr(0, i)),
                               " is not exactly four hex digits"),
                        range, kValidatorException));
      return out;
    }
    units.Add(*unit);
    i += 5;
  }
  return out;
}

// The escapes of PostgreSQL's E'…'.
std::string SyntaxBuilder::DecodeEscapes(std::string_view text, SourceRange range) {
  std::string out;
  Utf16Collector units(out);
  for (size_t i = 0; i < text.size();) {
    if (text[i] != '\\' || i + 1 >= text.size()) {
      units.Add(NextCodePoint(text, i));
      continue;
    }
    const char kind = text[i + 1];
    i += 2;
    switch (kind) {
      case 'b': units.Add('\b'); continue;
      case 'f': units.Add('\f'); continue;
      case 'n': units.Add('\n'); continue;
      case 'r': units.Add('\r'); continue;
      case 't': units.Add('\t'); continue;
      default: break;
    }
    if (kind == 'u' || kind == 'U' || kind == 'x') {
      const size_t count = kind == 'u' ? 4 : kind == 'U' ? 8 : i + 1 < text.size() && HexDigitValue(text[i + 1]) >= 0 ? 2 : 1;
      const std::optional<char32_t> unit = HexNumber(text, i, count);
      if (!unit.has_value() || *unit > 0x10FFFF) {
        Fail(ParseFailure(Concat("Unicode escape sequence starting at character ", Utf16Length(text.substr(0, i - 2)),
                                 " is not exactly four hex digits"),
                          range, kValidatorException));
        return out;
      }
      units.Add(*unit);
      i += count;
    } else if (kind >= '0' && kind <= '7') {
      char32_t value = static_cast<char32_t>(kind - '0');
      for (int digits = 1; digits < 3 && i < text.size() && text[i] >= '0' && text[i] <= '7'; ++digits) {
        value = value << 3 | static_cast<char32_t>(text[i++] - '0');
      }
      units.Add(value);
    } else {
      --i;  // any other character stands for itself
      units.Add(NextCodePoint(text, i));
    }
  }
  return out;
}

std::string SyntaxBuilder::DecodeHexits(std::string_view hexits, SourceRange range) {
  std::string bytes;
  for (const char c : hexits) {
    if (HexDigitValue(c) < 0) {
      Fail(ParseFailure("Binary literal string must contain only characters '0' - '9', 'A' - 'F'", range, kValidatorException));
      return bytes;
    }
  }
  if (hexits.size() % 2 != 0) {
    // Flink's validator says so, not its parser.
    Fail(WithFlinkClass(InvalidError("Binary literal string must contain an even number of hexits", range), kValidatorException));
    return bytes;
  }
  for (size_t i = 0; i < hexits.size(); i += 2) {
    bytes += static_cast<char>(HexDigitValue(hexits[i]) << 4 | HexDigitValue(hexits[i + 1]));
  }
  return bytes;
}

Expression SyntaxBuilder::BuildString(Parser::StringLiteralContext* context) {
  const SourceRange range = RangeOf(context);
  const std::string first = context->start->getText();
  const size_t quote = first.find('\'');
  std::string text = Unquote(std::string_view(first).substr(quote));
  const size_t type = context->start->getType();
  if (type == Parser::ESCAPED_STRING_LITERAL) return MakeLiteral(LiteralKind::kString, DecodeEscapes(text, range), range);
  const bool has_escape = context->UESCAPE() != nullptr;
  std::vector<antlr4::tree::TerminalNode*> more = context->STRING_LITERAL();
  if (type == Parser::STRING_LITERAL) more.erase(more.begin());
  std::string escape;
  if (has_escape) {
    escape = Unquote(more.back()->getText());
    more.pop_back();
  }
  bool continued_on_line = false;
  const antlr4::Token* previous = context->start;
  for (auto* piece : more) {
    if (piece->getSymbol()->getLine() == previous->getLine()) {
      continued_on_line = true;
    }
    previous = piece->getSymbol();
    text += Unquote(piece->getText());
  }
  if (type == Parser::BINARY_LITERAL) {
    Expression bytes = MakeLiteral(LiteralKind::kBinary, DecodeHexits(text, range), range);
    bytes.literal.continued_on_line = continued_on_line;
    return bytes;
  }
  if (has_escape && type != Parser::UNICODE_STRING_LITERAL) {
    Fail(ParseFailure("UESCAPE clause cannot be specified without Unicode literal prefix", range, kValidatorException));
  }
  if (has_escape && escape.size() != 1) {
    Fail(ParseFailure(Concat("UESCAPE '", escape, "' must be exactly one character"), range, kCalciteException));
    escape = "\\";
  }
  if (type == Parser::UNICODE_STRING_LITERAL) text = DecodeUnicode(text, has_escape ? escape[0] : '\\', range);
  Expression literal = MakeLiteral(LiteralKind::kString, std::move(text), range);
  literal.literal.continued_on_line = continued_on_line;
  if (type == Parser::UNICODE_STRING_LITERAL) literal.literal.charset = "UTF16";
  if (type == Parser::PREFIXED_STRING_LITERAL) {
    literal.literal.charset = first[0] == '_' ? ToUpper(std::string_view(first).substr(1, quote - 1)) : "ISO-8859-1";  // N'…'
    if (!IsCharacterSet(literal.literal.charset)) {
      Fail(ParseFailure(Concat("Unknown character set '", literal.literal.charset, "'"), range, kCalciteException));
    }
  }
  return literal;
}

Expression SyntaxBuilder::BuildNumber(Parser::UnsignedNumberContext* context) {
  const SourceRange range = RangeOf(context);
  if (context->DECIMAL() != nullptr) {
    return MakeLiteral(LiteralKind::kExactNumber, Unquote(context->STRING_LITERAL()->getText()), range);
  }
  const bool approximate = context->APPROXIMATE_LITERAL() != nullptr;
  return MakeLiteral(approximate ? LiteralKind::kApproximateNumber : LiteralKind::kExactNumber, context->getText(), range);
}

Expression SyntaxBuilder::BuildSignedNumber(Parser::SignedNumberContext* context) {
  Expression number = BuildNumber(context->unsignedNumber());
  if (context->DASH() != nullptr) number.literal.text.insert(0, "-");
  number.range = RangeOf(context);
  return number;
}

Expression SyntaxBuilder::BuildTemporal(Parser::TemporalLiteralContext* context) {
  LiteralKind kind = LiteralKind::kTimestamp;
  switch (context->start->getType()) {
    case Parser::DATE_LITERAL:
    case Parser::JDBC_DATE_BEGIN:
      kind = LiteralKind::kDate;
      break;
    case Parser::TIME_LITERAL:
    case Parser::JDBC_TIME_BEGIN:
      kind = LiteralKind::kTime;
      break;
    case Parser::TIMESTAMP_LITERAL:
      kind = context->WITH_TIME_ZONE() != nullptr ? LiteralKind::kTimestampLtz : LiteralKind::kTimestamp;
      if (is_1_20() && kind == LiteralKind::kTimestampLtz) FailAt(context->start, {"<IDENTIFIER>"});
      break;
    default:
      break;
  }
  return MakeLiteral(kind, Unquote(context->STRING_LITERAL()->getText()), RangeOf(context));
}

std::optional<int> SyntaxBuilder::BuildInteger(antlr4::tree::TerminalNode* digits) {
  if (digits == nullptr) return std::nullopt;
  const std::string text = digits->getText();
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    Fail(ParseFailure(Concat("Literal '", text, "' can not be parsed to type 'java.lang.Integer'"), RangeOf(digits), kCalciteException));
  }
  return value;
}

IntervalQualifier SyntaxBuilder::BuildQualifier(Parser::IntervalQualifierContext* context) {
  IntervalQualifier qualifier;
  qualifier.range = RangeOf(context);
  const antlr4::Token* first = context->intervalStart()->start;
  qualifier.start = UnitOf(first->getType()).value();
  // Units that Flink 1.20 does not have.
  if (is_1_20() && (qualifier.start == IntervalUnit::kWeek || qualifier.start == IntervalUnit::kQuarter)) FailAt(first, {});
  if (context->intervalEnd() != nullptr) qualifier.end = UnitOf(context->intervalEnd()->start->getType());
  for (auto* precision : context->intervalPrecision()) {
    const bool of_end = context->intervalEnd() != nullptr && precision->start->getTokenIndex() > context->intervalEnd()->start->getTokenIndex();
    const bool of_seconds = of_end || (!qualifier.end.has_value() && qualifier.start == IntervalUnit::kSecond);
    if (of_end && qualifier.end != IntervalUnit::kSecond) FailAt(precision->start, {});
    if (precision->COMMA() != nullptr && (of_end || !of_seconds)) FailAt(precision->COMMA()->getSymbol(), {"\")\""});
    if (of_end) {
      qualifier.end_precision = BuildInteger(precision->INTEGER_LITERAL(0));
    } else {
      qualifier.start_precision = BuildInteger(precision->INTEGER_LITERAL(0));
      if (precision->COMMA() != nullptr) qualifier.end_precision = BuildInteger(precision->INTEGER_LITERAL(1));
    }
  }
  return qualifier;
}

Expression SyntaxBuilder::BuildInterval(Parser::IntervalLiteralContext* context) {
  const bool negative = context->DASH() != nullptr;
  IntervalQualifier qualifier = BuildQualifier(context->intervalQualifier());
  if (context->STRING_LITERAL() != nullptr) {
    Expression literal = MakeLiteral(LiteralKind::kInterval, Unquote(context->STRING_LITERAL()->getText()), RangeOf(context));
    literal.literal.negative = negative;
    literal.literal.interval = std::move(qualifier);
    return literal;
  }
  // INTERVAL of a value that is computed: of one unit.
  if (qualifier.end) FailAt(context->intervalQualifier()->INTERVAL_TO()->getSymbol(), {"<IDENTIFIER>"});
  Expression amount = context->parenthesized() != nullptr     ? BuildParenthesized(context->parenthesized())
                      : context->unsignedNumber() != nullptr ? BuildNumber(context->unsignedNumber())
                                                             : Expression();
  if (context->compoundIdentifier() != nullptr) {
    amount.kind = ExpressionKind::kIdentifier;
    amount.identifier = BuildIdentifier(context->compoundIdentifier());
    amount.range = amount.identifier.range;
  }
  std::vector<Expression> operands;
  operands.push_back(std::move(amount));
  operands.push_back(MakeSymbol(ToUpper(context->intervalQualifier()->getText()), qualifier.range));
  return MakeCall(negative ? "INTERVAL -" : "INTERVAL", RangeOf(context->INTERVAL()), RangeOf(context), CallSyntax::kSpecial,
                  std::move(operands));
}

Expression SyntaxBuilder::BuildLiteral(Parser::LiteralContext* context) {
  if (context->unsignedNumber() != nullptr) return BuildNumber(context->unsignedNumber());
  if (context->stringLiteral() != nullptr) return BuildString(context->stringLiteral());
  if (context->temporalLiteral() != nullptr) return BuildTemporal(context->temporalLiteral());
  if (context->intervalLiteral() != nullptr) return BuildInterval(context->intervalLiteral());
  const SourceRange range = RangeOf(context);
  if (context->UNKNOWN() != nullptr) return MakeLiteral(LiteralKind::kUnknown, "UNKNOWN", range);
  if (context->NULL_() != nullptr) return MakeLiteral(LiteralKind::kNull, "NULL", range);
  const bool value = context->TRUE_() != nullptr;
  Expression literal = MakeLiteral(LiteralKind::kBoolean, value ? "TRUE" : "FALSE", range);
  literal.literal.boolean = value;
  return literal;
}

}  // namespace drey
