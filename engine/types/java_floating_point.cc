#include "engine/types/java_floating_point.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "engine/base/text.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr int kFractionBits = 52;  // of a double; a float's fraction is moved to the same place
constexpr int kMaxDigits = 32;

// A positive number 1.f * 2^exponent: `fraction` has its highest set bit at bit 52. `significant_bits`: what the format keeps of it.
struct BinaryNumber {
  uint64_t fraction;
  int exponent;
  int significant_bits;
};

// 0.d1d2d3… * 10^exponent.
struct DecimalNumber {
  char digits[kMaxDigits];
  int count = 0;
  int exponent = 0;

  void Add(unsigned digit) { digits[count++] = static_cast<char>('0' + digit); }
  // Adds one to the last digit. Zeros that a carry leaves stay.
  void RoundUp() {
    int i = count - 1;
    while (digits[i] == '9' && i > 0) digits[i--] = '0';
    if (digits[i] == '9') {
      ++exponent;
      digits[0] = '1';
      return;
    }
    ++digits[i];
  }
};

constexpr int kPowersOfFive = 27;  // that fit in 64 bits, 5^0 … 5^26

constexpr std::array<uint64_t, kPowersOfFive> MakePowersOfFive() {
  std::array<uint64_t, kPowersOfFive> powers{};
  uint64_t power = 1;
  for (uint64_t& p : powers) {
    p = power;
    power *= 5;
  }
  return powers;
}

constexpr std::array<uint64_t, kPowersOfFive> kPowerOfFive = MakePowersOfFive();

// Bits of 5^n; an estimate where the power does not fit in 64 bits. 5^0 counts as none.
int BitsOfPowerOfFive(int n) {
  if (n == 0) return 0;
  return n < kPowersOfFive ? 64 - std::countl_zero(kPowerOfFive[static_cast<size_t>(n)]) : 3 * n;
}

// A natural number of at most 1280 bits: the largest product that comes up is a fraction * 5^325 * 2^k.
class Natural {
 public:
  explicit Natural(uint64_t value) { Set(value); }

  // value * 5^five * 2^two.
  Natural(uint64_t value, int five, int two) {
    Set(value);
    for (; five >= 13; five -= 13) Multiply(1220703125);  // 5^13
    if (five > 0) Multiply(static_cast<uint32_t>(kPowerOfFive[static_cast<size_t>(five)]));
    ShiftLeft(two);
  }

