#include "runtime/connectors/blackhole/blackhole_table_factory.h"

#include "engine/catalog/option_reader.h"

namespace drey {
namespace {

class BlackholeSink final : public Sink {
 public:
  absl::Status Write(const RowBatch& /*batch*/, size_t /*i*/, std::optional<RowError>& /*error*/) override {
    ++statistics_.records;
    return absl::OkStatus();
  }
  absl::Status FinishBatch() override { return absl::OkStatus(); }
  absl::Status Flush() override { return absl::OkStatus(); }
  absl::Status CommitTransaction() override { return absl::OkStatus(); }
  SinkStatistics Statistics() const override { return statistics_; }

 private:
  SinkStatistics statistics_;
};

class BlackholeSinkSpec final : public SinkSpec {
 public:
  // Without UPDATE_BEFORE, so that nobody need make it.
  ChangelogMode accepted_changes() const override { return ChangelogMode::Upsert(); }
  bool adapts_to_input() const override { return true; }
  std::vector<std::pair<std::string, std::string>> Describe() const override { return {{"connector", "blackhole"}}; }
  absl::StatusOr<std::unique_ptr<Sink>> Open(ConnectorEnvironment& /*environment*/) const override {
    return std::make_unique<BlackholeSink>();
  }
};

}  // namespace

absl::Status BlackholeTableFactory::CheckSink(const TableFactoryRequest& request) const {
  const OptionReader reader("blackhole", request.table.options, request.version);
  DREY_RETURN_IF_ERROR(reader.DeclareTableOptions());
  return reader.CheckNothingLeft();
}

absl::StatusOr<std::shared_ptr<const SinkSpec>> BlackholeTableFactory::CreateSink(const TableFactoryRequest& request) const {
  DREY_RETURN_IF_ERROR(CheckSink(request));
  return std::make_shared<const BlackholeSinkSpec>();
}

}  // namespace drey
