#include "engine/operators/sink_materializer.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/operators/keyed_state.h"
#include "engine/operators/row_equality.h"
#include "engine/types/row_serializer.h"

namespace drey {
namespace {

std::vector<size_t> AllColumns(const Schema& schema) {
  std::vector<size_t> columns;
  for (size_t i = 0; i < schema.size(); ++i) columns.push_back(i);
  return columns;
}

class SinkMaterializer final : public Operator {
 public:
  explicit SinkMaterializer(const SinkMaterializerDescription& description)
      : description_(description),
        rows_(description.schema.TypesOf(AllColumns(description.schema))),
        keys_(description.schema.TypesOf(description.primary_key)),
        equality_(description.schema.TypesOf(description.upsert_key)),
        state_(description.time_to_live) {}

  absl::Status Process(RowBatch&& batch, const EvaluationContext& environment, Collector& out) override {
    const auto input = std::make_shared<RowBatch>(std::move(batch));
    RowBatch changes(description_.schema.size());
    changes.AdoptMemory(input);
    CallContext context(changes.arena(), environment);
    for (size_t i = 0; i < input->size(); ++i) {
      if (const RowError* error = input->error(i)) {
        changes.AppendError(input->origin(i), *error);
        continue;
      }
      DREY_RETURN_IF_ERROR(LoadRows(input->row(i), context));
      const bool retracts = input->kind(i) == RowKind::kUpdateBefore || input->kind(i) == RowKind::kDelete;
      if (retracts) {
        Retract(input->row(i), input->origin(i), context, changes);
      } else {
        Add(input->row(i), input->origin(i), context, changes);
      }
    }
    return out.Collect(std::move(changes));
  }

  bool has_state() const override { return true; }
  void Snapshot(std::string& out) const override { state_.Snapshot(out); }
  bool Restore(std::string_view bytes) override { return state_.Restore(bytes); }

 private:
  struct Row {
    std::string_view bytes;
    std::span<const Datum> cells;
  };

  // The rows of the row's primary key, in the order in which they came; and the row itself as bytes.
  absl::Status LoadRows(std::span<const Datum> row, CallContext& context) {
    key_.clear();
    keys_.AppendColumns(row, description_.primary_key, key_);
    bytes_.clear();
    rows_.Append(row, bytes_);
    current_.clear();
    const std::string* stored = state_.Find(key_, context.environment().now);
    if (stored == nullptr) return absl::OkStatus();
    std::string_view rest = context.arena().Copy(*stored);
    while (!rest.empty()) {
      std::string_view block;
      const std::span<Datum> cells = {context.arena().AllocateArray<Datum>(rows_.size()), rows_.size()};
      if (!TakeBlock(rest, block) || !rows_.Read(block, context.arena(), cells)) return BugError("state that is no list of rows");
      current_.push_back({block, cells});
    }
    return absl::OkStatus();
  }

  void Add(std::span<const Datum> row, const RecordView* origin, CallContext& context, RowBatch& changes) {
    const RowKind kind = current_.empty() ? RowKind::kInsert : RowKind::kUpdateAfter;
    const auto known = description_.upsert_key.empty() ? current_.end() : Find(row, context);
    if (known != current_.end()) {
      *known = {bytes_, row};
    } else {
      current_.push_back({bytes_, row});
    }
    Emit(kind, row, origin, changes);
    StoreRows(context);
  }

  void Retract(std::span<const Datum> row, const RecordView* origin, CallContext& context, RowBatch& changes) {
    const auto known = Find(row, context);
    if (known == current_.end()) return;
    const bool is_last = known + 1 == current_.end();
    current_.erase(known);
    if (current_.empty()) {
      Emit(RowKind::kDelete, row, origin, changes);
      state_.Erase(key_);
      return;
    }
    if (is_last) Emit(RowKind::kUpdateAfter, current_.back().cells, origin, changes);
    StoreRows(context);
  }

  // Flink compares whole rows by their bytes, but keys value by value.
  std::vector<Row>::iterator Find(std::span<const Datum> row, CallContext& context) {
    if (description_.upsert_key.empty()) {
      return std::find_if(current_.begin(), current_.end(), [&](const Row& known) { return known.bytes == bytes_; });
    }
    const std::vector<Datum> wanted = KeyOf(row);
    return std::find_if(current_.begin(), current_.end(),
                        [&](const Row& known) { return equality_.Equal(KeyOf(known.cells), wanted, context); });
  }

  std::vector<Datum> KeyOf(std::span<const Datum> row) const {
    std::vector<Datum> key;
    for (const size_t column : description_.upsert_key) key.push_back(row[column]);
    return key;
  }

  void StoreRows(CallContext& context) {
    std::string stored;
    for (const Row& row : current_) AppendBlock(row.bytes, stored);
    state_.Put(key_, std::move(stored), context.environment().now);
  }

  static void Emit(RowKind kind, std::span<const Datum> row, const RecordView* origin, RowBatch& changes) {
    const std::span<Datum> cells = changes.AppendRow(kind, origin);
    std::copy(row.begin(), row.end(), cells.begin());
  }

  const SinkMaterializerDescription& description_;
  const RowSerializer rows_;
  const RowSerializer keys_;
  const RowEquality equality_;  // of the upsert key
  KeyedState state_;
  std::vector<Row> current_;  // of the key at hand
  std::string key_;           // of the row at hand
  std::string bytes_;         // the row at hand
};

}  // namespace

std::string SinkMaterializerSpec::Describe() const {
  std::vector<std::string> names;
  for (const size_t column : description_.primary_key) names.push_back(description_.schema.columns[column].name);
  return Concat("SinkMaterializer(pk=[", Join(names, ", "), "])");
}

std::unique_ptr<Operator> SinkMaterializerSpec::MakeOperator() const { return std::make_unique<SinkMaterializer>(description_); }

}  // namespace drey
