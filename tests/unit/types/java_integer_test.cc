#include "engine/types/java_integer.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

TEST(JavaInteger, Numbers) {
  EXPECT_EQ(ParseJavaInteger<int32_t>("0"), 0);
  EXPECT_EQ(ParseJavaInteger<int32_t>("+5"), 5);
  EXPECT_EQ(ParseJavaInteger<int32_t>("-007"), -7);
  EXPECT_EQ(ParseJavaInteger<int32_t>("\u0663"), 3);
}

TEST(JavaInteger, Limits) {
  EXPECT_EQ(ParseJavaInteger<int32_t>("2147483647"), 2147483647);
  EXPECT_EQ(ParseJavaInteger<int32_t>("2147483648"), std::nullopt);
  EXPECT_EQ(ParseJavaInteger<int32_t>("-2147483648"), std::numeric_limits<int32_t>::min());
  EXPECT_EQ(ParseJavaInteger<int32_t>("-2147483649"), std::nullopt);
  EXPECT_EQ(ParseJavaInteger<int32_t>("2147483650"), std::nullopt);
  EXPECT_EQ(ParseJavaInteger<int64_t>("9223372036854775807"), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(ParseJavaInteger<int64_t>("-9223372036854775808"), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(ParseJavaInteger<int64_t>("9223372036854775808"), std::nullopt);
  EXPECT_EQ(ParseJavaInteger<int64_t>("99999999999999999999"), std::nullopt);
}

TEST(JavaInteger, NoNumbers) {
  for (const char* text : {"", "-", "+", "+-5", " 5", "5 ", "5.0", "0x10", "1e3", "5L"}) {
    EXPECT_EQ(ParseJavaInteger<int32_t>(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace drey
