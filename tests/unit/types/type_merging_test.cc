#include "engine/types/type_merging.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

using Type = LogicalType;

std::string Text(const std::optional<LogicalType>& type) { return type ? type->ToString() : "none"; }

TEST(CommonTypeTest, IsCalcitesLeastRestrictiveType) {
  EXPECT_EQ(Text(CommonType(Type::Tinyint(), Type::Bigint())), "BIGINT");
  EXPECT_EQ(Text(CommonType(Type::Decimal(10, 2), Type::Integer())), "DECIMAL(12, 2)");
  EXPECT_EQ(Text(CommonType(Type::Decimal(38, 0), Type::Decimal(38, 18))), "DECIMAL(38, 0)");
  EXPECT_EQ(Text(CommonType(Type::Float(), Type::Double())), "FLOAT");
  EXPECT_EQ(Text(CommonType(Type::Double(), Type::Float())), "DOUBLE");
  EXPECT_EQ(Text(CommonType(Type::Float(), Type::Decimal(10, 2))), "DOUBLE");
  EXPECT_EQ(Text(CommonType(Type::Char(1).AsNotNull(), Type::Char(3).AsNotNull())), "VARCHAR(3) NOT NULL");
  EXPECT_EQ(Text(CommonType(Type::Char(3), Type::Char(3).AsNotNull())), "CHAR(3)");
  EXPECT_EQ(Text(CommonType(Type::Timestamp(3), Type::Date())), "none");
  EXPECT_EQ(Text(CommonType(Type::Timestamp(3), Type::TimestampLtz(6))), "TIMESTAMP(6)");
  EXPECT_EQ(Text(CommonType(Type::String(), Type::Integer())), "none");
}

TEST(CommonArgumentTypeTest, IsThatOfFlinksOwnFunctions) {
  EXPECT_EQ(Text(CommonArgumentType(Type::Float(), Type::Double())), "DOUBLE");
  EXPECT_EQ(Text(CommonArgumentType(Type::Decimal(10, 2), Type::Float())), "FLOAT");
  EXPECT_EQ(Text(CommonArgumentType(Type::Float(), Type::Decimal(10, 2))), "DOUBLE");
  EXPECT_EQ(Text(CommonArgumentType(Type::Timestamp(3), Type::TimestampLtz(3))), "TIMESTAMP_LTZ(3)");
  EXPECT_EQ(Text(CommonArgumentType(Type::Timestamp(3), Type::Date())), "DATE");
}

}  // namespace
}  // namespace drey
