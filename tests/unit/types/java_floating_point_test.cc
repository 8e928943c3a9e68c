#include "engine/types/java_floating_point.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <fstream>
#include <limits>
#include <sstream>

#include "engine/base/text.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

std::string DoubleText(double value) {
  std::string out;
  AppendJavaDouble(value, out);
  return out;
}

std::string FloatText(float value) {
  std::string out;
  AppendJavaFloat(value, out);
  return out;
}

std::string FromHex(std::string_view digits) {
  std::string bytes;
  for (size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::string Hex(uint64_t bits) {
  std::ostringstream out;
  out << std::hex << bits;
  return out.str();
}

TEST(JavaFloatingPointTest, WritesNumbersAsPeopleKnowThem) {
  EXPECT_EQ(DoubleText(0.1), "0.1");
  EXPECT_EQ(DoubleText(100), "100.0");
  EXPECT_EQ(DoubleText(1e7), "1.0E7");
  EXPECT_EQ(DoubleText(9999999), "9999999.0");
  EXPECT_EQ(DoubleText(0.001), "0.001");
  EXPECT_EQ(DoubleText(9.99e-4), "9.99E-4");
  EXPECT_EQ(DoubleText(-0.0), "-0.0");
  EXPECT_EQ(DoubleText(2e23), "1.9999999999999998E23");
  EXPECT_EQ(DoubleText(1e23), "9.999999999999999E22");
  EXPECT_EQ(DoubleText(std::numeric_limits<double>::denorm_min()), "4.9E-324");
  EXPECT_EQ(DoubleText(std::numeric_limits<double>::max()), "1.7976931348623157E308");
  EXPECT_EQ(DoubleText(std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(DoubleText(-std::numeric_limits<double>::infinity()), "-Infinity");
  EXPECT_EQ(FloatText(16777217.0F), "1.6777216E7");
  EXPECT_EQ(FloatText(0.1F), "0.1");
  EXPECT_EQ(FloatText(1e10F), "1.0E10");
}

TEST(JavaFloatingPointTest, WritesWhatJavaWrote) {
  std::ifstream file(SourceDirectory() + "/tests/flink/java/floating_point_text.txt");
  std::string kind;
  std::string bits;
  std::string text;
  int cases = 0;
  while (file >> kind >> bits >> text) {
    ++cases;
    const uint64_t value = std::stoull(bits, nullptr, 16);
    const bool is_double = kind == "d";
    EXPECT_EQ(is_double ? DoubleText(std::bit_cast<double>(value)) : FloatText(std::bit_cast<float>(static_cast<uint32_t>(value))),
              text)
        << kind << " " << bits;
  }
  EXPECT_EQ(cases, 4000);
}

TEST(JavaFloatingPointTest, ReadsWhatJavaRead) {
  std::ifstream file(SourceDirectory() + "/tests/flink/java/floating_point_parse.txt");
  std::string text;
  std::string double_bits;
  std::string float_bits;
  int cases = 0;
  while (file >> text >> double_bits >> float_bits) {
    ++cases;
    text = FromHex(std::string_view(text).substr(1));
    const std::optional<double> as_double = ParseJavaDouble(text);
    const std::optional<float> as_float = ParseJavaFloat(text);
    ASSERT_EQ(as_double.has_value(), double_bits[0] != '!') << text;
    ASSERT_EQ(as_float.has_value(), as_double.has_value()) << text;
    if (!as_double.has_value()) {
      EXPECT_EQ(FloatingPointFormatMessage(text), FromHex(std::string_view(double_bits).substr(2)));
      continue;
    }
    if (*as_double != *as_double) continue;  // all NaN are one to Java
    EXPECT_EQ(Hex(std::bit_cast<uint64_t>(*as_double)), double_bits) << text;
    EXPECT_EQ(Hex(std::bit_cast<uint32_t>(*as_float)), float_bits) << text;
  }
  EXPECT_GT(cases, 1000);
}

}  // namespace
}  // namespace drey
