#include "runtime/connectors/kafka/kafka_source.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/connectors/kafka/kafka_clients.h"
#include "runtime/connectors/kafka/kafka_offsets.h"
#include "runtime/connectors/kafka/kafka_record_decoder.h"
#include "runtime/connectors/kafka/table_description.h"
#include "runtime/log/log_errors.h"
#include "runtime/logging/logging.h"

namespace drey {
namespace {

// How long to wait at most when there is nothing to read from, until partitions are discovered.
constexpr absl::Duration kWaitWithoutPartitions = absl::Milliseconds(100);

size_t SizeOf(const RecordView& record) {
  return (record.key ? record.key->size() : 0) + (record.value ? record.value->size() : 0);
}

// Has the value's bytes on their way from memory while the record before is being decoded: another thread has received them.
void Prefetch(const RecordView& record) {
  constexpr size_t kCacheLine = 64;
  constexpr size_t kMostBytes = 1024;  // what is behind them is noticed by the processor itself
  if (!record.value) return;
  const size_t size = std::min(record.value->size(), kMostBytes);
  for (size_t i = 0; i < size; i += kCacheLine) __builtin_prefetch(record.value->data() + i);
}

class KafkaSource final : public Source {
 public:
  KafkaSource(std::shared_ptr<const KafkaSourcePlan> plan, const ConnectorEnvironment& environment,
              const ClientConfiguration& consumer, std::unique_ptr<LogAdmin> admin, std::unique_ptr<LogReader> reader,
              std::unique_ptr<KafkaRecordDecoder> decoder)
      : plan_(std::move(plan)),
        environment_(environment),
        group_(consumer.group_id),
        commits_(consumer.commit_offsets_on_checkpoint && !group_.empty()),
        call_timeout_(consumer.call_timeout),
        admin_(std::move(admin)),
        reader_(std::move(reader)),
        decoder_(std::move(decoder)) {}

  absl::Status Start(const std::optional<SourcePosition>& resume) {
    DREY_ASSIGN_OR_RETURN(const std::vector<TopicPartition> partitions, ListOwnPartitions());
    PartitionOffsets starts;
    std::optional<SourcePosition> position = resume;
    if (!position) {
      DREY_ASSIGN_OR_RETURN(position, CommittedPosition(partitions));
    }
    if (position) {
      DREY_ASSIGN_OR_RETURN(starts, ResumeAt(*position, partitions));
    } else {
      DREY_ASSIGN_OR_RETURN(starts, ResolveStartOffsets(*plan_, group_, partitions, *admin_, Deadline()));
    }
    next_discovery_ = environment_.clock() + plan_->options.discovery_interval;
    return Assign(starts);
  }

  absl::StatusOr<PollResult> Poll(absl::Time deadline, RowBatch& out) override {
    DREY_RETURN_IF_ERROR(DiscoverPartitions());
    if (!bounded() && reader_->Positions().empty()) {
      absl::SleepFor(std::min(deadline - absl::Now(), kWaitWithoutPartitions));
      return PollResult::kIdle;
    }
    const PollLimits limits = {environment_.max_poll_records, environment_.max_poll_bytes};
    DREY_ASSIGN_OR_RETURN(RecordBatch batch, reader_->Poll(deadline, limits));
    if (!batch.records.empty()) {
      const absl::Time fetched = environment_.clock();
      out.AdoptMemory(std::move(batch.owner));
      for (size_t i = 0; i < batch.records.size(); ++i) {
        if (i + 1 < batch.records.size()) Prefetch(batch.records[i + 1]);
        decoder_->Decode(batch.records[i], out);
        statistics_.bytes += static_cast<int64_t>(SizeOf(batch.records[i]));
      }
      statistics_.records += static_cast<int64_t>(batch.records.size());
      MeasureLag(batch.records.back(), fetched);
    }
    if (bounded() && reader_->Finished()) return PollResult::kEnd;
    return batch.records.empty() ? PollResult::kIdle : PollResult::kRows;
  }

  SourcePosition Position() const override {
    SourcePosition position;
    for (const auto& [partition, offset] : reader_->Positions()) {
      position.next_offsets[{partition.topic, partition.partition}] = offset;
    }
    return position;
  }

  SourceStatistics Statistics() const override {
    SourceStatistics statistics = statistics_;
    statistics.pending = reader_->PendingRecords();
    return statistics;
  }

  absl::Status Commit(const SourcePosition& position) override {
    if (!commits_ || position.next_offsets.empty()) return absl::OkStatus();
    GroupOffsets offsets;
    for (const auto& [partition, offset] : position.next_offsets) {
      offsets[{partition.first, partition.second}] = {.offset = offset};
    }
    return reader_->Commit(offsets, Deadline());
  }

 private:
  bool bounded() const { return plan_->bounded_mode != BoundedMode::kUnbounded; }

  absl::Time Deadline() const { return absl::Now() + call_timeout_; }

  void MeasureLag(const RecordView& last, absl::Time fetched) {
    if (last.timestamp_type == TimestampType::kNone) return;
    const absl::Time event = absl::FromUnixMillis(last.timestamp);
    statistics_.fetch_event_time_lag = fetched - event;
    statistics_.emit_event_time_lag = environment_.clock() - event;
  }

