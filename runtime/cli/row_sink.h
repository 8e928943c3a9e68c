// A sink that hands each row of a query to a function: where the rows of SELECT go.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "engine/connector/sink.h"
#include "engine/types/datum.h"
#include "engine/types/row_kind.h"

namespace drey {

// The cells are gone when the call returns.
using RowConsumer = std::function<void(RowKind kind, std::span<const Datum> cells)>;

// `finish_batch` is called when there is no further row for the moment.
std::shared_ptr<const SinkSpec> MakeRowSink(RowConsumer consume, std::function<void()> finish_batch);

}  // namespace drey
