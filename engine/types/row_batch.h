// Rows on their way through a job: cells row by row, and for each row its kind, the record it came from and perhaps an error.
//
// A batch owns everything its rows point to: an arena, and memory it adopted (the messages that a consumer returned).
// Nothing taken from a batch outlives it. A batch moves from operator to operator; it is never shared between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/types/datum.h"
#include "engine/types/row_kind.h"

namespace drey {

// A header of a record. A null value is not an empty one.
struct RecordHeader {
  std::string_view key;
  std::optional<std::string_view> value;
};

enum class TimestampType : uint8_t { kNone, kCreateTime, kLogAppendTime };

// A record as the log has it; the views live as long as the batch that owns the record. Timestamps are milliseconds since 1970.
struct RecordView {
  std::string_view topic = {};
  int32_t partition = -1;
  int64_t offset = -1;
  std::optional<std::string_view> key = {};
  std::optional<std::string_view> value = {};
  int64_t timestamp = -1;
  TimestampType timestamp_type = TimestampType::kNone;
  int32_t leader_epoch = -1;
  std::span<const RecordHeader> headers = {};
};

// Why a row cannot go on. `flink_class` is the Java class of Flink's innermost exception.
struct RowError {
  enum class Phase : uint8_t { kDecode, kExpression, kConstraint, kEncode };
  Phase phase = Phase::kExpression;
  std::string message = {};
  std::string flink_class = {};
  std::string field = {};  // the column, where known
  std::string hint = {};   // what helps, where Flink's message does not say it
};

class RowBatch {
 public:
  explicit RowBatch(size_t width = 0) : width_(width) {}
  RowBatch(RowBatch&&) = default;
  RowBatch& operator=(RowBatch&&) = default;

  size_t width() const { return width_; }
  size_t size() const { return kinds_.size(); }
  bool empty() const { return kinds_.empty(); }
  Arena& arena() { return *arena_; }

  // Adds a row of nulls; the cells may be filled through row(). `origin` may be null; it is not copied.
  std::span<Datum> AppendRow(RowKind kind, const RecordView* origin);
  // Adds a row that cannot go on; its cells are nulls.
  void AppendError(const RecordView* origin, RowError error);
  // Takes the last row back.
  void RemoveLastRow();

  std::span<Datum> row(size_t i) { return {cells_.data() + i * width_, width_}; }
  std::span<const Datum> row(size_t i) const { return {cells_.data() + i * width_, width_}; }
  RowKind kind(size_t i) const { return kinds_[i]; }
  void set_kind(size_t i, RowKind kind) { kinds_[i] = kind; }
  const RecordView* origin(size_t i) const { return origins_[i]; }

  // Null where the row is sound.
  const RowError* error(size_t i) const;
  void SetError(size_t i, RowError error);
  bool has_errors() const { return !errors_.empty(); }

  // Keeps `memory` alive as long as the batch.
  void AdoptMemory(std::shared_ptr<const void> memory) { adopted_.push_back(std::move(memory)); }

  // Turns this batch into one of `width` columns with the same rows, whose cells are nulls until they are written, and returns the
  // cells it had, valid until the next call. Kinds, origins, errors and memory stay: this is how a projection replaces rows in place.
  std::span<const Datum> ReplaceCells(size_t width);

  // Keeps the rows for which keep[i] is true, in order.
  void KeepRows(const std::vector<bool>& keep);

  // Forgets all rows and memory, keeping the capacity for the next use; the new width may differ.
  void Reset(size_t width);

 private:
  struct IndexedError {
    size_t row;
    RowError error;
  };

  size_t width_;
  std::vector<Datum> cells_;
  std::vector<Datum> spare_cells_;
  std::vector<RowKind> kinds_;
  std::vector<const RecordView*> origins_;
  std::vector<IndexedError> errors_;  // ascending by row
  std::unique_ptr<Arena> arena_ = std::make_unique<Arena>();
  std::vector<std::shared_ptr<const void>> adopted_;
};

}  // namespace drey
