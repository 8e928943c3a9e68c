// Connectors as the planner sees them: an identifier, and the validation of a table's options into a source or sink.
//
// Factories are stateless and thread-safe. They contact nothing: a spec opens the live object when the job runs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog_table.h"
#include "engine/connector/sink.h"
#include "engine/connector/source.h"

namespace drey {

enum class RuntimeMode : uint8_t { kStreaming, kBatch };

struct TableFactoryRequest {
  const CatalogTable& table;
  FlinkVersion version = FlinkVersion::k1_20;
  RuntimeMode mode = RuntimeMode::kStreaming;
  // Makes a source without a bounded mode end at the offsets seen at its start (`run --bounded`).
  bool bounded = false;
  // Metadata columns that are read or written, in the order in which their cells follow the physical columns' cells.
  std::span<const CatalogColumn> metadata_columns = {};
};

class TableFactory {
 public:
  virtual ~TableFactory() = default;
  // The value of the option 'connector'.
  virtual std::string_view identifier() const = 0;
  // The metadata a table of this connector and format can declare.
  virtual absl::StatusOr<std::vector<MetadataColumn>> ListMetadata(const TableFactoryRequest& request) const = 0;
  // The rows of the source have the physical columns, then request.metadata_columns.
  virtual absl::StatusOr<std::shared_ptr<const SourceSpec>> CreateSource(const TableFactoryRequest& request) const = 0;
  // The rows of the sink have the physical columns, then request.metadata_columns.
  virtual absl::StatusOr<std::shared_ptr<const SinkSpec>> CreateSink(const TableFactoryRequest& request) const = 0;
  // Whether the connector can be a source or a sink at all: Flink's messages differ.
  virtual bool can_read() const = 0;
  virtual bool can_write() const = 0;
};

// The connectors that a compilation may use.
class TableFactories {
 public:
  void Add(std::unique_ptr<const TableFactory> factory);
  // Null where there is none.
  const TableFactory* Find(std::string_view identifier) const;
  // Sorted.
  std::vector<std::string> Identifiers() const;

 private:
  std::vector<std::unique_ptr<const TableFactory>> factories_;
};

}  // namespace drey
