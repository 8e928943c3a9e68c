#include "runtime/connectors/print/print_table_factory.h"

#include <string>
#include <utility>

#include "engine/base/text.h"
#include "engine/catalog/option_reader.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/connectors/print/external_text.h"

namespace drey {
namespace {

struct PrintPlan {
  std::string identifier = {};
  bool to_standard_error = false;
  LogicalType row_type = {};
  // Checked when the sink is made, as Flink does.
  std::optional<int32_t> parallelism = {};
};

absl::StatusOr<PrintPlan> ValidatePrint(const TableFactoryRequest& request) {
  const OptionReader reader("print", request.table.options, request.version);
  PrintPlan plan;
  plan.row_type = request.table.PhysicalRowType();
  plan.identifier = reader.GetString("print-identifier").value_or("");
  DREY_ASSIGN_OR_RETURN(plan.to_standard_error, reader.GetBoolean("standard-error", false));
  DREY_ASSIGN_OR_RETURN(plan.parallelism, reader.GetInt("sink.parallelism"));
  DREY_RETURN_IF_ERROR(reader.DeclareTableOptions());
  DREY_RETURN_IF_ERROR(reader.CheckNothingLeft());
  return plan;
}

// "identifier:1> ", as much of it as there is something to tell apart.
std::string LinePrefix(const PrintPlan& plan, const ConnectorEnvironment& environment) {
  std::string prefix = plan.identifier;
  if (environment.parallelism > 1) Append(prefix, prefix.empty() ? "" : ":", environment.subtask + 1);
  if (!prefix.empty()) prefix += "> ";
  return prefix;
}

class PrintSink final : public Sink {
 public:
  PrintSink(PrintPlan plan, const ConnectorEnvironment& environment)
      : plan_(std::move(plan)), prefix_(LinePrefix(plan_, environment)), print_line_(environment.print_line) {}

  absl::Status Write(const RowBatch& batch, size_t i, std::optional<RowError>& /*error*/) override {
    line_ = prefix_;
    AppendExternalRow(batch.kind(i), plan_.row_type, batch.row(i), line_);
    print_line_(line_, plan_.to_standard_error);
    ++statistics_.records;
    statistics_.bytes += static_cast<int64_t>(line_.size()) + 1;
    return absl::OkStatus();
  }
  absl::Status FinishBatch() override { return absl::OkStatus(); }
  absl::Status Flush() override { return absl::OkStatus(); }
  absl::Status CommitTransaction() override { return absl::OkStatus(); }
  SinkStatistics Statistics() const override { return statistics_; }

 private:
  PrintPlan plan_;
  std::string prefix_;
  std::function<void(std::string_view, bool)> print_line_;
  std::string line_;
  SinkStatistics statistics_;
};

class PrintSinkSpec final : public SinkSpec {
 public:
  explicit PrintSinkSpec(PrintPlan plan) : plan_(std::move(plan)) {}

  ChangelogMode accepted_changes() const override { return ChangelogMode::All(); }
  bool adapts_to_input() const override { return true; }
  std::vector<std::pair<std::string, std::string>> Describe() const override { return {{"connector", "print"}}; }
  absl::StatusOr<std::unique_ptr<Sink>> Open(ConnectorEnvironment& environment) const override {
    if (!environment.print_line) return BugError("the print connector has nowhere to print to");
    return std::make_unique<PrintSink>(plan_, environment);
  }

 private:
  PrintPlan plan_;
};

}  // namespace

absl::Status PrintTableFactory::CheckSink(const TableFactoryRequest& request) const { return ValidatePrint(request).status(); }

absl::StatusOr<std::shared_ptr<const SinkSpec>> PrintTableFactory::CreateSink(const TableFactoryRequest& request) const {
  DREY_ASSIGN_OR_RETURN(PrintPlan plan, ValidatePrint(request));
  if (plan.parallelism && *plan.parallelism <= 0) {
    return WithFlinkClass(InvalidError(Concat("Invalid configured parallelism ", *plan.parallelism, " for table '",
                                              request.table.identifier.ToString(), "'."),
                                       request.table.options.Find("sink.parallelism")->value_range),
                          "org.apache.flink.table.api.TableException");
  }
  return std::make_shared<const PrintSinkSpec>(std::move(plan));
}

}  // namespace drey
