#include "runtime/testing/record_comparison.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr size_t kLargestAlignment = 4'000'000;  // cells of the table that aligns two lists
constexpr double kGapCost = 1.0;

// A JSON number as digits without leading and trailing zeros, and a power of ten: 9.50, 95e-1 and 9.5 are the same.
std::string NumberValue(std::string_view text) {
  std::string digits;
  int64_t exponent = 0;
  const bool negative = text.starts_with('-');
  bool fraction = false;
  for (size_t i = negative ? 1 : 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.') {
      fraction = true;
    } else if (c == 'e' || c == 'E') {
      const std::string_view power = text.substr(text[i + 1] == '+' ? i + 2 : i + 1);
      int64_t value = 0;
      std::from_chars(power.data(), power.data() + power.size(), value);
      exponent += value;
      break;
    } else {
      if (!digits.empty() || c != '0') digits += c;
      if (fraction) --exponent;
    }
  }
  while (digits.ends_with('0')) {
    digits.pop_back();
    ++exponent;
  }
  if (digits.empty()) return "0";
  return Concat(negative ? "-" : "", digits, "e", exponent);
}

class ContentComparison {
 public:
  ContentComparison(bool numbers_by_value, std::vector<FieldDifference>& differences)
      : numbers_by_value_(numbers_by_value), differences_(differences) {}

  void Compare(const std::string& path, const Content& expected, const Content& actual) {
    if (expected.kind != actual.kind) return Add(path, expected, actual);
    switch (expected.kind) {
      case Content::Kind::kNumber:
        if (expected.text == actual.text) return;
        if (numbers_by_value_ && NumberValue(expected.text) == NumberValue(actual.text)) return;
        return Add(path, expected, actual);
      case Content::Kind::kString:
        if (expected.text != actual.text) Add(path, expected, actual);
        return;
      case Content::Kind::kArray:
        return CompareItems(path, expected, actual);
      case Content::Kind::kObject:
        return CompareMembers(path, expected, actual);
      default:
        return;
    }
  }

 private:
  void Add(const std::string& path, const Content& expected, const Content& actual) {
    differences_.push_back({path, ToJson(expected), ToJson(actual)});
  }

  void CompareItems(const std::string& path, const Content& expected, const Content& actual) {
    const size_t common = std::min(expected.items.size(), actual.items.size());
    for (size_t i = 0; i < common; ++i) Compare(Concat(path, "[", i, "]"), expected.items[i], actual.items[i]);
    for (size_t i = common; i < expected.items.size(); ++i) {
      differences_.push_back({Concat(path, "[", i, "]"), ToJson(expected.items[i]), ""});
    }
    for (size_t i = common; i < actual.items.size(); ++i) {
      differences_.push_back({Concat(path, "[", i, "]"), "", ToJson(actual.items[i])});
    }
  }

  void CompareMembers(const std::string& path, const Content& expected, const Content& actual) {
    for (const ContentMember& member : expected.members) {
      const std::string member_path = Concat(path, ".", member.name);
      if (const Content* other = actual.Find(member.name)) {
        Compare(member_path, member.value, *other);
      } else {
        differences_.push_back({member_path, ToJson(member.value), ""});
      }
    }
    for (size_t i = 0; i < actual.members.size(); ++i) {
      const ContentMember& member = actual.members[i];
      const bool repeated = &member.value != actual.Find(member.name);
      if (expected.Find(member.name) != nullptr && !repeated) continue;
      differences_.push_back({Concat(path, ".", member.name), "", ToJson(member.value)});
    }
  }

  bool numbers_by_value_;
  std::vector<FieldDifference>& differences_;
};

std::string Shown(const std::optional<std::string>& bytes) { return bytes ? *bytes : "null"; }

std::string ShownHeaders(const std::vector<MemoryRecord::Header>& headers) {
  std::string text = "[";
  for (const MemoryRecord::Header& header : headers) {
    if (text.size() > 1) text += ", ";
    Append(text, header.key, ", ", Shown(header.value));
  }
  return text + "]";
}

