#include "engine/types/row_batch.h"

#include <algorithm>
#include <utility>

namespace drey {

std::span<Datum> RowBatch::AppendRow(RowKind kind, const RecordView* origin) {
  cells_.resize(cells_.size() + width_, Datum::Null());
  kinds_.push_back(kind);
  origins_.push_back(origin);
  return row(size() - 1);
}

void RowBatch::AppendError(const RecordView* origin, RowError error) {
  AppendRow(RowKind::kInsert, origin);
  SetError(size() - 1, std::move(error));
}

void RowBatch::RemoveLastRow() {
  cells_.resize(cells_.size() - width_, Datum::Null());
  kinds_.pop_back();
  origins_.pop_back();
  if (!errors_.empty() && errors_.back().row == size()) errors_.pop_back();
}

const RowError* RowBatch::error(size_t i) const {
  if (errors_.empty()) return nullptr;
  const auto found = std::lower_bound(errors_.begin(), errors_.end(), i,
                                      [](const IndexedError& e, size_t wanted) { return e.row < wanted; });
  return found != errors_.end() && found->row == i ? &found->error : nullptr;
}

void RowBatch::SetError(size_t i, RowError error) {
  const auto place = std::lower_bound(errors_.begin(), errors_.end(), i,
                                      [](const IndexedError& e, size_t wanted) { return e.row < wanted; });
  if (place != errors_.end() && place->row == i) return;  // the first error of a row counts
  errors_.insert(place, {i, std::move(error)});
}

std::span<const Datum> RowBatch::ReplaceCells(size_t width) {
  std::swap(cells_, spare_cells_);
  width_ = width;
  cells_.assign(size() * width, Datum::Null());
  return spare_cells_;
}

void RowBatch::KeepRows(const std::vector<bool>& keep) {
  size_t kept = 0;
  size_t next_error = 0;
  std::vector<IndexedError> kept_errors;
  for (size_t i = 0; i < size(); ++i) {
    const bool has_error = next_error < errors_.size() && errors_[next_error].row == i;
    if (keep[i]) {
      if (has_error) kept_errors.push_back({kept, std::move(errors_[next_error].error)});
      if (kept != i) {
        std::copy_n(cells_.begin() + static_cast<ptrdiff_t>(i * width_), width_,
                    cells_.begin() + static_cast<ptrdiff_t>(kept * width_));
        kinds_[kept] = kinds_[i];
        origins_[kept] = origins_[i];
      }
      ++kept;
    }
    if (has_error) ++next_error;
  }
  cells_.resize(kept * width_, Datum::Null());
  kinds_.resize(kept);
  origins_.resize(kept);
  errors_ = std::move(kept_errors);
}

void RowBatch::Reset(size_t width) {
  width_ = width;
  cells_.clear();
  kinds_.clear();
  origins_.clear();
  errors_.clear();
  adopted_.clear();
  arena_->Reset();
}

}  // namespace drey
