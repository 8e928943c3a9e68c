// How the cost of a record grows: with the size of its message, and with the number of columns that are projected. A straight line is
// what is wanted: cost per byte and per column stay what they are.
//
// usage: growth_benchmark [MEGABYTES]         read for each line of the tables; 100 by default
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "engine/base/text.h"
#include "engine/functions/encoding/base64.h"
#include "tests/benchmarks/job_under_measure.h"

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
  std::printf("\n%14s %14s %14s\n", "columns", "us/record", "ns/column");
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
  const size_t bytes = (argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100) * 1000000;
  MeasureSizes(bytes);
  MeasureColumns(bytes);
  return 0;
}

}  // namespace
}  // namespace drey

int main(int argc, char** argv) { return drey::Main(argc, argv); }
