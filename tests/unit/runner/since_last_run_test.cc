#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "engine/base/text.h"
#include "engine/compiler/compiler.h"
#include "runtime/connectors/built_in_connectors.h"
#include "runtime/job/job_runner.h"
#include "runtime/log/local/local_log.h"

namespace drey {
namespace {

// The second name fails the cast.
constexpr char kFailingQuery[] = "SELECT CAST(CAST(name AS INT) AS STRING)";
constexpr char kJob[] = R"(
CREATE TABLE names (name STRING) WITH ('connector' = 'kafka', 'topic' = 'names', 'format' = 'raw',
  'properties.bootstrap.servers' = 'local:1', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset');
CREATE TABLE copies (name STRING) WITH ('connector' = 'kafka', 'topic' = 'copies', 'format' = 'raw',
  'properties.bootstrap.servers' = 'local:1');
INSERT INTO copies SELECT name FROM names;
)";

// Writes a topic at the moment at which a group is let go, as the group's next run may.
class LogWithANextRun final : public LocalLog {
 public:
  explicit LogWithANextRun(const std::string& folder) : LocalLog(folder), folder_(folder) {}

  absl::StatusOr<GroupLockResult> LockGroup(std::string_view group, std::string_view holder) override {
    DREY_ASSIGN_OR_RETURN(GroupLockResult locked, LocalLog::LockGroup(group, holder));
    if (locked.lock == nullptr) return locked;
    const auto let_go = [this, lock = locked.lock](void*) { next_run_ = WriteCopies(); };
    return GroupLockResult{.lock = GroupLock(this, let_go), .holder = locked.holder};
  }

  const absl::Status& next_run() const { return next_run_; }

 private:
  absl::Status WriteCopies() const {
    LocalLog log(folder_);
    DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogWriter> writer, log.OpenWriter({}));
    DREY_RETURN_IF_ERROR(writer->Append({.topic = "copies", .value = "another"}, absl::InfiniteFuture()).status());
    return writer->Flush(absl::InfiniteFuture());
  }

  std::string folder_;
  absl::Status next_run_ = absl::UnknownError("the group was not let go");
};

// Whether a run of `job` leaves the topic that it wrote free when it lets its group go.
void ExpectFreeTopics(const std::string& job, bool succeeds) {
  std::string folder = std::filesystem::temp_directory_path() / "drey-since-last-run-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  std::ofstream(folder + "/names.jsonl") << "{\"payload\":\"1\"}\n{\"payload\":\"two\"}\n";
  SourceMap sources;
  const absl::StatusOr<JobDefinition> definition = ReadJobDefinition("job.sql", job, sources);
  ASSERT_TRUE(definition.ok()) << definition.status();
  const absl::StatusOr<Compilation> compilation = CompileJob(*definition, sources, BuiltInConnectors(), {.mode = RuntimeMode::kBatch});
  ASSERT_TRUE(compilation.ok()) << compilation.status();

  const auto log = std::make_shared<LogWithANextRun>(folder);
  RunProgress progress;
  const absl::Status status = RunJob(compilation->graph, {.log = log, .log_needs_servers = false, .since_last_run = SinceLastRun(), .group = "g"}, progress);
  EXPECT_EQ(status.ok(), succeeds) << status;
  EXPECT_TRUE(log->next_run().ok()) << log->next_run();
  std::filesystem::remove_all(folder);
}

TEST(SinceLastRunTest, TheNextRunOfTheGroupFindsNoTopicLocked) { ExpectFreeTopics(kJob, true); }

TEST(SinceLastRunTest, TheNextRunFindsNoTopicLockedBehindAFailure) { ExpectFreeTopics(ReplaceAll(kJob, "SELECT name", kFailingQuery), false); }

}  // namespace
}  // namespace drey
