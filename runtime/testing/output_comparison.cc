#include "runtime/testing/output_comparison.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/job/job_runner.h"
#include "runtime/testing/content.h"

namespace drey {
namespace {

// More pairs of records than this are not looked at all ways: the first is compared with the first.
constexpr size_t kMostPairs = 1'000'000;

constexpr ComparisonRules kRules = {.bytes_count = true};

// Where the input of each partition ends.
using InputEnds = std::map<std::pair<std::string, int32_t>, int64_t>;

std::shared_ptr<MemoryLog> CopyTopics(const InputCopy& input, absl::Time now, InputEnds& ends) {
  MemoryLogOptions options;
  options.clock = [milliseconds = absl::ToUnixMillis(now)] { return milliseconds; };
  auto log = std::make_shared<MemoryLog>(std::move(options));
  for (const auto& [topic, count] : input.output_partition_counts) log->SetPartitionCount(topic, count);
  for (const auto& [topic, count] : input.partition_counts) {
    log->SetPartitionCount(topic, count);
    for (MemoryRecord& record : input.log->CommittedRecords(topic)) {
      int64_t& end = ends[{topic, record.partition}];
      end = std::max(end, record.offset + 1);
      log->Append(std::move(record));
    }
  }
  return log;
}

absl::StatusOr<std::map<std::string, std::vector<MemoryRecord>>> ReadOutput(MemoryLog& log, const InputEnds& ends) {
  std::map<std::string, std::vector<MemoryRecord>> topics;
  DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogAdmin> admin, log.OpenAdmin({}));
  DREY_ASSIGN_OR_RETURN(const std::vector<TopicDescription> all, admin->ListTopics(absl::InfiniteFuture()));
  for (const TopicDescription& topic : all) {
    std::vector<MemoryRecord> records = log.CommittedRecords(topic.name);
    std::erase_if(records, [&](const MemoryRecord& record) {
      const auto end = ends.find({topic.name, record.partition});
      return end != ends.end() && record.offset < end->second;
    });
    if (!records.empty()) topics[topic.name] = std::move(records);
  }
  return topics;
}

auto Fields(const MemoryRecord& record) { return std::tie(record.partition, record.key, record.value, record.timestamp); }

bool SameRecord(const MemoryRecord& a, const MemoryRecord& b) { return Fields(a) == Fields(b) && a.headers == b.headers; }

ExpectedBytes ExpectBytes(const std::optional<std::string>& bytes) {
  if (!bytes) return {.kind = ExpectedBytes::Kind::kNull};
  std::optional<Content> content = ParseContent(*bytes);
  if (!content) return {.kind = ExpectedBytes::Kind::kBytes, .bytes = *bytes};
  return {.kind = ExpectedBytes::Kind::kContent, .bytes = *bytes, .content = *std::move(content)};
}

ExpectedRecord Expect(const MemoryRecord& record) {
  return {.key = ExpectBytes(record.key),
          .value = ExpectBytes(record.value),
          .headers = record.headers,
          .timestamp = record.timestamp,
          .partition = record.partition};
}

// Two lists of records that are to be aligned.
struct Lists {
  std::vector<MemoryRecord> before = {};
  std::vector<MemoryRecord> after = {};
};

class TopicComparer {
 public:
  explicit TopicComparer(std::string topic) { changes_.topic = std::move(topic); }

  TopicChanges Compare(std::vector<MemoryRecord> before, std::vector<MemoryRecord> after) {
    std::map<std::string, Lists> by_key;
    Lists without_key;
    for (MemoryRecord& record : before) (record.key ? by_key[*record.key] : without_key).before.push_back(std::move(record));
    for (MemoryRecord& record : after) (record.key ? by_key[*record.key] : without_key).after.push_back(std::move(record));
    for (auto& [key, lists] : by_key) {
      TakeSameEnds(lists);
      Align(std::move(lists));
    }
    TakeSameRecords(without_key);
    Align(std::move(without_key));
    return std::move(changes_);
  }

 private:
  // Records that both lists begin with, and end with.
  void TakeSameEnds(Lists& lists) {
    auto& [before, after] = lists;
    size_t begin = 0;
    const size_t shorter = std::min(before.size(), after.size());
    while (begin < shorter && SameRecord(before[begin], after[begin])) ++begin;
    size_t end = 0;
    while (begin + end < shorter && SameRecord(before[before.size() - 1 - end], after[after.size() - 1 - end])) ++end;
    changes_.same += begin + end;
    for (std::vector<MemoryRecord>* list : {&before, &after}) {
      list->erase(list->end() - static_cast<ptrdiff_t>(end), list->end());
      list->erase(list->begin(), list->begin() + static_cast<ptrdiff_t>(begin));
    }
  }

