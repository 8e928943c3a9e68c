// Rows as the print connector shows them: toString of the Java objects that Flink converts a row to (Row, LocalDateTime, BigDecimal …).
#pragma once

#include <span>
#include <string>

#include "engine/types/datum.h"
#include "engine/types/logical_type.h"
#include "engine/types/row_kind.h"

namespace drey {

// "+I[1, a, [1, 2], {k=v}]". `row_type` is a ROW whose fields are the cells.
void AppendExternalRow(RowKind kind, const LogicalType& row_type, std::span<const Datum> cells, std::string& out);

}  // namespace drey
