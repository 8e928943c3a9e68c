#include "runtime/testing/test_runner.h"

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/connectors/built_in_connectors.h"
#include "runtime/testing/non_determinism.h"
#include "runtime/testing/test_run.h"

namespace drey {
namespace {

// A job is stopped at each record, or at so many of them.
constexpr size_t kMostStops = 50;
constexpr uint64_t kStopSeed = 20'240'229;

std::string JobPath(const TestFile& file) {
  const std::filesystem::path job(file.job_path);
  if (job.is_absolute()) return job.string();
  return (std::filesystem::path(file.path).parent_path() / job).lexically_normal().string();
}

// The last part of "default_catalog.default_database.orders".
std::string TableName(const std::string& identifier) { return identifier.substr(identifier.rfind('.') + 1); }

std::set<std::string> SinkTables(const JobGraph& graph) {
  std::set<std::string> names;
  for (const Pipeline& pipeline : graph.pipelines) names.insert(TableName(pipeline.sink.table));
  return names;
}

absl::Status CheckNotReadToo(const JobGraph& graph, const TestCase& test, const std::set<std::string>& written) {
  for (const TableRows& table : test.tables) {
    if (!written.contains(table.table)) continue;
    for (const Pipeline& pipeline : graph.pipelines) {
      if (TableName(pipeline.source.table) != table.table) continue;
      return InvalidError(Concat("the job reads and writes the table '", table.table, "'"), table.range, "use input and output");
    }
  }
  return absl::OkStatus();
}

// The places where a run of `records` is stopped.
std::vector<int64_t> StopsOf(int64_t records) {
  std::vector<int64_t> stops;
  for (int64_t i = 1; i <= records; ++i) stops.push_back(i);
  if (stops.size() <= kMostStops) return stops;
  std::mt19937_64 random(kStopSeed);
  for (size_t i = 0; i < kMostStops; ++i) {
    const size_t other = i + static_cast<size_t>(random() % (stops.size() - i));
    std::swap(stops[i], stops[other]);
  }
  stops.resize(kMostStops);
  std::sort(stops.begin(), stops.end());
  return stops;
}

// The runs of one test and their comparison.
class TestExecution {
 public:
  TestExecution(const TestCase& test, const CompiledTest& compiled, TestResult& result)
      : test_(test), compiled_(compiled), result_(result) {}

  void Run(bool once) {
    const absl::Status expected = ExpectRows();
    if (!expected.ok()) return CannotRun(expected);
    int64_t records = 0;
    if (!RunShape({}, "", records) || once) return;
    if (!compiled_.non_deterministic.empty()) {
      result_.ran_plain = Join(compiled_.non_deterministic, ", ");
      return;
    }
    int64_t ignored = 0;
    if (!RunShape({.batch_rows = 1}, "with the input in batches of one", ignored)) return;
    for (const int64_t stop : StopsOf(records)) {
      if (!RunShape({.stop_after = stop}, Concat("stopped and resumed after record ", stop), ignored)) return;
    }
  }

 private:
  void CannotRun(const absl::Status& status) {
    result_.passed = false;
    result_.did_not_run = true;
    result_.error = status;
  }

  // What `tables` say of tables that the job writes, as records.
  absl::Status ExpectRows() {
    auto expected = std::make_shared<std::vector<TopicRecords<ExpectedRecord>>>();
    for (const TableRows& table : test_.tables) {
      const auto& written = compiled_.written_tables;
      if (std::find(written.begin(), written.end(), table.table) == written.end()) continue;
      TopicRecords<ExpectedRecord> topic{
          .topic = TableReplacement::TopicOf(table.table), .range = table.range, .list_range = table.list_range};
      DREY_ASSIGN_OR_RETURN(std::vector<Content> rows, ToObjects(table, compiled_.table_columns.at(table.table)));
      for (Content& row : rows) {
        ExpectedRecord record{.range = row.range};
        record.value = {.kind = ExpectedBytes::Kind::kContent, .content = std::move(row)};
        record.value.range = record.range;
        topic.records.push_back(std::move(record));
      }
      expected->push_back(std::move(topic));
    }
    result_.expected_rows = std::move(expected);
    return absl::OkStatus();
  }

  // False when it failed.
  bool RunShape(const TestRunShape& shape, std::string variation, int64_t& records) {
    result_.variation = std::move(variation);
    absl::StatusOr<std::shared_ptr<MemoryLog>> log = FillTopics(test_, compiled_);
    if (!log.ok()) {
      CannotRun(log.status());
      return false;
    }
    const TestRunOutcome outcome = RunOnce(test_, compiled_, shape, *log);
    records = outcome.records_in;
    CheckStatus(outcome.status);
    CompareTopics(*outcome.log);
    result_.passed = result_.error.ok() && !result_.expected_error_missing && result_.differences.empty();
    return result_.passed;
  }

