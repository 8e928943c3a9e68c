#include "runtime/testing/input_copy.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/connectors/kafka/kafka_clients.h"
#include "runtime/connectors/kafka/kafka_offsets.h"
#include "runtime/connectors/kafka/kafka_sink.h"
#include "runtime/connectors/kafka/kafka_source.h"

namespace drey {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);

absl::Time Deadline() { return absl::Now() + kTimeout; }

MemoryRecord CopyOf(const RecordView& record) {
  MemoryRecord copy{.topic = std::string(record.topic), .partition = record.partition, .offset = record.offset};
  if (record.key) copy.key = std::string(*record.key);
  if (record.value) copy.value = std::string(*record.value);
  copy.timestamp = record.timestamp;
  copy.timestamp_type = record.timestamp_type;
  for (const RecordHeader& header : record.headers) {
    MemoryRecord::Header& added = copy.headers.emplace_back();
    added.key = std::string(header.key);
    if (header.value) added.value = std::string(*header.value);
  }
  return copy;
}

class InputCopier {
 public:
  InputCopier(RecordLog& log, bool needs_servers, const InputSelection& selection)
      : log_(log), needs_servers_(needs_servers), selection_(selection) {
    copy_.log = std::make_shared<MemoryLog>();
  }

  absl::StatusOr<InputCopy> Copy(std::span<const JobGraph* const> graphs, size_t* failed_graph) {
    for (size_t i = 0; i < graphs.size(); ++i) {
      if (failed_graph != nullptr) *failed_graph = i;
      DREY_RETURN_IF_ERROR(CopyTopicsOf(*graphs[i]));
    }
    if (failed_graph != nullptr) *failed_graph = 0;
    if (selection_.partition && !found_partition_) {
      return InvalidError(Concat("the job does not read partition ", selection_.partition->partition, " of the topic '",
                                 selection_.partition->topic, "'"));
    }
    return std::move(copy_);
  }

 private:
  absl::Status CopyTopicsOf(const JobGraph& graph) {
    for (const Pipeline& pipeline : graph.pipelines) {
      if (const auto* source = dynamic_cast<const KafkaSourceSpec*>(pipeline.source.spec.get())) {
        DREY_RETURN_IF_ERROR(CopySource(source->plan()));
      }
    }
    for (const Pipeline& pipeline : graph.pipelines) {
      if (const auto* sink = dynamic_cast<const KafkaSinkSpec*>(pipeline.sink.spec.get())) {
        DREY_RETURN_IF_ERROR(CopyPartitionCounts(sink->plan()));
      }
    }
    return absl::OkStatus();
  }

