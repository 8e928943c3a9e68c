// The parts of the mission's job, one by one, over messages of real orders: decoding of a message, base64, JSON paths, encoding of a row.
// The exact ways, which the quick ones are held against, stand beside them.
//
// usage: parts_benchmark [options of google-benchmark]
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <optional>

#include "engine/base/utf8.h"
#include "engine/formats/json/json_row_encoder.h"
#include "engine/formats/json/json_token_decoder.h"
#include "engine/functions/encoding/base64.h"
#include "engine/functions/json/json_path_reading.h"
#include "engine/json/json_text.h"
#include "tests/benchmarks/order_messages.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

constexpr size_t kMessages = 1000;

// Messages, what they contain, and what the job finds there.
struct Samples {
  std::vector<std::string> messages = {};
  std::vector<std::string> encoded = {};
  std::vector<std::string> orders = {};

  void Add(const std::string& message) {
    constexpr std::string_view kStart = "\"content\":\"";
    const size_t start = message.find(kStart) + kStart.size();
    const std::string& content = encoded.emplace_back(message.substr(start, message.find('"', start) - start));
    std::string& order = orders.emplace_back(DecodedBase64Bound(content.size()), '\0');
    order.resize(DecodeBase64(content, order.data()).size);
    messages.push_back(message);
  }
};

const Samples& AllSamples() {
  static const Samples samples = [] {
    absl::StatusOr<OrderMessages> orders = OrderMessages::Read(SourceDirectory() + "/examples", "my_pg.message");
    if (!orders.ok()) {
      std::fprintf(stderr, "parts_benchmark: %s\n", std::string(orders.status().message()).c_str());
      std::exit(1);
    }
    Samples made;
    std::string message;
    for (size_t i = 0; i < kMessages; ++i) {
      orders->Make(static_cast<int64_t>(i), kMessages, message);
      made.Add(message);
    }
    return made;
  }();
  return samples;
}

// Runs `part` on one text after the other; records and bytes are those of the texts.
template <typename Part>
void Measure(benchmark::State& state, const std::vector<std::string>& texts, Part part) {
  size_t next = 0;
  int64_t bytes = 0;
  for (auto _ : state) {
    part(texts[next]);
    bytes += static_cast<int64_t>(texts[next].size());
    next = (next + 1) % texts.size();
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(bytes);
}

class OneRow final : public DecodedRows {
 public:
  explicit OneRow(size_t width) : batch_(width) {}
  std::span<Datum> AppendRow(RowKind kind) override { return batch_.AppendRow(kind, nullptr); }
  void RemoveLastRow() override { batch_.RemoveLastRow(); }
  void Fail(RowError error) override { batch_.AppendError(nullptr, std::move(error)); }
  Arena& arena() override { return batch_.arena(); }
  void Clear() { batch_.Reset(batch_.width()); }

 private:
  RowBatch batch_;
};

LogicalType MessageRow() {
  const LogicalType text = LogicalType::String();
  const LogicalType number = LogicalType::Bigint();
  const LogicalType source =
      LogicalType::Row({{"version", text}, {"connector", text}, {"name", text}, {"ts_ms", number}, {"snapshot", text}, {"db", text},
                        {"sequence", text}, {"schema", text}, {"table", text}, {"txId", number}, {"lsn", number}, {"xmin", number}});
  return LogicalType::Row(
      {{"op", text}, {"ts_ms", number}, {"source", source}, {"message", LogicalType::Row({{"prefix", text}, {"content", text}})}});
}

void DecodeMessage(benchmark::State& state, bool exactly) {
  const JsonTypePlan plan = *JsonTypePlan::Create(MessageRow(), JsonTypePlan::Direction::kDecode);
  JsonTokenDecoder decoder(plan, {}, FlinkVersion::k1_20);
  if (exactly) decoder.DisableRegularWay();
  OneRow rows(MessageRow().fields().size());
  Measure(state, AllSamples().messages, [&](const std::string& message) {
    rows.Clear();
    decoder.Decode(message, rows);
  });
}
BENCHMARK_CAPTURE(DecodeMessage, quickly, false);
BENCHMARK_CAPTURE(DecodeMessage, exactly, true);

void DecodeContent(benchmark::State& state) {
  std::string out(DecodedBase64Bound(100000), '\0');
  Measure(state, AllSamples().encoded, [&](const std::string& encoded) { benchmark::DoNotOptimize(DecodeBase64(encoded, out.data()).size); });
}
BENCHMARK(DecodeContent);

void CheckUtf8(benchmark::State& state) {
  Measure(state, AllSamples().orders, [&](const std::string& order) { benchmark::DoNotOptimize(IsWellFormedUtf8(order)); });
}
BENCHMARK(CheckUtf8);

// The four paths of the job, the last one as text.
void ReadPaths(benchmark::State& state, bool exactly) {
  constexpr FlinkVersion kVersion = FlinkVersion::k1_20;
  std::vector<std::shared_ptr<const JsonPathSpecification>> paths;
  for (const char* path : {"$.order_id", "$.client_name", "$.table_name", "$.pizzas[*]"}) {
    paths.push_back(ParseJsonPathSpecification(path));
  }
  Arena arena;
  std::string text;
  Measure(state, AllSamples().orders, [&](const std::string& order) {
    arena.Reset();
    text.clear();
    const JsonDocument* document =
        exactly ? JsonDocument::ReadExactly(order, kVersion, arena) : JsonDocument::Read(order, kVersion, arena);
    const JsonNode* last = nullptr;
    for (const auto& path : paths) last = ReadJson(*document, *path, arena).value;
    const bool is_ready = last != nullptr && last->unread() != nullptr && !last->unread()->json.empty();
    if (!is_ready) AppendJson(last, kVersion, KeyOrderOf(kVersion), text);
    benchmark::DoNotOptimize(text.data());
  });
}
BENCHMARK_CAPTURE(ReadPaths, quickly, false);
BENCHMARK_CAPTURE(ReadPaths, exactly, true);

// Bytes are those of the order.
void EncodeRow(benchmark::State& state) {
  const LogicalType text = LogicalType::String();
  const LogicalType type = LogicalType::Row({{"order_id", LogicalType::Integer()}, {"client_name", text}, {"table_name", text}, {"pizzas", text}});
  JsonRowEncoder encoder(*JsonTypePlan::Create(type, JsonTypePlan::Direction::kEncode), {}, FlinkVersion::k1_20);
  std::string out;
  std::optional<RowError> error;
  Measure(state, AllSamples().orders, [&](const std::string& order) {
    const Datum cells[] = {Datum::Integer(123456), Datum::Text("Leonardo da Vinci"), Datum::Text("Donatello"), Datum::Text(order)};
    out.clear();
    encoder.Encode(cells, RowKind::kInsert, out, error);
    benchmark::DoNotOptimize(out.data());
  });
}
BENCHMARK(EncodeRow);

}  // namespace
}  // namespace drey

BENCHMARK_MAIN();