// A record with its key and value as JSON, where they are that; read when first needed.
class ActualRecord {
 public:
  explicit ActualRecord(const MemoryRecord& record) : record_(record) {}
  const MemoryRecord& record() const { return record_; }
  const std::optional<Content>& key() { return Parsed(key_, record_.key); }
  const std::optional<Content>& value() { return Parsed(value_, record_.value); }

 private:
  using Lazy = std::optional<std::optional<Content>>;
  static const std::optional<Content>& Parsed(Lazy& lazy, const std::optional<std::string>& bytes) {
    if (!lazy) lazy = bytes ? ParseContent(*bytes) : std::nullopt;
    return *lazy;
  }

  const MemoryRecord& record_;
  Lazy key_;
  Lazy value_;
};

void CompareBytes(const std::string& path, const ExpectedBytes& expected, const std::optional<std::string>& bytes,
                  const std::optional<Content>& content, const ComparisonRules& rules, std::vector<FieldDifference>& differences) {
  switch (expected.kind) {
    case ExpectedBytes::Kind::kAny:
      return;
    case ExpectedBytes::Kind::kNull:
      if (bytes) differences.push_back({path, "null", *bytes});
      return;
    case ExpectedBytes::Kind::kBytes:
      if (bytes != expected.bytes) differences.push_back({path, expected.bytes, Shown(bytes)});
      return;
    case ExpectedBytes::Kind::kContent:
      if (!content) {
        differences.push_back({path, ToJson(expected.content), Shown(bytes)});
        return;
      }
      const size_t known = differences.size();
      ContentComparison(rules.numbers_by_value, differences).Compare(path, expected.content, *content);
      if (rules.bytes_count && differences.size() == known && bytes != expected.bytes) differences.push_back({path, expected.bytes, *bytes});
      return;
  }
}

std::vector<FieldDifference> FieldDifferences(const ExpectedRecord& expected, ActualRecord& actual, const ComparisonRules& rules) {
  std::vector<FieldDifference> differences;
  const MemoryRecord& record = actual.record();
  CompareBytes("key", expected.key, record.key, actual.key(), rules, differences);
  CompareBytes("value", expected.value, record.value, actual.value(), rules, differences);
  if (expected.headers && *expected.headers != record.headers) {
    differences.push_back({"headers", ShownHeaders(*expected.headers), ShownHeaders(record.headers)});
  }
  if (expected.timestamp && *expected.timestamp != record.timestamp) {
    differences.push_back({"timestamp", Concat(*expected.timestamp), Concat(record.timestamp)});
  }
  if (expected.partition && *expected.partition != record.partition) {
    differences.push_back({"partition", Concat(*expected.partition), Concat(record.partition)});
  }
  return differences;
}

// Pairs of positions; an absent one has no partner.
struct Pair {
  std::optional<size_t> expected = {};
  std::optional<size_t> actual = {};
};

class TopicComparison {
 public:
  TopicComparison(const std::vector<ExpectedRecord>& expected, const std::vector<MemoryRecord>& actual, const ComparisonRules& rules)
      : expected_(expected), rules_(rules) {
    for (const MemoryRecord& record : actual) actual_.emplace_back(record);
  }

  std::vector<RecordDifference> Compare() {
    if (rules_.ordered && !rules_.final && MatchInOrder()) return {};
    const std::vector<Pair> pairs = MatchAnywhere(false);
    const bool all_there = AllMatched(pairs);
    if (all_there && (!rules_.ordered || rules_.final)) return {};
    if (all_there) return WrongOrder(pairs);
    if (const auto partitions = WrongPartition()) return *partitions;
    return Describe(rules_.ordered && !rules_.final && !SeveralPartitions() ? Align() : PairUp(pairs));
  }

 private:
  std::vector<FieldDifference> Differences(size_t expected, size_t actual) {
    return FieldDifferences(expected_[expected], actual_[actual], rules_);
  }
  bool Matches(size_t expected, size_t actual, bool any_partition = false) {
    const std::vector<FieldDifference> differences = Differences(expected, actual);
    if (any_partition && differences.size() == 1) return differences.front().path == "partition";
    return differences.empty();
  }