  void Multiply(uint32_t factor) {
    uint64_t carry = 0;
    for (int i = 0; i < size_; ++i) {
      carry += uint64_t{words_[i]} * factor;
      words_[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) words_[size_++] = static_cast<uint32_t>(carry);
  }

  void ShiftLeft(int bits) {
    const int whole = bits / 32;
    const int rest = bits % 32;
    if (rest != 0) {
      uint32_t carry = 0;
      for (int i = 0; i < size_; ++i) {
        const uint32_t word = words_[i];
        words_[i] = (word << rest) | carry;
        carry = word >> (32 - rest);
      }
      if (carry != 0) words_[size_++] = carry;
    }
    if (whole == 0 || size_ == 0) return;
    std::memmove(words_ + whole, words_, sizeof(uint32_t) * static_cast<size_t>(size_));
    std::memset(words_, 0, sizeof(uint32_t) * static_cast<size_t>(whole));
    size_ += whole;
  }

  bool IsZero() const { return size_ == 0; }

  static int Compare(const Natural& a, const Natural& b) {
    if (a.size_ != b.size_) return a.size_ < b.size_ ? -1 : 1;
    for (int i = a.size_ - 1; i >= 0; --i) {
      if (a.words_[i] != b.words_[i]) return a.words_[i] < b.words_[i] ? -1 : 1;
    }
    return 0;
  }

  // Compares a with b + c.
  static int CompareWithSum(const Natural& a, const Natural& b, const Natural& c) {
    Natural sum = b.size_ >= c.size_ ? b : c;
    const Natural& other = b.size_ >= c.size_ ? c : b;
    uint64_t carry = 0;
    for (int i = 0; i < sum.size_; ++i) {
      carry += uint64_t{sum.words_[i]} + (i < other.size_ ? other.words_[i] : 0);
      sum.words_[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) sum.words_[sum.size_++] = static_cast<uint32_t>(carry);
    return Compare(a, sum);
  }

  // Leaves ten times the remainder and returns the quotient, which is less than 10.
  unsigned TakeDigit(const Natural& divisor) {
    unsigned digit = 0;
    if (size_ >= divisor.size_) {
      // The divisor's top word is large (see Digits), so the guess is right or one too small.
      const uint64_t top = size_ == divisor.size_ ? words_[size_ - 1]
                                                  : (uint64_t{words_[size_ - 1]} << 32) | words_[size_ - 2];
      digit = static_cast<unsigned>(top / (uint64_t{divisor.words_[divisor.size_ - 1]} + 1));
      SubtractMultiple(divisor, digit);
      while (Compare(*this, divisor) >= 0) {
        SubtractMultiple(divisor, 1);
        ++digit;
      }
    }
    Multiply(10);
    return digit;
  }

  // Bits to shift so that the top word has its 28th bit set: large, with room for a factor of ten.
  int NormalizingShift() const {
    const int zeros = std::countl_zero(words_[size_ - 1]);
    return zeros >= 4 ? zeros - 4 : zeros + 28;
  }

 private:
  void Set(uint64_t value) {
    for (; value != 0; value >>= 32) words_[size_++] = static_cast<uint32_t>(value);
  }
  void SubtractMultiple(const Natural& other, uint32_t factor) {
    uint64_t carry = 0;
    for (int i = 0; i < size_; ++i) {
      carry += i < other.size_ ? uint64_t{other.words_[i]} * factor : 0;
      const auto subtrahend = static_cast<uint32_t>(carry);
      carry = (carry >> 32) + (words_[i] < subtrahend ? 1 : 0);
      words_[i] -= subtrahend;
    }
    while (size_ > 0 && words_[size_ - 1] == 0) --size_;
  }

  uint32_t words_[42];
  int size_ = 0;
};

// floor(log10) of the number, or one more: by a straight line through the logarithm. Rounding of each operation counts.
__attribute__((optimize("fp-contract=off"))) int EstimateDecimalExponent(const BinaryNumber& number) {
  const uint64_t one = uint64_t{1023} << kFractionBits;
  const auto mantissa = std::bit_cast<double>(one | (number.fraction & ((uint64_t{1} << kFractionBits) - 1)));
  const double estimate = (mantissa - 1.5) * 0.289529654 + 0.176091259 + static_cast<double>(number.exponent) * 0.301029995663981;
  return static_cast<int>(std::floor(estimate));
}

// Digits of an integer without trailing zeros, of which the last `insignificant` mean nothing.
DecimalNumber IntegerDigits(uint64_t value, int insignificant) {
  DecimalNumber number;
  if (insignificant > 0) {
    const uint64_t power = kPowerOfFive[static_cast<size_t>(insignificant)] << insignificant;
    const uint64_t residue = value % power;
    value /= power;
    if (residue >= power / 2) ++value;
  }
  number.exponent = insignificant;
  while (value % 10 == 0) {
    value /= 10;
    ++number.exponent;
  }
  const auto end = std::to_chars(number.digits, number.digits + kMaxDigits, value).ptr;
  number.count = static_cast<int>(end - number.digits);
  number.exponent += number.count;
  return number;
}

// Java's generation of digits: value = b / s, m is half the distance to the next number on the same scale. Stops as soon as the
// digits so far tell the number from its neighbours.
//
// Each digit step leaves b = 10 * (b mod s) and is judged against m and tens = 10 * s: `low`: what is left is less than half a step;
// `high`: the next digit up is.
struct Judgement {
  bool low;
  bool high;
};

// A text in E notation has one digit behind its point at least, so its first digit never ends it.
bool MayEndWithFirstDigit(int exponent) { return exponent >= -3 && exponent < 8; }

template <typename Arithmetic>
DecimalNumber GenerateDigits(Arithmetic& arithmetic, int exponent) {
  DecimalNumber number;
  unsigned digit = arithmetic.TakeDigit();
  Judgement judgement = arithmetic.Judge();
  if (digit == 0 && !judgement.high) {
    --exponent;  // the estimate was one too high
  } else {
    number.Add(digit);
  }
  if (!MayEndWithFirstDigit(exponent)) judgement = {false, false};
  while (!judgement.low && !judgement.high) {
    digit = arithmetic.TakeDigit();
    judgement = arithmetic.Judge();
    number.Add(digit);
  }
  number.exponent = exponent + 1;
  if (!judgement.high) return number;
  if (judgement.low) {
    const int half = arithmetic.CompareRestWithHalf();
    const bool last_is_odd = (number.digits[number.count - 1] & 1) != 0;
    if (half > 0 || (half == 0 && last_is_odd)) number.RoundUp();
  } else {
    number.RoundUp();
  }
  return number;
}

// Java's int and long arithmetic, which wraps: m may overflow, and that is taken for "large".
template <typename Signed>
class MachineArithmetic {
 public:
  MachineArithmetic(Signed b, Signed s, Signed m) : b_(b), s_(s), m_(m), tens_(Times10(s)) {}

  unsigned TakeDigit() {
    const auto digit = static_cast<unsigned>(b_ / s_);
    b_ = Times10(b_ % s_);
    m_ = Times10(m_);
    return digit;
  }
  Judgement Judge() {
    if (m_ <= 0 && !first_) return {true, true};
    first_ = false;
    return {b_ < m_, Plus(b_, m_) > tens_};
  }
  int CompareRestWithHalf() const {
    const Signed difference = static_cast<Signed>(static_cast<Unsigned>(Plus(b_, b_)) - static_cast<Unsigned>(tens_));
    return difference < 0 ? -1 : difference > 0 ? 1 : 0;
  }

 private:
  using Unsigned = std::make_unsigned_t<Signed>;
  static Signed Times10(Signed value) { return static_cast<Signed>(static_cast<Unsigned>(value) * 10); }
  static Signed Plus(Signed a, Signed b) { return static_cast<Signed>(static_cast<Unsigned>(a) + static_cast<Unsigned>(b)); }

  Signed b_;
  Signed s_;
  Signed m_;
  Signed tens_;
  bool first_ = true;
};

// The same with numbers of any size; here, and not there, being as far as the next digit is `high` already.
class BigArithmetic {
 public:
  BigArithmetic(const Natural& b, const Natural& s, const Natural& m, const Natural& tens)
      : b_(b), s_(s), m_(m), tens_(tens) {}

  unsigned TakeDigit() {
    if (!first_) m_.Multiply(10);
    first_ = false;
    return b_.TakeDigit(s_);
  }
  Judgement Judge() const {
    return {Natural::Compare(b_, m_) < 0, Natural::CompareWithSum(tens_, b_, m_) <= 0};
  }
  int CompareRestWithHalf() {
    b_.ShiftLeft(1);
    return Natural::Compare(b_, tens_);
  }

 private:
  Natural b_;
  const Natural& s_;
  Natural m_;  // ten times m already
  const Natural& tens_;
  bool first_ = true;
};

DecimalNumber Digits(const BinaryNumber& number) {
  const int trailing_zeros = std::countr_zero(number.fraction);
  const int fraction_bits = kFractionBits + 1 - trailing_zeros;
  const int bits_behind_point = std::max(0, fraction_bits - number.exponent - 1);
  if (bits_behind_point == 0 && number.exponent <= 62 && number.exponent >= -21) {
    const int beyond = number.exponent - number.significant_bits - 1;
    const int insignificant = number.exponent > number.significant_bits && beyond > 1
                                  ? static_cast<int>(std::floor(beyond * 0.30102999566398120))
                                  : 0;
    const int shift = number.exponent - kFractionBits;
    return IntegerDigits(shift >= 0 ? number.fraction << shift : number.fraction >> -shift, insignificant);
  }
  const int exponent = EstimateDecimalExponent(number);
  const int b5 = std::max(0, -exponent);
  int b2 = b5 + bits_behind_point + number.exponent;
  const int s5 = std::max(0, exponent);
  int s2 = s5 + bits_behind_point;
  int m2 = b2 - number.significant_bits;
  const uint64_t fraction = number.fraction >> trailing_zeros;
  b2 -= fraction_bits - 1;
  const int common = std::min(b2, s2);
  b2 -= common;
  s2 -= common;
  m2 -= common;
  if (fraction_bits == 1) --m2;  // below a power of two the next number is only half as far
  if (m2 < 0) {
    b2 -= m2;
    s2 -= m2;
    m2 = 0;
  }
  const int b_bits = fraction_bits + b2 + BitsOfPowerOfFive(b5);
  const int ten_s_bits = s2 + 1 + BitsOfPowerOfFive(s5 + 1);
  if (b_bits < 64 && ten_s_bits < 64) {
    const uint64_t b = (fraction * kPowerOfFive[static_cast<size_t>(b5)]) << b2;
    const uint64_t s = kPowerOfFive[static_cast<size_t>(s5)] << s2;
    const uint64_t m = kPowerOfFive[static_cast<size_t>(b5)] << m2;
    if (b_bits < 32 && ten_s_bits < 32) {
      MachineArithmetic<int32_t> arithmetic(static_cast<int32_t>(b), static_cast<int32_t>(s), static_cast<int32_t>(m));
      return GenerateDigits(arithmetic, exponent);
    }
    MachineArithmetic<int64_t> arithmetic(static_cast<int64_t>(b), static_cast<int64_t>(s), static_cast<int64_t>(m));
    return GenerateDigits(arithmetic, exponent);
  }
  Natural s(1, s5, s2);
  const int bias = s.NormalizingShift();
  s.ShiftLeft(bias);
  const Natural b(fraction, b5, b2 + bias);
  const Natural m(1, b5 + 1, m2 + bias + 1);
  const Natural tens(1, s5 + 1, s2 + bias + 1);
  BigArithmetic arithmetic(b, s, m, tens);
  return GenerateDigits(arithmetic, exponent);
}

void AppendDecimal(const DecimalNumber& number, std::string& out) {
  const std::string_view digits(number.digits, static_cast<size_t>(number.count));
  const int exponent = number.exponent;
  if (exponent > 0 && exponent < 8) {
    const size_t whole = std::min(digits.size(), static_cast<size_t>(exponent));
    out += digits.substr(0, whole);
    out.append(static_cast<size_t>(exponent) - whole, '0');
    out.push_back('.');
    out += whole < digits.size() ? digits.substr(whole) : "0";
    return;
  }
  if (exponent <= 0 && exponent > -3) {
    out += "0.";
    out.append(static_cast<size_t>(-exponent), '0');
    out += digits;
    return;
  }
  Append(out, digits[0], '.', digits.size() > 1 ? digits.substr(1) : "0", 'E', exponent - 1);
}

template <typename Float>
void AppendJavaFloatingPoint(Float value, std::string& out) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  if (std::signbit(value)) out.push_back('-');
  if (std::isinf(value)) {
    out += "Infinity";
    return;
  }
  if (value == 0) {
    out += "0.0";
    return;
  }
  using Bits = std::conditional_t<sizeof(Float) == 8, uint64_t, uint32_t>;
  constexpr int kOwnFractionBits = std::numeric_limits<Float>::digits - 1;
  constexpr int kBias = std::numeric_limits<Float>::max_exponent - 1;
  constexpr int kExponentMask = 2 * kBias + 1;
  const Bits bits = std::bit_cast<Bits>(value);
  uint64_t fraction = bits & ((Bits{1} << kOwnFractionBits) - 1);
  int exponent = static_cast<int>(bits >> kOwnFractionBits) & kExponentMask;
  int significant_bits = kOwnFractionBits + 1;
  if (exponent == 0) {
    significant_bits = 64 - std::countl_zero(fraction);
    const int shift = kOwnFractionBits + 1 - significant_bits;
    fraction <<= shift;
    exponent = 1 - shift;
  } else {
    fraction |= uint64_t{1} << kOwnFractionBits;
  }
  AppendDecimal(Digits({.fraction = fraction << (kFractionBits - kOwnFractionBits),
                        .exponent = exponent - kBias,
                        .significant_bits = significant_bits}),
                out);
}

bool IsHexDigit(char c) { return HexDigitValue(c) >= 0; }

// The parts of a number's text without sign and suffix.
struct NumberText {
  std::string_view whole;
  std::string_view fraction;
  std::string_view exponent;  // with sign; empty: none
};

template <typename IsDigitOfBase>
bool TakeDigits(std::string_view& text, std::string_view& digits, IsDigitOfBase is_digit) {
  size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  digits = text.substr(0, count);
  text.remove_prefix(count);
  return count > 0;
}

bool TakeExponent(std::string_view& text, std::string_view& exponent) {
  size_t count = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  const size_t start = count;
  while (count < text.size() && IsDigit(text[count])) ++count;
  exponent = text.substr(0, count);
  text.remove_prefix(count);
  return count > start;
}

bool IsSuffix(std::string_view text) {
  return text.size() == 1 && std::string_view("fFdD").find(text[0]) != std::string_view::npos;
}

template <typename IsDigitOfBase>
std::optional<NumberText> SplitNumber(std::string_view text, IsDigitOfBase is_digit, char exponent_mark, bool exponent_is_needed) {
  NumberText number;
  const bool has_whole = TakeDigits(text, number.whole, is_digit);
  bool has_fraction = false;
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    has_fraction = TakeDigits(text, number.fraction, is_digit);
  }
  if (!has_whole && !has_fraction) return std::nullopt;
  const bool has_exponent = !text.empty() && (text[0] | 0x20) == exponent_mark;
  if (has_exponent) {
    text.remove_prefix(1);
    if (!TakeExponent(text, number.exponent)) return std::nullopt;
  }
  if (exponent_is_needed && !has_exponent) return std::nullopt;
  if (!text.empty() && !IsSuffix(text)) return std::nullopt;
  return number;
}

