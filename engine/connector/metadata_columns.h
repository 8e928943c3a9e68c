// Which metadata a statement exchanges with a table: the keys of its metadata columns against what the connector offers.
#pragma once

#include <vector>

#include "engine/base/error.h"
#include "engine/connector/table_factory.h"

namespace drey {

// What a source reads for the metadata columns of its table: each key once, in the connector's order (Flink's DynamicSourceUtils).
// Fails with the factory's own errors (ListReadableMetadata), then with Flink's for a key that is not offered.
absl::StatusOr<std::vector<MetadataColumn>> ResolveReadableMetadata(const TableFactory& factory,
                                                                    const TableFactoryRequest& request);

// What a sink writes for the metadata columns that are not VIRTUAL (Flink's DynamicSinkUtils).
absl::StatusOr<std::vector<MetadataColumn>> ResolveWritableMetadata(const TableFactory& factory,
                                                                    const TableFactoryRequest& request);

}  // namespace drey
