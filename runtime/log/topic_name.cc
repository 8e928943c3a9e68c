#include "runtime/log/topic_name.h"

#include <algorithm>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"

namespace drey {
namespace {

constexpr size_t kLongestTopicName = 249;

}  // namespace

bool IsTopicNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

absl::Status CheckTopicName(std::string_view topic) {
  const bool valid = !topic.empty() && topic != "." && topic != ".." && topic.size() <= kLongestTopicName &&
                     std::all_of(topic.begin(), topic.end(), IsTopicNameCharacter);
  return valid ? absl::OkStatus() : InvalidTopicError(topic);
}

absl::Status InvalidTopicError(std::string_view topic) {
  return WithFlinkClass(InvalidError(Concat("Invalid topics: [", topic, "]"), {},
                                     "a topic name has letters, digits, '.', '_' and '-', at most 249 of them"),
                        "org.apache.kafka.common.errors.InvalidTopicException");
}

}  // namespace drey