// The exponent's value, held within a range that no number of digits can bring back.
int64_t ExponentValue(std::string_view exponent) {
  constexpr int64_t kFarAway = int64_t{1} << 40;
  if (exponent.empty()) return 0;
  const bool negative = exponent[0] == '-';
  if (exponent[0] == '+' || exponent[0] == '-') exponent.remove_prefix(1);
  int64_t value = 0;
  for (const char c : exponent) value = std::min(kFarAway, value * 10 + (c - '0'));
  return negative ? -value : value;
}

// Position of the first significant digit relative to the point: 1 for "1.5", 0 for "0.5"; empty for zero.
std::optional<int64_t> LeadingPosition(const NumberText& number) {
  const size_t in_whole = number.whole.find_first_not_of('0');
  if (in_whole != std::string_view::npos) return static_cast<int64_t>(number.whole.size() - in_whole);
  const size_t in_fraction = number.fraction.find_first_not_of('0');
  if (in_fraction == std::string_view::npos) return std::nullopt;
  return -static_cast<int64_t>(in_fraction);
}

template <typename Float>
Float Convert(const NumberText& number, bool hexadecimal) {
  const std::optional<int64_t> leading = LeadingPosition(number);
  if (!leading.has_value()) return 0;
  const int64_t exponent = ExponentValue(number.exponent);
  const int64_t magnitude = hexadecimal ? *leading * 4 + exponent : *leading + exponent;
  const int64_t bound = hexadecimal ? 5000 : 2000;
  if (magnitude > bound) return std::numeric_limits<Float>::infinity();
  if (magnitude < -bound) return 0;
  const std::string text = Concat(number.whole, ".", number.fraction, hexadecimal ? "p" : "e", exponent);
  Float value = 0;
  const auto format = hexadecimal ? std::chars_format::hex : std::chars_format::general;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value, format);
  if (result.ec == std::errc::result_out_of_range) return magnitude > 0 ? std::numeric_limits<Float>::infinity() : 0;
  return value;
}

