#include "engine/operators/changelog_normalize.h"

#include <algorithm>
#include <utility>

#include "engine/operators/keyed_state.h"
#include "engine/types/row_serializer.h"

namespace drey {
namespace {

class ChangelogNormalize final : public Operator {
 public:
  ChangelogNormalize(const ChangelogNormalizeDescription& description, const std::shared_ptr<const ExpressionProgram>& filter)
      : description_(description),
        rows_(description.schema.Types()),
        keys_(description.schema.TypesOf(description.keys)),
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
        DREY_RETURN_IF_ERROR(ProcessRow(*input, i, context, changes));
      }
    }
    return out.Collect(std::move(changes));
  }

  bool has_state() const override { return true; }
  void Snapshot(std::string& out) const override { state_.Snapshot(out); }
  bool Restore(std::string_view bytes) override { return state_.Restore(bytes); }

 private:
  absl::Status ProcessRow(const RowBatch& input, size_t i, CallContext& context, RowBatch& changes) {
    const std::span<const Datum> row = input.row(i);
    key_.clear();
    keys_.AppendColumns(row, description_.keys, key_);
    const std::string* previous_bytes = state_.Find(key_, context.environment().now);
    const bool has_previous = previous_bytes != nullptr;
    if (has_previous) DREY_RETURN_IF_ERROR(LoadPrevious(*previous_bytes, context));
    if (input.kind(i) == RowKind::kDelete || input.kind(i) == RowKind::kUpdateBefore) {
      if (has_previous) Emit(RowKind::kDelete, previous_, input.origin(i), changes);
      if (has_previous) state_.Erase(key_);
      return absl::OkStatus();
    }
    bytes_.clear();
    rows_.Append(row, bytes_);
    if (has_previous && bytes_ == *previous_bytes && MayRepeat(input.kind(i))) return absl::OkStatus();
    bool matches = true;
    if (filter_ && !Matches(row, context, matches)) {
      changes.AppendError(input.origin(i), context.TakeFailure());
      return absl::OkStatus();
    }
    if (!matches) {
      // Nothing is remembered of a row that does not match; one that did is gone now.
      if (has_previous) Emit(RowKind::kDelete, previous_, input.origin(i), changes);
      if (has_previous) state_.Erase(key_);
      return absl::OkStatus();
    }
    if (has_previous && description_.emits_update_before) Emit(RowKind::kUpdateBefore, previous_, input.origin(i), changes);
    Emit(has_previous ? RowKind::kUpdateAfter : RowKind::kInsert, row, input.origin(i), changes);
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
  const RowSerializer keys_;
  KeyedState state_;
  std::optional<ExpressionEvaluator> filter_;
  std::vector<Datum> previous_;
  std::string key_;    // of the row at hand
  std::string bytes_;  // the row at hand
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
