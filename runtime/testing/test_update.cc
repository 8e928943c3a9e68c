#include "runtime/testing/test_update.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "engine/base/text.h"
#include "runtime/testing/expectation_edits.h"

namespace drey {
namespace {

// Why no text of the test's expectations can make it pass; empty where one may.
std::string CannotUpdate(const TestResult& result) {
  if (result.expected_error_missing) return result.error.ok() ? "no error came; take out 'error' to expect the output alone" : "";
  if (result.did_not_run) return "the test did not run";
  if (!result.error.ok()) return "the job failed, and the test expects no error";
  if (!result.variation.empty()) return Concat("the outcome is another one ", result.variation);
  if (!result.compiled->non_deterministic.empty()) {
    return Concat(Join(result.compiled->non_deterministic, ", "), " may differ from run to run");
  }
  return {};
}

// An insertion overlaps what it is inside of, and another one at its place.
bool Overlap(const TextEdit& a, const TextEdit& b) {
  if (a.begin == b.begin && a.end == b.end) return true;
  return a.begin < b.end && b.begin < a.end;
}

// A result that may be updated, by its position, and its edits.
struct Candidate {
  size_t result = 0;
  std::vector<TextEdit> edits = {};
};

// Candidates that change only together.
using Unit = std::vector<Candidate>;

bool SameYaml(const YamlNode& a, const YamlNode& b);

bool SameEntry(const YamlEntry& a, const YamlEntry& b) { return a.key == b.key && SameYaml(a.value, b.value); }

bool SameYaml(const YamlNode& a, const YamlNode& b) {
  return a.kind == b.kind && a.tag == b.tag && a.text == b.text && a.plain == b.plain &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), SameYaml) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(), SameEntry);
}

class FileUpdater {
 public:
  FileUpdater(const TestFile& file, std::string_view text, const std::vector<TestResult>& results, const TestRunnerOptions& options)
      : file_(file), text_(text), results_(results), options_(options), reasons_(results.size()) {}

  FileUpdate Update() {
    std::vector<Unit> units = Units();
    if (!units.empty()) {
      absl::StatusOr<YamlNode> before = ParseYaml(kNoSource, text_);
      if (before.ok()) {
        before_ = *std::move(before);
        Try(units);
      }
    }
    return {.text = Apply(Merged({})), .reasons = std::move(reasons_)};
  }

 private:
  std::vector<TextEdit> EditsOf(const Candidate& candidate, RecordPlacing placing) const {
    return ExpectationEdits(results_[candidate.result], text_, placing);
  }

  std::vector<Unit> Units() {
    std::vector<Candidate> candidates;
    for (size_t i = 0; i < results_.size(); ++i) {
      if (results_[i].passed) continue;
      reasons_[i] = CannotUpdate(results_[i]);
      if (!reasons_[i].empty()) continue;
      Candidate candidate{.result = i};
      candidate.edits = EditsOf(candidate, RecordPlacing::kAligned);
      candidates.push_back(std::move(candidate));
    }
    return Grouped(std::move(candidates));
  }

  // Those of one test, and those that write at one place.
  std::vector<Unit> Grouped(std::vector<Candidate> candidates) const {
    std::vector<size_t> group(candidates.size());
    std::iota(group.begin(), group.end(), 0);
    const auto root = [&group](size_t i) {
      while (group[i] != i) i = group[i] = group[group[i]];
      return i;
    };
    const auto join = [&](size_t a, size_t b) { group[std::max(root(a), root(b))] = std::min(root(a), root(b)); };
    std::map<const TestCase*, size_t> tests;
    std::vector<std::pair<TextEdit, size_t>> edits;
    for (size_t i = 0; i < candidates.size(); ++i) {
      join(i, tests.try_emplace(results_[candidates[i].result].test, i).first->second);
      for (const TextEdit& edit : candidates[i].edits) edits.emplace_back(edit, i);
    }
    std::sort(edits.begin(), edits.end());
    for (size_t i = 0, widest = 0; i < edits.size(); ++i) {
      if (Overlap(edits[widest].first, edits[i].first)) join(edits[widest].second, edits[i].second);
      if (edits[i].first.end >= edits[widest].first.end) widest = i;
    }
    std::map<size_t, Unit> units;
    for (size_t i = 0; i < candidates.size(); ++i) units[root(i)].push_back(std::move(candidates[i]));
    std::vector<Unit> grouped;
    for (auto& [first, unit] : units) grouped.push_back(std::move(unit));
    return grouped;
  }

