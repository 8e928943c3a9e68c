// What a topic may be called. Rules: org.apache.kafka.common.internals.Topic.
#pragma once

#include <string_view>

#include "engine/base/error.h"

namespace drey {

bool IsTopicNameCharacter(char c);
absl::Status CheckTopicName(std::string_view topic);
absl::Status InvalidTopicError(std::string_view topic);

}  // namespace drey
