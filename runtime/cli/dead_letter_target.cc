#include "runtime/cli/dead_letter_target.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "runtime/log/topic_name.h"

namespace drey {
namespace {

bool NamesTopic(const std::vector<std::pair<std::string, std::string>>& description, std::string_view topic) {
  for (const auto& [name, value] : description) {
    if (name != "topic") continue;
    // Several are joined by ", ".
    for (std::string_view one : Split(value, ',')) {
      if (one.starts_with(' ')) one.remove_prefix(1);
      if (one == topic) return true;
    }
  }
  return false;
}

bool Reads(const JobGraph& graph, std::string_view topic) {
  return std::any_of(graph.pipelines.begin(), graph.pipelines.end(),
                     [&](const Pipeline& pipeline) { return NamesTopic(pipeline.source.spec->Describe(), topic); });
}

bool Writes(const JobGraph& graph, std::string_view topic) {
  return std::any_of(graph.pipelines.begin(), graph.pipelines.end(),
                     [&](const Pipeline& pipeline) { return NamesTopic(pipeline.sink.spec->Describe(), topic); });
}

}  // namespace

absl::Status CheckDeadLetterTarget(const JobGraph& graph, const std::string& topic) {
  DREY_RETURN_IF_ERROR(CheckTopicName(topic));
  if (!Writes(graph, topic)) return absl::OkStatus();
  return InvalidError(Concat("dead letters cannot go to '", topic, "', which the job writes"), {},
                      "give --on-error dead-letter:TOPIC another topic");
}

absl::Status CheckReplayTarget(const JobGraph& graph, const std::string& topic) {
  DREY_RETURN_IF_ERROR(CheckTopicName(topic));
  const bool reads = Reads(graph, topic);
  if (!reads && !Writes(graph, topic)) return absl::OkStatus();
  return InvalidError(Concat("'", topic, "' has no dead letters: the job ", reads ? "reads" : "writes", " it"), {},
                      "name the topic that --on-error dead-letter:TOPIC had");
}

}  // namespace drey
