#include "runtime/cli/test_report.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/base/text.h"
#include "runtime/cli/aligned_texts.h"
#include "runtime/cli/terminal_colour.h"
#include "runtime/cli/text_window.h"
#include "runtime/cli/way_text.h"

namespace drey {
namespace {

constexpr size_t kMostRecords = 3;
constexpr size_t kMostFields = 6;
// Columns whose way is shown, and lines of each.
constexpr size_t kMostWays = 2;
constexpr size_t kMostParts = 7;

std::string Shown(const std::optional<std::string>& bytes) { return bytes ? *bytes : "null"; }

std::string Shown(const ExpectedBytes& bytes) {
  switch (bytes.kind) {
    case ExpectedBytes::Kind::kAny:
      return "(any)";
    case ExpectedBytes::Kind::kNull:
      return "null";
    case ExpectedBytes::Kind::kBytes:
      return bytes.bytes;
    case ExpectedBytes::Kind::kContent:
      return ToJson(bytes.content);
  }
  return {};
}

void AppendField(std::string_view field, std::string& out) {
  if (!out.empty()) out += "  ";
  out += field;
}

// What is expected of a record.
std::string Shown(const ExpectedRecord& record) {
  std::string text;
  if (record.partition) AppendField(Concat("partition ", *record.partition), text);
  if (record.key.kind != ExpectedBytes::Kind::kAny) AppendField(Shown(record.key), text);
  if (record.value.kind != ExpectedBytes::Kind::kAny) AppendField(Shown(record.value), text);
  return text.empty() ? "any record" : text;
}

std::string Shown(const MemoryRecord& record) { return Concat(record.key ? Concat(*record.key, "  ") : "", Shown(record.value)); }

// The whole of a key or value as it is compared.
struct Sides {
  std::string expected;
  std::string actual;
};

Sides SidesOf(const ExpectedBytes& expected, const std::optional<std::string>& actual) {
  if (expected.kind != ExpectedBytes::Kind::kContent || !actual) return {Shown(expected), Shown(actual)};
  const std::optional<Content> content = ParseContent(*actual);
  return {ToJson(expected.content), content ? ToJson(InOrderOf(expected.content, *content)) : *actual};
}

// A value of null is told from the text null.
Sides SidesOfValue(const ExpectedBytes& expected, const std::optional<std::string>& actual) {
  constexpr std::string_view kTombstone = "null (a tombstone)";
  Sides sides = SidesOf(expected, actual);
  if (expected.kind == ExpectedBytes::Kind::kNull) sides.expected = kTombstone;
  if (!actual) sides.actual = kTombstone;
  return sides;
}

// The fields of a record that are expected of another.
std::string ShownAs(const MemoryRecord& record, const ExpectedRecord& expected) {
  std::string text;
  if (expected.partition) AppendField(Concat("partition ", record.partition), text);
  if (expected.key.kind != ExpectedBytes::Kind::kAny) AppendField(SidesOf(expected.key, record.key).actual, text);
  if (expected.value.kind != ExpectedBytes::Kind::kAny) AppendField(SidesOf(expected.value, record.value).actual, text);
  return text.empty() ? Shown(record) : text;
}

bool StartsWithPart(const FieldDifference& field, std::string_view part) {
  return field.path == part || (field.path.starts_with(part) && (field.path[part.size()] == '.' || field.path[part.size()] == '['));
}

class FailureText {
 public:
  FailureText(const TestResult& result, const TestFile& file, const SourceMap& sources, const ErrorRenderer& errors)
      : result_(result), file_(file), sources_(sources), errors_(errors) {}

  std::string Render(bool error_shown) {
    const int line = sources_.Get(file_.source).Locate(result_.range.begin).line;
    Append(out_, Painted(errors_.use_colour(), kRed, "FAIL"), " ", file_.path, ":", line, ": ", result_.name, "\n");
    if (!result_.variation.empty()) Append(out_, "  ", result_.variation, ":\n");
    if (error_shown) {
      out_ += "  the same error\n";
    } else {
      AppendError();
    }
    for (const TopicDifference& topic : result_.differences) AppendTopic(topic);
    return std::move(out_);
  }

