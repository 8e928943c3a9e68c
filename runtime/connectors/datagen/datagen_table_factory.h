// The connector datagen: a source that makes its rows up.
#pragma once

#include "engine/connector/table_factory.h"

namespace drey {

class DatagenTableFactory final : public TableFactory {
 public:
  std::string_view identifier() const override { return "datagen"; }
  bool can_read() const override { return true; }
  bool can_write() const override { return false; }
  bool takes_watermark() const override { return false; }
  bool takes_limit() const override { return true; }
  absl::StatusOr<std::vector<MetadataColumn>> ListReadableMetadata(const TableFactoryRequest& request) const override;
  absl::StatusOr<std::vector<MetadataColumn>> ListWritableMetadata(const TableFactoryRequest& request) const override;
  absl::StatusOr<std::shared_ptr<const SourceSpec>> CreateSource(const TableFactoryRequest& request) const override;
  absl::StatusOr<std::shared_ptr<const SinkSpec>> CreateSink(const TableFactoryRequest& request) const override;
  std::vector<OptionWithoutEffect> ListOptionsWithoutEffect(const CatalogTable& table, TableUse use) const override;
  std::string_view flink_source_class() const override { return "org.apache.flink.connector.datagen.table.DataGenTableSource"; }
  std::string_view flink_source_summary() const override { return "DataGenTableSource"; }
};

}  // namespace drey
