#include "runtime/cli/diff_report.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/base/text.h"
#include "runtime/cli/aligned_texts.h"
#include "runtime/cli/json_line.h"
#include "runtime/cli/terminal_colour.h"
#include "runtime/cli/text_window.h"
#include "runtime/log/local/envelope.h"

namespace drey {
namespace {

constexpr size_t kMostChanges = 20;  // of a topic
constexpr size_t kMostFields = 6;    // of a record

std::string_view WordOf(RecordChange::Kind kind) {
  switch (kind) {
    case RecordChange::Kind::kChanged:
      return "changed";
    case RecordChange::Kind::kRemoved:
      return "removed";
    case RecordChange::Kind::kAdded:
      return "added";
    case RecordChange::Kind::kMoved:
      break;
  }
  return "moved";
}

std::string_view ColourOf(RecordChange::Kind kind) {
  if (kind == RecordChange::Kind::kRemoved) return kRed;
  return kind == RecordChange::Kind::kAdded ? kGreen : kYellow;
}

std::string_view NameOf(const std::string& topic) { return topic == kPrintedLines ? std::string_view("printed lines") : topic; }

std::string Shown(const std::optional<std::string>& bytes) { return bytes ? *bytes : "null"; }

const MemoryRecord& AnyOf(const RecordChange& change) { return change.before ? *change.before : *change.after; }

bool IsPartOf(const FieldDifference& field, std::string_view part) {
  return field.path == part || (field.path.starts_with(part) && (field.path[part.size()] == '.' || field.path[part.size()] == '['));
}

class ChangeText {
 public:
  ChangeText(const RecordChange& change, bool use_colour, std::string& out) : change_(change), use_colour_(use_colour), out_(out) {}

  void Write() {
    AppendTitle();
    switch (change_.kind) {
      case RecordChange::Kind::kChanged:
        return AppendFields();
      case RecordChange::Kind::kMoved:
        Append(out_, "    the same records of this key come in another order\n");
        return AppendAligned(Shown(change_.before->value), Shown(change_.after->value), Layout(), out_);
      case RecordChange::Kind::kRemoved:
        return AppendValue("- ", kRed, *change_.before);
      case RecordChange::Kind::kAdded:
        return AppendValue("+ ", kGreen, *change_.after);
    }
  }

 private:
  AlignedLayout Layout() const {
    return {.width = kReportWidth, .first_label = "- ", .second_label = "+ ", .first_colour = kRed, .second_colour = kGreen, .use_colour = use_colour_};
  }

  void AppendTitle() {
    const MemoryRecord& record = AnyOf(change_);
    const std::string_view word = WordOf(change_.kind);
    Append(out_, "  ", Painted(use_colour_, ColourOf(change_.kind), word), std::string(9 - word.size(), ' '));
    if (record.key) Append(out_, Shorten(*record.key, kReportWidth - 32), "  ");
    if (record.topic != kPrintedLines) {
      Append(out_, "partition ", record.partition, " offset ", record.offset);
    } else {
      Append(out_, "line ", record.offset + 1);
    }
    if (IsMarkedAlone()) Append(out_, ", ", change_.fields.front().path);
    out_ += "\n";
  }

  // The one field that differs is marked in key or value.
  bool IsMarkedAlone() const {
    return change_.fields.size() == 1 && !change_.fields.front().expected.empty() && !change_.fields.front().actual.empty() &&
           (IsPartOf(change_.fields.front(), "key") || IsPartOf(change_.fields.front(), "value"));
  }

  void AppendValue(std::string_view sign, std::string_view colour, const MemoryRecord& record) {
    Append(out_, "    ", Painted(use_colour_, colour, sign), Shorten(Shown(record.value), kReportWidth - 6), "\n");
  }

  // Key and value as a whole, each once, then the fields in them; fields of the record itself by their names.
  void AppendFields() {
    for (const std::string_view part : {"key", "value"}) {
      const bool differs = std::any_of(change_.fields.begin(), change_.fields.end(),
                                       [part](const FieldDifference& field) { return IsPartOf(field, part); });
      if (differs) AppendPart(part == "key" ? change_.before->key : change_.before->value, part == "key" ? change_.after->key : change_.after->value);
    }
    if (IsMarkedAlone()) return;
    size_t shown = 0;
    for (const FieldDifference& field : change_.fields) {
      if (field.path == "key" || field.path == "value") continue;
      if (++shown > kMostFields) continue;
      const size_t side = std::max<size_t>(12, (kReportWidth - std::min<size_t>(field.path.size(), 40) - 10) / 2);
      Append(out_, "    ", field.path, "  ", field.expected.empty() ? "(nothing)" : Shorten(field.expected, side), " → ",
                   field.actual.empty() ? "(nothing)" : Shorten(field.actual, side), "\n");
    }
    if (shown > kMostFields) Append(out_, "    and ", shown - kMostFields, " more fields\n");
  }

  // The members of the second in the order of the first, unless the order is what differs.
  void AppendPart(const std::optional<std::string>& before, const std::optional<std::string>& after) {
    const std::optional<Content> a = before ? ParseContent(*before) : std::nullopt;
    const std::optional<Content> b = after ? ParseContent(*after) : std::nullopt;
    if (!a || !b || SameContent(*a, *b)) return AppendAligned(Shown(before), Shown(after), Layout(), out_);
    AppendAligned(ToJson(*a), ToJson(InOrderOf(*a, *b)), Layout(), out_);
  }

