#include "engine/connector/metadata_columns.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

// Offers "topic", "offset" and "headers" for reading, "headers" for writing.
class TestFactory final : public TableFactory {
 public:
  std::string_view identifier() const override { return "test"; }
  bool can_read() const override { return true; }
  bool can_write() const override { return true; }
  absl::StatusOr<std::vector<MetadataColumn>> ListReadableMetadata(const TableFactoryRequest&) const override {
    return std::vector<MetadataColumn>{
        {"topic", LogicalType::String()}, {"offset", LogicalType::Bigint()}, {"headers", LogicalType::Bytes()}};
  }
  absl::StatusOr<std::vector<MetadataColumn>> ListWritableMetadata(const TableFactoryRequest&) const override {
    return std::vector<MetadataColumn>{{"headers", LogicalType::Bytes()}};
  }
  absl::StatusOr<std::shared_ptr<const SourceSpec>> CreateSource(const TableFactoryRequest&) const override {
    return BugError("not asked for");
  }
  absl::StatusOr<std::shared_ptr<const SinkSpec>> CreateSink(const TableFactoryRequest&) const override {
    return BugError("not asked for");
  }
  std::string_view flink_source_class() const override { return "a.Source"; }
  std::string_view flink_sink_class() const override { return "a.Sink"; }
};

class MetadataColumnsTest : public testing::Test {
 protected:
  MetadataColumnsTest() { table_.identifier = {"c", "d", "t"}; }

  void Add(std::string_view name, std::string_view key, bool is_virtual = false) {
    table_.columns.push_back({.kind = CatalogColumn::Kind::kMetadata,
                              .name = std::string(name),
                              .type = LogicalType::String(),
                              .range = {0, 5, 9},
                              .metadata_key = std::string(key),
                              .is_virtual = is_virtual});
  }

  static std::vector<std::string> Keys(const absl::StatusOr<std::vector<MetadataColumn>>& columns) {
    if (!columns.ok()) return {std::string(MessageOf(columns.status()))};
    std::vector<std::string> keys;
    for (const MetadataColumn& column : *columns) keys.push_back(column.key);
    return keys;
  }

  std::vector<std::string> Readable() const { return Keys(ResolveReadableMetadata(factory_, {.table = table_})); }
  std::vector<std::string> Writable() const { return Keys(ResolveWritableMetadata(factory_, {.table = table_})); }

  TestFactory factory_;
  CatalogTable table_;
};

using Texts = std::vector<std::string>;

TEST_F(MetadataColumnsTest, EachKeyOnceInTheOrderOfTheConnector) {
  Add("a", "offset");
  Add("b", "topic");
  Add("c", "offset");
  EXPECT_EQ(Readable(), (Texts{"topic", "offset"}));
}

TEST_F(MetadataColumnsTest, VirtualColumnsAreNotWritten) {
  Add("a", "offset", true);
  Add("h", "headers");
  EXPECT_EQ(Writable(), Texts{"headers"});
}

TEST_F(MetadataColumnsTest, AKeyThatIsNotOffered) {
  Add("a", "topics");
  EXPECT_EQ(Readable(), Texts{"Invalid metadata key 'topics' in column 'a' of table 'c.d.t'. The DynamicTableSource class 'a.Source' "
                              "supports the following metadata keys for reading:\ntopic\noffset\nheaders"});
  EXPECT_EQ(Writable(), Texts{"Invalid metadata key 'topics' in column 'a' of table 'c.d.t'. The DynamicTableSink class 'a.Sink' "
                              "supports the following metadata keys for writing:\nheaders"});
  const ErrorDetail detail = DetailOf(ResolveReadableMetadata(factory_, {.table = table_}).status());
  EXPECT_EQ(detail.hint, "did you mean topic?");
  EXPECT_EQ(detail.range, (SourceRange{0, 5, 9}));
}

}  // namespace
}  // namespace drey
