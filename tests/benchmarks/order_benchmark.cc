// The mission's job in memory beside its limit: messages that are in memory already, a sink that only takes bytes, one thread.
//
// Both take turns over the same messages, a piece at a time, so that a noisy machine disturbs both alike. Before that both must give what
// Flink gave for the captured messages (tests/jobs/captured-orders); after each piece their outputs must be equal. A byte that
// differs ends the program with an error and no figures.
//
// usage: order_benchmark [RECORDS]           1,000,000 by default
//        order_benchmark [RECORDS] engine    the job alone, for a profiler (or `limit`)
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/log/local/local_log.h"
#include "tests/benchmarks/allocation_count.h"
#include "tests/benchmarks/job_under_measure.h"
#include "tests/benchmarks/limit_loop.h"
#include "tests/benchmarks/order_messages.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

constexpr int64_t kPiece = 50000;

[[noreturn]] void Fail(std::string_view message) {
  std::fprintf(stderr, "order_benchmark: %.*s\n", static_cast<int>(message.size()), message.data());
  std::exit(1);
}

template <typename T>
T Value(absl::StatusOr<T> result) {
  if (!result.ok()) Fail(std::string(result.status().message()));
  return *std::move(result);
}

void Check(const absl::Status& status) {
  if (!status.ok()) Fail(std::string(status.message()));
}

class Job {
 public:
  void Run(const std::vector<std::string>& messages) { Check(job_->Run(messages)); }
  std::string& output() { return job_->output(); }

 private:
  std::unique_ptr<JobUnderMeasure> job_ = Value(JobUnderMeasure::OpenMission());
};

class Limit {
 public:
  void Run(const std::vector<std::string>& messages) {
    for (size_t i = 0; i < messages.size(); ++i) {
      if (i + 1 < messages.size()) Prefetch(messages[i + 1]);
      if (!loop_.Run(messages[i], output_)) Fail("the limit loop cannot read: " + messages[i]);
    }
  }
  std::string& output() { return output_; }

 private:
  // As the job's source does: else memory is what is measured.
  static void Prefetch(const std::string& message) {
    for (size_t i = 0; i < message.size(); i += 64) __builtin_prefetch(message.data() + i);
  }

  LimitLoop loop_;
  std::string output_;
};

// All keys and values of a local topic's file.
std::vector<std::pair<std::string, std::string>> ReadTopic(const std::string& folder, const std::string& topic) {
  LocalLog log(folder);
  const std::unique_ptr<LogReader> reader = Value(log.OpenReader({.bounded = true}));
  const absl::Time deadline = absl::Now() + absl::Minutes(1);
  const std::vector<TopicPartition> partitions = {{topic, 0}};
  const PartitionOffsets ends = Value(reader->admin().EndOffsets(partitions, deadline));
  Check(reader->Assign(std::vector<PartitionAssignment>{{partitions[0], 0, ends.begin()->second}}));
  std::vector<std::pair<std::string, std::string>> records;
  while (!reader->Finished()) {
    const RecordBatch batch = Value(reader->Poll(deadline, {}));
    for (const RecordView& record : batch.records) {
      records.emplace_back(record.key.value_or("null"), record.value.value_or("null"));
    }
  }
  return records;
}

struct Cost {
  int64_t allocations = 0;
  double cpu_seconds = 0;
  double wall_seconds = 0;
};

double CpuSeconds() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <typename Runner>
void Measure(Runner& runner, const std::vector<std::string>& messages, Cost& cost) {
  runner.output().clear();
  const int64_t allocated = AllocationCount();
  const double cpu = CpuSeconds();
  const auto wall = std::chrono::steady_clock::now();
  runner.Run(messages);
  cost.wall_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
  cost.cpu_seconds += CpuSeconds() - cpu;
  cost.allocations += AllocationCount() - allocated;
}

