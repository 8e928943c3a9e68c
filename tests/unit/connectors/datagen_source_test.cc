#include "runtime/connectors/datagen/datagen_source.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/base/text.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/connectors/datagen/datagen_table_factory.h"

namespace drey {
namespace {

using Integers = std::vector<int64_t>;

class DatagenSourceTest : public testing::Test {
 protected:
  DatagenSourceTest() {
    table_.identifier = {"default_catalog", "default_database", "gen"};
    environment_.clock = [this] { return now_; };
    environment_.random_seed = 7;
  }

  void AddColumn(std::string_view name, LogicalType type) {
    table_.columns.push_back({.name = std::string(name), .type = std::move(type)});
  }
  void Set(std::string_view key, std::string_view value) { table_.options.Set({.key = std::string(key), .value = std::string(value)}); }
  void AddSequence(std::string_view name, LogicalType type, std::string_view start, std::string_view end) {
    AddColumn(name, std::move(type));
    Set(Concat("fields.", name, ".kind"), "sequence");
    Set(Concat("fields.", name, ".start"), start);
    Set(Concat("fields.", name, ".end"), end);
  }

  std::shared_ptr<const SourceSpec> Spec(std::optional<int64_t> limit = {}, bool bounded = false) {
    auto spec = DatagenTableFactory().CreateSource({.table = table_, .bounded = bounded, .limit = limit});
    EXPECT_TRUE(spec.ok()) << spec.status();
    return *std::move(spec);
  }

  void Open(const std::optional<SourcePosition>& resume = {}, std::optional<int64_t> limit = {}) {
    spec_ = Spec(limit);
    auto source = spec_->Open(environment_, resume);
    ASSERT_TRUE(source.ok()) << source.status();
    source_ = *std::move(source);
  }

  // One poll that does not wait.
  Source::PollResult Poll() {
    rows_.Reset(table_.columns.size());
    const auto result = source_->Poll(now_, rows_);
    EXPECT_TRUE(result.ok()) << result.status();
    return result.value_or(Source::PollResult::kEnd);
  }

  // The first column of all rows up to the end, or until time would have to pass.
  Integers Drain() {
    Integers values;
    while (true) {
      const Source::PollResult result = Poll();
      for (size_t i = 0; i < rows_.size(); ++i) values.push_back(rows_.row(i)[0].integer);
      if (result != Source::PollResult::kRows) return values;
    }
  }

