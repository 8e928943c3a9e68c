// A datagen table as a source: rows at a rate, until a number of them or the end of the shortest of its sequences. Flink's
// DataGeneratorSource.
#pragma once

#include "engine/connector/source.h"
#include "runtime/connectors/datagen/datagen_plan.h"

namespace drey {

// The rows are shared among the subtasks: of a sequence subtask i of n has every n-th value from the i-th on.
class DatagenSourceSpec final : public SourceSpec {
 public:
  // `end_on_request`: sequences count as an end.
  DatagenSourceSpec(DatagenPlan plan, bool end_on_request)
      : plan_(std::move(plan)), ends_with_sequences_(end_on_request && !plan_.sequences.empty()) {}

  bool bounded() const override { return plan_.number_of_rows.has_value() || ends_with_sequences_; }
  std::string_view requested_end() const override { return "the end of its sequences"; }
  std::string_view bounding_hint() const override { return "'number-of-rows' says how many rows there are"; }
  ChangelogMode changelog_mode() const override { return ChangelogMode::InsertOnly(); }
  bool splittable() const override { return true; }
  bool deterministic() const override { return plan_.fields.size() == plan_.sequences.size(); }
  std::vector<std::pair<std::string, std::string>> Describe() const override;
  absl::StatusOr<std::unique_ptr<Source>> Open(ConnectorEnvironment& environment,
                                               const std::optional<SourcePosition>& resume) const override;

 private:
  DatagenPlan plan_;
  bool ends_with_sequences_;
};

}  // namespace drey
