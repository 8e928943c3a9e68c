#include "runtime/testing/expectation_edits.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/time/time.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "runtime/testing/yaml_text.h"

namespace drey {
namespace {

bool IsText(const std::optional<std::string>& bytes) { return !bytes || IsWellFormedUtf8(*bytes); }

// What becomes of the list of a topic.
struct ListPlan {
  std::vector<bool> removed = {};                // by expected record
  std::vector<std::vector<size_t>> added = {};   // [0]: before the first one, [i + 1]: behind the expected record i
};

class ExpectationEditor {
 public:
  ExpectationEditor(const TestResult& result, std::string_view text, RecordPlacing placing)
      : result_(result), text_(text), placing_(placing) {}

  std::vector<TextEdit> Edit() {
    if (result_.expected_error_missing) Replace(result_.test->error_range, YamlString(MessageOf(result_.error)));
    for (const TopicDifference& topic : result_.differences) EditTopic(topic);
    return std::move(edits_);
  }

 private:
  void Replace(SourceRange range, std::string text) {
    if (!range.known()) return;
    // A list of a block may stand as far left as its key, no other value may.
    if (text_.substr(range.begin).starts_with("- ") && text_.find_first_not_of(' ', LineStart(range.begin)) == range.begin) {
      text.insert(0, "  ");
    }
    edits_.push_back({range.begin, range.end, std::move(text)});
  }

  void EditTopic(const TopicDifference& topic) {
    rows_ = IsRowsTopic(topic.topic);
    const bool anew = placing_ == RecordPlacing::kInOrder || topic.records.front().kind == RecordDifference::Kind::kWrongOrder;
    EditList(topic, anew ? PlanInOrder(topic) : PlanAligned(topic));
  }

  ListPlan PlanInOrder(const TopicDifference& topic) {
    const size_t expected = topic.expected->size();
    const size_t actual = topic.actual.size();
    ListPlan plan{.removed = std::vector<bool>(expected, false), .added = std::vector<std::vector<size_t>>(expected + 1)};
    for (size_t i = 0; i < std::min(expected, actual); ++i) EditRecord((*topic.expected)[i], topic.actual[i]);
    for (size_t i = actual; i < expected; ++i) plan.removed[i] = true;
    for (size_t i = expected; i < actual; ++i) plan.added[expected].push_back(i);
    return plan;
  }

  ListPlan PlanAligned(const TopicDifference& topic) {
    const size_t count = topic.expected->size();
    ListPlan plan{.removed = std::vector<bool>(count, false), .added = std::vector<std::vector<size_t>>(count + 1)};
    std::vector<size_t> extra;
    for (const RecordDifference& difference : topic.records) {
      if (!difference.actual) {
        plan.removed[*difference.expected] = true;
      } else if (!difference.expected) {
        extra.push_back(*difference.actual);
      } else {
        EditRecord((*topic.expected)[*difference.expected], topic.actual[*difference.actual]);
      }
    }
    std::vector<size_t> kept;
    for (size_t i = 0; i < count; ++i) {
      if (!plan.removed[i]) kept.push_back(i);
    }
    std::sort(extra.begin(), extra.end());
    for (size_t i = 0; i < extra.size(); ++i) {
      // So many of those that stay came before it.
      const size_t before = InOneOrder(topic) ? std::min(extra[i] - i, kept.size()) : kept.size();
      plan.added[before == 0 ? 0 : kept[before - 1] + 1].push_back(extra[i]);
    }
    return plan;
  }

  bool InOneOrder(const TopicDifference& topic) const {
    const bool one_partition = std::all_of(topic.actual.begin(), topic.actual.end(), [&](const MemoryRecord& record) {
      return record.partition == topic.actual.front().partition;
    });
    return result_.test->ordered && !result_.test->final && one_partition;
  }