  CatalogTable table_;
  absl::Time now_ = absl::FromUnixMillis(1'700'000'000'123);
  ConnectorEnvironment environment_;
  std::shared_ptr<const SourceSpec> spec_;
  std::unique_ptr<Source> source_;
  RowBatch rows_;
};

TEST_F(DatagenSourceTest, EndsWithTheShortestSequence) {
  AddSequence("a", LogicalType::Integer(), "1", "5");
  AddSequence("b", LogicalType::Integer(), "7", "9");
  Open();
  EXPECT_EQ(Drain(), (Integers{1, 2, 3}));
  EXPECT_EQ(Poll(), Source::PollResult::kEnd);
}

TEST_F(DatagenSourceTest, EndsWithTheNumberOfRows) {
  AddSequence("a", LogicalType::Integer(), "1", "5");
  Set("number-of-rows", "3");
  Open();
  EXPECT_EQ(Drain(), (Integers{1, 2, 3}));
}

TEST_F(DatagenSourceTest, ALimitStandsInThePlaceOfTheNumberOfRows) {
  AddSequence("a", LogicalType::Integer(), "1", "9");
  Set("number-of-rows", "3");
  Open({}, 5);
  EXPECT_EQ(Drain(), (Integers{1, 2, 3, 4, 5}));
}

TEST_F(DatagenSourceTest, ANumberOfRowsBeyondAnIntIsCutAsJavaDoes) {
  AddSequence("a", LogicalType::Integer(), "1", "5");
  Set("number-of-rows", "3000000000");
  Open();
  EXPECT_EQ(Drain(), Integers{});
}

TEST_F(DatagenSourceTest, GivesSoManyRowsASecondAndNoMore) {
  AddSequence("a", LogicalType::Integer(), "1", "5");
  Set("rows-per-second", "2");
  Open();
  EXPECT_EQ(Drain(), (Integers{1, 2}));
  now_ += absl::Milliseconds(999);
  EXPECT_EQ(Drain(), Integers{});
  now_ += absl::Milliseconds(1);
  EXPECT_EQ(Drain(), (Integers{3, 4}));
  now_ += absl::Seconds(10);
  EXPECT_EQ(Drain(), Integers{5});
}

TEST_F(DatagenSourceTest, CatchesUpWithSecondsThatItMissed) {
  AddSequence("a", LogicalType::Integer(), "1", "9");
  Set("rows-per-second", "2");
  Open();
  EXPECT_EQ(Drain(), (Integers{1, 2}));
  now_ += absl::Seconds(2);
  EXPECT_EQ(Drain(), (Integers{3, 4, 5, 6}));
}

TEST_F(DatagenSourceTest, WithoutARateNothingComesAndNothingEnds) {
  AddSequence("a", LogicalType::Integer(), "1", "2");
  Set("rows-per-second", "0");
  Set("number-of-rows", "0");
  Open();
  EXPECT_EQ(Poll(), Source::PollResult::kIdle);
  now_ += absl::Seconds(3);
  EXPECT_EQ(Poll(), Source::PollResult::kIdle);
}

TEST_F(DatagenSourceTest, SubtasksShareTheValues) {
  AddSequence("a", LogicalType::Integer(), "1", "10");
  environment_.parallelism = 3;
  Open();
  EXPECT_EQ(Drain(), (Integers{1, 4, 7, 10}));
  environment_.subtask = 2;
  Open();
  EXPECT_EQ(Drain(), (Integers{3, 6, 9}));
}

TEST_F(DatagenSourceTest, SubtasksShareTheNumberOfRowsAndTheRate) {
  AddSequence("a", LogicalType::Integer(), "1", "10");
  Set("number-of-rows", "5");
  Set("rows-per-second", "3");
  environment_.parallelism = 2;
  Open();
  EXPECT_EQ(Drain(), (Integers{1, 3}));  // 1.5 rows a second are two
  now_ += absl::Seconds(1);
  EXPECT_EQ(Drain(), Integers{5});
}

TEST_F(DatagenSourceTest, ASequenceGoesOnWhereItStood) {
  AddSequence("a", LogicalType::Integer(), "1", "6");
  Set("number-of-rows", "2");
  Open();
  EXPECT_EQ(Drain(), (Integers{1, 2}));
  const SourcePosition position = source_->Position();
  Open(position);
  EXPECT_EQ(Drain(), (Integers{3, 4}));  // the rows are counted anew, as in Flink
}

TEST_F(DatagenSourceTest, RandomRowsHaveNoPosition) {
  AddColumn("a", LogicalType::Integer());
  Set("number-of-rows", "2");
  Open();
  Drain();
  EXPECT_EQ(source_->Position(), SourcePosition{});
}

TEST_F(DatagenSourceTest, AGroupCannotKeepASequence) {
  AddSequence("a", LogicalType::Integer(), "1", "6");
  environment_.resume.group = "g";
  const auto source = Spec()->Open(environment_, {});
  EXPECT_EQ(DetailOf(source.status()).kind, ErrorKind::kUnsupported);
}

TEST_F(DatagenSourceTest, IsBoundedByANumberOfRowsOrWhereAskedByItsSequences) {
  AddSequence("a", LogicalType::Integer(), "1", "6");
  EXPECT_FALSE(Spec()->bounded());
  EXPECT_TRUE(Spec({}, true)->bounded());
  AddColumn("b", LogicalType::Integer());
  EXPECT_FALSE(Spec()->deterministic());
  Set("number-of-rows", "2");
  EXPECT_TRUE(Spec()->bounded());
}

TEST_F(DatagenSourceTest, RandomIntegersReachBothBounds) {
  AddColumn("a", LogicalType::Integer());
  Set("fields.a.min", "-1");
  Set("fields.a.max", "1");
  Set("number-of-rows", "100");
  Open();
  const Integers values = Drain();
  EXPECT_EQ(std::set<int64_t>(values.begin(), values.end()), (std::set<int64_t>{-1, 0, 1}));
}

TEST_F(DatagenSourceTest, TwoScansOfATableHaveTheSameValuesInARun) {
  AddColumn("a", LogicalType::Bigint());
  Set("number-of-rows", "5");
  Open();
  const Integers first = Drain();
  Open();
  EXPECT_EQ(Drain(), first);
  table_.identifier.name = "other";
  Open();
  EXPECT_NE(Drain(), first);
}

TEST_F(DatagenSourceTest, StringsAreHexadecimalDigits) {
  AddColumn("a", LogicalType::Varchar(8));
  AddColumn("b", LogicalType::String());
  AddColumn("c", LogicalType::String());
  Set("fields.c.length", "3");
  Set("fields.c.var-len", "true");
  Set("number-of-rows", "20");
  Open();
  Poll();
  std::set<size_t> lengths;
  for (size_t i = 0; i < rows_.size(); ++i) {
    EXPECT_EQ(rows_.row(i)[0].view().size(), 8);
    EXPECT_EQ(rows_.row(i)[0].view().find_first_not_of("0123456789abcdef"), std::string_view::npos);
    EXPECT_EQ(rows_.row(i)[1].view().size(), 100);
    lengths.insert(rows_.row(i)[2].view().size());
  }
  EXPECT_EQ(lengths, (std::set<size_t>{1, 2}));
}

TEST_F(DatagenSourceTest, ANullRateGivesNulls) {
  AddColumn("never", LogicalType::Integer());
  AddColumn("sometimes", LogicalType::Integer());
  AddColumn("always", LogicalType::Array(LogicalType::Integer()));
  Set("fields.never.null-rate", "-1");
  Set("fields.sometimes.null-rate", "0.5");
  Set("fields.always.null-rate", "1");
  Set("number-of-rows", "50");
  Open();
  Poll();
  std::vector<int> nulls(3);
  for (size_t i = 0; i < rows_.size(); ++i) {
    for (size_t column = 0; column < 3; ++column) nulls[column] += rows_.row(i)[column].is_null ? 1 : 0;
  }
  EXPECT_EQ(nulls[0], 0);
  EXPECT_GT(nulls[1], 0);
  EXPECT_LT(nulls[1], 50);
  EXPECT_EQ(nulls[2], 50);
}

TEST_F(DatagenSourceTest, TimestampsAreNowLessThePast) {
  AddColumn("now", LogicalType::Timestamp(3));
  AddColumn("past", LogicalType::TimestampLtz(3));
  Set("fields.past.max-past", "5 ms");
  Set("number-of-rows", "100");
  Open();
  Poll();
  std::set<int64_t> pasts;
  for (size_t i = 0; i < rows_.size(); ++i) {
    EXPECT_EQ(rows_.row(i)[0].integer, absl::ToUnixMillis(now_));
    pasts.insert(absl::ToUnixMillis(now_) - rows_.row(i)[1].integer);
  }
  EXPECT_EQ(pasts, (std::set<int64_t>{0, 1, 2, 3, 4, 5}));
}

TEST_F(DatagenSourceTest, EqualKeysOfAMapAreOneEntry) {
  AddColumn("m", LogicalType::Map(LogicalType::Tinyint(), LogicalType::Integer()));
  Set("fields.m.key.min", "1");
  Set("fields.m.key.max", "2");
  Set("fields.m.length", "6");
  Set("number-of-rows", "20");
  Open();
  Poll();
  for (size_t i = 0; i < rows_.size(); ++i) EXPECT_LE(rows_.row(i)[0].size, 2);
}

TEST_F(DatagenSourceTest, DecimalsStayWithinTheirPrecision) {
  AddColumn("d", LogicalType::Decimal(3, 3));
  Set("fields.d.min", "0.998");
  Set("number-of-rows", "20");
  Open();
  Poll();
  for (size_t i = 0; i < rows_.size(); ++i) EXPECT_EQ(rows_.row(i)[0].integer, 998);
}

}  // namespace
}  // namespace drey
