// The partitions that a reader reads, with their positions and ends: the bookkeeping that all LogReaders share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>

#include "runtime/log/record_log.h"

namespace drey {

class AssignedPartitions {
 public:
  struct Partition {
    TopicPartition id;
    int64_t end_offset = kNoEndOffset;
    int64_t* position = nullptr;  // in Positions()

    bool finished() const { return *position >= end_offset; }
    // Moves the position forward to `next`, but not over the end.
    void Advance(int64_t next) { *position = std::max(*position, std::min(next, end_offset)); }
  };
  using Map = std::map<TopicPartition, Partition>;

  // The entry stays where it is until Unassign.
  Partition& Assign(const PartitionAssignment& assignment) {
    Partition& partition = partitions_[assignment.partition];
    int64_t& position = positions_[assignment.partition];
    position = assignment.offset;
    partition = {assignment.partition, assignment.end_offset, &position};
    return partition;
  }

  void Unassign(const TopicPartition& id) {
    partitions_.erase(id);
    positions_.erase(id);
  }

  // Null when it is not assigned.
  Partition* Find(const TopicPartition& id) {
    const auto found = partitions_.find(id);
    return found == partitions_.end() ? nullptr : &found->second;
  }

  bool Finished() const {
    return std::all_of(partitions_.begin(), partitions_.end(), [](const auto& entry) { return entry.second.finished(); });
  }

  const PartitionOffsets& Positions() const { return positions_; }
  Map& partitions() { return partitions_; }
  const Map& partitions() const { return partitions_; }

 private:
  Map partitions_;
  PartitionOffsets positions_;
};

}  // namespace drey
