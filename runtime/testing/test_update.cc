#include "runtime/testing/test_update.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/base/text.h"
#include "runtime/testing/yaml_text.h"

namespace drey {
namespace {

class Updater {
 public:
  Updater(const TestResult& result, std::string_view text) : result_(result), text_(text) {}

  std::vector<TextEdit> Update() {
    const bool repeatable = result_.compiled == nullptr || result_.compiled->non_deterministic.empty();
    if (result_.did_not_run || !result_.variation.empty() || !repeatable) return {};
    if (result_.expected_error_missing) {
      if (result_.error.ok()) return {};
      Replace(result_.test->error_range, YamlString(MessageOf(result_.error)));
    } else if (!result_.error.ok()) {
      return {};
    }
    for (const TopicDifference& topic : result_.differences) UpdateTopic(topic);
    return std::move(edits_);
  }

 private:
  void Replace(SourceRange range, std::string text) {
    if (range.known()) edits_.push_back({range.begin, range.end, std::move(text)});
  }

  void UpdateTopic(const TopicDifference& topic) {
    rows_ = IsRowsTopic(topic.topic);
    std::string added;
    for (const RecordDifference& difference : topic.records) {
      switch (difference.kind) {
        case RecordDifference::Kind::kDifferent:
        case RecordDifference::Kind::kWrongPartition:
          UpdateRecord((*topic.expected)[*difference.expected], topic.actual[*difference.actual]);
          break;
        case RecordDifference::Kind::kMissing:
          Remove((*topic.expected)[*difference.expected].range);
          break;
        case RecordDifference::Kind::kExtra:
          AddRecord(topic, topic.actual[*difference.actual]);
          break;
        case RecordDifference::Kind::kWrongOrder:
          for (size_t i = 0; i < topic.expected->size(); ++i) UpdateRecord((*topic.expected)[i], topic.actual[i]);
          break;
      }
    }
  }

  void UpdateRecord(const ExpectedRecord& expected, const MemoryRecord& actual) {
    UpdateBytes(expected.key, actual.key);
    UpdateBytes(expected.value, actual.value);
    const bool other_fields = (expected.headers && *expected.headers != actual.headers) ||
                              (expected.timestamp && *expected.timestamp != actual.timestamp) ||
                              (expected.partition && *expected.partition != actual.partition);
    if (other_fields) ReplaceRecord(expected, actual);
  }

  // Fields of which the place is not known: the record is written anew.
  void ReplaceRecord(const ExpectedRecord& expected, const MemoryRecord& actual) {
    std::erase_if(edits_, [&](const TextEdit& edit) { return edit.begin >= expected.range.begin && edit.end <= expected.range.end; });
    std::string text = RecordText(actual, expected.partition.has_value());
    Replace(expected.range, std::move(text));
  }

  void UpdateBytes(const ExpectedBytes& expected, const std::optional<std::string>& actual) {
    switch (expected.kind) {
      case ExpectedBytes::Kind::kAny:
        return;
      case ExpectedBytes::Kind::kNull:
        if (actual) Replace(expected.range, ToYaml(actual));
        return;
      case ExpectedBytes::Kind::kBytes:
        if (actual != expected.bytes) Replace(expected.range, Tagged(expected.range, actual));
        return;
      case ExpectedBytes::Kind::kContent: {
        const std::optional<Content> content = actual ? ParseContent(*actual) : std::nullopt;
        if (!content) return Replace(expected.range, ToYaml(actual));
        UpdateContent(expected.content, *content);
        return;
      }
    }
  }

  // The smallest parts that differ.
  void UpdateContent(const Content& expected, const Content& actual) {
    if (SameContent(expected, actual)) return;
    const bool same_shape = expected.kind == actual.kind && expected.items.size() == actual.items.size() &&
                            expected.members.size() == actual.members.size() &&
                            std::all_of(expected.members.begin(), expected.members.end(),
                                        [&](const ContentMember& member) { return actual.Find(member.name) != nullptr; });
    // What is written inside of a !json or an alias elsewhere has no parts with places here.
    if (!expected.IsContainer() || !same_shape) {
      if (expected.kind == Content::Kind::kString && actual.kind == Content::Kind::kString) {
        return Replace(expected.range, Tagged(expected.range, actual.text));
      }
      return Replace(expected.range, ToYaml(actual));
    }
    for (size_t i = 0; i < expected.items.size(); ++i) UpdateContent(expected.items[i], actual.items[i]);
    for (const ContentMember& member : expected.members) UpdateContent(member.value, *actual.Find(member.name));
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
    if (tag.empty() || !bytes) return actual ? YamlString(*actual) : "null";
    return Concat(tag, ToYaml(bytes));
  }

