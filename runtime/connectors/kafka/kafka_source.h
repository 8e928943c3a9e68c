// The source of kafka and upsert-kafka tables: records of a RecordLog as rows.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/connector/source.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/connectors/kafka/kafka_plan.h"

namespace drey {

class KafkaSourceSpec final : public SourceSpec {
 public:
  explicit KafkaSourceSpec(KafkaSourcePlan plan) : plan_(std::make_shared<const KafkaSourcePlan>(std::move(plan))) {}

  bool bounded() const override { return plan_->bounded_mode != BoundedMode::kUnbounded; }
  ChangelogMode changelog_mode() const override { return plan_->value_format.changelog_mode; }
  bool splittable() const override { return true; }
  std::string group_id() const override;
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> LogSettings() const override;
  bool drops_failures_of_query() const override { return plan_->value_format.drops_failures_of_query; }
  std::vector<std::pair<std::string, std::string>> Describe() const override;
  // Asks the log for partitions and offsets. Partitions that `resume` does not name start at their beginning, as those do that Flink
  // discovers after a restart.
  absl::StatusOr<std::unique_ptr<Source>> Open(ConnectorEnvironment& environment,
                                               const std::optional<SourcePosition>& resume) const override;

  const KafkaSourcePlan& plan() const { return *plan_; }

 private:
  std::shared_ptr<const KafkaSourcePlan> plan_;
};

}  // namespace drey
