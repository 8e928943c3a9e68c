#include "engine/types/row_serializer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace drey {
namespace {

const std::vector<LogicalType>& Types() {
  static const std::vector<LogicalType> types = {LogicalType::Integer(), LogicalType::String(), LogicalType::Double(),
                                                 LogicalType::Array(LogicalType::Bigint()), LogicalType::Decimal(38, 2)};
  return types;
}

TEST(RowSerializer, ReadsWhatItWrote) {
  Arena arena;
  const RowSerializer serializer(Types());
  const Datum elements[] = {Datum::Integer(-1), Datum::Null()};
  const Int128 wide = Int128{1} << 100;
  const Datum row[] = {Datum::Integer(-7), Datum::Text("é"), Datum::Double(-0.0), Datum::Cells(elements, 2), Datum::Wide(&wide)};
  std::string bytes;
  serializer.Append(row, bytes);
  Datum read[5];
  ASSERT_TRUE(serializer.Read(bytes, arena, read));
  EXPECT_EQ(read[0].integer, -7);
  EXPECT_EQ(read[1].view(), "é");
  EXPECT_TRUE(std::signbit(read[2].floating));
  EXPECT_EQ(read[3].elements()[0].integer, -1);
  EXPECT_TRUE(read[3].elements()[1].is_null);
  EXPECT_TRUE(*read[4].wide == wide);
}

TEST(RowSerializer, TextIsItsBytes) {
  const RowSerializer serializer({LogicalType::String()});
  std::string java;
  std::string unchecked;
  serializer.Append(std::vector<Datum>{Datum::Text("a")}, java);
  serializer.Append(std::vector<Datum>{Datum::Text("a", TextForm::kUncheckedBytes)}, unchecked);
  EXPECT_EQ(java, unchecked);
}

TEST(RowSerializer, TakesChosenColumns) {
  const RowSerializer serializer({LogicalType::Integer()});
  const Datum row[] = {Datum::Text("x"), Datum::Integer(5)};
  const size_t columns[] = {1};
  std::string bytes;
  serializer.AppendColumns(row, columns, bytes);
  Arena arena;
  Datum read;
  ASSERT_TRUE(serializer.Read(bytes, arena, {&read, 1}));
  EXPECT_EQ(read.integer, 5);
}

TEST(RowSerializer, RefusesOtherBytes) {
  Arena arena;
  Datum read[5];
  const RowSerializer serializer(Types());
  EXPECT_FALSE(serializer.Read("", arena, read));
  EXPECT_FALSE(serializer.Read("\1\2\1\xFF", arena, read));
  std::string bytes;
  serializer.Append(std::vector<Datum>(5, Datum::Null()), bytes);
  EXPECT_FALSE(serializer.Read(bytes + "x", arena, read));
}

}  // namespace
}  // namespace drey
