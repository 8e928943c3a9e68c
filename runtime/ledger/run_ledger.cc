#include "runtime/ledger/run_ledger.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <map>
#include <set>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/log/group_name.h"

namespace drey {
namespace {

constexpr std::string_view kTopic = "drey.runs";
constexpr absl::Duration kPatience = absl::Seconds(30);
constexpr absl::Duration kSignInterval = absl::Seconds(2);

absl::Time Soon() { return absl::Now() + kPatience; }

std::string HostName() {
  char host[256] = {};
  ::gethostname(host, sizeof(host) - 1);
  return host;
}

// A sign of life: "RUN MILLISECONDS PROCESS HOST HOLDER".
struct Sign {
  std::string run;
  int64_t time = 0;
  int64_t process = 0;
  std::string host;
  std::string holder;

  // A process of this machine that is gone needs no waiting for.
  bool HasDied() const { return host == HostName() && ::kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH; }
  std::string Describe() const { return Concat(holder, " (process ", process, " on ", host, ")"); }
};

std::optional<Sign> ParseSign(std::string_view text) {
  const std::vector<std::string_view> words = Split(text, ' ');
  if (words.size() < 5) return std::nullopt;
  Sign sign = {.run = std::string(words[0]), .host = std::string(words[3]), .holder = {}};
  std::from_chars(words[1].data(), words[1].data() + words[1].size(), sign.time);
  std::from_chars(words[2].data(), words[2].data() + words[2].size(), sign.process);
  sign.holder = text.substr(static_cast<size_t>(words[4].data() - text.data()));
  return sign;
}

template <typename Take>
absl::Status ReadTopic(RecordLog& log, const ClientSettings& settings, const std::string& topic, Take take) {
  DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogReader> reader,
                        log.OpenReader({.settings = settings, .isolation_level = IsolationLevel::kReadCommitted, .bounded = true}));
  const std::vector<TopicPartition> partitions = {{topic, 0}};
  DREY_ASSIGN_OR_RETURN(const PartitionOffsets begin, reader->admin().BeginningOffsets(partitions, Soon()));
  DREY_ASSIGN_OR_RETURN(const PartitionOffsets end, reader->admin().EndOffsets(partitions, Soon()));
  DREY_RETURN_IF_ERROR(
      reader->Assign(std::vector<PartitionAssignment>{{partitions[0], begin.begin()->second, end.begin()->second}}));
  const absl::Time deadline = Soon();
  while (!reader->Finished()) {
    if (absl::Now() > deadline) return UnavailableError(Concat("the topic ", topic, " could not be read to its end"));
    DREY_ASSIGN_OR_RETURN(const RecordBatch batch, reader->Poll(deadline, {}));
    for (const RecordView& record : batch.records) DREY_RETURN_IF_ERROR(take(record));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> LedgerTopics(RecordLog& log, const ClientSettings& settings, bool on_broker) {
  DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogAdmin> admin, log.OpenAdmin({.settings = settings}));
  DREY_ASSIGN_OR_RETURN(const std::vector<TopicDescription> topics, admin->ListTopics(Soon()));
  std::vector<std::string> names;
  for (const TopicDescription& topic : topics) {
    const bool local = topic.name.starts_with(Concat(kTopic, "."));
    if (on_broker ? topic.name == kTopic : local) names.push_back(topic.name);
  }
  return names;
}

}  // namespace

struct RunLedger::Content {
  std::vector<RunEntry> entries = {};
  std::optional<Sign> first_sign = {};  // of the run that came first among those that live
  std::map<std::string, Sign> signs = {};
};

RunLedger::RunLedger(RecordLog& log, Options options)
    : log_(log),
      options_(std::move(options)),
      topic_(options_.on_broker ? std::string(kTopic) : Concat(kTopic, ".", GroupTopicName(options_.group))) {}

RunLedger::~RunLedger() = default;

absl::Status RunLedger::MakeTopic() {
  DREY_ASSIGN_OR_RETURN(const std::vector<std::string> topics, LedgerTopics(log_, options_.settings, options_.on_broker));
  if (std::find(topics.begin(), topics.end(), topic_) != topics.end()) return absl::OkStatus();
  DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogAdmin> admin, log_.OpenAdmin({.settings = options_.settings}));
  std::map<std::string, std::string> configs;
  if (options_.on_broker) configs["cleanup.policy"] = "compact";
  const absl::Status created = admin->CreateTopic(topic_, 1, configs, Soon());
  if (created.ok()) return created;
  // Another run may have been faster.
  const absl::StatusOr<TopicDescription> there = admin->DescribeTopic(topic_, Soon());
  return there.ok() ? absl::OkStatus() : created;
}

std::string RunLedger::LifeSign(absl::Time now) const {
  return Concat(run_, " ", absl::ToUnixMillis(now), " ", static_cast<int64_t>(::getpid()), " ", HostName(), " ", options_.holder);
}

