#include "engine/functions/string/java_formatter.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/functions/string/java_character.h"
#include "engine/types/decimal.h"
#include "engine/types/hash_map_order.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_string.h"
#include "engine/types/timestamp.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

// %[index$][flags][width][.precision]conversion
struct Specifier {
  int index = 0;  // from 1; 0: the next one; -1: the one before
  bool left = false;
  bool alternate = false;
  bool plus = false;
  bool blank = false;
  bool zero = false;
  bool group = false;
  bool parentheses = false;
  int width = -1;
  int precision = -1;
  char conversion = 0;
  bool upper = false;

  bool HasSignFlags() const { return plus || blank || zero || group || parentheses; }
};

// The kinds of objects that Flink hands over.
enum class ObjectKind { kString, kInteger, kFloating, kBoolean, kDecimal, kTimestamp, kOther };

ObjectKind KindOf(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return ObjectKind::kString;
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
    case TypeRoot::kDate:
    case TypeRoot::kTime:
    case TypeRoot::kIntervalYearMonth:
    case TypeRoot::kIntervalDayTime:
      return ObjectKind::kInteger;
    case TypeRoot::kFloat:
    case TypeRoot::kDouble:
      return ObjectKind::kFloating;
    case TypeRoot::kBoolean:
      return ObjectKind::kBoolean;
    case TypeRoot::kDecimal:
      return ObjectKind::kDecimal;
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return ObjectKind::kTimestamp;
    default:
      return ObjectKind::kOther;
  }
}

// The width of Java's type of an integer.
int BitsOf(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kTinyint:
      return 8;
    case TypeRoot::kSmallint:
      return 16;
    case TypeRoot::kBigint:
    case TypeRoot::kIntervalDayTime:
      return 64;
    default:
      return 32;
  }
}

// Decimal digits and the place of the point: 0.d1d2d3… * 10^exponent.
struct Digits {
  std::string digits;
  int exponent = 0;
};

// The digits of Double.toString.
Digits DigitsOf(double value) {
  std::string text;
  AppendJavaDouble(std::abs(value), text);
  Digits result;
  const size_t e = text.find('E');
  const int scale = e == std::string::npos ? 0 : std::stoi(text.substr(e + 1));
  const size_t point = text.find('.');
  result.digits = text.substr(0, point) + text.substr(point + 1, std::min(e, text.size()) - point - 1);
  result.exponent = static_cast<int>(point) + scale;
  const size_t zeros = std::min(result.digits.find_first_not_of('0'), result.digits.size());
  result.digits.erase(0, zeros);
  result.exponent -= static_cast<int>(zeros);
  if (result.digits.empty()) result = {"0", 1};
  return result;
}

// Half up to `count` digits.
void RoundDigits(Digits& number, int count) {
  if (count < 0) {
    number = {"0", 1};
    return;
  }
  if (static_cast<size_t>(count) >= number.digits.size()) return;
  const bool up = number.digits[static_cast<size_t>(count)] >= '5';
  number.digits.resize(static_cast<size_t>(count));
  if (up) {
    int i = count - 1;
    while (i >= 0 && number.digits[static_cast<size_t>(i)] == '9') number.digits[static_cast<size_t>(i--)] = '0';
    if (i >= 0) {
      ++number.digits[static_cast<size_t>(i)];
    } else {
      number.digits.insert(0, "1");
      ++number.exponent;
    }
  }
  if (number.digits.empty()) number = {"0", 1};
}

std::string FixedText(Digits number, int precision) {
  RoundDigits(number, number.exponent + precision);
  std::string whole;
  std::string fraction;
  for (int i = 0; i < number.exponent; ++i) {
    whole += static_cast<size_t>(i) < number.digits.size() ? number.digits[static_cast<size_t>(i)] : '0';
  }
  for (int i = 0; i < precision; ++i) {
    const int at = number.exponent + i;
    fraction += at >= 0 && static_cast<size_t>(at) < number.digits.size() ? number.digits[static_cast<size_t>(at)] : '0';
  }
  if (whole.empty()) whole = "0";
  return precision == 0 ? whole : Concat(whole, ".", fraction);
}

