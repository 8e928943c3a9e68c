// Connectors as the planner sees them: an identifier, and the validation of a table's options into a source or sink.
//
// Factories are stateless and thread-safe. They contact nothing: a spec opens the live object when the job runs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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
  // Keys of the metadata to read or write, in the order in which their cells follow the cells of the physical columns.
  // The cells have the type that the connector lists; casting to and from the type of the column is the planner's business.
  std::span<const std::string> metadata_keys = {};
  // Of a source: so many rows are asked for, of a factory that takes a limit only.
  std::optional<int64_t> limit = {};
  // Gets what is accepted and worth a warning, with place and hint like an error; null where nobody asks.
  std::vector<absl::Status>* warnings = nullptr;

  void Warn(const std::vector<absl::Status>& more) const {
    if (warnings != nullptr) warnings->insert(warnings->end(), more.begin(), more.end());
  }
};

// What a job does with a table.
struct TableUse {
  bool is_read = false;
  bool is_written = false;
};

// An option that is valid and changes nothing.
struct OptionWithoutEffect {
  std::string key;
  std::string reason;  // the rest of a sentence that begins with the option
  std::string hint = {};
};

// Flink validates a table in two steps, and other errors of a statement come in between: List…Metadata is the first step, called when a
// statement meets the table; Create… does both, and is called when the rest of the statement has been planned.
class TableFactory {
 public:
  virtual ~TableFactory() = default;
  // The value of the option 'connector'.
  virtual std::string_view identifier() const = 0;
  // Whether the connector can be a source or a sink at all; only these functions may be called.
  virtual bool can_read() const = 0;
  virtual bool can_write() const = 0;

  // The metadata a source of this table offers, its own and its format's, in Flink's order; metadata_keys of the request is not looked at.
  virtual absl::StatusOr<std::vector<MetadataColumn>> ListReadableMetadata(const TableFactoryRequest& request) const = 0;
  // Empty for connectors without writable metadata.
  virtual absl::StatusOr<std::vector<MetadataColumn>> ListWritableMetadata(const TableFactoryRequest& request) const = 0;

  // The rows of the source have the physical columns, then request.metadata_keys.
  virtual absl::StatusOr<std::shared_ptr<const SourceSpec>> CreateSource(const TableFactoryRequest& request) const = 0;
  // The rows of the sink have the physical columns, then request.metadata_keys.
  virtual absl::StatusOr<std::shared_ptr<const SinkSpec>> CreateSink(const TableFactoryRequest& request) const = 0;

  // The table's own options (not those of an integration or the command line) that change nothing in a job that uses the table like this.
  virtual std::vector<OptionWithoutEffect> ListOptionsWithoutEffect(const CatalogTable& table, TableUse use) const {
    (void)table, (void)use;
    return {};
  }

  // Whether its sink takes changes by key, without what rows were before.
  virtual bool takes_upserts() const { return false; }

  // Whether its source makes the watermarks of the table (SupportsWatermarkPushDown), and makes no more rows than a LIMIT takes
  // (SupportsLimitPushDown).
  virtual bool takes_watermark() const { return true; }
  virtual bool takes_limit() const { return false; }

  // Whether its sink writes partitioned tables (SupportsPartitioning).
  virtual bool can_write_partitions() const { return false; }

  // Flink's classes, as its messages name them; empty where none is ever named.
  virtual std::string_view flink_source_class() const { return {}; }
  // What the source says of itself in messages (asSummaryString).
  virtual std::string_view flink_source_summary() const { return {}; }
  virtual std::string_view flink_sink_class() const { return {}; }
};

// The connectors that a compilation may use.
class TableFactories {
 public:
  void Add(std::unique_ptr<const TableFactory> factory);
  // Null where there is none.
  const TableFactory* Find(std::string_view identifier) const;
  // The factory that the table's option 'connector' names, which can read (or write); else Flink's error.
  absl::StatusOr<const TableFactory*> FindForReading(const CatalogTable& table, FlinkVersion version) const;
  absl::StatusOr<const TableFactory*> FindForWriting(const CatalogTable& table, FlinkVersion version) const;
  // Sorted.
  std::vector<std::string> Identifiers() const;

 private:
  absl::StatusOr<const TableFactory*> FindOf(const CatalogTable& table, FlinkVersion version) const;

  std::vector<std::unique_ptr<const TableFactory>> factories_;
};

}  // namespace drey
