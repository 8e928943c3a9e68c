#include "runtime/task/pipeline_profiler.h"

#include <utility>

namespace drey {

PipelineProfiler::PipelineProfiler(const Pipeline& pipeline) : profile_(pipeline.operators.size() + 2) {
  for (const auto& spec : pipeline.operators) {
    std::vector<LogicalType> types;
    for (const SchemaColumn& column : spec->output().columns) types.push_back(column.type);
    serializers_.emplace_back(std::move(types));
  }
}

PipelineProfiler::Turn::Turn(PipelineProfiler* profiler, size_t vertex)
    : profiler_(profiler), outer_(profiler == nullptr ? kNobody : profiler->current_) {
  if (profiler_ != nullptr) profiler_->SwitchTo(vertex);
}

PipelineProfiler::Turn::~Turn() {
  if (profiler_ != nullptr) profiler_->SwitchTo(outer_);
}

void PipelineProfiler::SwitchTo(size_t vertex) {
  const Clock::time_point now = Clock::now();
  if (current_ != kNobody) {
    const absl::Duration spent = absl::FromChrono(now - since_);
    profile_[current_].time += spent;
    if (current_ == 0) last_source_time_ = spent;
  }
  current_ = vertex;
  since_ = now;
}

void PipelineProfiler::CountRows(size_t vertex, const RowBatch& batch) {
  const Turn not_measured(this, kNobody);
  const auto rows = static_cast<int64_t>(batch.size());
  profile_[vertex].rows_out += rows;
  profile_[vertex + 1].rows_in += rows;
  if (vertex == 0) {
    profile_[0].rows_in += rows;
    return;
  }
  for (size_t i = 0; i < batch.size(); ++i) {
    if (batch.has_errors() && batch.error(i) != nullptr) continue;
    row_.clear();
    serializers_[vertex - 1].Append(batch.row(i), row_);
    profile_[vertex].bytes += static_cast<int64_t>(row_.size());
  }
}

}  // namespace drey
