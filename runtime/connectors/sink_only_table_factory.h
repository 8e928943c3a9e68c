// A connector that can only be written, and has no metadata.
#pragma once

#include "engine/connector/table_factory.h"

namespace drey {

class SinkOnlyTableFactory : public TableFactory {
 public:
  bool can_read() const final { return false; }
  bool can_write() const final { return true; }
  bool can_write_partitions() const final { return true; }

  absl::StatusOr<std::vector<MetadataColumn>> ListWritableMetadata(const TableFactoryRequest& request) const final {
    DREY_RETURN_IF_ERROR(CheckSink(request));
    return std::vector<MetadataColumn>();
  }
  absl::StatusOr<std::vector<MetadataColumn>> ListReadableMetadata(const TableFactoryRequest&) const final { return NoSource(); }
  absl::StatusOr<std::shared_ptr<const SourceSpec>> CreateSource(const TableFactoryRequest&) const final { return NoSource(); }

 protected:
  virtual absl::Status CheckSink(const TableFactoryRequest& request) const = 0;

 private:
  static absl::Status NoSource() { return BugError("a connector that is no source was asked for one"); }
};

}  // namespace drey
