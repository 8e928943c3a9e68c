#include "tests/integration/log_under_test.h"

#include <cstdlib>
#include <filesystem>
#include <map>

#include "runtime/connectors/kafka/client_properties.h"
#include "runtime/log/librdkafka/librdkafka_log.h"
#include "runtime/log/local/local_log.h"
#include "runtime/log/memory/memory_log.h"
#include "tests/integration/kafka_broker.h"

namespace drey {
namespace {

class MemoryUnderTest : public LogUnderTest {
 public:
  RecordLog& log() override { return log_; }

 private:
  MemoryLog log_;
};

class LocalUnderTest : public LogUnderTest {
 public:
  LocalUnderTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "drey-topics-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    log_ = std::make_unique<LocalLog>(folder_);
  }
  ~LocalUnderTest() override { std::filesystem::remove_all(folder_); }

  RecordLog& log() override { return *log_; }
  bool has_markers() const override { return false; }
  bool has_fencing() const override { return false; }

 private:
  std::string folder_;
  std::unique_ptr<LocalLog> log_;
};

ClientSettings SettingsFor(ClientRole role, const std::string& servers) {
  const std::vector<ClientProperty> properties = {{"bootstrap.servers", servers}};
  return MapClientProperties(role, properties)->settings;
}

class BrokerUnderTest : public LogUnderTest {
 public:
  explicit BrokerUnderTest(const KafkaBroker& broker) : broker_(broker) {}

  RecordLog& log() override { return log_; }
  AdminOptions admin_options() override { return {.settings = SettingsFor(ClientRole::kAdmin, broker_.bootstrap_servers())}; }
  ReaderOptions reader_options() override { return {.settings = SettingsFor(ClientRole::kConsumer, broker_.bootstrap_servers())}; }
  WriterOptions writer_options() override { return {.settings = SettingsFor(ClientRole::kProducer, broker_.bootstrap_servers())}; }

 private:
  const KafkaBroker& broker_;
  LibrdkafkaLog log_;
};

std::map<LogKind, std::unique_ptr<LogUnderTest>>& Logs() {
  static std::map<LogKind, std::unique_ptr<LogUnderTest>> logs;
  return logs;
}

std::unique_ptr<LogUnderTest> Make(LogKind kind, std::string& why_not) {
  switch (kind) {
    case LogKind::kMemory:
      return std::make_unique<MemoryUnderTest>();
    case LogKind::kLocal:
      return std::make_unique<LocalUnderTest>();
    case LogKind::kBroker: {
      const KafkaBroker* broker = KafkaBroker::Shared(why_not);
      return broker == nullptr ? nullptr : std::make_unique<BrokerUnderTest>(*broker);
    }
  }
  return nullptr;
}

}  // namespace

LogUnderTest* GetLogUnderTest(LogKind kind, std::string& why_not) {
  std::unique_ptr<LogUnderTest>& log = Logs()[kind];
  if (log == nullptr) log = Make(kind, why_not);
  return log.get();
}

void DestroyLogsUnderTest() { Logs().clear(); }

}  // namespace drey
