#include "runtime/cli/record_place.h"

#include <charconv>
#include <utility>

#include "engine/base/text.h"

namespace drey {

absl::Status ReadRecordPlace(std::string_view option, const std::string& text, InputSelection& selection) {
  const size_t last = text.rfind(':');
  const size_t middle = last == std::string::npos || last == 0 ? std::string::npos : text.rfind(':', last - 1);
  if (middle != std::string::npos && middle > 0) {
    TopicPartition partition{.topic = text.substr(0, middle)};
    const char* partition_end = text.data() + last;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + middle + 1, partition_end, partition.partition);
    const auto [offset_stop, offset_error] = std::from_chars(partition_end + 1, end, selection.offset);
    if (error == std::errc() && stop == partition_end && offset_error == std::errc() && offset_stop == end && partition.partition >= 0 &&
        selection.offset >= 0) {
      selection.partition = std::move(partition);
      return absl::OkStatus();
    }
  }
  return InvalidError(Concat("option ", option, " is TOPIC:PARTITION:OFFSET, not '", text, "'"));
}

}  // namespace drey