  const RecordChange& change_;
  bool use_colour_;
  std::string& out_;
};

std::string EnvelopeOf(const MemoryRecord& record) {
  std::vector<RecordHeader> headers;
  for (const MemoryRecord::Header& header : record.headers) {
    RecordHeader& view = headers.emplace_back();
    view.key = header.key;
    if (header.value) view.value = *header.value;
  }
  RecordView view;
  view.topic = record.topic;
  view.partition = record.partition;
  view.offset = record.offset;
  view.timestamp = record.timestamp;
  view.timestamp_type = record.timestamp_type;
  if (record.key) view.key = *record.key;
  if (record.value) view.value = *record.value;
  view.headers = headers;
  std::string line;
  AppendEnvelope(view, line);
  line.pop_back();
  return line;
}

std::string FieldsAsJson(const std::vector<FieldDifference>& fields) {
  std::vector<std::string> objects;
  for (const FieldDifference& field : fields) {
    JsonLine line;
    line.AddText("path", field.path);
    line.AddTextIfAny("before", field.expected);
    line.AddTextIfAny("after", field.actual);
    objects.push_back(line.Finish());
  }
  return Concat("[", Join(objects, ","), "]");
}

std::string ChangeAsJson(const TopicChanges& topic, const RecordChange& change) {
  JsonLine line;
  line.AddText("change", WordOf(change.kind));
  line.AddText("topic", topic.topic);
  if (AnyOf(change).key) line.AddText("key", *AnyOf(change).key);
  if (!change.fields.empty()) line.AddJson("fields", FieldsAsJson(change.fields));
  if (change.before) line.AddJson("before", EnvelopeOf(*change.before));
  if (change.after) line.AddJson("after", EnvelopeOf(*change.after));
  return line.Finish();
}

void Count(const TopicChanges& topic, DiffCounts& counts) {
  counts.same += topic.same;
  for (const RecordChange& change : topic.changes) {
    switch (change.kind) {
      case RecordChange::Kind::kChanged:
        ++counts.changed;
        break;
      case RecordChange::Kind::kRemoved:
        ++counts.removed;
        break;
      case RecordChange::Kind::kAdded:
        ++counts.added;
        break;
      case RecordChange::Kind::kMoved:
        ++counts.moved;
        break;
    }
  }
}

}  // namespace

DiffCounts CountChanges(const std::vector<TopicChanges>& topics) {
  DiffCounts counts;
  for (const TopicChanges& topic : topics) Count(topic, counts);
  return counts;
}

std::string DiffCountsText(const DiffCounts& counts) {
  std::vector<std::string> parts;
  const auto add = [&parts](size_t count, std::string_view word) {
    if (count > 0) parts.push_back(Concat(WithThousands(static_cast<int64_t>(count)), " ", word));
  };
  add(counts.changed, "changed");
  add(counts.removed, "removed");
  add(counts.added, "added");
  add(counts.moved, "moved");
  parts.push_back(Concat(WithThousands(static_cast<int64_t>(counts.same)), " the same"));
  return Join(parts, ", ");
}

namespace {

// The fields that differ most often: "value.price (12), partition (3)".
std::string FieldFrequencies(const TopicChanges& topic) {
  std::map<std::string_view, int64_t> counts;
  for (const RecordChange& change : topic.changes) {
    for (const FieldDifference& field : change.fields) ++counts[field.path];
  }
  std::vector<std::pair<std::string_view, int64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> shown;
  for (const auto& [path, count] : sorted) {
    if (shown.size() == kMostFields) {
      shown.emplace_back("…");
      break;
    }
    shown.push_back(Concat(path, " (", WithThousands(count), ")"));
  }
  return Join(shown, ", ");
}

}  // namespace

std::string RenderChanges(const std::vector<TopicChanges>& topics, bool use_colour) {
  std::string out;
  for (const TopicChanges& topic : topics) {
    if (topic.changes.empty()) continue;
    DiffCounts counts;
    Count(topic, counts);
    Append(out, Painted(use_colour, kBold, NameOf(topic.topic)), ": ", DiffCountsText(counts), "\n");
    const size_t shown = std::min(topic.changes.size(), kMostChanges);
    for (size_t i = 0; i < shown; ++i) ChangeText(topic.changes[i], use_colour, out).Write();
    if (topic.changes.size() > shown) {
      Append(out, "  and ", WithThousands(static_cast<int64_t>(topic.changes.size() - shown)), " more; --format json has all of them\n");
      const std::string fields = FieldFrequencies(topic);
      if (!fields.empty()) Append(out, "  fields that differ: ", fields, "\n");
    }
  }
  return out;
}

std::string RenderChangesAsJson(const std::vector<TopicChanges>& topics) {
  std::string out;
  for (const TopicChanges& topic : topics) {
    for (const RecordChange& change : topic.changes) Append(out, ChangeAsJson(topic, change), "\n");
  }
  return out;
}

}  // namespace drey