  std::string RecordText(const MemoryRecord& record, bool with_partition) const {
    if (rows_) return ToYaml(record.value);
    std::string text = "{";
    if (record.key) Append(text, ToYamlField("key", record.key), ", ");
    Append(text, ToYamlField("value", record.value));
    if (with_partition) Append(text, ", partition: ", record.partition);
    return text + "}";
  }

  // Column of the place in its line, and the start of that line.
  size_t LineStart(size_t place) const {
    const size_t newline = place == 0 ? std::string_view::npos : text_.rfind('\n', place - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
  }

  // "  - " before a record on its own lines; nothing where it stands between brackets.
  std::optional<std::string_view> Bullet(SourceRange record) const {
    const size_t start = LineStart(record.begin);
    const std::string_view before = text_.substr(start, record.begin - start);
    const size_t dash = before.find_first_not_of(' ');
    if (dash == std::string_view::npos || before[dash] != '-' || before.find_first_not_of(" -") != std::string_view::npos) {
      return std::nullopt;
    }
    return before;
  }

  void Remove(SourceRange record) {
    if (!record.known()) return;
    if (Bullet(record)) {
      size_t end = text_.find('\n', record.end);
      end = end == std::string_view::npos ? text_.size() : end + 1;
      edits_.push_back({static_cast<uint32_t>(LineStart(record.begin)), static_cast<uint32_t>(end), ""});
      return;
    }
    // Between brackets: with the comma behind it, else with the one before it.
    size_t begin = record.begin;
    size_t end = text_.find_first_not_of(" \n", record.end);
    if (end != std::string_view::npos && text_[end] == ',') {
      end = text_.find_first_not_of(' ', end + 1);
    } else {
      end = record.end;
      const size_t before = text_.find_last_not_of(" \n", begin - 1);
      if (before != std::string_view::npos && text_[before] == ',') begin = before;
    }
    edits_.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end), ""});
  }

  // Behind the last record of the list.
  void AddRecord(const TopicDifference& topic, const MemoryRecord& actual) {
    const bool with_partition = !topic.expected->empty() && topic.expected->back().partition.has_value();
    const std::string record = RecordText(actual, with_partition);
    if (topic.expected->empty()) {
      // The list is [].
      const SourceRange list = ListOf(topic);
      if (!list.known()) return;
      const uint32_t place = list.begin + 1;
      Insert(place, has_inserted_at(place) ? Concat(", ", record) : record);
      return;
    }
    const SourceRange last = topic.expected->back().range;
    if (!last.known()) return;
    const auto bullet = Bullet(last);
    if (!bullet) return Insert(last.end, Concat(", ", record));
    size_t end = text_.find('\n', last.end);
    if (end == std::string_view::npos) end = text_.size();
    Insert(static_cast<uint32_t>(end), Concat("\n", std::string(bullet->find('-'), ' '), "- ", record));
  }

  SourceRange ListOf(const TopicDifference& topic) const {
    if (result_.test->output) {
      for (const auto& records : *result_.test->output) {
        if (&records.records == topic.expected) return records.list_range;
      }
    }
    for (const auto& records : *result_.expected_rows) {
      if (&records.records == topic.expected) return records.list_range;
    }
    return {};
  }

  bool has_inserted_at(uint32_t place) const {
    return std::any_of(edits_.begin(), edits_.end(), [&](const TextEdit& edit) { return edit.begin == place && edit.end == place; });
  }

  // Several insertions at one place are one edit.
  void Insert(uint32_t place, std::string text) {
    for (TextEdit& edit : edits_) {
      if (edit.begin == place && edit.end == place) {
        edit.text += text;
        return;
      }
    }
    edits_.push_back({place, place, std::move(text)});
  }

  const TestResult& result_;
  std::string_view text_;
  std::vector<TextEdit> edits_;
  bool rows_ = false;
};

}  // namespace

std::vector<TextEdit> UpdatesOf(const TestResult& result, std::string_view text) { return Updater(result, text).Update(); }

std::string ApplyEdits(std::string_view text, std::vector<TextEdit> edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const TextEdit& a, const TextEdit& b) { return a.begin < b.begin; });
  std::string out;
  size_t place = 0;
  for (const TextEdit& edit : edits) {
    if (edit.begin < place) continue;
    Append(out, text.substr(place, edit.begin - place), edit.text);
    place = edit.end;
  }
  return out + std::string(text.substr(place));
}

}  // namespace drey
