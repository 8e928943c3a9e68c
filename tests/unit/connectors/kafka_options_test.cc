// Messages recorded from Flink 1.20.3 and 2.3.0. What whole statements say is in tests/flink/statements.
#include "runtime/connectors/kafka/kafka_options.h"

#include <gtest/gtest.h>

#include "tests/unit/connectors/text_format.h"

namespace drey {
namespace {

using Offsets = std::map<int32_t, int64_t>;

absl::StatusOr<Offsets> Parse(std::string_view text) { return ParseSpecificOffsets(text, "scan.startup.specific-offsets", {}); }

std::string Message(const absl::Status& status) { return std::string(MessageOf(status)); }

TableOptions KafkaTable(std::initializer_list<std::pair<std::string_view, std::string_view>> more) {
  TableOptions options;
  for (const auto& [key, value] : {std::pair<std::string_view, std::string_view>("connector", "kafka"),
                                   {"topic", "t"},
                                   {"properties.bootstrap.servers", "h:1"},
                                   {"format", "json"}}) {
    options.Set({.key = std::string(key), .value = std::string(value)});
  }
  for (const auto& [key, value] : more) options.Set({.key = std::string(key), .value = std::string(value)});
  return options;
}

absl::StatusOr<KafkaOptions> Read(const TableOptions& options, FlinkVersion version = FlinkVersion::k1_20) {
  return ReadKafkaOptions(OptionReader("kafka", options, version), KafkaConnector::kKafka, version);
}

TEST(SpecificOffsets, Lists) {
  EXPECT_EQ(*Parse("partition:0,offset:42;partition:1,offset:300"), (Offsets{{0, 42}, {1, 300}}));
  EXPECT_EQ(*Parse("partition:0,offset:42;;"), (Offsets{{0, 42}}));
  EXPECT_EQ(*Parse("partition:+0,offset:-1,"), (Offsets{{0, -1}}));
  EXPECT_EQ(*Parse("partition:0,offset:1;partition:0,offset:2"), (Offsets{{0, 2}}));
}

TEST(SpecificOffsets, WhatIsNoList) {
  for (const std::string_view text : {"", ";;", ",", "0:42", "partition:0", "partition:0, offset:42", " partition:0,offset:1",
                                      ";partition:0,offset:1", "partition:0,offset:1,x", "partition:0,offset:1;partition:1"}) {
    EXPECT_EQ(Message(Parse(text).status()),
              Concat("Invalid properties 'scan.startup.specific-offsets' should follow the format "
                     "'partition:0,offset:42;partition:1,offset:300', but is '",
                     text, "'."));
  }
  EXPECT_EQ(Message(Parse("partition:x,offset:1").status()), "For input string: \"x\"");
  EXPECT_EQ(Message(Parse("partition: 0,offset:1").status()), "For input string: \" 0\"");
}

TEST(KafkaOptions, OptionsOfReleases) {
  const TableOptions options = KafkaTable({{"scan.parallelism", "2"}, {"sink.transaction-naming-strategy", "pooling"}});
  EXPECT_TRUE(Message(Read(options).status()).starts_with("Unsupported options found for 'kafka'.\n\nUnsupported options:\n\n"
                                                          "scan.parallelism\nsink.transaction-naming-strategy\n"));
  EXPECT_EQ(Read(options, FlinkVersion::k2_3)->scan_parallelism, 2);
}

TEST(KafkaOptions, RequiredOptionsComeBeforeValuesAndValuesBeforeUnsupportedOptions) {
  TableOptions options = KafkaTable({{"value.fields-include", "x"}, {"nope", "1"}});
  EXPECT_TRUE(Message(Read(options).status()).starts_with("Could not parse value for enum class"));
  options.Remove("properties.bootstrap.servers");
  EXPECT_EQ(Message(Read(options).status()),
            "One or more required options are missing.\n\nMissing required options are:\n\nproperties.bootstrap.servers");
}

TEST(KafkaOptions, PropertiesLoseTheirPrefix) {
  const auto options = Read(KafkaTable({{"properties.group.id", "g"}}));
  ASSERT_NE(options->FindProperty("group.id"), nullptr);
  EXPECT_EQ(options->FindProperty("group.id")->value, "g");
  EXPECT_EQ(options->FindProperty("nope"), nullptr);
}

TEST(KafkaOptions, TheDeprecatedSemanticWins) {
  const TableOptions table = KafkaTable({{"sink.delivery-guarantee", "none"}, {"sink.semantic", "At-Least_once"}});
  const OptionReader reader("kafka", table);
  EXPECT_EQ(*EffectiveDeliveryGuarantee(reader, *Read(table)), DeliveryGuarantee::kAtLeastOnce);
  const TableOptions bad = KafkaTable({{"sink.semantic", "x"}});
  EXPECT_EQ(Message(EffectiveDeliveryGuarantee(reader, *Read(bad)).status()),
            "No enum constant org.apache.flink.connector.base.DeliveryGuarantee.X");
}

TEST(KafkaOptions, ProjectionsOfKeyAndValue) {
  const TableOptions table =
      KafkaTable({{"key.format", "json"}, {"key.fields", "c;a"}, {"value.fields-include", "EXCEPT_KEY"}});
  const OptionReader reader("kafka", table);
  const auto projections = ProjectKeyAndValue(reader, *Read(table), TextRow({"a", "b", "c"}));
  EXPECT_EQ(projections->key, (std::vector<size_t>{2, 0}));
  EXPECT_EQ(projections->value, (std::vector<size_t>{1}));
}

}  // namespace
}  // namespace drey
