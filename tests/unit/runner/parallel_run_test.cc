#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "engine/compiler/compiler.h"
#include "runtime/connectors/built_in_connectors.h"
#include "runtime/job/job_runner.h"
#include "runtime/log/memory/memory_log.h"

namespace drey {
namespace {

// The first INSERT is of constants, which the first subtask writes alone; the second is shared by all.
constexpr char kParallelJob[] = R"(
SET 'parallelism.default' = '2';
CREATE TABLE names (name STRING) WITH ('connector' = 'kafka', 'topic' = 'names', 'format' = 'raw',
  'properties.bootstrap.servers' = 'memory:1', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset');
CREATE TABLE constants (name STRING) WITH ('connector' = 'kafka', 'topic' = 'constants', 'format' = 'raw',
  'properties.bootstrap.servers' = 'memory:1', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'constants');
CREATE TABLE copies (name STRING) WITH ('connector' = 'kafka', 'topic' = 'copies', 'format' = 'raw',
  'properties.bootstrap.servers' = 'memory:1', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'copies');
EXECUTE STATEMENT SET BEGIN
  INSERT INTO constants VALUES ('one');
  INSERT INTO copies SELECT name FROM names;
END;
)";

TEST(ParallelRunTest, SubtasksKeepTheProgressOfASinkUnderOneGroup) {
  SourceMap sources;
  const absl::StatusOr<JobDefinition> definition = ReadJobDefinition("job.sql", kParallelJob, sources);
  ASSERT_TRUE(definition.ok()) << definition.status();
  const absl::StatusOr<Compilation> compilation = CompileJob(*definition, sources, BuiltInConnectors(), {});
  ASSERT_TRUE(compilation.ok()) << compilation.status();

  const auto log = std::make_shared<MemoryLog>();
  std::vector<TopicPartition> partitions;
  for (int32_t partition = 0; partition < 4; ++partition) {
    partitions.push_back({"names", partition});
    log->Append({.topic = "names", .partition = partition, .value = "a name"});
  }
  log->SetPartitionCount("constants", 1);
  log->SetPartitionCount("copies", 1);
  RunProgress progress;
  const absl::Status status = RunJob(compilation->graph, {.log = log, .group = "g"}, progress);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(log->CommittedRecords("constants").size(), 1U);
  EXPECT_EQ(log->CommittedRecords("copies").size(), 4U);

  const auto admin = log->OpenAdmin({});
  const auto committed = (*admin)->CommittedOffsets("g-1", partitions, absl::InfiniteFuture());
  ASSERT_TRUE(committed.ok()) << committed.status();
  EXPECT_EQ(committed->size(), 4U);
}

}  // namespace
}  // namespace drey
