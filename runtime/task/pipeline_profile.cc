#include "runtime/task/pipeline_profile.h"

namespace drey {

void VertexProfile::Add(const VertexProfile& other) {
  rows_in += other.rows_in;
  rows_out += other.rows_out;
  bytes += other.bytes;
  time += other.time;
}

int64_t VertexProfile::NanosecondsPerRow() const { return rows_in == 0 ? 0 : absl::ToInt64Nanoseconds(time / rows_in); }

void JobProfile::Add(const Pipeline& pipeline, const PipelineProfile& profile) {
  const std::lock_guard lock(mutex_);
  PipelineProfile& sum = profiles_[pipeline.source.spec.get()];
  sum.resize(profile.size());
  for (size_t i = 0; i < profile.size(); ++i) sum[i].Add(profile[i]);
}

PipelineProfile JobProfile::Of(const Pipeline& pipeline) const {
  const std::lock_guard lock(mutex_);
  const auto found = profiles_.find(pipeline.source.spec.get());
  return found == profiles_.end() ? PipelineProfile(pipeline.operators.size() + 2) : found->second;
}

}  // namespace drey
