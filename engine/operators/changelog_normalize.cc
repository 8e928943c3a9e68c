#include "engine/operators/changelog_normalize.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "engine/operators/keyed_state.h"
#include "engine/types/binary_row.h"
#include "engine/types/hash_map_order.h"
#include "engine/types/row_serializer.h"

namespace drey {
namespace {

class ChangelogNormalize final : public Operator {
 public:
  ChangelogNormalize(const ChangelogNormalizeDescription& description, const std::shared_ptr<const ExpressionProgram>& filter)
      : description_(description),
        rows_(description.schema.Types()),
        key_types_(description.schema.TypesOf(description.keys)),
        keys_(key_types_),
        state_(description.time_to_live),
        previous_(description.schema.size()) {
    if (filter) filter_.emplace(filter);
  }

  absl::Status Process(RowBatch&& batch, const EvaluationContext& environment, Collector& out) override {
    const auto input = std::make_shared<RowBatch>(std::move(batch));
    RowBatch changes(description_.schema.size());
    changes.AdoptMemory(input);
    CallContext context(changes.arena(), environment);
    for (size_t i = 0; i < input->size(); ++i) {
      if (const RowError* error = input->error(i)) {
        changes.AppendError(input->origin(i), *error);
      } else {
        DREY_RETURN_IF_ERROR(TakeRow(*input, i, context, changes));
      }
    }
    return out.Collect(std::move(changes));
  }

  absl::Status Release(const EvaluationContext& environment, Collector& out) override {
    if (bundle_.empty()) return absl::OkStatus();
    RowBatch changes(description_.schema.size());
    CallContext context(changes.arena(), environment);
    DREY_RETURN_IF_ERROR(FinishBundle(context, changes));
    return out.Collect(std::move(changes));
  }
  absl::Time held_until() const override { return held_until_; }
  absl::Status Finish(const EvaluationContext& environment, Collector& out) override { return Release(environment, out); }

  bool has_state() const override { return true; }
  void Snapshot(std::string& out) const override { state_.Snapshot(out); }
  bool Restore(std::string_view bytes) override { return state_.Restore(bytes); }

 private:
  // A key whose rows wait, as RowSerializer writes the last of them.
  struct BundledRow {
    RowKind kind = RowKind::kInsert;
    std::string bytes = {};
    int32_t hash = 0;
  };

  absl::Status TakeRow(const RowBatch& input, size_t i, CallContext& context, RowBatch& changes) {
    if (!description_.bundle_size) return ProcessRow(input.row(i), input.kind(i), input.origin(i), context, changes);
    if (bundle_.empty() && description_.bundle_latency) held_until_ = context.environment().now + *description_.bundle_latency;
    AddToBundle(input.row(i), input.kind(i));
    return ++bundled_ < *description_.bundle_size ? absl::OkStatus() : FinishBundle(context, changes);
  }

  void AddToBundle(std::span<const Datum> row, RowKind kind) {
    key_.clear();
    keys_.AppendColumns(row, description_.keys, key_);
    const auto [place, is_new] = places_.try_emplace(key_, bundle_.size());
    if (is_new) {
      std::vector<Datum> key;
      for (const size_t column : description_.keys) key.push_back(row[column]);
      bundle_.push_back({.hash = HashOfBinaryRow(key_types_, key)});
    }
    BundledRow& bundled = bundle_[place->second];
    bundled.kind = kind;
    bundled.bytes.clear();
    rows_.Append(row, bundled.bytes);
  }

  // Flink empties its map and keeps the table, which never gets smaller.
  absl::Status FinishBundle(CallContext& context, RowBatch& changes) {
    std::vector<int32_t> hashes;
    for (const BundledRow& bundled : bundle_) hashes.push_back(bundled.hash);
    while (hashes.size() * 4 > table_size_ * 3) table_size_ *= 2;
    std::vector<Datum> row(description_.schema.size());
    for (const size_t i : HashMapOrderFromCapacity(hashes, table_size_)) {
      if (!rows_.Read(context.arena().Copy(bundle_[i].bytes), context.arena(), row)) return BugError("a bundled row that is none");
      DREY_RETURN_IF_ERROR(ProcessRow(row, bundle_[i].kind, nullptr, context, changes));
    }
    bundle_.clear();
    places_.clear();
    bundled_ = 0;
    held_until_ = absl::InfiniteFuture();
    return absl::OkStatus();
  }