std::string ScientificText(Digits number, int precision) {
  RoundDigits(number, precision + 1);
  const bool is_zero = number.digits.find_first_not_of('0') == std::string::npos;
  number.digits.resize(static_cast<size_t>(precision) + 1, '0');
  const int exponent = is_zero ? 0 : number.exponent - 1;
  std::string text = number.digits.substr(0, 1);
  if (precision > 0) Append(text, ".", number.digits.substr(1));
  Append(text, "e", exponent < 0 ? "-" : "+", std::abs(exponent) < 10 ? "0" : "", std::abs(exponent));
  return text;
}

// 0x1.8p0, as Double.toHexString writes a positive number; with a precision, of a whole digit before the point and as many behind it.
std::string HexadecimalText(double number, int precision) {
  constexpr int kFractionDigits = 13;
  constexpr int kLeastExponent = -1022;
  int exponent = 0;
  double fraction = std::frexp(number, &exponent) * 2;
  --exponent;
  if (number == 0) {
    exponent = 0;
  } else if (exponent < kLeastExponent && precision < 0) {
    fraction = std::ldexp(fraction, exponent - kLeastExponent);
    exponent = kLeastExponent;
  }
  const int digits = precision < 0 ? kFractionDigits : std::max(1, precision);
  if (digits < kFractionDigits) fraction = std::nearbyint(std::ldexp(fraction, 4 * digits)) / std::ldexp(1.0, 4 * digits);
  if (fraction >= 2) {
    fraction /= 2;
    ++exponent;
  }
  std::string text = fraction >= 1 ? "0x1." : "0x0.";
  fraction -= std::floor(fraction);
  std::string behind_point;
  for (int i = 0; i < digits; ++i) {
    fraction *= 16;
    const int digit = static_cast<int>(fraction);
    behind_point.push_back("0123456789abcdef"[digit]);
    fraction -= digit;
  }
  while (precision < 0 && behind_point.size() > 1 && behind_point.back() == '0') behind_point.pop_back();
  return Concat(text, behind_point, "p", exponent);
}

class Formatter {
 public:
  Formatter(std::span<const Datum> arguments, std::span<const LogicalType> types, Arena& arena)
      : arguments_(arguments), types_(types), arena_(arena) {}

  bool unsupported() const { return unsupported_; }

  std::optional<std::string> Format(std::string_view format) {
    size_t i = 0;
    while (i < format.size()) {
      const size_t percent = std::min(format.find('%', i), format.size());
      out_ += format.substr(i, percent - i);
      if (percent == format.size()) break;
      i = percent + 1;
      Specifier specifier;
      if (!Parse(format, i, specifier) || !Print(specifier)) return std::nullopt;
    }
    return std::move(out_);
  }

 private:

  static int TakeNumber(std::string_view format, size_t& i) {
    int64_t value = 0;
    while (i < format.size() && IsDigit(format[i])) value = std::min<int64_t>(value * 10 + (format[i++] - '0'), INT32_MAX);
    return static_cast<int>(value);
  }

  static bool Parse(std::string_view format, size_t& i, Specifier& specifier) {
    size_t ahead = i;
    const int index = TakeNumber(format, ahead);
    if (ahead > i && format[i] != '0' && ahead < format.size() && format[ahead] == '$') {
      specifier.index = index;
      i = ahead + 1;
    } else if (i < format.size() && format[i] == '<') {
      specifier.index = -1;
      ++i;
    }
    for (; i < format.size(); ++i) {
      bool* const flag = FlagOf(format[i], specifier);
      if (flag == nullptr) break;
      if (*flag) return false;  // DuplicateFormatFlagsException
      *flag = true;
    }
    if (i < format.size() && IsDigit(format[i])) specifier.width = TakeNumber(format, i);
    if (i < format.size() && format[i] == '.') {
      ++i;
      if (i >= format.size() || !IsDigit(format[i])) return false;
      specifier.precision = TakeNumber(format, i);
    }
    if (i >= format.size()) return false;
    specifier.conversion = format[i++];
    if (specifier.conversion >= 'A' && specifier.conversion <= 'Z') {
      constexpr std::string_view kCapitals = "BHSCXEGAT";
      if (kCapitals.find(specifier.conversion) == std::string_view::npos) return false;
      specifier.upper = true;
      specifier.conversion = static_cast<char>(specifier.conversion | 0x20);
    }
    return true;
  }

