#include "tests/integration/kafka_broker.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

// A broker takes some seconds; on a machine with much else to do, minutes.
constexpr absl::Duration kPatience = absl::Minutes(4);

std::string Script() { return SourceDirectory() + "/tests/integration/broker.sh"; }

std::string FirstLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// "127.0.0.1:PORT" takes connections.
bool Listens(const std::string& server) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(std::stoi(server.substr(server.find(':') + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool connected = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  ::close(socket);
  return connected;
}

}  // namespace

std::unique_ptr<KafkaBroker> KafkaBroker::Start(std::string& why_not, const std::string& properties) {
  if (std::system((Script() + " jars >/dev/null 2>&1").c_str()) != 0) {
    why_not = "no Kafka: it needs Java, Maven and Maven Central (tests/integration/broker.sh jars says what is missing)";
    return nullptr;
  }
  std::unique_ptr<KafkaBroker> broker(new KafkaBroker());
  std::string pattern = fs::temp_directory_path() / "drey-broker-XXXXXX";
  broker->folder_ = ::mkdtemp(pattern.data());
  broker->properties_ = properties;
  return broker->Run(why_not) ? std::move(broker) : nullptr;
}

KafkaBroker* KafkaBroker::Shared(std::string& why_not) {
  static std::string reason;
  static const std::unique_ptr<KafkaBroker> broker = Start(reason);
  why_not = reason;
  return broker.get();
}

bool KafkaBroker::Run(std::string& why_not) {
  process_ = ::fork();
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::setenv("KAFKA_PROPERTIES", properties_.c_str(), 1);
    const int log = ::open((folder_ + "/script.log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(log, 1);
    ::dup2(log, 2);
    ::execl(Script().c_str(), "broker.sh", "run", folder_.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  const absl::Time deadline = absl::Now() + kPatience;
  while (absl::Now() < deadline) {
    bootstrap_servers_ = FirstLine(folder_ + "/bootstrap.servers");
    sasl_servers_ = FirstLine(folder_ + "/sasl.servers");
    if (!bootstrap_servers_.empty() && Listens(bootstrap_servers_)) return true;
    if (::waitpid(process_, nullptr, WNOHANG) == process_) {
      process_ = -1;
      break;
    }
    absl::SleepFor(absl::Milliseconds(50));
  }
  why_not = "the broker did not start: " + FirstLine(folder_ + "/script.log");
  return false;
}

std::string KafkaBroker::ServersOf(const std::string& listener) const { return FirstLine(folder_ + "/" + listener + ".servers"); }

void KafkaBroker::Pause() const { ::kill(process_, SIGSTOP); }

void KafkaBroker::Resume() const { ::kill(process_, SIGCONT); }

void KafkaBroker::Kill() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

bool KafkaBroker::Restart(std::string& why_not) {
  Kill();
  return Run(why_not);
}

KafkaBroker::~KafkaBroker() {
  Kill();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace drey
