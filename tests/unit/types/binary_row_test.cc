#include "engine/types/binary_row.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/types/decimal.h"

namespace drey {
namespace {

const LogicalType kString = LogicalType::String();

// The hashes are those of Flink's BinaryRowData.
int32_t HashOf(LogicalType type, Datum cell) { return HashOfBinaryRow({std::move(type)}, {&cell, 1}); }

TEST(BinaryRow, HashesNumbers) {
  EXPECT_EQ(HashOf(LogicalType::Integer(), Datum::Integer(1)), 1465514398);
  EXPECT_EQ(HashOf(LogicalType::Integer(), Datum::Integer(-7)), 1485184587);
  EXPECT_EQ(HashOf(LogicalType::Bigint(), Datum::Integer(123456789012)), -290760731);
  EXPECT_EQ(HashOf(LogicalType::Tinyint(), Datum::Integer(-1)), 2004758659);
  EXPECT_EQ(HashOf(LogicalType::Smallint(), Datum::Integer(-2)), 557672611);
  EXPECT_EQ(HashOf(LogicalType::Boolean(), Datum::Boolean(true)), 1465514398);
  EXPECT_EQ(HashOf(LogicalType::Float(), Datum::Float(1.5F)), -173842779);
  EXPECT_EQ(HashOf(LogicalType::Double(), Datum::Double(1.5)), 1860889473);
  EXPECT_EQ(HashOf(LogicalType::Date(), Datum::Integer(19000)), -1241043695);
  EXPECT_EQ(HashOf(LogicalType::Time(0), Datum::Integer(1000)), 18631685);
}

TEST(BinaryRow, HashesStringsInTheirColumnAndBehindIt) {
  EXPECT_EQ(HashOf(kString, Datum::Text("")), 302122119);
  EXPECT_EQ(HashOf(kString, Datum::Text("abc")), -101922419);
  EXPECT_EQ(HashOf(kString, Datum::Text("1234567")), 199144172);
  EXPECT_EQ(HashOf(kString, Datum::Text("12345678")), -391021801);
  EXPECT_EQ(HashOf(kString, Datum::Text("a longer text with ü")), 1373248869);
  EXPECT_EQ(HashOf(LogicalType::Varbinary(LogicalType::kMaxLength), Datum::Text("\x01\x02\x03")), 1066645297);
}

TEST(BinaryRow, HashesDecimals) {
  const Int128 small = -1234;
  const Int128 large = Int128{12345678901234567} * 1'000'000'000'000 + 890123456789;
  EXPECT_EQ(HashOf(LogicalType::Decimal(10, 2), Datum::Integer(-1234)), 808378434);
  EXPECT_EQ(HashOf(LogicalType::Decimal(20, 2), Datum::Wide(&small)), 809605724);
  EXPECT_EQ(HashOf(LogicalType::Decimal(38, 0), Datum::Wide(&large)), 1952065142);
}

TEST(BinaryRow, HashesTimestamps) {
  EXPECT_EQ(HashOf(LogicalType::Timestamp(3), Datum::Timestamp(1'700'000'000'123, 0)), -1285420957);
  EXPECT_EQ(HashOf(LogicalType::Timestamp(6), Datum::Timestamp(1'700'000'000'123, 456000)), 1196670069);
}

TEST(BinaryRow, HashesSeveralColumnsAndNulls) {
  const Datum both[] = {Datum::Integer(5), Datum::Text("a longer text")};
  EXPECT_EQ(HashOfBinaryRow({LogicalType::Integer(), kString}, both), 218128683);
  const Datum nulls[] = {Datum::Null(), Datum::Null()};
  EXPECT_EQ(HashOfBinaryRow({LogicalType::Integer(), kString}, nulls), -1130415291);
}

}  // namespace
}  // namespace drey