  absl::Status ProcessRow(std::span<const Datum> row, RowKind kind, const RecordView* origin, CallContext& context, RowBatch& changes) {
    key_.clear();
    keys_.AppendColumns(row, description_.keys, key_);
    const std::string* previous_bytes = state_.Find(key_, context.environment().now);
    const bool has_previous = previous_bytes != nullptr;
    if (has_previous) DREY_RETURN_IF_ERROR(LoadPrevious(*previous_bytes, context));
    if (kind == RowKind::kDelete || kind == RowKind::kUpdateBefore) {
      if (has_previous) Emit(RowKind::kDelete, previous_, origin, changes);
      if (has_previous) state_.Erase(key_);
      return absl::OkStatus();
    }
    bytes_.clear();
    rows_.Append(row, bytes_);
    if (has_previous && bytes_ == *previous_bytes && MayRepeat(kind)) return absl::OkStatus();
    bool matches = true;
    if (filter_ && !Matches(row, context, matches)) {
      changes.AppendError(origin, context.TakeFailure());
      return absl::OkStatus();
    }
    if (!matches) {
      // Nothing is remembered of a row that does not match; one that did is gone now.
      if (has_previous) Emit(RowKind::kDelete, previous_, origin, changes);
      if (has_previous) state_.Erase(key_);
      return absl::OkStatus();
    }
    if (has_previous && description_.emits_update_before) Emit(RowKind::kUpdateBefore, previous_, origin, changes);
    Emit(has_previous ? RowKind::kUpdateAfter : RowKind::kInsert, row, origin, changes);
    state_.Put(key_, bytes_, context.environment().now);
    return absl::OkStatus();
  }

  // Into previous_; what it points to is the output's.
  absl::Status LoadPrevious(const std::string& bytes, CallContext& context) {
    if (rows_.Read(context.arena().Copy(bytes), context.arena(), previous_)) return absl::OkStatus();
    return BugError("state that is no row");
  }

  // Whether a row equal to the one before is dropped. With a time to live it goes on, so that what is behind does not forget it. 1.20
  // compares the kinds as well: an update never repeats what is kept as an insert.
  bool MayRepeat(RowKind kind) const {
    return !description_.time_to_live && (description_.version == FlinkVersion::k2_3 || kind == RowKind::kInsert);
  }

  bool Matches(std::span<const Datum> row, CallContext& context, bool& matches) {
    filter_->SetRow(row, context);
    Datum condition;
    if (!filter_->Evaluate(0, condition)) return false;
    matches = !condition.is_null && condition.boolean();
    return true;
  }

  static void Emit(RowKind kind, std::span<const Datum> row, const RecordView* origin, RowBatch& changes) {
    const std::span<Datum> cells = changes.AppendRow(kind, origin);
    std::copy(row.begin(), row.end(), cells.begin());
  }

  const ChangelogNormalizeDescription& description_;
  const RowSerializer rows_;
  const std::vector<LogicalType> key_types_;
  const RowSerializer keys_;
  KeyedState state_;
  std::optional<ExpressionEvaluator> filter_;
  std::vector<Datum> previous_;
  std::string key_;    // of the row at hand
  std::string bytes_;  // the row at hand
  // The bundle, by key in the order of arrival.
  std::vector<BundledRow> bundle_;
  std::unordered_map<std::string, size_t> places_;
  int64_t bundled_ = 0;  // rows
  size_t table_size_ = 16;
  absl::Time held_until_ = absl::InfiniteFuture();
};

}  // namespace

ChangelogNormalizeSpec::ChangelogNormalizeSpec(ChangelogNormalizeDescription description) : description_(std::move(description)) {
  if (description_.filter) {
    filter_ = std::make_shared<const ExpressionProgram>(std::vector<BoundExpressionPointer>{description_.filter});
  }
}

std::unique_ptr<Operator> ChangelogNormalizeSpec::MakeOperator() const {
  return std::make_unique<ChangelogNormalize>(description_, filter_);
}

}  // namespace drey