  static bool* FlagOf(char c, Specifier& specifier) {
    switch (c) {
      case '-':
        return &specifier.left;
      case '#':
        return &specifier.alternate;
      case '+':
        return &specifier.plus;
      case ' ':
        return &specifier.blank;
      case '0':
        return &specifier.zero;
      case ',':
        return &specifier.group;
      case '(':
        return &specifier.parentheses;
      default:
        return nullptr;
    }
  }

  bool Print(const Specifier& specifier) {
    if (specifier.left && specifier.width < 0) return false;
    if (specifier.conversion == 'n') {
      if (specifier.width >= 0 || specifier.precision >= 0 || specifier.HasSignFlags() || specifier.alternate) return false;
      out_ += '\n';
      return true;
    }
    if (specifier.conversion == '%') {
      if (specifier.precision >= 0 || specifier.HasSignFlags() || specifier.alternate) return false;
      AppendPadded(specifier, "%");
      return true;
    }
    if (specifier.index > 0) {
      last_ = specifier.index - 1;
    } else if (specifier.index == 0) {
      last_ = next_++;
    }
    if (last_ < 0 || static_cast<size_t>(last_) >= arguments_.size()) return false;
    const size_t i = static_cast<size_t>(last_);
    return PrintArgument(specifier, arguments_[i], types_[i]);
  }

  bool PrintArgument(const Specifier& specifier, const Datum& value, const LogicalType& type) {
    switch (specifier.conversion) {
      case 's':
        return PrintString(specifier, value, type);
      case 'b':
        if (specifier.HasSignFlags() || specifier.alternate) return false;
        return PrintText(specifier, KindOf(type) == ObjectKind::kBoolean && !value.is_null
                                        ? (value.boolean() ? "true" : "false")
                                        : (value.is_null ? "false" : "true"));
      case 'h':
        return PrintHash(specifier, value, type);
      case 'c':
        return PrintCharacter(specifier, value, type);
      case 'd':
        return PrintDecimal(specifier, value, type);
      case 'x':
      case 'o':
        return PrintUnsigned(specifier, value, type);
      case 'e':
      case 'f':
      case 'g':
      case 'a':
        return PrintFloating(specifier, value, type);
      case 't':
        unsupported_ = unsupported_ || (!value.is_null && type.Is(TypeRoot::kBigint));
        return false;
      default:
        return false;
    }
  }

  // In width; capitals where asked for.
  void AppendPadded(const Specifier& specifier, std::string_view text) {
    const std::string_view shown = specifier.upper ? JavaToUpper(text, arena_) : text;
    const size_t units = Utf16Length(shown);
    const size_t width = specifier.width > 0 ? static_cast<size_t>(specifier.width) : 0;
    const std::string padding(width > units ? width - units : 0, ' ');
    Append(out_, specifier.left ? "" : padding, shown, specifier.left ? padding : "");
  }

  // Cut to the precision, then in width.
  bool PrintText(const Specifier& specifier, std::string_view text) {
    AppendPadded(specifier,
                 specifier.precision >= 0 ? Utf16Prefix(text, static_cast<size_t>(specifier.precision)) : std::string(text));
    return true;
  }

  bool PrintString(const Specifier& specifier, const Datum& value, const LogicalType& type) {
    if (specifier.HasSignFlags() || specifier.alternate) return false;
    if (value.is_null) return PrintText(specifier, "null");
    std::string text;
    switch (KindOf(type)) {
      case ObjectKind::kString:
        return PrintText(specifier, JavaString(value, arena_));
      case ObjectKind::kInteger:
        Append(text, value.integer);
        break;
      case ObjectKind::kFloating:
        if (type.Is(TypeRoot::kFloat)) {
          AppendJavaFloat(value.single, text);
        } else {
          AppendJavaDouble(value.floating, text);
        }
        break;
      case ObjectKind::kBoolean:
        text = value.boolean() ? "true" : "false";
        break;
      case ObjectKind::kDecimal:
        AppendDecimal({type.precision() <= 18 ? Int128{value.integer} : *value.wide, type.scale()}, text);
        break;
      case ObjectKind::kTimestamp:
        AppendLocalDateTime(TimestampOf(value), text);
        break;
      case ObjectKind::kOther:
        unsupported_ = true;
        return false;
    }
    return PrintText(specifier, text);
  }

