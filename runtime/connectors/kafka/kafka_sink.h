// The sink of kafka and upsert-kafka tables: rows as records of a RecordLog.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/connector/sink.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/connectors/kafka/kafka_plan.h"

namespace drey {

class KafkaSinkSpec final : public SinkSpec {
 public:
  explicit KafkaSinkSpec(KafkaSinkPlan plan) : plan_(std::make_shared<const KafkaSinkPlan>(std::move(plan))) {}

  ChangelogMode accepted_changes() const override { return plan_->value_format.changelog_mode; }
  std::string transactional_id_prefix() const override;
  std::vector<std::pair<std::string, std::string>> Describe() const override;
  // Exactly once: aborts what a predecessor left open, and begins a transaction.
  absl::StatusOr<std::unique_ptr<Sink>> Open(ConnectorEnvironment& environment) const override;

  const KafkaSinkPlan& plan() const { return *plan_; }

 private:
  std::shared_ptr<const KafkaSinkPlan> plan_;
};

}  // namespace drey
