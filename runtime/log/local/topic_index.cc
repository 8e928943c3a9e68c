#include "runtime/log/local/topic_index.h"

#include <fcntl.h>

#include <algorithm>
#include <charconv>

#include "engine/base/text.h"

namespace drey {
namespace {


size_t CodePoints(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

OffsetAssigner::OffsetAssigner(int32_t partition_count) : fixed_count_(partition_count > 0) {
  partitions_.resize(static_cast<size_t>(std::max(partition_count, 1)));
}

int64_t OffsetAssigner::NextOffset(int32_t partition) const {
  const auto index = static_cast<size_t>(partition);
  return index < partitions_.size() ? partitions_[index].next : 0;
}

bool OffsetAssigner::Assign(int32_t partition, int64_t offset, EnvelopeError& error) {
  const auto index = static_cast<size_t>(partition);
  if (index >= partitions_.size()) {
    if (fixed_count_ || partition >= kMostPartitions) {
      error.message = Concat("partition ", partition, " does not exist: the topic has ", partitions_.size());
      if (fixed_count_) error.hint = "partitions= in the .properties file beside it says how many there are";
      return false;
    }
    partitions_.resize(index + 1);
  }
  Partition& known = partitions_[index];
  if (offset < known.next) {
    error.message = Concat("offset ", offset, " of partition ", partition, " comes after offset ", known.next - 1);
    error.hint = "offsets of a partition rise from line to line";
    return false;
  }
  if (!known.has_records) known.beginning = offset;
  known.has_records = true;
  known.next = offset + 1;
  return true;
}

bool OffsetAssigner::Assign(const Envelope& line, int32_t& partition, int64_t& offset, EnvelopeError& error) {
  partition = line.partition.value_or(0);
  offset = line.offset.value_or(NextOffset(partition));
  return Assign(partition, offset, error);
}

bool CheckTopic(const Envelope& envelope, std::string_view topic, EnvelopeError& error) {
  if (!envelope.topic.has_value() || *envelope.topic == topic) return true;
  error.message = Concat("the line is of topic '", *envelope.topic, "', the file of topic '", topic, "'");
  return false;
}

absl::Status LineError(std::string_view path, const LineReader::Line& line, const EnvelopeError& error) {
  const size_t column = CodePoints(line.text.substr(0, error.position)) + 1;
  return UnavailableError(Concat(path, ":", line.number, ":", column, ": ", error.message), error.hint);
}

LinePrefix::LinePrefix(std::string_view topic) {
  prefix_ = "{\"topic\":";
  AppendJsonString(topic, prefix_);
  prefix_ += ",\"partition\":";
}

bool LinePrefix::Read(std::string_view line, int32_t& partition, int64_t& offset) const {
  constexpr std::string_view kOffset = ",\"offset\":";
  if (!line.starts_with(prefix_) || line.back() != '}') return false;
  const char* const end = line.data() + line.size();
  const auto number = std::from_chars(line.data() + prefix_.size(), end, partition);
  if (number.ec != std::errc() || partition < 0) return false;
  const std::string_view rest(number.ptr, static_cast<size_t>(end - number.ptr));
  if (!rest.starts_with(kOffset)) return false;
  const auto offset_end = std::from_chars(rest.data() + kOffset.size(), end, offset);
  return offset_end.ec == std::errc() && offset >= 0 && *offset_end.ptr == ',';
}

TopicIndex::TopicIndex(std::string topic, std::string path, int32_t fixed_partition_count)
    : topic_(std::move(topic)),
      path_(std::move(path)),
      fixed_partition_count_(fixed_partition_count),
      prefix_(topic_),
      assigner_(fixed_partition_count) {}

absl::Status TopicIndex::Refresh(int64_t limit) {
  DREY_ASSIGN_OR_RETURN(const FileDescriptor file, OpenFile(path_, O_RDONLY));
  DREY_ASSIGN_OR_RETURN(const FileIdentity identity, IdentityOf(file, path_));
  DREY_ASSIGN_OR_RETURN(file_length_, FileLength(file, path_));
  if (file_length_ < length_ || identity != identity_) reader_.reset();
  if (!reader_.has_value()) {
    DREY_ASSIGN_OR_RETURN(LineReader reader, LineReader::Open(path_));
    reader_.emplace(std::move(reader));
    assigner_ = OffsetAssigner(fixed_partition_count_);
    identity_ = identity;
    length_ = 0;
  }
  const absl::Status taken = TakeLines(limit);
  if (!taken.ok()) reader_.reset();
  file_length_ = std::max(file_length_, length_);
  return taken;
}

absl::Status TopicIndex::TakeLines(int64_t limit) {
  while (true) {
    DREY_ASSIGN_OR_RETURN(const std::optional<LineReader::Line> line, reader_->Next(limit));
    if (!line.has_value()) return absl::OkStatus();
    DREY_RETURN_IF_ERROR(TakeLine(*line));
  }
}

absl::Status TopicIndex::TakeLine(const LineReader::Line& line) {
  int32_t partition = 0;
  int64_t offset = 0;
  EnvelopeError error;
  if (prefix_.Read(line.text, partition, offset)) {
    if (!assigner_.Assign(partition, offset, error)) return LineError(path_, line, error);
  } else {
    Envelope envelope;
    arena_.Reset();
    if (!ParseEnvelope(line.text, arena_, envelope, error)) return LineError(path_, line, error);
    if (!CheckTopic(envelope, topic_, error)) return LineError(path_, line, error);
    if (!assigner_.Assign(envelope, partition, offset, error)) return LineError(path_, line, error);
  }
  length_ = line.end;
  return absl::OkStatus();
}

}  // namespace drey