template <typename Float>
std::optional<Float> ParseJavaFloatingPoint(std::string_view text) {
  text = TrimJava(text);
  const bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
  const auto with_sign = [negative](Float value) { return negative ? -value : value; };
  if (text == "NaN") return std::numeric_limits<Float>::quiet_NaN();
  if (text == "Infinity") return with_sign(std::numeric_limits<Float>::infinity());
  const bool hexadecimal = text.size() > 1 && text[0] == '0' && (text[1] | 0x20) == 'x';
  const std::optional<NumberText> number =
      hexadecimal ? SplitNumber(text.substr(2), IsHexDigit, 'p', true) : SplitNumber(text, IsDigit, 'e', false);
  if (!number.has_value()) return std::nullopt;
  return with_sign(Convert<Float>(*number, hexadecimal));
}

}  // namespace

void AppendJavaDouble(double value, std::string& out) { AppendJavaFloatingPoint(value, out); }
void AppendJavaFloat(float value, std::string& out) { AppendJavaFloatingPoint(value, out); }

std::optional<double> ParseJavaDouble(std::string_view text) { return ParseJavaFloatingPoint<double>(text); }
std::optional<float> ParseJavaFloat(std::string_view text) { return ParseJavaFloatingPoint<float>(text); }

std::string FloatingPointFormatMessage(std::string_view text) {
  const std::string_view trimmed = TrimJava(text);
  if (trimmed.empty()) return "empty String";
  const size_t start = trimmed[0] == '-' || trimmed[0] == '+' ? 1 : 0;
  const std::string_view digits = trimmed.substr(start, trimmed.find_first_not_of("0123456789.", start) - start);
  if (std::count(digits.begin(), digits.end(), '.') > 1) return "multiple points";
  return Concat("For input string: \"", trimmed, "\"");
}

}  // namespace drey
