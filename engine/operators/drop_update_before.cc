#include "engine/operators/drop_update_before.h"

#include <algorithm>
#include <vector>

namespace drey {
namespace {

class DropUpdateBefore final : public Operator {
 public:
  absl::Status Process(RowBatch&& batch, const EvaluationContext&, Collector& out) override {
    keep_.assign(batch.size(), true);
    for (size_t i = 0; i < batch.size(); ++i) keep_[i] = batch.kind(i) != RowKind::kUpdateBefore;
    if (std::find(keep_.begin(), keep_.end(), false) != keep_.end()) batch.KeepRows(keep_);
    return out.Collect(std::move(batch));
  }

 private:
  std::vector<bool> keep_;
};

}  // namespace

std::unique_ptr<Operator> DropUpdateBeforeSpec::MakeOperator() const { return std::make_unique<DropUpdateBefore>(); }

}  // namespace drey