  absl::Status CopySource(const KafkaSourcePlan& plan) {
    DREY_ASSIGN_OR_RETURN(const ClientConfiguration consumer, ConfigureConsumer(plan));
    ConnectorEnvironment environment;
    environment.needs_servers = needs_servers_;
    environment.version = plan.version;
    DREY_RETURN_IF_ERROR(CheckReadyToOpen(plan, consumer, environment));
    const ReaderOptions options = {.settings = consumer.settings,
                                   .isolation_level = consumer.isolation_level,
                                   .offset_reset = OffsetReset::kEarliest,
                                   .bounded = true};
    DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogReader> reader, log_.OpenReader(options));
    DREY_ASSIGN_OR_RETURN(std::vector<TopicPartition> partitions, ListSubscribedPartitions(plan, reader->admin(), Deadline()));
    for (const TopicPartition& partition : partitions) {
      int32_t& count = copy_.partition_counts[partition.topic];
      count = std::max(count, partition.partition + 1);
      copy_.log->SetPartitionCount(partition.topic, count);
    }
    // A topic that several tables read is copied once.
    std::erase_if(partitions, [this](const TopicPartition& partition) {
      const bool wanted = !selection_.partition || *selection_.partition == partition;
      found_partition_ |= wanted && selection_.partition.has_value();
      return !wanted || !copied_.insert(partition).second;
    });
    if (partitions.empty()) return absl::OkStatus();
    return CopyPartitions(*reader, partitions);
  }

  absl::Status CopyPartitions(LogReader& reader, const std::vector<TopicPartition>& partitions) {
    DREY_ASSIGN_OR_RETURN(PartitionOffsets begins, reader.admin().BeginningOffsets(partitions, Deadline()));
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets ends, reader.admin().EndOffsets(partitions, Deadline()));
    if (selection_.from_timestamp) {
      DREY_ASSIGN_OR_RETURN(const PartitionOffsets offsets,
                            reader.admin().OffsetsForTimestamp(partitions, *selection_.from_timestamp, Deadline()));
      for (auto& [partition, begin] : begins) {
        const auto found = offsets.find(partition);
        begin = found == offsets.end() ? ends.at(partition) : found->second;
      }
    }
    std::vector<PartitionAssignment> assignments;
    for (const auto& [partition, begin] : begins) {
      const int64_t end = ends.at(partition);
      if (selection_.partition && selection_.offset >= end) return NoSuchRecord(end);
      assignments.push_back({partition, std::max(begin, selection_.partition ? selection_.offset : 0), end});
    }
    DREY_RETURN_IF_ERROR(reader.Assign(assignments));
    while (!reader.Finished() && !copy_.is_cut) {
      DREY_ASSIGN_OR_RETURN(const RecordBatch batch, reader.Poll(Deadline(), {}));
      for (const RecordView& record : batch.records) TakeRecord(record);
    }
    return absl::OkStatus();
  }

  absl::Status NoSuchRecord(int64_t end) const {
    const TopicPartition& partition = *selection_.partition;
    return InvalidError(Concat("there is no record at ", partition.topic, ":", partition.partition, ":", selection_.offset), {},
                        end == 0 ? "the partition is empty" : Concat("the last offset of the partition is ", end - 1));
  }

  void TakeRecord(const RecordView& record) {
    if (selection_.until_timestamp && record.timestamp >= *selection_.until_timestamp) return;
    if (copy_.records == selection_.most_records) {
      copy_.is_cut = true;
      return;
    }
    copy_.log->Append(CopyOf(record));
    ++copy_.records;
  }

  // A topic that is not there yet has one partition.
  absl::Status CopyPartitionCounts(const KafkaSinkPlan& plan) {
    if (!plan.options.topics) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const ClientConfiguration producer, ConfigureProducer(plan));
    DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogAdmin> admin, log_.OpenAdmin({.settings = producer.settings}));
    DREY_ASSIGN_OR_RETURN(const std::vector<TopicDescription> topics, admin->ListTopics(Deadline()));
    for (const std::string& name : *plan.options.topics) {
      int32_t count = 1;
      if (std::any_of(topics.begin(), topics.end(), [&](const TopicDescription& topic) { return topic.name == name; })) {
        DREY_ASSIGN_OR_RETURN(const TopicDescription there, admin->DescribeTopic(name, Deadline()));
        count = there.partition_count;
      }
      copy_.log->SetPartitionCount(name, count);
      copy_.output_partition_counts[name] = count;
    }
    return absl::OkStatus();
  }

  RecordLog& log_;
  bool needs_servers_;
  const InputSelection& selection_;
  InputCopy copy_;
  std::set<TopicPartition> copied_;
  bool found_partition_ = false;
};

}  // namespace

absl::StatusOr<InputCopy> CopyInput(std::span<const JobGraph* const> graphs, RecordLog& log, bool needs_servers,
                                    const InputSelection& selection, size_t* failed_graph) {
  return InputCopier(log, needs_servers, selection).Copy(graphs, failed_graph);
}

absl::StatusOr<InputCopy> CopyInput(const JobGraph& graph, RecordLog& log, bool needs_servers, const InputSelection& selection) {
  const JobGraph* const graphs[] = {&graph};
  return CopyInput(graphs, log, needs_servers, selection);
}

std::vector<std::optional<SourcePosition>> FromTheBeginning(const JobGraph& graph) {
  return std::vector<std::optional<SourcePosition>>(graph.pipelines.size(), SourcePosition());
}

}  // namespace drey
