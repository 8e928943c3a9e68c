// A job inside a program of your own: compiled from text, run over topics in memory.
#include <iostream>
#include <memory>

#include "engine/compiler/compiler.h"
#include "runtime/connectors/built_in_connectors.h"
#include "runtime/job/job_runner.h"
#include "runtime/log/memory/memory_log.h"

constexpr char kJob[] = R"(
CREATE TABLE orders (id INT, name STRING) WITH ('connector' = 'kafka', 'topic' = 'orders', 'format' = 'json',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset');
CREATE TABLE names (name STRING) WITH ('connector' = 'kafka', 'topic' = 'names', 'format' = 'json');
INSERT INTO names SELECT UPPER(name) FROM orders WHERE id > 1;
)";

int Fail(const absl::Status& status) {
  std::cerr << status.message() << "\n";
  return 1;
}

int main() {
  drey::SourceMap sources;
  const auto definition = drey::ReadJobDefinition("names.sql", kJob, sources);
  if (!definition.ok()) return Fail(definition.status());
  const auto job = drey::CompileJob(*definition, sources, drey::BuiltInConnectors(), {.local = true});
  if (!job.ok()) return Fail(job.status());

  const auto log = std::make_shared<drey::MemoryLog>();
  log->Append({.topic = "orders", .value = R"({"id":1,"name":"Ann"})"});
  log->Append({.topic = "orders", .value = R"({"id":2,"name":"Bob"})"});

  drey::RunProgress progress;
  const absl::Status status = drey::RunJob(job->graph, {.log = log, .log_needs_servers = false}, progress);
  if (!status.ok()) return Fail(status);
  for (const drey::MemoryRecord& record : log->CommittedRecords("names")) std::cout << *record.value << "\n";
}
