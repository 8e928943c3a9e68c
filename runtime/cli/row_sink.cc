#include "runtime/cli/row_sink.h"

#include <utility>

namespace drey {
namespace {

class RowSink final : public Sink {
 public:
  RowSink(const RowConsumer& consume, const std::function<void()>& finish_batch) : consume_(consume), finish_batch_(finish_batch) {}

  absl::Status Write(const RowBatch& batch, size_t i, std::optional<RowError>& /*error*/) override {
    consume_(batch.kind(i), batch.row(i));
    ++statistics_.records;
    return absl::OkStatus();
  }
  absl::Status FinishBatch() override {
    finish_batch_();
    return absl::OkStatus();
  }
  absl::Status Flush() override { return absl::OkStatus(); }
  absl::Status CommitTransaction() override { return absl::OkStatus(); }
  SinkStatistics Statistics() const override { return statistics_; }

 private:
  const RowConsumer& consume_;
  const std::function<void()>& finish_batch_;
  SinkStatistics statistics_;
};

class RowSinkSpec final : public SinkSpec {
 public:
  RowSinkSpec(RowConsumer consume, std::function<void()> finish_batch)
      : consume_(std::move(consume)), finish_batch_(std::move(finish_batch)) {}

  ChangelogMode accepted_changes() const override { return ChangelogMode::All(); }
  std::vector<std::pair<std::string, std::string>> Describe() const override { return {}; }
  absl::StatusOr<std::unique_ptr<Sink>> Open(ConnectorEnvironment& /*environment*/) const override {
    return std::make_unique<RowSink>(consume_, finish_batch_);
  }

 private:
  RowConsumer consume_;
  std::function<void()> finish_batch_;
};

}  // namespace

std::shared_ptr<const SinkSpec> MakeRowSink(RowConsumer consume, std::function<void()> finish_batch) {
  return std::make_shared<const RowSinkSpec>(std::move(consume), std::move(finish_batch));
}

}  // namespace drey
