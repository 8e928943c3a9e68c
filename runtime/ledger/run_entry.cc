#include "runtime/ledger/run_entry.h"

#include <algorithm>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "runtime/log/local/envelope.h"
#include "runtime/log/local/json_cursor.h"
#include "runtime/log/log_errors.h"

namespace drey {
namespace {

class EntryParser {
 public:
  explicit EntryParser(std::string_view text) : cursor_(text, arena_) {}

  bool Parse(RunEntry& entry) {
    return cursor_.ReadObject([&](std::string_view name) { return ReadMember(name, entry); }) && cursor_.ExpectEnd();
  }
  const JsonCursor& cursor() const { return cursor_; }

 private:
  bool ReadMember(std::string_view name, RunEntry& entry) {
    const std::map<std::string_view, std::string*> texts = {{"group", &entry.group},     {"run", &entry.run},
                                                            {"job", &entry.job},         {"fingerprint", &entry.fingerprint},
                                                            {"outcome", &entry.outcome}, {"message", &entry.message}};
    const std::map<std::string_view, int64_t*> numbers = {{"start", &entry.start},
                                                          {"end", &entry.end},
                                                          {"records_in", &entry.records_in},
                                                          {"records_out", &entry.records_out},
                                                          {"records_skipped", &entry.records_skipped}};
    if (const auto text = texts.find(name); text != texts.end()) return ReadText(*text->second);
    if (const auto number = numbers.find(name); number != numbers.end()) return cursor_.ReadInteger(*number->second);
    if (name == "overrides") return ReadOverrides(entry);
    if (name == "positions") return cursor_.ReadObject([&](std::string_view topic) { return ReadTopic(std::string(topic), entry); });
    return cursor_.Fail(Concat("unknown field '", name, "'"));
  }

  bool ReadText(std::string& out) {
    std::string_view text;
    if (!cursor_.ReadString(text)) return false;
    out = text;
    return true;
  }

  bool ReadOverrides(RunEntry& entry) {
    if (!cursor_.Expect('[')) return false;
    if (cursor_.Take(']')) return true;
    do {
      if (!ReadText(entry.overrides.emplace_back())) return false;
    } while (cursor_.Take(','));
    return cursor_.Expect(']');
  }

  bool ReadTopic(const std::string& topic, RunEntry& entry) {
    return cursor_.ReadObject([&](std::string_view number) {
      TopicPartition id{topic};
      if (!cursor_.ParseNumber(number, id.partition)) return false;
      RunEntry::Range& range = entry.positions[id];
      return cursor_.Expect('[') && cursor_.ReadInteger(range.from) && cursor_.Expect(',') && cursor_.ReadInteger(range.to) &&
             cursor_.Expect(']');
    });
  }

  Arena arena_;
  JsonCursor cursor_;
};

void AppendText(std::string_view name, std::string_view text, std::string& out) {
  Append(out, "\"", name, "\":");
  AppendJsonString(text, out);
  out += ',';
}

void AppendPositions(const std::map<TopicPartition, RunEntry::Range>& positions, std::string& out) {
  out += '{';
  std::string_view topic;
  for (const auto& [id, range] : positions) {
    const bool same = topic == id.topic;
    if (!same) {
      out += topic.empty() ? "" : "},";
      AppendJsonString(id.topic, out);
      out += ":{";
      topic = id.topic;
    }
    Append(out, same ? "," : "", "\"", id.partition, "\":[", range.from, ",", range.to, "]");
  }
  out += topic.empty() ? "}" : "}}";
}

}  // namespace

std::string ToJson(const RunEntry& entry) {
  std::string out = "{";
  AppendText("group", entry.group, out);
  AppendText("run", entry.run, out);
  AppendText("job", entry.job, out);
  AppendText("fingerprint", entry.fingerprint, out);
  out += "\"overrides\":[";
  for (size_t i = 0; i < entry.overrides.size(); ++i) {
    if (i > 0) out += ',';
    AppendJsonString(entry.overrides[i], out);
  }
  Append(out, "],\"start\":", entry.start, ",\"end\":", entry.end, ",");
  AppendText("outcome", entry.outcome, out);
  if (!entry.message.empty()) AppendText("message", entry.message, out);
  Append(out, "\"records_in\":", entry.records_in, ",\"records_out\":", entry.records_out, ",\"records_skipped\":", entry.records_skipped,
         ",\"positions\":");
  AppendPositions(entry.positions, out);
  out += '}';
  return out;
}

absl::StatusOr<RunEntry> ParseRunEntry(std::string_view json, std::string_view place) {
  RunEntry entry;
  EntryParser parser(json);
  if (parser.Parse(entry)) return entry;
  return UnavailableError(Concat(place, " is not an entry of the ledger: ", parser.cursor().message()),
                          "only drey writes there; without the topic of the ledger the runs go on, since the group's offsets are kept "
                          "elsewhere");
}

std::vector<RunEntry> MergeSubtasks(const std::vector<RunEntry>& entries) {
  std::vector<RunEntry> runs;
  std::map<std::string, size_t> places;
  for (const RunEntry& entry : entries) {
    const std::string name = entry.run.substr(0, entry.run.find('/'));
    const auto [place, added] = places.emplace(name, runs.size());
    if (added) {
      runs.push_back(entry);
      runs.back().run = name;
      continue;
    }
    RunEntry& run = runs[place->second];
    run.end = std::max(run.end, entry.end);
    run.records_in += entry.records_in;
    run.records_out += entry.records_out;
    run.records_skipped += entry.records_skipped;
    run.positions.insert(entry.positions.begin(), entry.positions.end());
    // What is worst: a subtask that failed or died is the run's.
    for (const std::string_view worst : {"failed", "running", "stopped"}) {
      if (run.outcome == worst) break;
      if (entry.outcome != worst) continue;
      run.outcome = entry.outcome;
      run.message = entry.message;
      break;
    }
  }
  return runs;
}

std::vector<std::string> FindGapsAndOverlaps(const std::vector<RunEntry>& entries) {
  std::vector<std::string> found;
  std::map<TopicPartition, const RunEntry*> last;
  for (const RunEntry& entry : entries) {
    for (const auto& [id, range] : entry.positions) {
      const RunEntry*& before = last[id];
      if (before != nullptr) {
        const int64_t expected = before->positions.at(id).to;
        if (range.from != expected) {
          const bool gap = range.from > expected;
          found.push_back(Concat(gap ? "gap" : "overlap", " in ", ToString(id), ": run ", before->run, " ended at offset ", expected,
                                 ", run ", entry.run, " began at ", range.from));
        }
      }
      before = &entry;
    }
  }
  return found;
}

}  // namespace drey
