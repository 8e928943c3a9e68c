// What a golden case runs in: its settings, and its table `src`.
#pragma once

#include <vector>

#include "engine/base/arena.h"
#include "engine/base/source_text.h"
#include "engine/catalog/catalog.h"
#include "engine/functions/evaluation_context.h"
#include "engine/types/datum.h"
#include "tests/flink/conformance/golden_file.h"

namespace drey {

// Of the member `set`.
absl::StatusOr<EvaluationContext> GoldenEnvironment(const rapidjson::Value& golden, FlinkVersion version);

// Adds the table of the member `columns` to the catalog and returns its columns. `sources` must live as long as the catalog.
absl::StatusOr<std::vector<CatalogColumn>> AddGoldenTable(const rapidjson::Value& golden, FlinkVersion version, SourceMap& sources,
                                                          Catalog& catalog);

// Row `row` of the member `rows`.
absl::StatusOr<std::vector<Datum>> ReadGoldenRow(const rapidjson::Value& golden, size_t row, const std::vector<CatalogColumn>& columns,
                                                 Arena& arena);

}  // namespace drey