absl::StatusOr<RunLedger::Content> RunLedger::ReadAll() {
  Content content;
  std::map<std::string, size_t> places;
  std::vector<Sign> order;
  DREY_RETURN_IF_ERROR(ReadTopic(log_, options_.settings, topic_, [&](const RecordView& record) -> absl::Status {
    const std::string key(record.key.value_or(""));
    if (key.starts_with(Concat(options_.group, " "))) {
      if (!record.value) return absl::OkStatus();
      DREY_ASSIGN_OR_RETURN(RunEntry entry, ParseRunEntry(*record.value, Concat("offset ", record.offset, " of ", topic_)));
      if (entry.group != options_.group) return absl::OkStatus();
      const auto [place, added] = places.emplace(entry.run, content.entries.size());
      if (added) content.entries.emplace_back();
      content.entries[place->second] = std::move(entry);
    } else if (key == options_.group) {
      const std::optional<Sign> sign = record.value ? ParseSign(*record.value) : std::nullopt;
      if (!sign) {
        content.signs.clear();
        order.clear();
        return absl::OkStatus();
      }
      if (!content.signs.contains(sign->run)) order.push_back(*sign);
      content.signs[sign->run] = *sign;
    }
    return absl::OkStatus();
  }));
  content.entries = MergeSubtasks(content.entries);
  const int64_t oldest = absl::ToUnixMillis(absl::Now() - kLifeWithoutSign);
  for (const Sign& sign : order) {
    const Sign& newest = content.signs[sign.run];
    if (newest.time < oldest || newest.HasDied()) continue;
    content.first_sign = newest;
    break;
  }
  return content;
}

absl::StatusOr<std::optional<std::string>> RunLedger::Claim(const std::string& run, absl::Time now) {
  run_ = run;
  if (!options_.on_broker) {
    DREY_ASSIGN_OR_RETURN(RecordLog::GroupLockResult locked, log_.LockGroup(options_.group, options_.holder));
    if (!locked.holder.empty()) return std::optional<std::string>(locked.holder);
    lock_ = std::move(locked.lock);
    DREY_RETURN_IF_ERROR(MakeTopic());
    return std::optional<std::string>();
  }
  DREY_RETURN_IF_ERROR(MakeTopic());
  DREY_ASSIGN_OR_RETURN(const Content before, ReadAll());
  if (before.first_sign) return std::optional<std::string>(before.first_sign->Describe());
  DREY_RETURN_IF_ERROR(WriteRecord(options_.group, LifeSign(now)));
  last_sign_ = now;
  // Of two that begin at the same time, the one whose sign came first goes on.
  DREY_ASSIGN_OR_RETURN(const Content after, ReadAll());
  if (after.first_sign && after.first_sign->run != run_) return std::optional<std::string>(after.first_sign->Describe());
  return std::optional<std::string>();
}

absl::Status RunLedger::ShowLife(absl::Time now) {
  if (!options_.on_broker || now < last_sign_ + kSignInterval) return absl::OkStatus();
  last_sign_ = now;
  return WriteRecord(options_.group, LifeSign(now));
}

absl::Status RunLedger::Release() {
  lock_.reset();
  return options_.on_broker ? WriteRecord(options_.group, std::nullopt) : absl::OkStatus();
}

absl::StatusOr<std::vector<RunEntry>> RunLedger::Read() {
  DREY_ASSIGN_OR_RETURN(const std::vector<std::string> topics, LedgerTopics(log_, options_.settings, options_.on_broker));
  if (std::find(topics.begin(), topics.end(), topic_) == topics.end()) return std::vector<RunEntry>();
  DREY_ASSIGN_OR_RETURN(Content content, ReadAll());
  for (RunEntry& entry : content.entries) {
    if (entry.outcome != "running") continue;
    DREY_ASSIGN_OR_RETURN(const bool lives, Lives(entry, content));
    if (!lives) entry.outcome = "died";
  }
  return std::move(content.entries);
}

absl::StatusOr<bool> RunLedger::Lives(const RunEntry& entry, const Content& content) {
  if (options_.on_broker) return content.first_sign && content.first_sign->run == entry.run;
  DREY_ASSIGN_OR_RETURN(const RecordLog::GroupLockResult locked, log_.LockGroup(options_.group, options_.holder));
  return !locked.holder.empty();
}

absl::Status RunLedger::Write(const RunEntry& entry) { return WriteRecord(KeyOf(entry), ToJson(entry)); }

absl::Status RunLedger::WriteRecord(const std::string& key, const std::optional<std::string>& value) {
  if (writer_ == nullptr) {
    DREY_ASSIGN_OR_RETURN(writer_, log_.OpenWriter({.settings = options_.settings, .holder = options_.holder}));
  }
  OutputRecord record = {.topic = topic_, .partition = 0, .key = key};
  if (value) record.value = *value;
  DREY_RETURN_IF_ERROR(writer_->Append(record, absl::InfiniteFuture()).status());
  return writer_->Flush(Soon());
}

absl::StatusOr<std::vector<std::string>> ListLedgerGroups(RecordLog& log, const ClientSettings& settings, bool on_broker) {
  DREY_ASSIGN_OR_RETURN(const std::vector<std::string> topics, LedgerTopics(log, settings, on_broker));
  std::set<std::string> groups;
  for (const std::string& topic : topics) {
    DREY_RETURN_IF_ERROR(ReadTopic(log, settings, topic, [&](const RecordView& record) -> absl::Status {
      if (!record.value || !record.value->starts_with("{")) return absl::OkStatus();
      DREY_ASSIGN_OR_RETURN(const RunEntry entry, ParseRunEntry(*record.value, Concat("offset ", record.offset, " of ", topic)));
      groups.insert(entry.group);
      return absl::OkStatus();
    }));
  }
  return std::vector<std::string>(groups.begin(), groups.end());
}

}  // namespace drey
