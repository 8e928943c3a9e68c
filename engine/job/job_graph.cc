#include "engine/job/job_graph.h"

#include "engine/base/fingerprint.h"
#include "engine/base/text.h"

namespace drey {

std::vector<ShownBranch> ShownBranchesOf(const std::vector<Pipeline>& pipelines) {
  std::vector<ShownBranch> branches;
  for (const Pipeline& pipeline : pipelines) branches.push_back(pipeline.shown);
  return branches;
}

std::string JobGraph::Fingerprint() const {
  std::string text = Concat("flink ", ToString(version), "\n");
  for (const Pipeline& pipeline : pipelines) {
    Append(text, pipeline.source.table, " ", pipeline.source.schema.ToString(), "\n");
    for (const auto& stage : pipeline.operators) Append(text, stage->Describe(), "\n");
    Append(text, pipeline.sink.table, " ", pipeline.sink.schema.ToString(), "\n");
  }
  return FingerprintOf(text);
}

}  // namespace drey
