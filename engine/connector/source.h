// Where rows come from while a job runs, and what a plan knows about it before.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "engine/types/logical_type.h"
#include "engine/types/row_batch.h"
#include "engine/types/row_kind.h"

namespace drey {

// What the runtime lends to connectors when it opens them; defined by the runtime, never seen inside the engine.
class ConnectorEnvironment;

// How far a source has read: the next offset of each partition. Ordered, so that its text is stable.
struct SourcePosition {
  std::map<std::pair<std::string, int32_t>, int64_t> next_offsets = {};
  friend bool operator==(const SourcePosition&, const SourcePosition&) = default;
};

// Metadata that a connector or its format can read or write.
struct MetadataColumn {
  std::string key;
  LogicalType type;
};

// What a source has read since it was opened.
struct SourceStatistics {
  int64_t records = 0;
  int64_t bytes = 0;  // of keys and values
  // Records known to be left before the end (bounded) or behind the newest (unbounded); -1 where unknown.
  int64_t pending = -1;
  // Of the last record that has a timestamp: how old it was when it was fetched, and when its row was handed on.
  std::optional<absl::Duration> fetch_event_time_lag = {};
  std::optional<absl::Duration> emit_event_time_lag = {};
};

// An open source. Used by one thread at a time.
class Source {
 public:
  virtual ~Source() = default;

  enum class PollResult : uint8_t {
    kRows,  // the batch may hold rows; more may follow
    kIdle,  // nothing arrived before the deadline
    kEnd,   // bounded and read to its end; the batch may hold the last rows
  };
  // Appends rows of the scan's schema to `out`, which is empty and as wide as the schema. Returns at the latest at the deadline. A record
  // that cannot be decoded becomes a row with an error.
  virtual absl::StatusOr<PollResult> Poll(absl::Time deadline, RowBatch& out) = 0;

  // Behind everything polled so far.
  virtual SourcePosition Position() const = 0;
  // Tells the log that everything before `position` is done with (Kafka: commits the offsets of the group). May do nothing.
  virtual absl::Status Commit(const SourcePosition& position) = 0;
  virtual SourceStatistics Statistics() const { return {}; }
};

// A validated source of a plan: immutable, made by a TableFactory. Its rows have the physical columns of the table, then the metadata of
// the factory's request.
class SourceSpec {
 public:
  virtual ~SourceSpec() = default;
  virtual bool bounded() const = 0;
  // Where a source ends that has no end of its own and was asked for one; what gives the table an end: both for messages.
  virtual std::string_view requested_end() const { return "the offsets seen at start"; }
  virtual std::string_view bounding_hint() const {
    return "'scan.bounded.mode' = 'latest-offset' ends the source at the offsets seen at start";
  }
  virtual ChangelogMode changelog_mode() const = 0;
  // False where its rows differ from run to run.
  virtual bool deterministic() const { return true; }
  // True when several subtasks share what there is to read among them; else the first one reads everything.
  virtual bool splittable() const { return false; }
  // See DecodingFormat.
  virtual bool drops_failures_of_query() const { return false; }
  // The group that the table's options name for its positions; empty: none.
  virtual std::string group_id() const { return {}; }
  // By which the runtime reaches the same log for its own records (ClientSettings of runtime/log); empty: it needs none, or there is no log.
  virtual absl::StatusOr<std::vector<std::pair<std::string, std::string>>> LogSettings() const {
    return std::vector<std::pair<std::string, std::string>>();
  }
  // Lines for explain: "key: value".
  virtual std::vector<std::pair<std::string, std::string>> Describe() const = 0;
  // Starts at `resume` where given, else where the options say.
  virtual absl::StatusOr<std::unique_ptr<Source>> Open(ConnectorEnvironment& environment,
                                                       const std::optional<SourcePosition>& resume) const = 0;
};

}  // namespace drey
