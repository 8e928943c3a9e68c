#include "runtime/connectors/built_in_connectors.h"

#include <gtest/gtest.h>

#include "engine/connector/metadata_columns.h"
#include "runtime/connectors/connector_environment.h"

namespace drey {
namespace {

class BuiltInConnectorsTest : public testing::Test {
 protected:
  BuiltInConnectorsTest() {
    table_.identifier = {"default_catalog", "default_database", "t"};
    table_.columns.push_back({.name = "id", .type = LogicalType::Integer()});
    table_.columns.push_back({.name = "name", .type = LogicalType::String()});
  }

  void Set(std::string_view key, std::string_view value) { table_.options.Set({.key = std::string(key), .value = std::string(value)}); }

  TableFactoryRequest Request() const { return {.table = table_}; }

  std::string ReadingError(FlinkVersion version = FlinkVersion::k1_20) const {
    return std::string(MessageOf(BuiltInConnectors().FindForReading(table_, version).status()));
  }
  std::string WritingError() const {
    const auto factory = BuiltInConnectors().FindForWriting(table_, FlinkVersion::k1_20);
    if (!factory.ok()) return std::string(MessageOf(factory.status()));
    const auto metadata = ResolveWritableMetadata(**factory, Request());
    if (!metadata.ok()) return std::string(MessageOf(metadata.status()));
    return std::string(MessageOf((*factory)->CreateSink(Request()).status()));
  }

  CatalogTable table_;
};

TEST_F(BuiltInConnectorsTest, ATableNamesItsConnector) {
  EXPECT_EQ(ReadingError(FlinkVersion::k2_3), "Table options do not contain an option key 'connector' for discovering a connector.");
  EXPECT_EQ(ReadingError(FlinkVersion::k1_20),
            "Table options do not contain an option key 'connector' for discovering a connector. Therefore, Flink assumes a managed table. "
            "However, a managed table factory that implements org.apache.flink.table.factories.ManagedTableFactory is not in the "
            "classpath.");
  Set("connector", "nope");
  EXPECT_EQ(ReadingError(),
            "Could not find any factory for identifier 'nope' that implements 'org.apache.flink.table.factories.DynamicTableFactory' in "
            "the classpath.\n\nAvailable factory identifiers are:\n\nblackhole\ndatagen\nfilesystem\nkafka\nprint\nupsert-kafka");
  Set("connector", "filesystem");
  Set("format", "json");
  Set("path", "x");
  EXPECT_EQ(ReadingError(), "the connector 'filesystem' is not supported yet");
  Set("connector", "jdbc");
  EXPECT_EQ(ReadingError(), "the connector 'jdbc' is not supported yet");
}

TEST_F(BuiltInConnectorsTest, PrintAndBlackholeAreSinks) {
  for (const std::string_view connector : {"print", "blackhole"}) {
    Set("connector", connector);
    EXPECT_EQ(ReadingError(), "Connector '" + std::string(connector) + "' can only be used as a sink. It cannot be used as a source.");
    EXPECT_EQ(WritingError(), "");
  }
}

TEST_F(BuiltInConnectorsTest, DatagenIsASource) {
  Set("connector", "datagen");
  EXPECT_EQ(ReadingError(), "");
  EXPECT_EQ(WritingError(), "Connector 'datagen' can only be used as a source. It cannot be used as a sink.");
}

TEST_F(BuiltInConnectorsTest, PrintRefusesOptionsItDoesNotKnow) {
  Set("connector", "print");
  Set("standard-error", "x");
  EXPECT_EQ(WritingError(), "Unrecognized option for boolean: x. Expected either true or false(case insensitive)");
  Set("standard-error", "true");
  Set("sink.parallelism", "0");
  EXPECT_EQ(WritingError(), "Invalid configured parallelism 0 for table 'default_catalog.default_database.t'.");
  Set("nope", "1");
  EXPECT_TRUE(WritingError().starts_with("Unsupported options found for 'print'.\n\nUnsupported options:\n\nnope\n"));
}

TEST_F(BuiltInConnectorsTest, SinksWithoutMetadataSaySo) {
  Set("connector", "print");
  table_.columns.push_back({.kind = CatalogColumn::Kind::kMetadata, .name = "m", .type = LogicalType::String(), .metadata_key = "m"});
  EXPECT_EQ(WritingError(),
            "Table 'default_catalog.default_database.t' declares persistable metadata columns, but the underlying DynamicTableSink "
            "doesn't implement the SupportsWritingMetadata interface. If the column should not be persisted, it can be declared with "
            "the VIRTUAL keyword.");
}

TEST_F(BuiltInConnectorsTest, PrintShowsRowsWithItsIdentifier) {
  Set("connector", "print");
  Set("print-identifier", "orders");
  Set("standard-error", "true");
  ConnectorEnvironment environment;
  std::vector<std::string> lines;
  environment.print_line = [&](std::string_view line, bool to_standard_error) {
    lines.push_back((to_standard_error ? "error " : "output ") + std::string(line));
  };
  const auto spec = BuiltInConnectors().Find("print")->CreateSink(Request());
  ASSERT_TRUE(spec.ok());
  const auto sink = (*spec)->Open(environment);
  RowBatch batch(2);
  const std::span<Datum> row = batch.AppendRow(RowKind::kInsert, nullptr);
  row[0] = Datum::Integer(1);
  row[1] = Datum::Text("Bob");
  std::optional<RowError> error;
  ASSERT_TRUE((*sink)->Write(batch, 0, error).ok());
  EXPECT_EQ(lines, std::vector<std::string>{"error orders> +I[1, Bob]"});
}

}  // namespace
}  // namespace drey
