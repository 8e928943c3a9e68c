#include "engine/functions/cast/cast_kernel.h"

#include <gtest/gtest.h>

#include "engine/functions/cast/cast_check.h"
#include "engine/functions/cast/value_text.h"
#include "engine/functions/function_registry.h"
#include "engine/types/timestamp.h"

namespace drey {
namespace {

using Type = LogicalType;

class CastTest : public testing::Test {
 protected:
  // The value cast and written as text: "NULL", or "class: message" of the failure.
  std::string Cast(const Datum& value, const Type& from, const Type& to, CastMode mode = CastMode::kCast) {
    const auto kernel = MakeCastKernel(from, to, mode, environment_.version);
    if (!kernel.ok()) return std::string(MessageOf(kernel.status()));
    CallContext context(arena_, environment_);
    Datum result = Datum::Null();
    if (!(*kernel)->Call(context, {&value, 1}, result)) {
      return context.failure().flink_class + ": " + context.failure().message;
    }
    std::string text;
    AppendAsString(result, to, environment_, text);
    return text;
  }

  std::string CastText(std::string_view text, const Type& to, CastMode mode = CastMode::kCast) {
    return Cast(Datum::Text(text), Type::String(), to, mode);
  }

  Datum DecimalValue(int64_t unscaled) { return Datum::Integer(unscaled); }

