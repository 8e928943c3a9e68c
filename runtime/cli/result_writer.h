// How `drey sql` shows the rows of a statement: as Flink's SQL client draws them, as CSV, or as lines of JSON.
//
// Written from one thread: rows, then End, Stop or Fail.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/functions/evaluation_context.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"
#include "engine/types/row_kind.h"
#include "runtime/cli/console.h"

namespace drey {

enum class ResultFormat : uint8_t { kTable, kCsv, kJson };

struct ResultColumn {
  std::string name = {};
  LogicalType type = {};
  std::string type_text = {};  // as Flink prints it, NOT NULL and time attributes included
};

struct ResultDescription {
  std::vector<ResultColumn> columns = {};
  // The rows are a changelog: tables and CSV get a column `op`.
  bool shows_kind = false;
  // There is no last row: a table is drawn row by row, with a column `op` and widths by type, as Flink's client draws it.
  bool is_endless = false;
  // Rows about the catalog: nulls are shown as nothing and no cell is shortened.
  bool is_catalog = false;
};

class ResultWriter {
 public:
  virtual ~ResultWriter() = default;
  virtual void Row(RowKind kind, std::span<const Datum> cells) = 0;
  // A row whose cells are texts already (SHOW, DESCRIBE).
  virtual void TextRow(const std::vector<std::optional<std::string>>& cells) = 0;
  // The statement is done.
  virtual void End() = 0;
  // The statement was stopped behind these rows.
  virtual void Stop() = 0;
  // The statement failed behind these rows.
  virtual void Fail() = 0;
};

// `environment` (the session's time zone) and `console` outlive the writer.
std::unique_ptr<ResultWriter> MakeResultWriter(ResultFormat format, ResultDescription description, const EvaluationContext& environment,
                                               Console& console);

// The text of a cell: CAST to STRING, BYTES as x'…'.
std::string CellText(const Datum& cell, const LogicalType& type, const EvaluationContext& environment);

// The cell as JSON: null, booleans, numbers; ROW and ARRAY as arrays, MAP as [[key,value],…]; everything else its text.
std::string CellJson(const Datum& cell, const LogicalType& type, const EvaluationContext& environment);

}  // namespace drey
