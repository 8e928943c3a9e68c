#include "tests/benchmarks/order_messages.h"

#include <optional>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "engine/functions/encoding/base64.h"
#include "runtime/log/local/local_log.h"

namespace drey {
namespace {

constexpr size_t kLargestOrder = 1000;
constexpr std::string_view kContentStart = "\"content\":\"";
constexpr std::string_view kIdStart = "\"order_id\": ";
constexpr std::string_view kNameStart = "\"client_name\": \"";

struct Place {
  size_t start = 0;
  size_t end = 0;
};

Place FindValue(std::string_view text, std::string_view start, std::string_view ends) {
  const size_t found = text.find(start);
  if (found == std::string_view::npos) return {};
  const size_t from = found + start.size();
  return {from, text.find_first_of(ends, from)};
}

// Nothing for a message that is not of an order, or of a large one.
std::optional<OrderMessages::Template> Cut(std::string_view message) {
  OrderMessages::Template cut;
  const Place encoded = FindValue(message, kContentStart, "\"");
  cut.before_content = message.substr(0, encoded.start);
  cut.after_content = message.substr(encoded.end);
  const std::string_view text = message.substr(encoded.start, encoded.end - encoded.start);
  std::string content(DecodedBase64Bound(text.size()), '\0');
  content.resize(DecodeBase64(text, content.data()).size);
  if (content.size() > kLargestOrder) return std::nullopt;
  const Place id = FindValue(content, kIdStart, ",}");
  const Place name = FindValue(content, kNameStart, "\"");
  if (id.end == 0 || name.end == 0) return std::nullopt;
  cut.id_first = id.start < name.start;
  // The number goes before the name's first character: what is behind may be escaped.
  const Place number = {name.start, name.start};
  const Place& first = cut.id_first ? id : number;
  const Place& second = cut.id_first ? number : id;
  cut.first = content.substr(0, first.start);
  cut.second = content.substr(first.end, second.start - first.end);
  cut.third = content.substr(second.end);
  return cut;
}

}  // namespace

absl::StatusOr<OrderMessages> OrderMessages::Read(const std::string& folder, const std::string& topic) {
  LocalLog log(folder);
  DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogReader> reader, log.OpenReader({.bounded = true}));
  const absl::Time deadline = absl::Now() + absl::Minutes(1);
  const std::vector<TopicPartition> partitions = {{topic, 0}};
  DREY_ASSIGN_OR_RETURN(const PartitionOffsets ends, reader->admin().EndOffsets(partitions, deadline));
  DREY_RETURN_IF_ERROR(reader->Assign(std::vector<PartitionAssignment>{{partitions[0], 0, ends.begin()->second}}));
  OrderMessages messages;
  while (!reader->Finished()) {
    DREY_ASSIGN_OR_RETURN(const RecordBatch batch, reader->Poll(deadline, {}));
    for (const RecordView& record : batch.records) {
      if (std::optional<Template> cut = Cut(record.value.value_or(""))) messages.templates.push_back(*std::move(cut));
    }
  }
  return messages;
}

void OrderMessages::Make(int64_t number, int64_t key_count, std::string& message) {
  const Template& cut = templates[static_cast<size_t>(number) % templates.size()];
  const std::string id = Concat(number % key_count);
  const std::string name = Concat(number, " ");
  content.assign(cut.first);
  content += cut.id_first ? id : name;
  content += cut.second;
  content += cut.id_first ? name : id;
  content += cut.third;
  message.assign(cut.before_content);
  const size_t start = message.size();
  message.resize(start + EncodedBase64Size(content.size()));
  EncodeBase64(content, message.data() + start);
  message += cut.after_content;
}

}  // namespace drey