  // LocalDateTime.toString: seconds and fraction only where they are not zero.
  static void AppendLocalDateTime(Timestamp value, std::string& out) {
    std::string text;
    AppendTimestamp(value, TimestampFormat::kIso8601, text);
    constexpr std::string_view kNoSeconds = ":00";
    const size_t time = text.find('T');
    const bool whole_minute = text.size() == time + 9 && text.ends_with(kNoSeconds);
    if (whole_minute) text.resize(text.size() - kNoSeconds.size());
    // The fraction has three, six or nine digits.
    const size_t point = text.find('.', time);
    if (point != std::string::npos) {
      while ((text.size() - point - 1) % 3 != 0) text += '0';
    }
    out += text;
  }

  bool PrintHash(const Specifier& specifier, const Datum& value, const LogicalType& type) {
    if (specifier.HasSignFlags() || specifier.alternate) return false;
    if (value.is_null) return PrintText(specifier, "null");
    uint32_t hash = 0;
    const uint64_t bits = static_cast<uint64_t>(value.integer);
    switch (KindOf(type)) {
      case ObjectKind::kString:
        hash = static_cast<uint32_t>(HashOfStringData(Utf8Bytes(value, arena_)));
        break;
      case ObjectKind::kInteger:
        hash = static_cast<uint32_t>(BitsOf(type) == 64 ? bits ^ (bits >> 32) : bits);
        break;
      case ObjectKind::kBoolean:
        hash = value.boolean() ? 1231 : 1237;
        break;
      default:
        unsupported_ = true;
        return false;
    }
    char digits[8];
    const auto end = std::to_chars(digits, digits + sizeof(digits), hash, 16).ptr;
    return PrintText(specifier, {digits, static_cast<size_t>(end - digits)});
  }

  bool PrintCharacter(const Specifier& specifier, const Datum& value, const LogicalType& type) {
    if (specifier.precision >= 0 || specifier.HasSignFlags() || specifier.alternate) return false;
    if (value.is_null) return PrintText(specifier, "null");
    if (KindOf(type) != ObjectKind::kInteger || BitsOf(type) == 64) return false;
    if (value.integer < 0 || value.integer > 0x10FFFF) return false;
    std::string character;
    AppendCodePoint(character, static_cast<char32_t>(value.integer));
    return PrintText(specifier, character);
  }

  bool HasBadNumberFlags(const Specifier& specifier) const {
    if ((specifier.left || specifier.zero) && specifier.width < 0) return true;
    return (specifier.left && specifier.zero) || (specifier.plus && specifier.blank);
  }

  // Sign, zeros up to the width, thousands. `digits` is without sign and may have a fraction.
  void AppendNumber(const Specifier& specifier, bool negative, std::string digits) {
    if (specifier.group) {
      const size_t whole = std::min(digits.find('.'), digits.size());
      for (size_t i = whole; i > 3; i -= 3) digits.insert(i - 3, ",");
    }
    std::string prefix;
    std::string suffix;
    if (negative) {
      prefix = specifier.parentheses ? "(" : "-";
      suffix = specifier.parentheses ? ")" : "";
    } else if (specifier.plus) {
      prefix = "+";
    } else if (specifier.blank) {
      prefix = " ";
    }
    if (specifier.zero) {
      const size_t size = prefix.size() + digits.size() + suffix.size();
      const size_t width = static_cast<size_t>(std::max(specifier.width, 0));
      if (width > size) digits.insert(0, width - size, '0');
    }
    AppendPadded(specifier, Concat(prefix, digits, suffix));
  }