  // All at once; where that fails, the halves, down to the units that can not be updated.
  void Try(std::span<Unit> units) {
    std::string reason = WhyNot(units);
    if (reason.empty()) {
      accepted_.insert(accepted_.end(), units.begin(), units.end());
      return;
    }
    if (units.size() > 1) {
      Try(units.first(units.size() / 2));
      Try(units.subspan(units.size() / 2));
      return;
    }
    Unit in_order = units.front();
    for (Candidate& candidate : in_order) candidate.edits = EditsOf(candidate, RecordPlacing::kInOrder);
    if (WhyNot({&in_order, 1}).empty()) {
      accepted_.push_back(std::move(in_order));
      return;
    }
    for (const Candidate& candidate : units.front()) reasons_[candidate.result] = reason;
  }

  // The edits of what is accepted and of `units`, each place once; nothing where two differ at one place.
  std::optional<std::vector<TextEdit>> Merged(std::span<const Unit> units, std::string* conflict = nullptr) const {
    std::vector<std::pair<TextEdit, size_t>> edits;
    for (const std::span<const Unit> some : {std::span<const Unit>(accepted_), units}) {
      for (const Unit& unit : some) {
        for (const Candidate& candidate : unit) {
          for (const TextEdit& edit : candidate.edits) edits.emplace_back(edit, candidate.result);
        }
      }
    }
    std::sort(edits.begin(), edits.end());
    std::vector<std::pair<TextEdit, size_t>> merged;
    for (auto& edit : edits) {
      if (!merged.empty() && merged.back().first == edit.first) continue;
      if (!merged.empty() && Overlap(merged.back().first, edit.first)) {
        if (conflict != nullptr) {
          *conflict = Concat("'", results_[merged.back().second].name, "' and '", results_[edit.second].name, "' come to different values at ",
                             PlaceOf(edit.first.begin));
        }
        return std::nullopt;
      }
      merged.push_back(std::move(edit));
    }
    std::vector<TextEdit> texts;
    for (auto& [edit, result] : merged) texts.push_back(std::move(edit));
    return texts;
  }

  std::string PlaceOf(uint32_t offset) const {
    const size_t line = static_cast<size_t>(std::count(text_.begin(), text_.begin() + offset, '\n')) + 1;
    return Concat("line ", line, " of the file");
  }

  std::string Apply(const std::optional<std::vector<TextEdit>>& edits) const {
    std::string out;
    size_t place = 0;
    for (const TextEdit& edit : *edits) {
      Append(out, text_.substr(place, edit.begin - place), edit.text);
      place = edit.end;
    }
    return out + std::string(text_.substr(place));
  }

  // Why the units cannot be updated beside those that are accepted; empty where they can.
  std::string WhyNot(std::span<const Unit> units) const {
    for (const Unit& unit : units) {
      const auto none = std::find_if(unit.begin(), unit.end(), [](const Candidate& candidate) { return candidate.edits.empty(); });
      if (none != unit.end()) return "what differs has no place of its own in the file";
    }
    std::string conflict;
    const auto edits = Merged(units, &conflict);
    if (!edits) return conflict;
    SourceMap sources;
    const SourceId source = sources.Add({.file = file_.path, .text = Apply(edits)});
    const absl::StatusOr<TestFile> file = ReadTestFile(source, sources);
    if (!file.ok()) return Concat("with what came there the file would be broken: ", MessageOf(file.status()));
    const absl::StatusOr<YamlNode> after = ParseYaml(source, sources.Get(source).text);
    if (!after.ok()) return std::string(MessageOf(after.status()));
    std::string other = ChangedBeside(*after, units);
    if (!other.empty()) return Concat("the same place of the file, by an alias, is part of ", other);
    return WhichFails(*file, sources, units);
  }