  // The failure of a record or row of the test: with its place in the file.
  absl::Status AtItsRecord(const absl::Status& status) const {
    if (status.ok()) return status;
    const ErrorDetail detail = DetailOf(status);
    return WithRange(status, IsRowsTopic(detail.topic) ? PlaceOfRow(detail) : PlaceOfRecord(detail));
  }

  SourceRange PlaceOfRecord(const ErrorDetail& detail) const {
    int64_t offset = 0;
    for (const auto& topic : test_.input) {
      if (topic.topic != detail.topic) continue;
      for (const InputRecord& record : topic.records) {
        if (record.partition == detail.partition && offset++ == detail.offset) return record.range;
      }
    }
    return {};
  }

  SourceRange PlaceOfRow(const ErrorDetail& detail) const {
    const std::string name = TableOfRowsTopic(detail.topic);
    const auto table = std::find_if(test_.tables.begin(), test_.tables.end(), [&](const TableRows& rows) { return rows.table == name; });
    if (table == test_.tables.end() || detail.offset < 0 || detail.offset >= static_cast<int64_t>(table->rows.size())) return {};
    const Content& row = table->rows[static_cast<size_t>(detail.offset)];
    const std::vector<std::string>& columns = compiled_.table_columns.at(name);
    const auto column = static_cast<size_t>(std::find(columns.begin(), columns.end(), detail.field) - columns.begin());
    const Content* value = column < row.items.size() ? &row.items[column] : row.Find(detail.field);
    return value != nullptr && column < columns.size() ? value->range : row.range;
  }

  void CheckStatus(const absl::Status& outcome) {
    const absl::Status status = AtItsRecord(outcome);
    if (!test_.error) {
      result_.error = status;
      return;
    }
    result_.expected_error_missing = status.ok() || MessageOf(status).find(*test_.error) == std::string_view::npos;
    if (result_.expected_error_missing) result_.error = status;
  }

  void CompareTopics(const MemoryLog& log) {
    result_.differences.clear();
    if (test_.output) Compare(log, *test_.output, false);
    Compare(log, *result_.expected_rows, true);
  }

  void Compare(const MemoryLog& log, const std::vector<TopicRecords<ExpectedRecord>>& topics, bool rows) {
    const ComparisonRules rules = {.ordered = test_.ordered, .final = test_.final, .numbers_by_value = rows};
    for (const TopicRecords<ExpectedRecord>& topic : topics) {
      TopicDifference difference = CompareRecords(topic.topic, topic.records, log.CommittedRecords(topic.topic), rules);
      if (!difference.empty()) result_.differences.push_back(std::move(difference));
    }
  }

