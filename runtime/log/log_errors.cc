#include "runtime/log/log_errors.h"

#include "engine/base/suggestion.h"
#include "engine/base/text.h"

namespace drey {
namespace {

constexpr size_t kListedTopics = 20;

std::string TopicsHint(std::string_view topic, const std::vector<std::string>& topics) {
  std::string hint = DidYouMean(topic, topics);
  if (!hint.empty()) hint += " ";
  if (topics.empty()) return hint + "there are no topics";
  Append(hint, "topics there are: ");
  for (size_t i = 0; i < topics.size() && i < kListedTopics; ++i) Append(hint, i == 0 ? "" : ", ", topics[i]);
  if (topics.size() > kListedTopics) Append(hint, " and ", topics.size() - kListedTopics, " more");
  return hint;
}

}  // namespace

std::string ToString(const TopicPartition& partition) { return Concat(partition.topic, "-", partition.partition); }

absl::Status UnknownTopicError(std::string_view topic, std::string_view place, const std::vector<std::string>& topics) {
  ErrorDetail detail{.kind = ErrorKind::kUnavailable, .hint = TopicsHint(topic, topics), .topic = std::string(topic)};
  return MakeError(std::move(detail), Concat("topic '", topic, "' does not exist in ", place));
}

absl::Status UnknownPartitionError(const TopicPartition& partition, int32_t partition_count) {
  ErrorDetail detail{.kind = ErrorKind::kUnavailable, .topic = partition.topic, .partition = partition.partition};
  return MakeError(std::move(detail), Concat("partition ", ToString(partition), " does not exist: topic '", partition.topic, "' has ",
                                             partition_count, partition_count == 1 ? " partition" : " partitions"));
}

absl::Status OffsetOutOfRangeError(const TopicPartition& partition, int64_t offset, int64_t beginning, int64_t end) {
  ErrorDetail detail{.kind = ErrorKind::kJobFailed,
                     .flink_class = "org.apache.kafka.clients.consumer.OffsetOutOfRangeException",
                     .topic = partition.topic,
                     .partition = partition.partition,
                     .offset = offset};
  std::string message = Concat("Fetch position ", offset, " is out of range for partition ", ToString(partition));
  if (beginning >= 0) Append(message, ", which has offsets ", beginning, " to ", end);
  return MakeError(std::move(detail), message);
}

absl::Status FencedError(std::string_view transactional_id) {
  return UnavailableError(
      Concat("the writer with transactional id '", transactional_id, "' was fenced by a newer one with the same transactional id"),
      "another run of the same job has taken over");
}

absl::Status NoGroupError() { return BugError("positions can only be committed by a reader that was opened with a group"); }

absl::Status NotTransactionalError(std::string_view call) {
  return BugError(Concat(call, " needs a writer that was opened with a transactional id"));
}

}  // namespace drey