  // Of each test of the units, the tables whose rows it expects.
  std::map<std::string, std::set<std::string>> TestsOf(std::span<const Unit> units) const {
    std::map<std::string, std::set<std::string>> tests;
    for (const std::span<const Unit> some : {std::span<const Unit>(accepted_), units}) {
      for (const Unit& unit : some) {
        for (const Candidate& candidate : unit) {
          const TestResult& result = results_[candidate.result];
          std::set<std::string>& tables = tests[result.test->name];
          if (result.expected_rows == nullptr) continue;
          for (const auto& rows : *result.expected_rows) tables.insert(TableOfRowsTopic(rows.topic));
        }
      }
    }
    return tests;
  }

  // What says something else than before though it was not to change; empty where all is well.
  std::string ChangedBeside(const YamlNode& after, std::span<const Unit> units) const {
    const auto updated = TestsOf(units);
    for (const YamlEntry& entry : before_.entries) {
      const YamlNode* now = after.Find(entry.key);
      if (now == nullptr) return Concat("'", entry.key, "'");
      if (entry.key != "tests") {
        if (!SameYaml(entry.value, *now)) return Concat("'", entry.key, "'");
        continue;
      }
      if (entry.value.items.size() != now->items.size()) return "the list of tests";
      for (size_t i = 0; i < now->items.size(); ++i) {
        const YamlNode& test = entry.value.items[i];
        const YamlNode* name = test.Find("name");
        const auto known = updated.find(name == nullptr ? std::string() : name->text);
        const bool same = known == updated.end() ? SameYaml(test, now->items[i]) : SameInput(test, now->items[i], known->second);
        if (!same) return Concat(known == updated.end() ? "" : "the input of ", "'", name == nullptr ? std::string() : name->text, "'");
      }
    }
    return {};
  }

  // All but what a test expects.
  static bool SameInput(const YamlNode& before, const YamlNode& after, const std::set<std::string>& written) {
    for (const YamlEntry& entry : before.entries) {
      if (entry.key == "output" || entry.key == "error") continue;
      const YamlNode* now = after.Find(entry.key);
      if (now == nullptr) return false;
      if (entry.key != "tables") {
        if (!SameYaml(entry.value, *now)) return false;
        continue;
      }
      for (const YamlEntry& table : entry.value.entries) {
        const YamlNode* rows = now->Find(table.key);
        if (rows == nullptr || (!written.contains(table.key) && !SameYaml(table.value, *rows))) return false;
      }
    }
    return true;
  }

  // Runs the tests of the units as they are written now: all of each, also those that were not asked for.
  std::string WhichFails(const TestFile& file, SourceMap& sources, std::span<const Unit> units) const {
    std::set<std::string> names;
    std::set<std::string> updated;
    for (const Unit& unit : units) {
      for (const Candidate& candidate : unit) {
        names.insert(results_[candidate.result].test->name);
        updated.insert(results_[candidate.result].name);
      }
    }
    std::set<std::string> stay_failed;
    for (size_t i = 0; i < results_.size(); ++i) {
      if (!results_[i].passed && !updated.contains(results_[i].name)) stay_failed.insert(results_[i].name);
    }
    TestRunner runner(file, sources, options_);
    for (const PlannedTest& planned : runner.Plan()) {
      if (!names.contains(planned.test->name) || stay_failed.contains(planned.name)) continue;
      const TestResult result = runner.Run(planned);
      if (result.passed) continue;
      if (!updated.contains(planned.name)) return Concat("'", planned.name, "' would fail then");
      if (!result.variation.empty()) return Concat("the outcome is another one ", result.variation);
      return "what came this time does not come again";
    }
    return {};
  }

  const TestFile& file_;
  std::string_view text_;
  const std::vector<TestResult>& results_;
  const TestRunnerOptions& options_;
  std::vector<std::string> reasons_;
  YamlNode before_;
  std::vector<Unit> accepted_;
};

}  // namespace

FileUpdate UpdateTestFile(const TestFile& file, std::string_view text, const std::vector<TestResult>& results,
                          const TestRunnerOptions& options) {
  return FileUpdater(file, text, results, options).Update();
}

}  // namespace drey
