#include "runtime/cli/record_log_choice.h"

#include <optional>
#include <string>

#include "runtime/log/librdkafka/librdkafka_log.h"
#include "runtime/log/local/local_log.h"

namespace drey {

std::shared_ptr<RecordLog> ChooseRecordLog(const CommandLine& line) {
  const std::optional<std::string> folder = line.Value("--local");
  if (folder) return std::make_shared<LocalLog>(*folder);
  return std::make_shared<LibrdkafkaLog>();
}

}  // namespace drey
