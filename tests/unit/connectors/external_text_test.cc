// Texts recorded from Flink's converters, whose toString the print connector writes.
#include "runtime/connectors/print/external_text.h"

#include <gtest/gtest.h>

#include <vector>

namespace drey {
namespace {

std::string TextOf(const LogicalType& type, const Datum& value) {
  std::string out;
  AppendExternalRow(RowKind::kUpdateAfter, LogicalType::Row({{.name = "f", .type = type}}), {&value, 1}, out);
  return out;
}

TEST(ExternalText, Scalars) {
  EXPECT_EQ(TextOf(LogicalType::Integer(), Datum::Null()), "+U[null]");
  EXPECT_EQ(TextOf(LogicalType::Boolean(), Datum::Boolean(true)), "+U[true]");
  EXPECT_EQ(TextOf(LogicalType::String(), Datum::Text("a, b]")), "+U[a, b]]");
  EXPECT_EQ(TextOf(LogicalType::Double(), Datum::Double(1e10)), "+U[1.0E10]");
  EXPECT_EQ(TextOf(LogicalType::Decimal(10, 2), Datum::Integer(150)), "+U[1.50]");
  const Int128 small = 100'000'000'000;
  EXPECT_EQ(TextOf(LogicalType::Decimal(38, 18), Datum::Wide(&small)), "+U[1.00000000000E-7]");
  EXPECT_EQ(TextOf(LogicalType::Bytes(), Datum::Text(std::string_view("\x01\xFE\x00", 3))), "+U[[1, -2, 0]]");
}

TEST(ExternalText, DatesAndTimes) {
  EXPECT_EQ(TextOf(LogicalType::Date(), Datum::Integer(-800000)), "+U[-0221-09-04]");
  EXPECT_EQ(TextOf(LogicalType::Time(0), Datum::Integer(3600000)), "+U[01:00]");
  EXPECT_EQ(TextOf(LogicalType::Time(3), Datum::Integer(3661120)), "+U[01:01:01.120]");
  EXPECT_EQ(TextOf(LogicalType::Timestamp(3), Datum::Timestamp(0, 0)), "+U[1970-01-01T00:00]");
  EXPECT_EQ(TextOf(LogicalType::Timestamp(9), Datum::Timestamp(1700000000123, 456789)), "+U[2023-11-14T22:13:20.123456789]");
  EXPECT_EQ(TextOf(LogicalType::Timestamp(6), Datum::Timestamp(1700000000120, 1000)), "+U[2023-11-14T22:13:20.120001]");
  EXPECT_EQ(TextOf(LogicalType::TimestampLtz(3), Datum::Timestamp(0, 0)), "+U[1970-01-01T00:00:00Z]");
  EXPECT_EQ(TextOf(LogicalType::TimestampLtz(3), Datum::Timestamp(-99999999999999, 0)), "+U[-1199-02-15T14:13:20.001Z]");
}

TEST(ExternalText, Collections) {
  const std::vector<Datum> numbers = {Datum::Integer(1), Datum::Null(), Datum::Integer(3)};
  EXPECT_EQ(TextOf(LogicalType::Array(LogicalType::Integer()), Datum::Cells(numbers.data(), 3)), "+U[[1, null, 3]]");
  const LogicalType row = LogicalType::Row({{.name = "a", .type = LogicalType::Integer()}});
  EXPECT_EQ(TextOf(row, Datum::Cells(numbers.data(), 1)), "+U[+I[1]]");
}

TEST(ExternalText, MapsHaveTheOrderOfJava) {
  std::vector<Datum> entries;
  for (const std::string_view key : {"n", "e", "z", "b", "a"}) {
    entries.push_back(Datum::Text(key));
    entries.push_back(Datum::Integer(key[0] - 'a'));
  }
  entries.push_back(Datum::Text("zz"));
  entries.push_back(Datum::Null());
  EXPECT_EQ(TextOf(LogicalType::Map(LogicalType::String(), LogicalType::Integer()), Datum::Cells(entries.data(), 6)),
            "+U[{zz=null, a=0, b=1, e=4, z=25, n=13}]");
  std::vector<Datum> numbered;
  for (const int key : {17, 1, 33, 5}) numbered.insert(numbered.end(), {Datum::Integer(key), Datum::Text("v")});
  EXPECT_EQ(TextOf(LogicalType::Map(LogicalType::Integer(), LogicalType::String()), Datum::Cells(numbered.data(), 4)),
            "+U[{17=v, 1=v, 33=v, 5=v}]");
}

}  // namespace
}  // namespace drey
