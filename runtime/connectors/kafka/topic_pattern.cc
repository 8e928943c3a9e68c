#include "runtime/connectors/kafka/topic_pattern.h"

namespace drey {

absl::StatusOr<TopicPattern> TopicPattern::Compile(std::string_view pattern, SourceRange range) {
  absl::StatusOr<std::shared_ptr<const JavaRegex>> regex = JavaRegex::Compile(pattern);
  if (!regex.ok()) return WithRange(regex.status(), range);
  return TopicPattern(pattern, *std::move(regex));
}

}  // namespace drey
