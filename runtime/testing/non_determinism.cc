#include "runtime/testing/non_determinism.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "engine/base/text.h"
#include "runtime/connectors/kafka/kafka_sink.h"

namespace drey {
namespace {

// Functions that `now` fixes.
constexpr std::array<std::string_view, 9> kTemporalFunctions = {
    "CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_ROW_TIMESTAMP", "PROCTIME",
    "UNIX_TIMESTAMP"};

void AddOnce(std::vector<std::string>& names, std::string name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

}  // namespace

std::vector<std::string> NonDeterminismOf(const JobGraph& graph, bool time_is_fixed) {
  std::vector<std::string> reasons;
  for (const Pipeline& pipeline : graph.pipelines) {
    if (!pipeline.source.spec->deterministic()) AddOnce(reasons, Concat("the rows of ", pipeline.source.table));
    for (const auto& spec : pipeline.operators) {
      if (spec->depends_on_checkpoints()) AddOnce(reasons, "table.exec.mini-batch.enabled");
      for (std::string& name : spec->NonDeterministicCalls()) {
        const bool temporal = std::find(kTemporalFunctions.begin(), kTemporalFunctions.end(), name) != kTemporalFunctions.end();
        if (!temporal || !time_is_fixed) AddOnce(reasons, std::move(name));
      }
    }
    const auto* sink = dynamic_cast<const KafkaSinkSpec*>(pipeline.sink.spec.get());
    if (sink != nullptr && sink->plan().options.flush_max_rows > 0) AddOnce(reasons, "sink.buffer-flush");
  }
  return reasons;
}

}  // namespace drey