  bool SeveralPartitions() const {
    return std::any_of(actual_.begin(), actual_.end(),
                       [this](const ActualRecord& record) { return record.record().partition != actual_.front().record().partition; });
  }

  // Each expected record is the next one of some partition.
  bool MatchInOrder() {
    if (expected_.size() != actual_.size()) return false;
    std::map<int32_t, std::vector<size_t>> partitions;
    for (size_t i = 0; i < actual_.size(); ++i) partitions[actual_[i].record().partition].push_back(i);
    std::map<int32_t, size_t> next;
    for (size_t i = 0; i < expected_.size(); ++i) {
      bool found = false;
      for (const auto& [partition, records] : partitions) {
        if (next[partition] == records.size() || !Matches(i, records[next[partition]])) continue;
        ++next[partition];
        found = true;
        break;
      }
      if (!found) return false;
    }
    return true;
  }

  // Each expected record with the first written one that is the same; then those that are left.
  std::vector<Pair> MatchAnywhere(bool any_partition) {
    std::vector<Pair> pairs;
    std::vector<bool> used(actual_.size(), false);
    for (size_t i = 0; i < expected_.size(); ++i) {
      Pair pair{.expected = i};
      for (size_t j = 0; j < actual_.size() && !pair.actual; ++j) {
        if (!used[j] && Matches(i, j, any_partition)) pair.actual = j;
      }
      if (pair.actual) used[*pair.actual] = true;
      pairs.push_back(pair);
    }
    for (size_t j = 0; j < actual_.size(); ++j) {
      if (!used[j]) pairs.push_back({.actual = j});
    }
    return pairs;
  }