  const TestCase& test_;
  const CompiledTest& compiled_;
  TestResult& result_;
};

}  // namespace

std::vector<PlannedTest> TestRunner::Plan() const {
  std::vector<PlannedTest> planned;
  for (const TestCase& test : file_.tests) {
    std::vector<FlinkVersion> versions = test.settings.versions;
    if (options_.compile.version && !versions.empty()) versions = {*options_.compile.version};
    if (versions.empty()) {
      planned.push_back({.test = &test, .name = test.name});
      continue;
    }
    for (const FlinkVersion version : versions) {
      PlannedTest& added = planned.emplace_back(PlannedTest{.test = &test, .version = version, .version_given = true, .name = test.name});
      if (versions.size() > 1) added.name = Concat(test.name, " [", ToString(version), "]");
    }
  }
  return planned;
}

TestResult TestRunner::Run(const PlannedTest& planned) {
  const absl::Time start = absl::Now();
  TestResult result{.name = planned.name, .range = planned.test->range, .test = planned.test};
  const Compiled compiled = Compile(planned);
  if (compiled.status.ok()) {
    result.compiled = compiled.test;
    TestExecution(*planned.test, *compiled.test, result).Run(options_.once);
    if (!result.passed && !result.did_not_run) TraceFailure(*planned.test, *compiled.test, result);
  } else {
    const auto& expected = planned.test->error;
    result.passed = expected && MessageOf(compiled.status).find(*expected) != std::string_view::npos;
    result.expected_error_missing = expected && !result.passed;
    result.did_not_run = !result.passed;
    if (!result.passed) result.error = compiled.status;
  }
  result.elapsed = absl::Now() - start;
  return result;
}

void TestRunner::TraceFailure(const TestCase& test, const CompiledTest& compiled, TestResult& result) {
  absl::StatusOr<std::shared_ptr<MemoryLog>> log = FillTopics(test, compiled);
  if (!log.ok()) return;  // the result says so already
  TraceOptions options{.resume = StartPositions(compiled.graph)};
  if (test.settings.now) {
    options.clock = [now = *test.settings.now] { return now; };
  }
  // Another thread may be adding the sources of a compilation.
  const std::lock_guard lock(mutex_);
  absl::StatusOr<std::vector<RecordTrace>> traces = TraceRecords(compiled.graph, sources_, *std::move(log), options);
  // Where the job cannot even be traced, the failure stands without explanation.
  if (traces.ok()) result.traces = *std::move(traces);
}

TestRunner::Compiled TestRunner::Compile(const PlannedTest& planned) {
  const TestCase& test = *planned.test;
  std::string key = Concat(planned.version_given ? ToString(planned.version) : "-", " ",
                           !test.settings.mode                                 ? "-"
                           : *test.settings.mode == RuntimeMode::kBatch ? "batch"
                                                                               : "streaming",
                           test.settings.now ? " now" : " -");
  for (const GivenSetting& given : test.settings.settings) Append(key, " ", given.key, "=", given.value.size(), ":", given.value);
  for (const TableRows& table : test.tables) Append(key, " table ", table.table.size(), ":", table.table);
  const std::lock_guard lock(mutex_);
  const auto [known, added] = compiled_.try_emplace(std::move(key));
  if (added) {
    absl::StatusOr<CompiledTest> compiled = CompileNow(planned);
    if (compiled.ok()) {
      known->second.test = std::make_shared<const CompiledTest>(*std::move(compiled));
    } else {
      known->second.status = compiled.status();
    }
  }
  return known->second;
}

absl::StatusOr<CompiledTest> TestRunner::CompileNow(const PlannedTest& planned) {
  const TestCase& test = *planned.test;
  DREY_ASSIGN_OR_RETURN(const JobDefinition* definition, Definition());
  CompileOptions options = options_.compile;
  options.bounded = true;
  options.local = true;
  if (planned.version_given) options.version = planned.version;
  if (!options.mode) options.mode = test.settings.mode;
  options.settings.insert(options.settings.end(), test.settings.settings.begin(), test.settings.settings.end());
  TableReplacement tables(test.tables);
  tables.Install(options);
  DREY_ASSIGN_OR_RETURN(Compilation compilation, CompileJob(*definition, sources_, BuiltInConnectors(), options));
  DREY_RETURN_IF_ERROR(tables.CheckFound(test.tables));
  const std::set<std::string> written = SinkTables(compilation.graph);
  DREY_RETURN_IF_ERROR(CheckNotReadToo(compilation.graph, test, written));
  if (tables.has_keys()) {
    tables.SetWritten(written);
    tables.Install(options);
    DREY_ASSIGN_OR_RETURN(compilation, CompileJob(*definition, sources_, BuiltInConnectors(), options));
  }
  CompiledTest compiled;
  for (const TableRows& table : test.tables) {
    compiled.table_columns[table.table] = tables.columns(table.table);
    if (written.contains(table.table)) compiled.written_tables.push_back(table.table);
  }
  compiled.declared_topics = tables.declared_topics();
  compiled.notices = std::move(compilation.notices);
  compiled.non_deterministic = NonDeterminismOf(compilation.graph, test.settings.now.has_value());
  compiled.graph = std::move(compilation.graph);
  return compiled;
}

absl::StatusOr<const JobDefinition*> TestRunner::Definition() {
  if (!definition_) {
    if (file_.job_path.empty()) {
      const int line = sources_.Get(file_.source).Locate(file_.job_range.begin).line;
      JobDefinition definition{.file = file_.path};
      definition.statement.source =
          sources_.Add({.file = file_.path, .part = "job.sql", .text = file_.job_sql, .file_line = line});
      definition_ = std::move(definition);
    } else {
      const std::string path = JobPath(file_);
      const absl::StatusOr<std::string> content = options_.read_file(path);
      if (content.ok()) {
        definition_ = ReadJobDefinition(path, *content, sources_);
      } else {
        definition_ = WithRange(MakeError(DetailOf(content.status()), Concat(path, ": ", MessageOf(content.status()))), file_.job_range);
      }
    }
  }
  if (!definition_->ok()) return definition_->status();
  return &**definition_;
}

}  // namespace drey
