// Which partitions and offsets the file of a local topic holds, as far as its whole lines go.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "runtime/log/local/envelope.h"
#include "runtime/log/local/line_reader.h"
#include "runtime/log/record_log.h"

namespace drey {

// Of a local topic.
inline constexpr int32_t kMostPartitions = 100000;

// The partitions of a topic and where their next record goes: gives the lines that name no partition or offset theirs, and refuses what
// contradicts the lines before. A new one knows nothing; lines are shown to it in the order of the file.
class OffsetAssigner {
 public:
  struct Partition {
    int64_t beginning = 0;
    int64_t next = 0;
    bool has_records = false;
  };

  // `partition_count` of 0: as many as the lines name.
  explicit OffsetAssigner(int32_t partition_count = 0);

  // The partition and offset of the line's record.
  bool Assign(const Envelope& line, int32_t& partition, int64_t& offset, EnvelopeError& error);
  // The same for a line whose fields are known.
  bool Assign(int32_t partition, int64_t offset, EnvelopeError& error);

  int32_t partition_count() const { return static_cast<int32_t>(partitions_.size()); }
  const std::vector<Partition>& partitions() const { return partitions_; }
  int64_t NextOffset(int32_t partition) const;

 private:
  bool fixed_count_;
  std::vector<Partition> partitions_;
};

// A line that names a topic names that of its file.
bool CheckTopic(const Envelope& envelope, std::string_view topic, EnvelopeError& error);

// "PATH:LINE:COLUMN: MESSAGE".
absl::Status LineError(std::string_view path, const LineReader::Line& line, const EnvelopeError& error);

// The partition and offset at the beginning of a line in the usual form, read without looking at the rest of it.
class LinePrefix {
 public:
  explicit LinePrefix(std::string_view topic);
  bool Read(std::string_view line, int32_t& partition, int64_t& offset) const;

 private:
  std::string prefix_;
};

class TopicIndex {
 public:
  // `fixed_partition_count` of 0: as many as the lines name, at least one.
  TopicIndex(std::string topic, std::string path, int32_t fixed_partition_count);

  // Takes in the whole lines that have come since, up to byte `limit` of the file; begins anew when the file was cut or replaced.
  absl::Status Refresh(int64_t limit = INT64_MAX);

  int32_t partition_count() const { return assigner_.partition_count(); }
  const OffsetAssigner& offsets() const { return assigner_; }
  // Behind the last whole line.
  int64_t length() const { return length_; }
  // The whole of the file, an unfinished last line included.
  int64_t file_length() const { return file_length_; }

 private:
  absl::Status TakeLines(int64_t limit);
  absl::Status TakeLine(const LineReader::Line& line);

  std::string topic_;
  std::string path_;
  int32_t fixed_partition_count_;
  LinePrefix prefix_;
  OffsetAssigner assigner_;
  std::optional<LineReader> reader_;
  FileIdentity identity_;
  Arena arena_;
  int64_t length_ = 0;
  int64_t file_length_ = 0;
};

}  // namespace drey