 private:
  void AppendError() {
    if (result_.expected_error_missing) {
      Append(out_, "  expected error  ", Shorten(*result_.test->error, kReportWidth - 18), "\n");
      Append(out_, "  actual          ",
             result_.error.ok() ? std::string("the job ended without error")
                                : Shorten(MessageOf(result_.error), kReportWidth - 18),
             "\n");
      AppendFailedRecord();
      return;
    }
    if (result_.error.ok()) return;
    const std::string text = errors_.Render(Severity::kError, result_.error, sources_, file_.path);
    for (const std::string_view line : Split(std::string_view(text).substr(0, text.size() - 1), '\n')) Append(out_, "  ", line, "\n");
    for (const RecordTrace& trace : result_.traces) {
      const ColumnTrace* column = trace.error ? trace.FindColumn(trace.error->field) : nullptr;
      if (column != nullptr) AppendWay(*column, "");
    }
  }

  // The record on which the job failed with another error than expected.
  void AppendFailedRecord() {
    for (const RecordTrace& trace : result_.traces) {
      if (!trace.error) continue;
      const ColumnTrace* column = trace.FindColumn(trace.error->field);
      if (column != nullptr) return AppendWay(*column, PlaceOf(trace));
      Append(out_, "    from ", PlaceOf(trace), "\n");
      return;
    }
  }

  // The input record that became `actual`; null where it is not known.
  const RecordTrace* FindTrace(const std::string& topic, const MemoryRecord& actual) const {
    const auto became = [&](const RecordTrace& trace) {
      return std::any_of(trace.output.begin(), trace.output.end(), [&](const MemoryRecord& record) {
        return record.topic == topic && record.partition == actual.partition && record.key == actual.key && record.value == actual.value;
      });
    };
    const auto trace = std::find_if(result_.traces.begin(), result_.traces.end(), became);
    return trace == result_.traces.end() ? nullptr : &*trace;
  }

  void AppendOrigin(const std::string& topic, const MemoryRecord& actual) {
    if (const RecordTrace* trace = FindTrace(topic, actual)) Append(out_, "    from ", PlaceOf(*trace), "\n");
  }

  // The way of the record that became `actual`, for each column that differs.
  void AppendWays(const std::vector<FieldDifference>& fields, const std::string& topic, const MemoryRecord& actual) {
    const RecordTrace* trace = FindTrace(topic, actual);
    if (trace == nullptr) return;
    std::vector<std::string> shown;
    for (const FieldDifference& field : fields) {
      const size_t dot = field.path.find('.');
      if (dot == std::string::npos) continue;
      std::string column = field.path.substr(dot + 1, field.path.find_first_of(".[", dot + 1) - dot - 1);
      if (shown.size() == kMostWays || std::find(shown.begin(), shown.end(), column) != shown.end()) continue;
      if (const ColumnTrace* way = trace->FindColumn(column)) AppendWay(*way, PlaceOf(*trace));
      shown.push_back(std::move(column));
    }
  }

  // The input records that did not reach the output.
  void AppendDropped() {
    size_t count = 0;
    for (const RecordTrace& trace : result_.traces) {
      const OperatorTrace* step = trace.DroppedBy();
      if (step == nullptr || ++count > kMostWays) continue;
      const auto condition = std::find_if(step->columns.begin(), step->columns.end(), [](const ColumnTrace& c) { return c.name.empty(); });
      if (condition != step->columns.end()) {
        AppendWay(*condition, PlaceOf(trace));
      } else {
        Append(out_, "    ", PlaceOf(trace), " was dropped by ", Shorten(step->description, 40), "\n");
      }
    }
    if (count > kMostWays) Append(out_, "    and ", count - kMostWays, " more records were dropped\n");
  }