  Arena arena_;
  EvaluationContext environment_;
};

TEST_F(CastTest, ReadsIntegersAsFlinkDoes) {
  EXPECT_EQ(CastText(" 12 ", Type::Integer()), "12");
  EXPECT_EQ(CastText("-1.999", Type::Integer()), "-1");
  EXPECT_EQ(CastText("+.", Type::Integer()), "0");
  EXPECT_EQ(CastText("-9223372036854775808", Type::Bigint()), "-9223372036854775808");
  EXPECT_EQ(CastText(" ", Type::Integer()), "java.lang.NumberFormatException: For input string: ''. Input is empty.");
  EXPECT_EQ(CastText("128", Type::Tinyint()), "java.lang.NumberFormatException: For input string: '128'. Overflow.");
  EXPECT_EQ(CastText("9223372036854775808", Type::Bigint()),
            "java.lang.NumberFormatException: For input string: '9223372036854775808'. Overflow.");
  EXPECT_EQ(CastText("1e3", Type::Integer()),
            "java.lang.NumberFormatException: For input string: '1e3'. Invalid character found.");
}

TEST_F(CastTest, ReadsDecimalsAsFlinkDoes) {
  const Type small = Type::Decimal(10, 2);
  EXPECT_EQ(CastText("-1.999", small), "-2.00");
  EXPECT_EQ(CastText("t", small), "0.00");
  EXPECT_EQ(CastText("1e5x", small), "100000.00");
  EXPECT_EQ(CastText("1e-50", small), "java.lang.ArrayIndexOutOfBoundsException: Index 47 out of bounds for length 19");
  EXPECT_EQ(CastText("1e-21", small), "java.lang.ArrayIndexOutOfBoundsException: Index 19 out of bounds for length 19");
  EXPECT_EQ(CastText("2147483647", small), "java.lang.NumberFormatException: For input string: '2147483647'. Overflow.");
  EXPECT_EQ(CastText(" 12 ", Type::Decimal(38, 3)), "12.000");
  EXPECT_EQ(CastText("abc", Type::Decimal(38, 3)),
            "java.lang.NumberFormatException: Character a is neither a decimal digit number, decimal point, nor \"e\" notation "
            "exponential mark.");
}

TEST_F(CastTest, TryCastAndLegacyCastAreNullInsteadOfFailing) {
  EXPECT_EQ(CastText("x", Type::Integer(), CastMode::kTryCast), "NULL");
  EXPECT_EQ(CastText("on", Type::Boolean(), CastMode::kTryCast), "NULL");
  environment_.legacy_cast = true;
  EXPECT_EQ(CastText("x", Type::Integer()), "null");
}

TEST_F(CastTest, NarrowsNumbersAsJavaDoes) {
  EXPECT_EQ(Cast(Datum::Integer(1234567), Type::Integer(), Type::Tinyint()), "-121");
  EXPECT_EQ(Cast(Datum::Integer(12345678901), Type::Bigint(), Type::Smallint()), "7221");
  EXPECT_EQ(Cast(Datum::Double(123456.78), Type::Double(), Type::Smallint()), "-7616");
  EXPECT_EQ(Cast(Datum::Double(1e40), Type::Double(), Type::Integer()), "2147483647");
  EXPECT_EQ(Cast(Datum::Double(-1e40), Type::Double(), Type::Bigint()), "-9223372036854775808");
  EXPECT_EQ(Cast(Datum::Double(std::nan("")), Type::Double(), Type::Integer()), "0");
  EXPECT_EQ(Cast(Datum::Double(1e40), Type::Double(), Type::Float()), "Infinity");
  EXPECT_EQ(Cast(DecimalValue(327691344313487), Type::Decimal(15, 2), Type::Integer()), "-146603714");
  EXPECT_EQ(Cast(Datum::Integer(100), Type::Integer(), Type::Decimal(4, 2)), "NULL");
  EXPECT_EQ(Cast(DecimalValue(-1255), Type::Decimal(10, 2), Type::Decimal(5, 1)), "-12.6");
}

TEST_F(CastTest, FitsTextsToTheirLength) {
  EXPECT_EQ(CastText("abcdef", Type::Varchar(3)), "abc");
  EXPECT_EQ(CastText("ab", Type::Char(4)), "ab  ");
  EXPECT_EQ(CastText("\U0001F355\U0001F355\U0001F355", Type::Varchar(2)), "\U0001F355\U0001F355");
  EXPECT_EQ(Cast(Datum::Boolean(true), Type::Boolean(), Type::Varchar(3)), "TRU");
  environment_.legacy_cast = true;
  EXPECT_EQ(CastText("abcdef", Type::Varchar(3)), "abcdef");
}

TEST_F(CastTest, PadsBytesByRelease) {
  const Datum one = Datum::Text("1");
  EXPECT_EQ(Cast(one, Type::String(), Type::Binary(3)), std::string("1\0\0", 3));
  EXPECT_EQ(Cast(one, Type::String(), Type::Varbinary(3)), "1");
  EXPECT_EQ(Cast(one, Type::Bytes(), Type::Varbinary(3)), std::string("1\0\0", 3));
  environment_.version = FlinkVersion::k2_3;
  EXPECT_EQ(Cast(one, Type::Bytes(), Type::Varbinary(3)), "1");
}

TEST_F(CastTest, TimestampsBeforeTheEpochAreCutTowardsZero) {
  const Datum before = MakeTimestamp({-1, 0});
  EXPECT_EQ(Cast(before, Type::Timestamp(3), Type::Date()), "1970-01-01");
  EXPECT_EQ(Cast(before, Type::Timestamp(3), Type::Timestamp(0)), "1970-01-01 00:00:00");
  EXPECT_EQ(Cast(MakeTimestamp({0, 5}), Type::Timestamp(9), Type::Timestamp(3)), "1970-01-01 00:00:00.000000005");
  environment_.version = FlinkVersion::k2_3;
  EXPECT_EQ(Cast(before, Type::Timestamp(3), Type::Time(0)), "00:00:00");
  EXPECT_EQ(Cast(MakeTimestamp({0, 5}), Type::Timestamp(9), Type::Timestamp(3)), "1970-01-01 00:00:00.000");
}

TEST_F(CastTest, InstantsAreSeenInTheSessionsZone) {
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Kolkata", &environment_.time_zone));
  EXPECT_EQ(Cast(MakeTimestamp({0, 0}), Type::TimestampLtz(3), Type::String()), "1970-01-01 05:30:00.000");
  EXPECT_EQ(Cast(MakeTimestamp({0, 0}), Type::TimestampLtz(3), Type::Timestamp(3)), "1970-01-01 05:30:00.000");
  EXPECT_EQ(CastText("1970-01-01 05:30:00", Type::TimestampLtz(0)), "1970-01-01 05:30:00");
}

TEST_F(CastTest, CastsConstructedTypesByElement) {
  const Datum elements[] = {Datum::Integer(1), Datum::Null()};
  const Datum array = Datum::Cells(elements, 2);
  EXPECT_EQ(Cast(array, Type::Array(Type::Integer()), Type::String()), "[1, NULL]");
  EXPECT_EQ(Cast(array, Type::Array(Type::Integer()), Type::Array(Type::Double())), "[1.0, NULL]");
  EXPECT_EQ(Cast(Datum::Cells(elements, 1), Type::Map(Type::Integer(), Type::Integer()), Type::String()), "{1=NULL}");
  const Type row = Type::Row({{"a", Type::Integer(), ""}, {"b", Type::String(), ""}});
  const Type strings = Type::Row({{"x", Type::String(), ""}, {"y", Type::String(), ""}});
  EXPECT_EQ(Cast(array, row, strings), "(1, NULL)");
  environment_.legacy_cast = true;
  EXPECT_EQ(Cast(array, row, Type::String()), "(1,null)");
}

TEST(CastCheckTest, RefusesAsCalciteAndTheCodeGeneratorDo) {
  const auto message = [](const Type& from, const Type& to, FlinkVersion version = FlinkVersion::k1_20) {
    return std::string(MessageOf(CheckCast(from, to, CastMode::kCast, version, SourceRange())));
  };
  EXPECT_EQ(message(Type::Boolean(), Type::Date()), "Cast function cannot convert value of type BOOLEAN to type DATE");
  EXPECT_EQ(message(Type::String(), Type::Row({{"x", Type::Bigint(), ""}}).AsPlainRecord()),
            "Cast function cannot convert value of type VARCHAR(2147483647) to type RecordType(BIGINT x)");
  EXPECT_EQ(message(Type::String(), Type::Array(Type::Bigint()), FlinkVersion::k2_3),
            "Unsupported cast from 'STRING' to 'ARRAY<BIGINT>'.");
  EXPECT_EQ(message(Type::Decimal(10, 2), Type::IntervalDayTime("DAY")),
            "Unsupported cast from 'DECIMAL(10, 2)' to 'INTERVAL SECOND(3)'.");
  EXPECT_EQ(message(Type::TimestampLtz(3), Type::Integer()), "The cast from TIMESTAMP_LTZ type to NUMERIC type is not allowed.");
  const Type months = Type::IntervalYearMonth("MONTH");
  EXPECT_TRUE(IsCastSupported(Type::Integer(), months, FlinkVersion::k1_20));
  EXPECT_EQ(MessageOf(CheckCast(Type::Integer(), months, CastMode::kCast, FlinkVersion::k1_20, {}, "INTERVAL YEAR TO MONTH")),
            "Cast function cannot convert value of type INTEGER to type INTERVAL YEAR TO MONTH");
}

}  // namespace
}  // namespace drey