  // Records that are in both lists, wherever.
  void TakeSameRecords(Lists& lists) {
    std::map<Contents, std::vector<size_t>> places;
    std::vector<bool> taken(lists.after.size(), false);
    for (size_t i = lists.after.size(); i-- > 0;) places[ContentsOf(lists.after[i])].push_back(i);
    std::erase_if(lists.before, [&](const MemoryRecord& record) {
      std::vector<size_t>& candidates = places[ContentsOf(record)];
      const auto found = std::find_if(candidates.rbegin(), candidates.rend(),
                                      [&](size_t i) { return lists.after[i].headers == record.headers; });
      if (found == candidates.rend()) return false;
      taken[*found] = true;
      candidates.erase(std::next(found).base());
      ++changes_.same;
      return true;
    });
    size_t i = 0;
    std::erase_if(lists.after, [&](const MemoryRecord&) { return taken[i++]; });
  }

  // Without the headers, which have no order.
  using Contents = std::tuple<int32_t, std::optional<std::string>, int64_t>;
  static Contents ContentsOf(const MemoryRecord& record) { return {record.partition, record.value, record.timestamp}; }

  // Those that have no partner of the same content become changes.
  void Align(Lists lists) {
    if (lists.before.size() * lists.after.size() <= kMostPairs) return AddDifferences(std::move(lists));
    const size_t pairs = std::min(lists.before.size(), lists.after.size());
    for (size_t i = 0; i < pairs; ++i) AddDifferences({{lists.before[i]}, {lists.after[i]}});
    for (size_t i = pairs; i < lists.before.size(); ++i) AddDifferences({{lists.before[i]}, {}});
    for (size_t i = pairs; i < lists.after.size(); ++i) AddDifferences({{}, {lists.after[i]}});
  }

  void AddDifferences(Lists lists) {
    if (lists.before.empty() && lists.after.empty()) return;
    std::vector<ExpectedRecord> expected;
    for (const MemoryRecord& record : lists.before) expected.push_back(Expect(record));
    const TopicDifference difference = CompareRecords(changes_.topic, expected, lists.after, kRules);
    size_t without_partner = 0;
    for (const RecordDifference& record : difference.records) {
      if (record.expected) ++without_partner;
      changes_.changes.push_back({.kind = KindOf(record.kind),
                                  .before = record.expected ? std::optional(lists.before[*record.expected]) : std::nullopt,
                                  .after = record.actual ? std::optional(lists.after[*record.actual]) : std::nullopt,
                                  .fields = record.fields});
    }
    changes_.same += lists.before.size() - without_partner;
  }

  static RecordChange::Kind KindOf(RecordDifference::Kind kind) {
    switch (kind) {
      case RecordDifference::Kind::kMissing:
        return RecordChange::Kind::kRemoved;
      case RecordDifference::Kind::kExtra:
        return RecordChange::Kind::kAdded;
      case RecordDifference::Kind::kWrongOrder:
        return RecordChange::Kind::kMoved;
      case RecordDifference::Kind::kDifferent:
      case RecordDifference::Kind::kWrongPartition:
        break;
    }
    return RecordChange::Kind::kChanged;
  }

  TopicChanges changes_;
};

std::vector<MemoryRecord> RecordsOf(const JobOutput& output, const std::string& topic) {
  const auto found = output.topics.find(topic);
  return found == output.topics.end() ? std::vector<MemoryRecord>() : found->second;
}

}  // namespace

JobOutput RunOverCopy(const JobGraph& graph, const InputCopy& input, absl::Time now) {
  JobOutput output;
  std::vector<MemoryRecord> lines;
  InputEnds ends;
  const std::shared_ptr<MemoryLog> log = CopyTopics(input, now, ends);
  RunOptions options;
  options.log = log;
  options.log_needs_servers = false;
  options.resume = FromTheBeginning(graph);
  options.clock = [now] { return now; };
  options.paces_sources = false;
  options.print_line = [&](std::string_view line, bool) {
    lines.push_back({.topic = std::string(kPrintedLines), .offset = static_cast<int64_t>(lines.size()), .value = std::string(line)});
  };
  RunProgress progress;
  output.status = RunJob(graph, options, progress);
  absl::StatusOr<std::map<std::string, std::vector<MemoryRecord>>> topics = ReadOutput(*log, ends);
  if (topics.ok()) {
    output.topics = *std::move(topics);
  } else if (output.status.ok()) {
    output.status = topics.status();
  }
  if (!lines.empty()) output.topics[std::string(kPrintedLines)] = std::move(lines);
  return output;
}

std::vector<TopicChanges> CompareOutputs(const JobOutput& before, const JobOutput& after) {
  std::set<std::string> names;
  for (const JobOutput* output : {&before, &after}) {
    for (const auto& [name, records] : output->topics) names.insert(name);
  }
  std::vector<TopicChanges> changes;
  for (const std::string& name : names) changes.push_back(TopicComparer(name).Compare(RecordsOf(before, name), RecordsOf(after, name)));
  return changes;
}

}  // namespace drey