  void AppendWay(const ColumnTrace& column, const std::string& place) {
    Append(out_, "    ", column.name.empty() ? "dropped by WHERE" : column.name, place.empty() ? "" : ", from ", place, ":\n");
    AppendParts(column, {.indent = 6, .width = kReportWidth, .most_lines = kMostParts}, out_);
  }

  void AppendTopic(const TopicDifference& topic) {
    const size_t shown = std::min(topic.records.size(), kMostRecords);
    for (size_t i = 0; i < shown; ++i) AppendRecord(topic, topic.records[i]);
    if (topic.records.size() > shown) {
      const size_t more = topic.records.size() - shown;
      Append(out_, "  ", NameOf(topic), ": ", more, " more ", more == 1 ? "difference" : "differences", "\n");
    }
  }

  void AppendRecord(const TopicDifference& topic, const RecordDifference& difference) {
    const size_t expected_count = topic.expected->size();
    switch (difference.kind) {
      case RecordDifference::Kind::kDifferent:
        return AppendDifferent(topic, difference);
      case RecordDifference::Kind::kMissing:
        Append(out_, "  ", TitleOf(topic), *difference.expected + 1, " of ", expected_count, " is missing\n");
        Append(out_, "    expected  ", Shorten(Shown((*topic.expected)[*difference.expected]), kReportWidth - 14), "\n");
        Append(out_, "    actual    nothing (", WrittenText(topic), ")\n");
        AppendDropped();
        return;
      case RecordDifference::Kind::kExtra:
        Append(out_, "  ", NameOf(topic), ": a ", RecordWord(topic), " that is not expected\n");
        Append(out_, "    expected  nothing (", ExpectedText(topic), ")\n");
        Append(out_, "    actual    ", Shorten(Shown(topic.actual[*difference.actual]), kReportWidth - 14), "\n");
        AppendOrigin(topic.topic, topic.actual[*difference.actual]);
        return;
      case RecordDifference::Kind::kWrongOrder:
        return AppendWrongOrder(topic, difference);
      case RecordDifference::Kind::kWrongPartition:
        Append(out_, "  ", TitleOf(topic), *difference.expected + 1, " of ", expected_count, " is in another partition\n");
        AppendAligned(Shown((*topic.expected)[*difference.expected]),
                      ShownAs(topic.actual[*difference.actual], (*topic.expected)[*difference.expected]), Layout(), out_);
        return;
    }
  }

  static std::string NameOf(const TopicDifference& topic) {
    return IsRowsTopic(topic.topic) ? TableOfRowsTopic(topic.topic) : topic.topic;
  }
  static std::string_view RecordWord(const TopicDifference& topic) { return IsRowsTopic(topic.topic) ? "row" : "record"; }
  // "order_output: record "
  static std::string TitleOf(const TopicDifference& topic) { return Concat(NameOf(topic), ": ", RecordWord(topic), " "); }

  static std::string CountText(size_t records, const TopicDifference& topic) {
    const std::string_view word = RecordWord(topic);
    if (records == 0) return Concat("no ", word);
    return Concat(records, " ", word, records == 1 ? "" : "s");
  }

  // Beside a record that is missing: what came.
  static std::string WrittenText(const TopicDifference& topic) {
    const size_t count = topic.actual.size();
    const bool all_fit = count > 0 && topic.records.size() == 1;
    return Concat("the job wrote ", CountText(count, topic), !all_fit ? "" : count == 1 ? ", which is expected" : ", which are expected");
  }

  // Beside a record too many: what should have come.
  static std::string ExpectedText(const TopicDifference& topic) {
    const size_t count = topic.expected->size();
    const bool all_came = count > 0 && topic.records.size() == 1;
    return Concat(CountText(count, topic), count > 1 ? " are expected" : " is expected", all_came ? ", and came" : "");
  }

