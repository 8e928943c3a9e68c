// How the cost of a record grows: with the number of records, with the size of its message, and with the number of columns that are
// projected. A straight line is what is wanted: costs per record, byte and column stay what they are, and so does the memory.
//
// usage: growth_benchmark records [MILLIONS]           the mission's job over so many distinct messages; 10 by default
//        growth_benchmark sizes|columns [MEGABYTES]    read for each line of the table; 100 by default
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "engine/base/text.h"
#include "engine/functions/encoding/base64.h"
#include "tests/benchmarks/job_under_measure.h"
#include "tests/benchmarks/order_messages.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

[[noreturn]] void Fail(const absl::Status& status) {
  std::fprintf(stderr, "growth_benchmark: %s\n", std::string(status.message()).c_str());
  std::exit(1);
}

double CpuSeconds() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// CPU seconds for a record.
double Measure(absl::StatusOr<std::unique_ptr<JobUnderMeasure>> job, const std::vector<std::string>& messages) {
  if (!job.ok()) Fail(job.status());
  double best = 0;
  for (int round = 0; round < 4; ++round) {  // the first one warms up
    (*job)->output().clear();
    const double start = CpuSeconds();
    if (const absl::Status status = (*job)->Run(messages); !status.ok()) Fail(status);
    const double cost = (CpuSeconds() - start) / static_cast<double>(messages.size());
    if (round == 1 || (round > 1 && cost < best)) best = cost;
  }
  return best;
}

double PeakMegabytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void MeasureRecords(int64_t millions) {
  constexpr int64_t kMillion = 1000000;
  constexpr int64_t kPiece = 50000;
  absl::StatusOr<OrderMessages> orders = OrderMessages::Read(SourceDirectory() + "/examples", "my_pg.message");
  if (!orders.ok()) Fail(orders.status());
  const absl::StatusOr<std::unique_ptr<JobUnderMeasure>> job = JobUnderMeasure::OpenMission();
  if (!job.ok()) Fail(job.status());
  std::printf("%14s %14s %14s\n", "records", "us/record", "peak MB");
  std::vector<std::string> messages(kPiece);
  double cost = 0;
  for (int64_t done = 0; done < millions * kMillion;) {
    for (int64_t i = 0; i < kPiece; ++i) orders->Make(done + i, millions * kMillion, messages[static_cast<size_t>(i)]);
    (*job)->output().clear();
    const double start = CpuSeconds();
    if (const absl::Status status = (*job)->Run(messages); !status.ok()) Fail(status);
    cost += CpuSeconds() - start;
    done += kPiece;
    const int64_t finished = done / kMillion;
    const bool is_told = done % kMillion == 0 && (finished <= 2 || finished == 5 || finished == millions);
    if (is_told) std::printf("%14lld %14.2f %14.0f\n", static_cast<long long>(done), cost / static_cast<double>(done) * 1e6, PeakMegabytes());
  }
}

// A message of the mission's job whose order has as many pizzas as make it about `size` bytes.
std::string MakeOrder(size_t size, size_t number) {
  std::string order = Concat("{\"pizzas\": [");
  for (size_t pizza = 0; pizza == 0 || order.size() / 3 * 4 + 450 < size; ++pizza) {
    Append(order, pizza == 0 ? "" : ", ", "{\"pizza\": \"Quattro Formaggi\", \"price\": ", pizza % 20, "}");
  }
  Append(order, "], \"order_id\": ", number, ", \"table_name\": \"Leonardo\", \"client_name\": \"Client ", number, "\"}");
  std::string content(EncodedBase64Size(order.size()), '\0');
  EncodeBase64(order, content.data());
  return Concat(
      R"({"op":"m","ts_ms":1795356949037,"source":{"version":"3.3.1.Final","connector":"postgresql","name":"my_pg",)"
      R"("ts_ms":1795356948777,"snapshot":"false","db":"defaultdb","sequence":"[null,\"31035216\"]","ts_us":1795356948777457,)"
      R"("ts_ns":1795356948777457000,"schema":"","table":"","txId":783,"lsn":31035216,"xmin":null},"transaction":null,)"
      R"("message":{"prefix":"myprefix","content":")",
      content, R"("}})");
}

void MeasureSizes(size_t bytes) {
  std::printf("%14s %14s %14s\n", "message bytes", "us/record", "ns/byte");
  for (const size_t size : {512, 1024, 2048, 4096, 8192, 16384}) {
    std::vector<std::string> messages;
    for (size_t i = 0; i < bytes / size; ++i) messages.push_back(MakeOrder(size, i));
    const double cost = Measure(JobUnderMeasure::OpenMission(), messages);
    const auto actual = static_cast<double>(messages.back().size());
    std::printf("%14.0f %14.2f %14.2f\n", actual, cost * 1e6, cost * 1e9 / actual);
  }
}

// All messages have fifty columns, which are declared.
void MeasureColumns(size_t bytes) {
  constexpr size_t kColumns = 50;
  std::string declared;
  for (size_t i = 0; i < kColumns; ++i) Append(declared, i == 0 ? "" : ", ", "c", i, i % 2 == 0 ? " STRING" : " BIGINT");
  std::vector<std::string> messages;
  for (size_t size = 0; size < bytes; size += messages.back().size()) {
    std::string message = "{";
    for (size_t i = 0; i < kColumns; ++i) {
      Append(message, i == 0 ? "" : ",", "\"c", i, "\":");
      i % 2 == 0 ? Append(message, "\"some text ", messages.size() % 1000, "\"") : Append(message, messages.size() * i);
    }
    messages.push_back(message + "}");
  }
  std::printf("%14s %14s %14s\n", "columns", "us/record", "ns/column");
  for (const size_t count : {1, 5, 10, 25, 50}) {
    std::string sink;
    std::string projected;
    for (size_t i = 0; i < count; ++i) {
      Append(sink, i == 0 ? "" : ", ", "c", i, i % 2 == 0 ? " STRING" : " BIGINT");
      Append(projected, i == 0 ? "" : ", ", "c", i);
    }
    const std::string script = Concat(
        "CREATE TABLE input (", declared, ") WITH ('connector' = 'kafka', 'topic' = 'input', 'properties.bootstrap.servers' = 'none', ",
        "'scan.startup.mode' = 'earliest-offset', 'format' = 'json');\nCREATE TABLE output (", sink,
        ") WITH ('connector' = 'kafka', 'topic' = 'output', 'properties.bootstrap.servers' = 'none', 'format' = 'json');\n",
        "INSERT INTO output SELECT ", projected, " FROM input;\n");
    const double cost = Measure(JobUnderMeasure::Open(script), messages);
    std::printf("%14zu %14.2f %14.1f\n", count, cost * 1e6, cost * 1e9 / static_cast<double>(count));
  }
}

int Main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  const int64_t given = argc > 2 ? std::atoll(argv[2]) : 0;
  const size_t bytes = static_cast<size_t>(given > 0 ? given : 100) * 1000000;
  if (what == "records") {
    MeasureRecords(given > 0 ? given : 10);
  } else if (what == "sizes") {
    MeasureSizes(bytes);
  } else if (what == "columns") {
    MeasureColumns(bytes);
  } else {
    Fail(InvalidError("records, sizes or columns?"));
  }
  return 0;
}

}  // namespace
}  // namespace drey

int main(int argc, char** argv) { return drey::Main(argc, argv); }