  void EditList(const TopicDifference& topic, const ListPlan& plan) {
    const std::vector<ExpectedRecord>& expected = *topic.expected;
    std::vector<std::string> none_left;
    if (std::find(plan.removed.begin(), plan.removed.end(), false) == plan.removed.end()) {
      for (const auto& records : plan.added) {
        for (const size_t record : records) none_left.push_back(RecordText(topic, topic.actual[record]));
      }
      return EditEmptied(topic, none_left);
    }
    for (size_t i = 0; i <= expected.size(); ++i) {
      std::vector<std::string> records;
      for (const size_t record : plan.added[i]) records.push_back(RecordText(topic, topic.actual[record]));
      if (records.empty()) continue;
      if (i > 0) {
        InsertBehind(expected[i - 1].range, records);
      } else {
        const auto first = std::find(plan.removed.begin(), plan.removed.end(), false) - plan.removed.begin();
        InsertBefore(expected[static_cast<size_t>(first)].range, records);
      }
    }
    RemoveRecords(expected, plan.removed);
  }

  // None of the records that stand there stays.
  void EditEmptied(const TopicDifference& topic, const std::vector<std::string>& records) {
    const std::vector<ExpectedRecord>& expected = *topic.expected;
    const auto [name, list] = PlacesOf(topic);
    if (!list.known()) return;
    if (expected.empty() || !Bullet(expected.front().range)) {
      return Replace(list, Concat("[", Join(records, ", "), "]"));
    }
    if (records.empty()) {
      const auto place = static_cast<uint32_t>(BehindColon(name));
      edits_.push_back({place, place, " []"});
    } else {
      Replace(expected.front().range, records.front());
      if (records.size() > 1) InsertBehind(expected.front().range, {records.begin() + 1, records.end()});
    }
    for (size_t i = records.empty() ? 0 : 1; i < expected.size(); ++i) RemoveLines(expected[i].range);
  }

  // Behind the colon of the key, and the anchor that follows it.
  size_t BehindColon(SourceRange key) const {
    size_t place = std::min(text_.find(':', key.end), text_.size() - 1) + 1;
    const size_t next = text_.find_first_not_of(' ', place);
    if (next != std::string_view::npos && text_[next] == '&') place = std::min(text_.find_first_of(" \r\n", next), text_.size());
    return place;
  }

  void EditRecord(const ExpectedRecord& expected, const MemoryRecord& actual) {
    EditBytes(expected.key, actual.key);
    EditBytes(expected.value, actual.value);
    if (expected.headers && *expected.headers != actual.headers) Replace(expected.headers_range, HeadersText(expected, actual.headers));
    if (expected.timestamp && *expected.timestamp != actual.timestamp) {
      Replace(expected.timestamp_range, TimestampText(expected.timestamp_range, actual.timestamp));
    }
    if (expected.partition && *expected.partition != actual.partition) Replace(expected.partition_range, Concat(actual.partition));
  }

  // In the form that stands there, where that can say it.
  static std::string HeadersText(const ExpectedRecord& expected, const std::vector<MemoryRecord::Header>& headers) {
    const bool all_text = std::all_of(headers.begin(), headers.end(), [](const auto& header) { return IsText(header.value); });
    if (expected.headers_are_mappings || !all_text) return HeadersToYaml(headers);
    std::vector<std::string> items;
    for (const MemoryRecord::Header& header : headers) {
      items.push_back(YamlString(header.key));
      items.push_back(ToYaml(header.value));
    }
    return Concat("[", Join(items, ", "), "]");
  }

  // Milliseconds where those stand there, else a time in UTC.
  std::string TimestampText(SourceRange range, int64_t milliseconds) const {
    const std::string_view written = text_.substr(range.begin, range.end - range.begin);
    if (written.find('T') == std::string_view::npos && written.find(':') == std::string_view::npos) return Concat(milliseconds);
    return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", absl::FromUnixMillis(milliseconds), absl::UTCTimeZone());
  }

