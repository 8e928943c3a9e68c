#include "engine/operators/limit.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "engine/base/text.h"

namespace drey {
namespace {

class Limit final : public Operator {
 public:
  Limit(int64_t offset, std::optional<int64_t> fetch) : offset_(offset), fetch_(fetch) {}

  absl::Status Process(RowBatch&& batch, const EvaluationContext&, Collector& out) override {
    keep_.assign(batch.size(), true);
    for (size_t i = 0; i < batch.size(); ++i, ++seen_) {
      keep_[i] = seen_ >= offset_ && (!fetch_ || seen_ - offset_ < *fetch_);
    }
    if (std::find(keep_.begin(), keep_.end(), false) != keep_.end()) batch.KeepRows(keep_);
    return out.Collect(std::move(batch));
  }

  bool has_state() const override { return true; }

  void Snapshot(std::string& out) const override {
    char bytes[sizeof(seen_)];
    std::memcpy(bytes, &seen_, sizeof(seen_));
    out.append(bytes, sizeof(bytes));
  }

  bool Restore(std::string_view bytes) override {
    if (bytes.size() != sizeof(seen_)) return bytes.empty();
    std::memcpy(&seen_, bytes.data(), sizeof(seen_));
    return true;
  }

 private:
  int64_t offset_;
  std::optional<int64_t> fetch_;
  int64_t seen_ = 0;
  std::vector<bool> keep_;
};

}  // namespace

std::string LimitSpec::Describe() const {
  return fetch_ ? Concat("Limit(offset=[", offset_, "], fetch=[", *fetch_, "])") : Concat("Limit(offset=[", offset_, "], fetch=[unlimited])");
}

std::unique_ptr<Operator> LimitSpec::MakeOperator() const { return std::make_unique<Limit>(offset_, fetch_); }

}  // namespace drey
