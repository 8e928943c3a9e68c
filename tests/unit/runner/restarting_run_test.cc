#include "runtime/job/restarting_run.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/base/text.h"
#include "engine/compiler/compiler.h"
#include "runtime/connectors/built_in_connectors.h"
#include "runtime/log/memory/memory_log.h"

namespace drey {
namespace {

constexpr char kRestartedJob[] = R"(
CREATE TABLE names (name STRING) WITH ('connector' = 'kafka', 'topic' = 'names', 'format' = 'raw', 'scan.startup.mode' = 'earliest-offset');
CREATE TABLE numbers (n STRING) WITH ('connector' = 'kafka', 'topic' = 'numbers', 'format' = 'raw');
INSERT INTO numbers SELECT CAST(CAST(name AS INT) AS STRING) FROM names;
)";

JobGraph Compile(std::string_view settings) {
  SourceMap sources;
  const absl::StatusOr<JobDefinition> definition = ReadJobDefinition("job.sql", Concat(settings, kRestartedJob), sources);
  EXPECT_TRUE(definition.ok()) << definition.status();
  absl::StatusOr<Compilation> compilation = CompileJob(*definition, sources, BuiltInConnectors(), {.local = true});
  EXPECT_TRUE(compilation.ok()) << compilation.status();
  return std::move(compilation->graph);
}

class RestartingRunTest : public testing::Test {
 protected:
  RestartingRunTest() {
    log_->SetPartitionCount("names", 1);
    log_->SetPartitionCount("numbers", 1);
    options_.log = log_;
    options_.log_needs_servers = false;
    options_.batch_rows = 1;
    options_.stop = &stop_;
    // A clock that goes on by itself whenever it is looked at.
    options_.clock = [this] {
      if (++looks_ > kMostLooks) stop_.Stop();
      return now_ += absl::Milliseconds(10);
    };
  }

  void Append(const std::string& value) { log_->Append({.topic = "names", .value = value}); }

  static constexpr int kMostLooks = 20000;
  std::shared_ptr<MemoryLog> log_ = std::make_shared<MemoryLog>();
  StopRequest stop_;
  RunOptions options_;
  RunProgress progress_;
  absl::Time now_ = absl::FromUnixSeconds(1700000000);
  int looks_ = 0;
};

TEST_F(RestartingRunTest, WithoutStrategyAFailureIsTheEnd) {
  Append("seven");
  const JobGraph graph = Compile("");
  EXPECT_EQ(DetailOf(RunJobWithRestarts(graph, options_, progress_)).kind, ErrorKind::kJobFailed);
  EXPECT_EQ(progress_.restarts, 0);
}

TEST_F(RestartingRunTest, GoesOnFromTheLastCheckpointOfTheProcess) {
  Append("1");
  Append("2");
  Append("three");
  const JobGraph graph = Compile(
      "SET 'execution.checkpointing.interval' = '10 ms'; SET 'restart-strategy.type' = 'fixed-delay';"
      "SET 'restart-strategy.fixed-delay.attempts' = '2'; SET 'restart-strategy.fixed-delay.delay' = '1 ms';");
  bool awaited = false;
  options_.on_progress = [&](const RunProgress& progress) { awaited |= progress.awaits_restart; };
  const absl::Status failed = RunJobWithRestarts(graph, options_, progress_);
  EXPECT_EQ(MessageOf(failed), "For input string: 'three'. Invalid character found.");
  EXPECT_EQ(progress_.restarts, 2);
  EXPECT_TRUE(awaited);
  EXPECT_EQ(log_->CommittedRecords("numbers").size(), 2U) << "neither lost nor written again";
}

TEST_F(RestartingRunTest, WithoutCheckpointsItBeginsAnew) {
  Append("1");
  Append("two");
  const JobGraph graph =
      Compile("SET 'restart-strategy.type' = 'fixed-delay'; SET 'restart-strategy.fixed-delay.delay' = '1 ms';");
  EXPECT_FALSE(RunJobWithRestarts(graph, options_, progress_).ok());
  EXPECT_EQ(log_->CommittedRecords("numbers").size(), 2U);
}

TEST_F(RestartingRunTest, AStopWhileWaitingEndsIt) {
  Append("one");
  const JobGraph graph =
      Compile("SET 'restart-strategy.type' = 'fixed-delay'; SET 'restart-strategy.fixed-delay.delay' = '1 h';");
  options_.on_progress = [this](const RunProgress& progress) {
    if (progress.awaits_restart) stop_.Stop();
  };
  const absl::Status stopped = RunJobWithRestarts(graph, options_, progress_);
  EXPECT_TRUE(stopped.ok()) << stopped;
}

TEST_F(RestartingRunTest, AClockThatIsSetBackDoesNotPutCheckpointsOff) {
  const JobGraph graph = Compile("SET 'execution.checkpointing.interval' = '1 s';");
  int checkpoints = 0;
  options_.on_checkpoint = [&](const JobPositions&) {
    if (++checkpoints == 1) now_ -= absl::Hours(24);
    if (checkpoints == 3) stop_.Stop();
  };
  const absl::Status status = RunJobWithRestarts(graph, options_, progress_);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_LE(looks_, kMostLooks) << "the checkpoints waited for the clock to come back";
}

}  // namespace
}  // namespace drey
