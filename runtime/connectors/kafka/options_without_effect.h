// Options of a kafka or upsert-kafka table that are valid and change nothing: those of the direction in which the job does not use the
// table, those of a startup or bounded mode that is not chosen, client properties of the other client.
#pragma once

#include <vector>

#include "engine/catalog/table_options.h"
#include "engine/connector/table_factory.h"

namespace drey {

// The table's own options only; the options are valid.
std::vector<OptionWithoutEffect> KafkaOptionsWithoutEffect(const TableOptions& options, TableUse use);

}  // namespace drey