  absl::StatusOr<std::vector<TopicPartition>> ListOwnPartitions() {
    DREY_ASSIGN_OR_RETURN(std::vector<TopicPartition> partitions,
                          ListSubscribedPartitions(*plan_, *admin_, Deadline()));
    std::erase_if(partitions, [&](const TopicPartition& partition) {
      return OwnerOf(partition, environment_.parallelism) != environment_.subtask;
    });
    return partitions;
  }

  // Where the group of the environment's resume point stands; nothing when the table says where to begin.
  absl::StatusOr<std::optional<SourcePosition>> CommittedPosition(const std::vector<TopicPartition>& partitions) {
    const ResumePoint& point = environment_.resume;
    if (point.group.empty() || partitions.empty()) return std::nullopt;
    DREY_ASSIGN_OR_RETURN(const ClientConfiguration client, ConfigureAdmin(*plan_));
    if (point.before_reading) {
      DREY_ASSIGN_OR_RETURN(const GroupOffsets seen, admin_->CommittedOffsets(point.group, partitions, Deadline()));
      DREY_RETURN_IF_ERROR(point.before_reading(seen));
    }
    DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogAdmin> admin,
                          environment_.log->OpenAdmin({.settings = client.settings, .stable_offsets = true}));
    DREY_ASSIGN_OR_RETURN(const GroupOffsets committed, admin->CommittedOffsets(point.group, partitions, Deadline()));
    SourcePosition position;
    for (const auto& [partition, offset] : committed) {
      DREY_ASSIGN_OR_RETURN(const bool accepted, point.accepts ? point.accepts(offset) : absl::StatusOr<bool>(true));
      if (accepted) position.next_offsets[{partition.topic, partition.partition}] = offset.offset;
    }
    if (!position.next_offsets.empty()) return position;
    DREY_RETURN_IF_ERROR(point.when_absent);
    return std::nullopt;
  }

  // Whether the table itself says to begin at this offset, perhaps beyond the end: then nothing has been read that could be lost.
  absl::StatusOr<bool> StandsAtStart(const TopicPartition& partition, int64_t offset) {
    if (plan_->startup_mode != StartupMode::kSpecificOffsets) return false;
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets starts, ResolveStartOffsets(*plan_, group_, {&partition, 1}, *admin_, Deadline()));
    return starts.at(partition) == offset;
  }

