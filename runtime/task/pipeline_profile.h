// What a run did at each vertex of its pipelines, for `explain --analyze`.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "absl/time/time.h"
#include "engine/job/job_graph.h"

namespace drey {

struct VertexProfile {
  int64_t rows_in = 0;   // that it was given; of a source: as rows_out
  int64_t rows_out = 0;  // that it gave; of a sink: that it wrote
  // Of what it gave. Source and sink: of keys and values, as the log has them; an operator: of its rows, as checkpoints have them.
  int64_t bytes = 0;
  absl::Duration time = absl::ZeroDuration();  // in it alone; of a source only where it found records

  void Add(const VertexProfile& other);
  int64_t NanosecondsPerRow() const;
};

// Source, operators, sink.
using PipelineProfile = std::vector<VertexProfile>;

// Sums over the subtasks of a run. Thread-safe.
class JobProfile {
 public:
  void Add(const Pipeline& pipeline, const PipelineProfile& profile);
  // Zeros for a pipeline that did nothing.
  PipelineProfile Of(const Pipeline& pipeline) const;

 private:
  mutable std::mutex mutex_;
  std::map<const SourceSpec*, PipelineProfile> profiles_;  // each pipeline has a source of its own
};

}  // namespace drey
