// What a job wrote against what a test expects of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/log/memory/memory_log.h"
#include "runtime/testing/test_file.h"

namespace drey {

struct ComparisonRules {
  // Records of a partition come as written; else they are compared as multisets.
  bool ordered = true;
  // Only the last record of each key counts.
  bool final = false;
  // 9.50 is 9.5: rows of tables, whose encoding is not the point.
  bool numbers_by_value = false;
  // Keys and values that say the same in other bytes differ.
  bool bytes_count = false;
};

// One place where two records differ: "key", "value.pizzas[0].price", "partition" …, and what stands there, as JSON or plain text.
struct FieldDifference {
  std::string path;
  std::string expected;  // empty: nothing
  std::string actual;
};

struct RecordDifference {
  enum class Kind : uint8_t { kDifferent, kMissing, kExtra, kWrongOrder, kWrongPartition };
  Kind kind = Kind::kDifferent;
  // Positions among the expected and the written records; absent: there is none.
  std::optional<size_t> expected = {};
  std::optional<size_t> actual = {};
  std::vector<FieldDifference> fields = {};  // of kDifferent
};

struct TopicDifference {
  std::string topic;
  const std::vector<ExpectedRecord>* expected = nullptr;  // of the test
  std::vector<MemoryRecord> actual = {};                  // those that count
  std::vector<RecordDifference> records = {};

  bool empty() const { return records.empty(); }
};

// `actual` has the records of the topic by partition and offset. `expected` must outlive the result.
TopicDifference CompareRecords(const std::string& topic, const std::vector<ExpectedRecord>& expected,
                               std::vector<MemoryRecord> actual, const ComparisonRules& rules);

// Whether both say the same, numbers by their value: as rows of tables are compared.
bool SameRow(const Content& a, const Content& b);

}  // namespace drey