  void AppendWrongOrder(const TopicDifference& topic, const RecordDifference& difference) {
    const size_t place = *difference.expected;
    Append(out_, "  ", NameOf(topic), ": all ", RecordWord(topic), "s are there, but in another order from ", RecordWord(topic), " ", place + 1, " on\n");
    const ExpectedRecord& expected = (*topic.expected)[place];
    AppendAligned(Shown(expected), ShownAs(topic.actual[place], expected), Layout(), out_);
    Append(out_, "    it came as ", RecordWord(topic), " ", *difference.actual + 1, "; ordered: false compares without order\n");
  }

  void AppendDifferent(const TopicDifference& topic, const RecordDifference& difference) {
    const ExpectedRecord& expected = (*topic.expected)[*difference.expected];
    const MemoryRecord& actual = topic.actual[*difference.actual];
    const FieldDifference& first = difference.fields.front();
    Append(out_, "  ", TitleOf(topic), *difference.expected + 1, " of ", topic.expected->size(), ", ", PathIn(topic, first.path));
    if (difference.fields.size() > 1) Append(out_, " and ", difference.fields.size() - 1, " more");
    out_ += "\n";
    bool key_shown = false;
    bool value_shown = false;
    for (const FieldDifference& field : difference.fields) {
      if (StartsWithPart(field, "key")) {
        if (!std::exchange(key_shown, true)) AppendSides(SidesOf(expected.key, actual.key));
      } else if (StartsWithPart(field, "value")) {
        if (!std::exchange(value_shown, true)) AppendSides(SidesOfValue(expected.value, actual.value));
      } else {
        Append(out_, "    ", field.path, ": expected ", field.expected, ", actual ", field.actual, "\n");
      }
    }
    AppendFields(topic, difference.fields);
    AppendWays(difference.fields, topic.topic, actual);
  }

  AlignedLayout Layout() const {
    return {.width = kReportWidth, .first_colour = kGreen, .second_colour = kRed, .use_colour = errors_.use_colour()};
  }

  void AppendSides(const Sides& sides) { AppendAligned(sides.expected, sides.actual, Layout(), out_); }

  // A row has columns, not a value.
  static std::string PathIn(const TopicDifference& topic, const std::string& path) {
    return IsRowsTopic(topic.topic) && path.starts_with("value.") ? path.substr(6) : path;
  }

  // Each field that differs, below each other.
  void AppendFields(const TopicDifference& topic, const std::vector<FieldDifference>& fields) {
    size_t path_width = 0;
    std::vector<const FieldDifference*> shown;
    // One alone is named and marked above.
    const bool alone = fields.size() == 1 && !fields.front().expected.empty() && !fields.front().actual.empty();
    for (const FieldDifference& field : fields) {
      if (alone || field.path.find_first_of(".[") == std::string::npos) continue;
      if (shown.size() == kMostFields) break;
      shown.push_back(&field);
      path_width = std::max(path_width, PathIn(topic, field.path).size());
    }
    const size_t side = path_width + 30 < kReportWidth ? (kReportWidth - 10 - path_width) / 2 : 20;
    for (const FieldDifference* field : shown) {
      const std::string path = PathIn(topic, field->path);
      Append(out_, "    ", path, std::string(path_width - path.size(), ' '), "  ",
             field->expected.empty() ? "(nothing)" : Shorten(field->expected, side), " → ",
             field->actual.empty() ? "(nothing)" : Shorten(field->actual, side), "\n");
    }
    if (fields.size() > kMostFields) Append(out_, "    and ", fields.size() - kMostFields, " more\n");
  }

  const TestResult& result_;
  const TestFile& file_;
  const SourceMap& sources_;
  const ErrorRenderer& errors_;
  std::string out_;
};

}  // namespace

std::string RenderFailure(const TestResult& result, const TestFile& file, const SourceMap& sources, const ErrorRenderer& errors,
                          bool error_shown) {
  return FailureText(result, file, sources, errors).Render(error_shown);
}

}  // namespace drey