  static bool AllMatched(const std::vector<Pair>& pairs) {
    return std::all_of(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.expected && pair.actual; });
  }

  // Every record is there, but not in its place: the first one of them is shown.
  std::vector<RecordDifference> WrongOrder(const std::vector<Pair>& pairs) {
    for (size_t i = 0; i < expected_.size(); ++i) {
      if (!Matches(i, i)) {
        return {{.kind = RecordDifference::Kind::kWrongOrder, .expected = i, .actual = pairs[i].actual}};
      }
    }
    return {{.kind = RecordDifference::Kind::kWrongOrder, .expected = 0, .actual = pairs.front().actual}};
  }

  // The differences where all that is wrong are partitions.
  std::optional<std::vector<RecordDifference>> WrongPartition() {
    const std::vector<Pair> pairs = MatchAnywhere(true);
    if (!AllMatched(pairs)) return std::nullopt;
    std::vector<RecordDifference> differences;
    for (const Pair& pair : pairs) {
      std::vector<FieldDifference> fields = Differences(*pair.expected, *pair.actual);
      if (fields.empty()) continue;
      differences.push_back({RecordDifference::Kind::kWrongPartition, pair.expected, pair.actual, std::move(fields)});
    }
    if (differences.empty()) return std::nullopt;
    return differences;
  }

  bool SameKey(size_t expected, size_t actual) {
    const ExpectedBytes& key = expected_[expected].key;
    if (key.kind == ExpectedBytes::Kind::kAny || key.kind == ExpectedBytes::Kind::kNull) return false;
    std::vector<FieldDifference> differences;
    CompareBytes("key", key, actual_[actual].record().key, actual_[actual].key(), rules_, differences);
    return differences.empty();
  }

  // Those without partner find the one of the same key, or else the next one that is left.
  std::vector<Pair> PairUp(std::vector<Pair> pairs) {
    for (const bool same_key : {true, false}) {
      for (Pair& pair : pairs) {
        if (!pair.expected || pair.actual) continue;
        for (Pair& other : pairs) {
          if (other.expected || !other.actual || (same_key && !SameKey(*pair.expected, *other.actual))) continue;
          pair.actual = std::exchange(other.actual, std::nullopt);
          break;
        }
      }
    }
    std::erase_if(pairs, [](const Pair& pair) { return !pair.expected && !pair.actual; });
    return pairs;
  }

  double CostOf(size_t expected, size_t actual) {
    if (Matches(expected, actual)) return 0;
    return SameKey(expected, actual) ? 1.0 : 1.9;
  }

  // The alignment of both lists with the least cost.
  std::vector<Pair> Align() {
    const size_t rows = expected_.size() + 1;
    const size_t columns = actual_.size() + 1;
    if (rows * columns > kLargestAlignment) return PairUp(MatchAnywhere(false));
    std::vector<double> costs(rows * columns, 0);
    const auto cost = [&](size_t i, size_t j) -> double& { return costs[i * columns + j]; };
    for (size_t i = 1; i < rows; ++i) cost(i, 0) = static_cast<double>(i) * kGapCost;
    for (size_t j = 1; j < columns; ++j) cost(0, j) = static_cast<double>(j) * kGapCost;
    for (size_t i = 1; i < rows; ++i) {
      for (size_t j = 1; j < columns; ++j) {
        cost(i, j) = std::min({cost(i - 1, j - 1) + CostOf(i - 1, j - 1), cost(i - 1, j) + kGapCost, cost(i, j - 1) + kGapCost});
      }
    }
    std::vector<Pair> pairs;
    size_t i = rows - 1;
    size_t j = columns - 1;
    while (i > 0 || j > 0) {
      if (i > 0 && j > 0 && cost(i, j) == cost(i - 1, j - 1) + CostOf(i - 1, j - 1)) {
        pairs.push_back({--i, --j});
      } else if (i > 0 && cost(i, j) == cost(i - 1, j) + kGapCost) {
        pairs.push_back({.expected = --i});
      } else {
        pairs.push_back({.actual = --j});
      }
    }
    std::reverse(pairs.begin(), pairs.end());
    return pairs;
  }

  std::vector<RecordDifference> Describe(const std::vector<Pair>& pairs) {
    std::vector<RecordDifference> differences;
    for (const Pair& pair : pairs) {
      if (!pair.actual) {
        differences.push_back({.kind = RecordDifference::Kind::kMissing, .expected = pair.expected});
      } else if (!pair.expected) {
        differences.push_back({.kind = RecordDifference::Kind::kExtra, .actual = pair.actual});
      } else if (auto fields = Differences(*pair.expected, *pair.actual); !fields.empty()) {
        differences.push_back({RecordDifference::Kind::kDifferent, pair.expected, pair.actual, std::move(fields)});
      }
    }
    return differences;
  }

  const std::vector<ExpectedRecord>& expected_;
  std::vector<ActualRecord> actual_;
  const ComparisonRules& rules_;
};

// The last record of each key, in the order in which the keys came first.
std::vector<MemoryRecord> LastOfEachKey(std::vector<MemoryRecord> records) {
  std::vector<MemoryRecord> last;
  std::map<std::pair<int32_t, std::optional<std::string>>, size_t> places;
  for (MemoryRecord& record : records) {
    const auto [place, added] = places.try_emplace({record.partition, record.key}, last.size());
    if (added) {
      last.push_back(std::move(record));
    } else {
      last[place->second] = std::move(record);
    }
  }
  return last;
}

}  // namespace

bool SameRow(const Content& a, const Content& b) {
  std::vector<FieldDifference> differences;
  ContentComparison(true, differences).Compare("", a, b);
  return differences.empty();
}

TopicDifference CompareRecords(const std::string& topic, const std::vector<ExpectedRecord>& expected,
                               std::vector<MemoryRecord> actual, const ComparisonRules& rules) {
  TopicDifference difference{.topic = topic, .expected = &expected};
  difference.actual = rules.final ? LastOfEachKey(std::move(actual)) : std::move(actual);
  difference.records = TopicComparison(expected, difference.actual, rules).Compare();
  return difference;
}

}  // namespace drey