void CompareLines(std::string_view expected, std::string_view actual, std::string_view who) {
  if (expected == actual) return;
  const std::vector<std::string_view> expected_lines = Split(expected, '\n');
  const std::vector<std::string_view> actual_lines = Split(actual, '\n');
  for (size_t i = 0; i < expected_lines.size(); ++i) {
    if (i < actual_lines.size() && expected_lines[i] == actual_lines[i]) continue;
    Fail(Concat(who, ": record ", i / 2, " should be\n  ", expected_lines[i], "\nbut is\n  ",
                i < actual_lines.size() ? actual_lines[i] : std::string_view("missing")));
  }
  Fail(Concat(who, ": records that should not be"));
}

// A topic's file must have the topic's name.
std::vector<std::pair<std::string, std::string>> FlinkOutput() {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / Concat("order_benchmark-", getpid());
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(SourceDirectory() + "/tests/jobs/captured-orders/order_output.flink-1.20.3.jsonl",
                             folder / "order_output.jsonl", std::filesystem::copy_options::overwrite_existing);
  std::vector<std::pair<std::string, std::string>> records = ReadTopic(folder, "order_output");
  std::filesystem::remove_all(folder);
  return records;
}

void CompareWithFlink(Job& job, Limit& limit) {
  std::vector<std::string> messages;
  for (auto& [key, value] : ReadTopic(SourceDirectory() + "/examples", "my_pg.message")) messages.push_back(std::move(value));
  std::string expected;
  for (const auto& [key, value] : FlinkOutput()) Append(expected, key, "\n", value, "\n");
  job.Run(messages);
  CompareLines(expected, job.output(), "drey");
  limit.Run(messages);
  CompareLines(expected, limit.output(), "the limit loop");
}

void PrintRow(const char* name, const Cost& cost, int64_t records, double megabytes, const Cost& limit) {
  const auto count = static_cast<double>(records);
  std::printf("%-12s %12.0f %10.1f %14.3f %14.4f %12.0f%%\n", name, count / cost.wall_seconds, megabytes / cost.wall_seconds,
              cost.cpu_seconds / count * 1e6, static_cast<double>(cost.allocations) / count, limit.cpu_seconds / cost.cpu_seconds * 100);
}

int Main(int argc, char** argv) {
  const int64_t records = argc > 1 ? std::atoll(argv[1]) : 1000000;
  const std::string_view only = argc > 2 ? argv[2] : "";
  const auto start = std::chrono::steady_clock::now();
  Job job;
  const std::chrono::duration<double> start_up = std::chrono::steady_clock::now() - start;
  Limit limit;
  CompareWithFlink(job, limit);

  OrderMessages orders = Value(OrderMessages::Read(SourceDirectory() + "/examples", "my_pg.message"));
  std::vector<std::string> messages;
  Cost job_cost;
  Cost limit_cost;
  double megabytes = 0;
  for (int64_t done = 0; done < records; done += kPiece) {
    messages.resize(static_cast<size_t>(std::min(kPiece, records - done)));
    for (size_t i = 0; i < messages.size(); ++i) {
      orders.Make(done + static_cast<int64_t>(i), records, messages[i]);
      megabytes += static_cast<double>(messages[i].size()) * 1e-6;
    }
    if (only != "engine") Measure(limit, messages, limit_cost);
    if (only != "limit") Measure(job, messages, job_cost);
    if (only.empty()) CompareLines(limit.output(), job.output(), "drey");
  }
  if (!only.empty()) return 0;

  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%-12s %12s %10s %14s %14s %13s\n", "", "records/s", "MB/s", "CPU-s/M recs", "allocs/record", "of the limit");
  PrintRow("limit loop", limit_cost, records, megabytes, limit_cost);
  PrintRow("drey", job_cost, records, megabytes, limit_cost);
  std::printf("%lld records of %.0f bytes; compiled and opened in %.1f ms; peak resident memory %.0f MB (messages included)\n",
              static_cast<long long>(records), megabytes * 1e6 / static_cast<double>(records), start_up.count() * 1e3,
              static_cast<double>(usage.ru_maxrss) / 1024);
  return 0;
}

}  // namespace
}  // namespace drey

int main(int argc, char** argv) { return drey::Main(argc, argv); }