  bool PrintDecimal(const Specifier& specifier, const Datum& value, const LogicalType& type) {
    if (specifier.precision >= 0 || specifier.alternate || HasBadNumberFlags(specifier)) return false;
    if (value.is_null) return PrintText(specifier, "null");
    if (KindOf(type) != ObjectKind::kInteger) return false;
    const uint64_t magnitude =
        value.integer < 0 ? 0 - static_cast<uint64_t>(value.integer) : static_cast<uint64_t>(value.integer);
    AppendNumber(specifier, value.integer < 0, std::to_string(magnitude));
    return true;
  }

  bool PrintUnsigned(const Specifier& specifier, const Datum& value, const LogicalType& type) {
    if (specifier.precision >= 0 || HasBadNumberFlags(specifier)) return false;
    if (value.is_null) return PrintText(specifier, "null");
    if (KindOf(type) != ObjectKind::kInteger) return false;
    if (specifier.group || specifier.plus || specifier.blank || specifier.parentheses) return false;
    uint64_t bits = static_cast<uint64_t>(value.integer);
    if (const int width = BitsOf(type); width < 64) bits &= (uint64_t{1} << width) - 1;
    const bool is_hex = specifier.conversion == 'x';
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof(buffer), bits, is_hex ? 16 : 8).ptr;
    std::string digits(buffer, end);
    const std::string prefix = specifier.alternate ? (is_hex ? "0x" : "0") : "";
    const size_t size = prefix.size() + digits.size();
    const size_t width = static_cast<size_t>(std::max(specifier.width, 0));
    if (specifier.zero && width > size) digits.insert(0, width - size, '0');
    AppendPadded(specifier, prefix + digits);
    return true;
  }

  bool PrintFloating(const Specifier& specifier, const Datum& value, const LogicalType& type) {
    if (HasBadNumberFlags(specifier)) return false;
    if ((specifier.conversion == 'e' || specifier.conversion == 'a') && specifier.group) return false;
    if (specifier.conversion == 'g' && specifier.alternate) return false;
    if (value.is_null) return PrintText(specifier, "null");
    if (KindOf(type) != ObjectKind::kFloating) return false;
    const double number = type.Is(TypeRoot::kFloat) ? static_cast<double>(value.single) : value.floating;
    if (std::isnan(number)) {
      AppendPadded(specifier, "NaN");
      return true;
    }
    const bool negative = std::signbit(number);
    if (std::isinf(number)) {
      Specifier plain = specifier;
      plain.zero = plain.group = false;
      AppendNumber(plain, negative, "Infinity");
      return true;
    }
    if (specifier.conversion == 'a') {
      AppendNumber(specifier, negative, HexadecimalText(std::fabs(number), specifier.precision));
      return true;
    }
    int precision = specifier.precision < 0 ? 6 : specifier.precision;
    const Digits digits = DigitsOf(number);
    std::string text;
    if (specifier.conversion == 'g') {
      if (precision == 0) precision = 1;
      Digits rounded = digits;
      RoundDigits(rounded, precision);
      const bool is_zero = number == 0;
      const bool fixed = is_zero || (rounded.exponent > -4 && rounded.exponent <= precision);
      const int left_digits = is_zero ? 1 : rounded.exponent;
      text = fixed ? FixedText(digits, precision - left_digits) : ScientificText(digits, precision - 1);
    } else {
      text = specifier.conversion == 'f' ? FixedText(digits, precision) : ScientificText(digits, precision);
    }
    if (specifier.alternate && precision == 0) text += '.';
    AppendNumber(specifier, negative, text);
    return true;
  }

  std::span<const Datum> arguments_;
  std::span<const LogicalType> types_;
  Arena& arena_;
  std::string out_;
  int next_ = 0;
  int last_ = -1;
  bool unsupported_ = false;
};

}  // namespace

std::optional<std::string> FormatAsJava(std::string_view format, std::span<const Datum> arguments,
                                        std::span<const LogicalType> types, Arena& arena, bool& unsupported) {
  Formatter formatter(arguments, types, arena);
  std::optional<std::string> text = formatter.Format(format);
  unsupported = formatter.unsupported();
  return text;
}

}  // namespace drey
