// The mission's job in memory by as many cores as it is given: the same messages in two partitions, by one task and by two, in turns.
// Whatever the number of tasks, the records that come out must be the same.
//
// usage: scaling_benchmark [RECORDS]           400,000 by default
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

#include "engine/base/text.h"
#include "engine/compiler/compiler.h"
#include "runtime/connectors/built_in_connectors.h"
#include "runtime/job/job_runner.h"
#include "tests/benchmarks/message_log.h"
#include "tests/benchmarks/order_messages.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

constexpr size_t kPartitions = 2;
constexpr int kRounds = 5;

[[noreturn]] void Fail(std::string_view message) {
  std::fprintf(stderr, "scaling_benchmark: %.*s\n", static_cast<int>(message.size()), message.data());
  std::exit(1);
}

JobGraph CompileMission(int parallelism) {
  std::ostringstream definition;
  definition << std::ifstream(SourceDirectory() + "/flink-applications/05-kafka-logical-msg-flink.json").rdbuf();
  SourceMap sources;
  const auto parts = ReadJobDefinition("measured", definition.str(), sources);
  if (!parts.ok()) Fail(std::string(parts.status().message()));
  auto compilation = CompileJob(*parts, sources, BuiltInConnectors(), {.bounded = true, .local = true});
  if (!compilation.ok()) Fail(std::string(compilation.status().message()));
  compilation->graph.parallelism = parallelism;
  return std::move(compilation->graph);
}

struct Cost {
  double wall_seconds = 0;
  double cpu_seconds = 0;
  uint64_t output_hash = 0;  // of the records, whatever their order
};

double ProcessSeconds() {
  timespec time = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

uint64_t HashOfRecords(std::string_view output) {
  uint64_t sum = 0;
  while (!output.empty()) {
    const size_t value = output.find('\n') + 1;
    const size_t end = output.find('\n', value) + 1;
    sum += std::hash<std::string_view>()(output.substr(0, end));
    output.remove_prefix(end);
  }
  return sum;
}

Cost Run(const std::vector<std::vector<std::string>>& partitions, int parallelism) {
  const JobGraph graph = CompileMission(parallelism);
  const auto log = std::make_shared<MessageLog>();
  std::vector<const MessageLog::Messages*> views;
  for (const auto& messages : partitions) views.push_back(&messages);
  log->SetPartitions(views);
  RunProgress progress;
  const double cpu = ProcessSeconds();
  const auto start = std::chrono::steady_clock::now();
  const absl::Status status = RunJob(graph, {.log = log, .log_needs_servers = false}, progress);
  Cost cost{.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
            .cpu_seconds = ProcessSeconds() - cpu};
  if (!status.ok()) Fail(std::string(status.message()));
  for (const std::string& output : log->outputs()) cost.output_hash += HashOfRecords(output);
  return cost;
}

int Main(int argc, char** argv) {
  const int64_t records = argc > 1 ? std::atoll(argv[1]) : 400000;
  absl::StatusOr<OrderMessages> orders = OrderMessages::Read(SourceDirectory() + "/examples", "my_pg.message");
  if (!orders.ok()) Fail(std::string(orders.status().message()));
  std::vector<std::vector<std::string>> partitions(kPartitions);
  for (int64_t i = 0; i < records; ++i) orders->Make(i, records, partitions[static_cast<size_t>(i) % kPartitions].emplace_back());
  Cost best[2];
  for (int round = 0; round < kRounds; ++round) {
    for (int tasks = 1; tasks <= 2; ++tasks) {
      const Cost cost = Run(partitions, tasks);
      Cost& kept = best[tasks - 1];
      if ((round > 0 || tasks > 1) && cost.output_hash != best[0].output_hash) Fail("other records come out");
      if (round == 0 || cost.wall_seconds < kept.wall_seconds) kept = cost;
    }
  }
  std::printf("%-14s %12s %14s %10s\n", "--parallelism", "records/s", "CPU-s/M recs", "speed-up");
  for (int tasks = 1; tasks <= 2; ++tasks) {
    const Cost& cost = best[tasks - 1];
    std::printf("%-14d %12.0f %14.3f %9.2fx\n", tasks, static_cast<double>(records) / cost.wall_seconds,
                cost.cpu_seconds / static_cast<double>(records) * 1e6, best[0].wall_seconds / cost.wall_seconds);
  }
  return 0;
}

}  // namespace
}  // namespace drey

int main(int argc, char** argv) { return drey::Main(argc, argv); }
