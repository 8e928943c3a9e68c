// One librdkafka client: made from settings, with the memory of what went wrong in it.
//
// librdkafka reports failures of connections and logins beside the calls that suffer from them, on threads of its own; a client keeps
// them until a call wants to know why it failed.
#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "runtime/log/record_log.h"

namespace drey {

// How long a call may wait before the failure of the client is looked at.
inline constexpr absl::Duration kSlice = absl::Milliseconds(100);

// Milliseconds until the deadline for a call of librdkafka, at most `longest`; never negative.
int MillisecondsUntil(absl::Time deadline, absl::Duration longest = absl::Hours(1));

class Client {
 public:
  // Delivery reports of a producer go to `delivery_reports` with `opaque`. Of a setting that is given twice the last counts.
  struct Options {
    rd_kafka_type_t type = RD_KAFKA_CONSUMER;
    ClientSettings settings = {};
    ClientSettings overrides = {};
    void (*delivery_reports)(rd_kafka_t*, const rd_kafka_message_t*, void*) = nullptr;
    void* opaque = nullptr;
  };
  static absl::StatusOr<std::shared_ptr<Client>> Open(const Options& options);
  // Drops what is queued.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  rd_kafka_t* get() const { return handle_; }
  const std::string& servers() const { return servers_; }
  // As it was opened with.
  const Options& options() const { return options_; }

  // Waits until a broker has answered once. Fails early when waiting cannot help: a wrong login, or servers that refuse every connection.
  absl::Status AwaitBroker(absl::Time deadline);

  // Serves callbacks that are due.
  void Serve() { rd_kafka_poll(handle_, 0); }
  // A failure that does not go away: a fatal one of a producer, or a login that the broker refused.
  absl::Status Failure();
  // Why a call gave up: what is known about the connections, or that time is over.
  absl::Status GaveUp(std::string_view call);
  // The error of a call as a status.
  absl::Status CallError(std::string_view call, rd_kafka_resp_err_t code, std::string_view text = {});

 private:
  struct Trouble {
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
    std::string reason;
  };

  Client() = default;
  static void OnError(rd_kafka_t* handle, int code, const char* reason, void* self);
  std::string LoginHint() const;
  absl::Status Configure(rd_kafka_conf_t* configuration, const Options& options);

  rd_kafka_t* handle_ = nullptr;
  std::string servers_;
  Options options_;
  bool reached_ = false;  // a broker has answered

  std::mutex mutex_;
  std::optional<Trouble> connection_;  // the last failure of a connection
  std::optional<Trouble> login_;
  bool all_brokers_down_ = false;
};

// Frees objects of librdkafka.
template <auto Function>
struct Destroy {
  template <typename T>
  void operator()(T* object) const {
    Function(object);
  }
};
using UniquePartitions = std::unique_ptr<rd_kafka_topic_partition_list_t, Destroy<rd_kafka_topic_partition_list_destroy>>;
using UniqueError = std::unique_ptr<rd_kafka_error_t, Destroy<rd_kafka_error_destroy>>;
using UniqueQueue = std::unique_ptr<rd_kafka_queue_t, Destroy<rd_kafka_queue_destroy>>;
using UniqueTopic = std::unique_ptr<rd_kafka_topic_t, Destroy<rd_kafka_topic_destroy>>;
using UniqueMetadata = std::unique_ptr<const rd_kafka_metadata_t, Destroy<rd_kafka_metadata_destroy>>;

UniquePartitions ToPartitions(const GroupOffsets& offsets);

std::unique_ptr<LogAdmin> MakeLibrdkafkaAdmin(std::shared_ptr<Client> client, bool stable_offsets = false);
absl::StatusOr<std::unique_ptr<LogReader>> MakeLibrdkafkaReader(const ReaderOptions& options);
absl::StatusOr<std::unique_ptr<LogWriter>> MakeLibrdkafkaWriter(const WriterOptions& options);

// The settings that say which records a consumer sees.
std::string_view IsolationSetting(IsolationLevel isolation);

}  // namespace drey
