#include "runtime/cli/dead_letter_target.h"

#include <algorithm>
#include <vector>

#include "engine/base/text.h"
#include "runtime/connectors/kafka/kafka_sink.h"
#include "runtime/connectors/kafka/kafka_source.h"
#include "runtime/log/topic_name.h"

namespace drey {
namespace {

// Whether a table of Kafka names the topic; `Spec` is KafkaSourceSpec or KafkaSinkSpec.
template <typename Spec, typename AnySpec>
bool NamesTopic(const AnySpec& spec, const std::string& topic) {
  const auto* kafka = dynamic_cast<const Spec*>(&spec);
  if (kafka == nullptr || !kafka->plan().options.topics) return false;
  const std::vector<std::string>& topics = *kafka->plan().options.topics;
  return std::find(topics.begin(), topics.end(), topic) != topics.end();
}

bool Reads(const JobGraph& graph, const std::string& topic) {
  return std::any_of(graph.pipelines.begin(), graph.pipelines.end(),
                     [&](const Pipeline& pipeline) { return NamesTopic<KafkaSourceSpec>(*pipeline.source.spec, topic); });
}

bool Writes(const JobGraph& graph, const std::string& topic) {
  return std::any_of(graph.pipelines.begin(), graph.pipelines.end(),
                     [&](const Pipeline& pipeline) { return NamesTopic<KafkaSinkSpec>(*pipeline.sink.spec, topic); });
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