  void EditBytes(const ExpectedBytes& expected, const std::optional<std::string>& actual) {
    const bool is_null = expected.kind == ExpectedBytes::Kind::kNull;
    if (expected.kind == ExpectedBytes::Kind::kAny) return;
    if (expected.kind != ExpectedBytes::Kind::kContent && actual == (is_null ? std::nullopt : std::optional(expected.bytes))) return;
    if (expected.base64) return Replace(expected.range, ToYamlBase64(actual));
    if (!IsText(actual)) {
      if (!expected.name_range.known()) return;
      const std::string_view name = text_.substr(expected.name_range.begin, expected.name_range.end - expected.name_range.begin);
      Replace(expected.name_range, Concat(name.find("key") != std::string_view::npos ? "key" : "value", "_base64"));
      return Replace(expected.range, ToYamlBase64(actual));
    }
    if (expected.kind == ExpectedBytes::Kind::kBytes) return Replace(expected.range, Tagged(expected.range, actual));
    const std::optional<Content> content = is_null || !actual ? std::nullopt : ParseContent(*actual);
    if (!content || !EditContent(expected.content, *content)) Replace(expected.range, ToYaml(actual));
  }

  // The smallest parts that differ; false where one of them has no place of its own.
  bool EditContent(const Content& expected, const Content& actual) {
    if (rows_ ? SameRow(expected, actual) : SameContent(expected, actual)) return true;
    if (expected.IsContainer() && SameShape(expected, actual)) {
      const size_t known = edits_.size();
      bool all = true;
      for (size_t i = 0; i < expected.items.size(); ++i) all &= EditContent(expected.items[i], actual.items[i]);
      for (const ContentMember& member : expected.members) all &= EditContent(member.value, *actual.Find(member.name));
      if (all) return true;
      edits_.resize(known);
    }
    if (!expected.range.known()) return false;
    const bool strings = expected.kind == Content::Kind::kString && actual.kind == Content::Kind::kString;
    Replace(expected.range, strings ? Tagged(expected.range, actual.text) : ToYaml(actual));
    return true;
  }

  static bool SameShape(const Content& expected, const Content& actual) {
    return expected.kind == actual.kind && expected.items.size() == actual.items.size() &&
           expected.members.size() == actual.members.size() &&
           std::all_of(expected.members.begin(), expected.members.end(),
                       [&](const ContentMember& member) { return actual.Find(member.name) != nullptr; });
  }

  // A string, with the tag that stands there if it can still have it.
  std::string Tagged(SourceRange range, const std::optional<std::string>& actual) const {
    const std::string_view written = range.known() ? text_.substr(range.begin, range.end - range.begin) : "";
    std::optional<std::string> bytes = actual;
    std::string tag;
    if (bytes && written.starts_with("!base64")) {
      bytes = DecodeBase64Text(*bytes);
      tag = "!base64 ";
    } else if (written.starts_with("!json")) {
      tag = "!json ";
    }
    if (tag.empty() || !bytes || !IsText(bytes)) return actual ? YamlString(*actual) : "null";
    return Concat(tag, ToYaml(bytes));
  }

  // A record that is new in a list says what the others say.
  std::string RecordText(const TopicDifference& topic, const MemoryRecord& record) const {
    if (rows_) return ToYaml(record.value);
    std::vector<std::string> fields;
    if (record.key) fields.push_back(ToYamlField("key", record.key));
    fields.push_back(ToYamlField("value", record.value));
    const auto others_have = [&](auto field) {
      return std::any_of(topic.expected->begin(), topic.expected->end(),
                         [&](const ExpectedRecord& other) { return (other.*field).has_value(); });
    };
    if (others_have(&ExpectedRecord::headers)) fields.push_back(Concat("headers: ", HeadersToYaml(record.headers)));
    if (others_have(&ExpectedRecord::partition)) fields.push_back(Concat("partition: ", record.partition));
    return Concat("{", Join(fields, ", "), "}");
  }

