#include "engine/job/job_graph.h"

#include "engine/base/text.h"

namespace drey {

std::string JobGraph::Fingerprint() const {
  std::string text = Concat("flink ", ToString(version), "\n");
  for (const Pipeline& pipeline : pipelines) {
    Append(text, pipeline.source.table, " ", pipeline.source.schema.ToString(), "\n");
    for (const auto& stage : pipeline.operators) Append(text, stage->Describe(), "\n");
    Append(text, pipeline.sink.table, " ", pipeline.sink.schema.ToString(), "\n");
  }
  // FNV-1a, 64 bits: short, stable across builds and machines.
  uint64_t hash = 14695981039346656037ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  constexpr char kDigits[] = "0123456789abcdef";
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits.push_back(kDigits[(hash >> shift) & 15]);
  return digits;
}

}  // namespace drey
