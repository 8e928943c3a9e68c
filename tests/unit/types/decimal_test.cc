#include "engine/types/decimal.h"

#include <gtest/gtest.h>

#include "engine/types/big_decimal.h"

namespace drey {
namespace {

ScaledInteger Number(std::string_view text) {
  const BigDecimal parsed = *ParseBigDecimal(text);
  Int128 unscaled = 0;
  for (char digit : parsed.digits) unscaled = unscaled * 10 + (digit - '0');
  return {parsed.negative ? -unscaled : unscaled, parsed.scale};
}

std::string Text(std::optional<Int128> unscaled, int scale) {
  if (!unscaled) return "NULL";
  std::string out;
  AppendDecimal({*unscaled, scale}, out);
  return out;
}

std::string Divided(std::string_view a, std::string_view b, DecimalShape shape) {
  return Text(Divide(Number(a), Number(b), shape), shape.scale);
}

TEST(DecimalTest, AddsExactlyAcrossScales) {
  EXPECT_EQ(Text(Add(Number("1.25"), Number("2.5"), {10, 2}), 2), "3.75");
  EXPECT_EQ(Text(Add(Number("-1.25"), Number("2.5"), {10, 1}), 1), "1.3");
  EXPECT_EQ(Text(Subtract(Number("0.00000000000000000000000000000000000001"),
                          Number("99999999999999999999999999999999999999"), {38, 0}), 0),
            "-99999999999999999999999999999999999999");
  EXPECT_EQ(Text(Add(Number("99999999999999999999999999999999999999"), Number("1"), {38, 0}), 0), "NULL");
}

TEST(DecimalTest, MultipliesThroughSeventySixDigits) {
  EXPECT_EQ(Text(Multiply(Number("9999999999999999999.9999999999999999999"),
                          Number("9999999999999999999.9999999999999999999"), {38, 0}), 0),
            "99999999999999999999999999999999999998");
  EXPECT_EQ(Text(Multiply(Number("99999999999999999999"), Number("99999999999999999999"), {38, 0}), 0), "NULL");
  EXPECT_EQ(Text(Multiply(Number("-99999999999999999999999999999999999999"),
                          Number("0.00000000000000000000000000000000000001"), {38, 37}), 37),
            "-1.0000000000000000000000000000000000000");
}

TEST(DecimalTest, DividesHalfUp) {
  EXPECT_EQ(Divided("1", "3", {38, 37}), "0.3333333333333333333333333333333333333");
  EXPECT_EQ(Divided("2", "-3", {10, 6}), "-0.666667");
  EXPECT_EQ(Divided("0", "3", {10, 2}), "0.00");
  EXPECT_EQ(Divided("1", "0.00000000000000000000000000000000000001", {38, 0}), "NULL");
  EXPECT_EQ(Divided("99999999999999999999999999999999999999", "1", {38, 0}),
            "99999999999999999999999999999999999999");
}

TEST(DecimalTest, RemainderHasTheSignOfTheDividend) {
  EXPECT_EQ(Text(Remainder(Number("-7.5"), Number("2"), {10, 1}), 1), "-1.5");
  EXPECT_EQ(Text(Remainder(Number("7"), Number("-2.50"), {10, 2}), 2), "2.00");
  EXPECT_TRUE(IsRemainderImpossible(Number("12345678901234567890.123456789012345678"),
                                    Number("0.00000000000000000000000000000000000007")));
  EXPECT_FALSE(IsRemainderImpossible(Number("1"), Number("0.00000000000000000000000000000000000001")));
  EXPECT_FALSE(IsRemainderImpossible(Number("1"), Number("0.0000000000000000000000000000000000001")));
}

TEST(DecimalTest, ComparesByValue) {
  EXPECT_TRUE(Compare(Number("1.50"), Number("1.5")) == 0);
  EXPECT_TRUE(Compare(Number("-2"), Number("1")) < 0);
  EXPECT_TRUE(Compare(Number("-2"), Number("-1.9")) < 0);
  EXPECT_TRUE(Compare(Number("99999999999999999999999999999999999999"), Number("0.1")) > 0);
}

TEST(DecimalTest, RescalesHalfUpAndNoticesOverflow) {
  EXPECT_EQ(Text(Rescale(Number("1.25"), {3, 1}), 1), "1.3");
  EXPECT_EQ(Text(Rescale(Number("-1.25"), {3, 1}), 1), "-1.3");
  EXPECT_EQ(Text(Rescale(Number("99.95"), {3, 1}), 1), "NULL");
  EXPECT_EQ(Text(Rescale(Number("0"), {3, 3}), 3), "0.000");
}

TEST(DecimalTest, TurnsIntoIntegersAndDoubles) {
  EXPECT_EQ(ToInt64(Number("-1.99")), -1);
  EXPECT_EQ(ToInt64(Number("18446744073709551617")), 1);
  EXPECT_EQ(ToDouble(Number("0.1"), 2), 0.1);
  EXPECT_EQ(ToDouble(Number("12345678901234567890.123456789"), 38), 12345678901234567890.123456789);
}

TEST(BigDecimalTest, ReadsWhatJavaReads) {
  const auto text = [](std::string_view input) -> std::string {
    const auto parsed = ParseBigDecimal(input);
    if (!parsed) return "refused";
    std::string out;
    AppendBigDecimal(*parsed, out);
    return out;
  };
  EXPECT_EQ(text("1.50"), "1.50");
  EXPECT_EQ(text("+.5"), "0.5");
  EXPECT_EQ(text("5."), "5");
  EXPECT_EQ(text("1e3"), "1E+3");
  EXPECT_EQ(text("-12.5E-10"), "-1.25E-9");
  EXPECT_EQ(text("0e-18"), "0E-18");
  EXPECT_EQ(text("-0.000"), "0.000");
  EXPECT_EQ(text("0.0000001"), "1E-7");
  EXPECT_EQ(text("\u0661\uFF12"), "12");
  for (const char* bad : {"", ".", "+", "1e", "1e+", "1.2.3", " 1", "1 ", "0x1", "1e99999999999", "NaN", "1e2147483648"}) {
    EXPECT_EQ(text(bad), "refused") << bad;
  }
}

TEST(BigDecimalTest, StripsZerosAndWritesPlainly) {
  const auto stripped = [](std::string_view input) {
    std::string out;
    AppendBigDecimal(StripTrailingZeros(*ParseBigDecimal(input)), out);
    return out;
  };
  EXPECT_EQ(stripped("100.00"), "1E+2");
  EXPECT_EQ(stripped("1.50"), "1.5");
  EXPECT_EQ(stripped("0.00"), "0");
  std::string plain;
  AppendPlainBigDecimal(*ParseBigDecimal("1.5e4"), plain);
  EXPECT_EQ(plain, "15000");
}

TEST(BigDecimalTest, BecomesDecimalOrNothing) {
  EXPECT_EQ(Text(ToDecimal(*ParseBigDecimal("1.005"), 10, 2), 2), "1.01");
  EXPECT_EQ(Text(ToDecimal(*ParseBigDecimal("1e400"), 38, 18), 18), "NULL");
  EXPECT_EQ(Text(ToDecimal(*ParseBigDecimal("9e-1"), 1, 0), 0), "1");
  EXPECT_EQ(Text(ToDecimal(*ParseBigDecimal("1e-400"), 38, 18), 18), "0.000000000000000000");
  EXPECT_EQ(Text(ToDecimal(*ParseBigDecimal("9.99"), 1, 0), 0), "NULL");
}

}  // namespace
}  // namespace drey