  size_t LineStart(size_t place) const {
    const size_t newline = place == 0 ? std::string_view::npos : text_.rfind('\n', place - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
  }
  // Before the characters that end the line.
  size_t LineEnd(size_t place) const {
    const size_t newline = std::min(text_.find('\n', place), text_.size());
    return newline > place && text_[newline - 1] == '\r' ? newline - 1 : newline;
  }
  std::string_view Newline() const { return text_.find("\r\n") == std::string_view::npos ? "\n" : "\r\n"; }

  // "  - " before a record on its own lines; nothing where it stands between brackets.
  std::optional<std::string_view> Bullet(SourceRange record) const {
    if (!record.known()) return std::nullopt;
    const size_t start = LineStart(record.begin);
    const std::string_view before = text_.substr(start, record.begin - start);
    const size_t dash = before.find_first_not_of(' ');
    if (dash == std::string_view::npos || before[dash] != '-') return std::nullopt;
    // The record itself may be a list.
    const size_t behind = before.find_first_not_of(" -", dash);
    if (behind != std::string_view::npos && before[behind] != '&') return std::nullopt;
    return before;
  }

  std::string LineOf(std::string_view bullet, const std::string& record) const {
    return Concat(std::string(bullet.find('-'), ' '), "- ", record);
  }

  void InsertBehind(SourceRange record, const std::vector<std::string>& records) {
    if (!record.known()) return;
    std::string text;
    const auto bullet = Bullet(record);
    for (const std::string& added : records) Append(text, bullet ? Concat(Newline(), LineOf(*bullet, added)) : Concat(", ", added));
    const auto place = bullet ? static_cast<uint32_t>(LineEnd(record.end)) : record.end;
    edits_.push_back({place, place, std::move(text)});
  }

  void InsertBefore(SourceRange record, const std::vector<std::string>& records) {
    if (!record.known()) return;
    std::string text;
    const auto bullet = Bullet(record);
    for (const std::string& added : records) Append(text, bullet ? Concat(LineOf(*bullet, added), Newline()) : Concat(added, ", "));
    const auto place = bullet ? static_cast<uint32_t>(LineStart(record.begin)) : record.begin;
    edits_.push_back({place, place, std::move(text)});
  }

  void RemoveLines(SourceRange record) {
    if (!record.known()) return;
    const size_t newline = text_.find('\n', record.end);
    const size_t end = newline == std::string_view::npos ? text_.size() : newline + 1;
    edits_.push_back({static_cast<uint32_t>(LineStart(record.begin)), static_cast<uint32_t>(end), ""});
  }

  // At least one stays.
  void RemoveRecords(const std::vector<ExpectedRecord>& expected, const std::vector<bool>& removed) {
    for (size_t i = 0; i < expected.size(); ++i) {
      if (!removed[i]) continue;
      if (Bullet(expected[i].range)) {
        RemoveLines(expected[i].range);
        continue;
      }
      // Between brackets: up to the next one that stays, else from the end of the one before.
      size_t next = i;
      while (next < expected.size() && removed[next]) ++next;
      if (next < expected.size()) {
        edits_.push_back({expected[i].range.begin, expected[next].range.begin, ""});
      } else {
        edits_.push_back({expected[i - 1].range.end, expected.back().range.end, ""});
      }
      i = next;
    }
  }

  // Of the topic's or table's name and of its list.
  std::pair<SourceRange, SourceRange> PlacesOf(const TopicDifference& topic) const {
    if (result_.test->output) {
      for (const auto& records : *result_.test->output) {
        if (&records.records == topic.expected) return {records.range, records.list_range};
      }
    }
    for (const auto& records : *result_.expected_rows) {
      if (&records.records == topic.expected) return {records.range, records.list_range};
    }
    return {};
  }

  const TestResult& result_;
  std::string_view text_;
  RecordPlacing placing_;
  std::vector<TextEdit> edits_;
  bool rows_ = false;
};

}  // namespace

std::vector<TextEdit> ExpectationEdits(const TestResult& result, std::string_view text, RecordPlacing placing) {
  return ExpectationEditor(result, text, placing).Edit();
}

}  // namespace drey
