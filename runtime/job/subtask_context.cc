#include "runtime/job/subtask_context.h"

#include <unistd.h>

#include "engine/base/text.h"

namespace drey {
namespace {

// properties.group.id, else --group, else the transactional prefix. Sinks behind the first have groups of their own, since each commits
// by itself.
std::map<const SinkSpec*, std::string> GroupsOf(const JobGraph& graph, const RunOptions& options) {
  std::map<const SinkSpec*, std::string> groups;
  for (const Pipeline& pipeline : graph.pipelines) {
    const auto [place, added] = groups.try_emplace(pipeline.sink.spec.get(), pipeline.source.spec->group_id());
    if (!added) continue;
    std::string& group = place->second;
    if (group.empty()) group = options.group;
    if (group.empty()) group = pipeline.sink.spec->transactional_id_prefix();
    if (!group.empty() && groups.size() > 1) Append(group, "-", groups.size() - 1);
  }
  return groups;
}

}  // namespace

SharedRun::SharedRun(const JobGraph& graph, const RunOptions& options)
    : fingerprint(graph.Fingerprint()),
      groups(GroupsOf(graph, options)),
      start(options.clock()),
      name(Concat(absl::FormatTime("%Y%m%dT%H%M%E3SZ", start, absl::UTCTimeZone()), "-", static_cast<int64_t>(::getpid()))),
      failed_rows(options.errors, options.since_last_run ? options.since_last_run->job : options.holder) {}

}  // namespace drey