  // What was to be read next must still be there.
  absl::Status CheckNothingLost(PartitionOffsets& starts) {
    std::vector<TopicPartition> partitions;
    for (const auto& [partition, offset] : starts) partitions.push_back(partition);
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets beginnings, admin_->BeginningOffsets(partitions, Deadline()));
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets ends, admin_->EndOffsets(partitions, Deadline()));
    for (auto& [partition, offset] : starts) {
      const int64_t first = beginnings.at(partition);
      const int64_t end = ends.at(partition);
      if (offset >= first && offset <= end) continue;
      DREY_ASSIGN_OR_RETURN(const bool has_read_nothing, StandsAtStart(partition, offset));
      if (has_read_nothing) continue;
      const std::string loss =
          offset < first ? Concat(first - offset, " unread records of ", ToString(partition), " are gone: the job stands at offset ", offset,
                                  ", the first that is left is ", first)
                         : Concat(ToString(partition), " ends at offset ", end, ", but the job stands at ", offset,
                                  ": the topic was made anew or cut");
      DREY_RETURN_IF_ERROR(Lose(partition, offset, loss));
      offset = first;
    }
    return absl::OkStatus();
  }

  // Partitions of topics that are read still, but with fewer of them.
  absl::Status CheckNoneGone(const SourcePosition& resume, const std::vector<TopicPartition>& partitions) const {
    for (const auto& [id, offset] : resume.next_offsets) {
      const TopicPartition stood{id.first, id.second};
      const bool topic_is_read =
          std::any_of(partitions.begin(), partitions.end(), [&](const TopicPartition& one) { return one.topic == stood.topic; });
      if (!topic_is_read || std::find(partitions.begin(), partitions.end(), stood) != partitions.end()) continue;
      const std::string loss = Concat(ToString(stood), " is gone, where the job stands at offset ", offset, ": the topic was made anew");
      DREY_RETURN_IF_ERROR(Lose(stood, offset, loss));
    }
    return absl::OkStatus();
  }

  absl::Status Lose(const TopicPartition& partition, int64_t offset, const std::string& loss) const {
    if (environment_.on_data_loss == DataLoss::kFail) {
      return MakeError({.kind = ErrorKind::kJobFailed,
                        .hint = "--on-data-loss continue goes on at the first record that is left",
                        .topic = partition.topic,
                        .partition = partition.partition,
                        .offset = offset},
                       loss);
    }
    Log(LogLevel::kWarning, "kafka", loss);
    return absl::OkStatus();
  }

  absl::StatusOr<PartitionOffsets> ResumeAt(const SourcePosition& resume, const std::vector<TopicPartition>& partitions) {
    PartitionOffsets starts;
    std::vector<TopicPartition> others;
    for (const TopicPartition& partition : partitions) {
      const auto found = resume.next_offsets.find({partition.topic, partition.partition});
      if (found == resume.next_offsets.end()) {
        others.push_back(partition);
      } else {
        starts[partition] = found->second;
      }
    }
    DREY_RETURN_IF_ERROR(CheckNoneGone(resume, partitions));
    DREY_RETURN_IF_ERROR(CheckNothingLost(starts));
    if (others.empty()) return starts;
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets beginnings,
                          admin_->BeginningOffsets(others, Deadline()));
    starts.insert(beginnings.begin(), beginnings.end());
    return starts;
  }

  // Ends are fixed here, when the partitions start.
  absl::Status Assign(const PartitionOffsets& starts) {
    std::vector<TopicPartition> partitions;
    for (const auto& [partition, offset] : starts) partitions.push_back(partition);
    if (partitions.empty()) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets ends,
                          ResolveEndOffsets(*plan_, group_, partitions, *admin_, Deadline()));
    std::vector<PartitionAssignment> assignments;
    for (const auto& [partition, offset] : starts) assignments.push_back({partition, offset, ends.at(partition)});
    return reader_->Assign(assignments);
  }

  // Of unbounded sources only, as in Flink. New partitions are read from their beginning.
  absl::Status DiscoverPartitions() {
    if (bounded() || plan_->options.discovery_interval <= absl::ZeroDuration()) return absl::OkStatus();
    const absl::Time now = environment_.clock();
    // A clock that is set back must not put it off.
    next_discovery_ = std::min(next_discovery_, now + plan_->options.discovery_interval);
    if (now < next_discovery_) return absl::OkStatus();
    next_discovery_ = now + plan_->options.discovery_interval;
    DREY_ASSIGN_OR_RETURN(std::vector<TopicPartition> partitions, ListOwnPartitions());
    std::erase_if(partitions, [&](const TopicPartition& partition) { return reader_->Positions().contains(partition); });
    if (partitions.empty()) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets starts,
                          admin_->BeginningOffsets(partitions, Deadline()));
    return Assign(starts);
  }

  std::shared_ptr<const KafkaSourcePlan> plan_;
  const ConnectorEnvironment& environment_;
  std::string group_;
  bool commits_;
  absl::Duration call_timeout_;
  std::unique_ptr<LogAdmin> admin_;
  std::unique_ptr<LogReader> reader_;
  std::unique_ptr<KafkaRecordDecoder> decoder_;
  SourceStatistics statistics_;
  absl::Time next_discovery_ = absl::InfinitePast();
};

}  // namespace

std::vector<std::pair<std::string, std::string>> KafkaSourceSpec::Describe() const {
  std::vector<std::pair<std::string, std::string>> lines = DescribeTable(*plan_);
  lines.emplace_back("startup", std::string(ToString(plan_->startup_mode)));
  lines.emplace_back("bounded", std::string(ToString(plan_->bounded_mode)));
  return lines;
}

std::string KafkaSourceSpec::group_id() const {
  const ClientProperty* group = plan_->options.FindProperty("group.id");
  return group == nullptr ? std::string() : group->value;
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> KafkaSourceSpec::LogSettings() const {
  DREY_ASSIGN_OR_RETURN(ClientConfiguration client, ConfigureAdmin(*plan_));
  return std::move(client.settings);
}

absl::StatusOr<std::unique_ptr<Source>> KafkaSourceSpec::Open(ConnectorEnvironment& environment,
                                                              const std::optional<SourcePosition>& resume) const {
  DREY_ASSIGN_OR_RETURN(ClientConfiguration consumer, ConfigureConsumer(*plan_));
  DREY_ASSIGN_OR_RETURN(const ClientConfiguration admin_client, ConfigureAdmin(*plan_));
  DREY_RETURN_IF_ERROR(CheckReadyToOpen(*plan_, consumer, environment));
  if (consumer.group_id.empty()) consumer.group_id = environment.group;

  DREY_ASSIGN_OR_RETURN(std::unique_ptr<KafkaRecordDecoder> decoder, KafkaRecordDecoder::Create(plan_));
  // Flink asks for offsets with its admin client, which knows nothing of the consumer's isolation level.
  DREY_ASSIGN_OR_RETURN(std::unique_ptr<LogAdmin> admin, environment.log->OpenAdmin({.settings = admin_client.settings}));
  const ReaderOptions options = {.settings = consumer.settings,
                                 .isolation_level = consumer.isolation_level,
                                 .offset_reset = ResetOf(*plan_),
                                 .bounded = bounded(),
                                 .group_id = consumer.group_id};
  DREY_ASSIGN_OR_RETURN(std::unique_ptr<LogReader> reader, environment.log->OpenReader(options));
  auto source = std::make_unique<KafkaSource>(plan_, environment, consumer, std::move(admin), std::move(reader), std::move(decoder));
  DREY_RETURN_IF_ERROR(source->Start(resume));
  return std::unique_ptr<Source>(std::move(source));
}

}  // namespace drey
