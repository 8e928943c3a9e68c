#include "runtime/cli/row_sink.h"

#include <utility>

namespace drey {
namespace {

class RowSink final : public Sink {
 public:
  explicit RowSink(const RowConsumer& consume) : consume_(consume) {}

  absl::Status Write(const RowBatch& batch, size_t i, std::optional<RowError>& /*error*/) override {
    consume_(batch.kind(i), batch.row(i));
    ++statistics_.records;
    return absl::OkStatus();
  }
  absl::Status FinishBatch() override { return absl::OkStatus(); }
  absl::Status Flush() override { return absl::OkStatus(); }
  absl::Status CommitTransaction() override { return absl::OkStatus(); }
  SinkStatistics Statistics() const override { return statistics_; }

 private:
  const RowConsumer& consume_;
  SinkStatistics statistics_;
};

class RowSinkSpec final : public SinkSpec {
 public:
  explicit RowSinkSpec(RowConsumer consume) : consume_(std::move(consume)) {}

  ChangelogMode accepted_changes() const override { return ChangelogMode::All(); }
  std::vector<std::pair<std::string, std::string>> Describe() const override { return {}; }
  absl::StatusOr<std::unique_ptr<Sink>> Open(ConnectorEnvironment& /*environment*/) const override {
    return std::make_unique<RowSink>(consume_);
  }

 private:
  RowConsumer consume_;
};

}  // namespace

std::shared_ptr<const SinkSpec> MakeRowSink(RowConsumer consume) { return std::make_shared<const RowSinkSpec>(std::move(consume)); }

}  // namespace drey
