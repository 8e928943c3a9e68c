#include "engine/formats/json/json_regular_decoder.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "engine/base/text.h"
#include "engine/formats/json/json_number.h"
#include "engine/formats/json/json_temporal.h"
#include "engine/types/java_floating_point.h"

namespace drey {
namespace {

template <typename Integer>
void SetRange(int64_t& min, int64_t& max) {
  min = std::numeric_limits<Integer>::min();
  max = std::numeric_limits<Integer>::max();
}

}  // namespace

bool JsonRegularDecoder::Supports(const JsonTypePlan& plan) {
  switch (plan.root) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
    case TypeRoot::kBoolean:
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
    case TypeRoot::kFloat:
    case TypeRoot::kDouble:
    case TypeRoot::kDecimal:
    case TypeRoot::kDate:
    case TypeRoot::kTime:
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return true;
    case TypeRoot::kRow:
    case TypeRoot::kArray:
      return std::all_of(plan.children.begin(), plan.children.end(), Supports);
    default:
      return false;
  }
}

JsonRegularDecoder::JsonRegularDecoder(const JsonTypePlan& plan, const JsonDecodingOptions& options, FlinkVersion version)
    : root_(MakeNode(plan)), options_(options), version_(version) {}

JsonRegularDecoder::Node JsonRegularDecoder::MakeNode(const JsonTypePlan& plan) {
  Node node;
  node.plan = &plan;
  switch (plan.root) {
    case TypeRoot::kTinyint:
      SetRange<int8_t>(node.min, node.max);
      break;
    case TypeRoot::kSmallint:
      SetRange<int16_t>(node.min, node.max);
      break;
    case TypeRoot::kInteger:
      SetRange<int32_t>(node.min, node.max);
      break;
    case TypeRoot::kBigint:
      SetRange<int64_t>(node.min, node.max);
      break;
    default:
      break;
  }
  for (const JsonTypePlan& child : plan.children) node.children.push_back(MakeNode(child));
  return node;
}

bool JsonRegularDecoder::Decode(std::string_view message, std::span<Datum> cells, Arena& arena) {
  // A zero byte is where UTF-16 and UTF-32 show.
  const bool may_be_regular = message.size() >= 2 && message.size() <= Scanner::kLongestText && message[0] == '{' && message[1] != '\0';
  if (!may_be_regular) return false;
  Scanner scanner(message, arena);
  arena_ = &arena;
  elements_.clear();
  return ConvertRow(scanner, root_, cells.data());
}

// Messages mostly have the same names in the same order, unknown ones among them.
inline bool JsonRegularDecoder::TakeField(Scanner& scanner, Node& node, size_t place, size_t expected, int& field) {
  scanner.Peek();
  if (place < node.seen.size()) {
    const SeenName& seen = node.seen[place];
    if (seen.quoted.size != 0 && scanner.TakeExpected(seen.quoted)) {
      field = seen.field;
      return true;
    }
  }
  return TakeNewField(scanner, node, place, expected, field);
}

bool JsonRegularDecoder::TakeNewField(Scanner& scanner, Node& node, size_t place, size_t expected, int& field) {
  constexpr size_t kMostPlaces = 1000;
  std::string_view name;
  if (!scanner.TakeName(name)) return false;
  field = node.plan->names.Find(name, expected);
  if (place >= kMostPlaces) return true;
  if (place >= node.seen.size()) node.seen.resize(place + 1);
  SeenName& seen = node.seen[place];
  seen.field = field;
  seen.quoted.size = 0;
  if (name.size() + 3 <= Scanner::Expected::kLongest) seen.quoted.Set(Concat('"', name, "\":"));
  return true;
}

bool JsonRegularDecoder::ConvertRow(Scanner& scanner, Node& node, Datum* cells) {
  if (!scanner.Take('{')) return false;
  const size_t count = node.children.size();
  size_t matched = 0;
  size_t expected = 0;
  bool more = !scanner.Take('}');
  for (size_t place = 0; more; ++place) {
    int field = JsonFieldNames::kNone;
    if (!TakeField(scanner, node, place, expected, field)) return false;
    // Flink skips what comes after as many matches as there are columns.
    if (field == JsonFieldNames::kNone || matched >= count) {
      if (!scanner.SkipValue()) return false;
    } else {
      const auto i = static_cast<size_t>(field);
      if (!Convert(scanner, node.children[i], cells[i])) return false;
      ++matched;
      expected = i + 1;
    }
    if (!scanner.TakeSeparator('}', more)) return false;
  }
  return matched >= count || !options_.fail_on_missing_field;
}

bool JsonRegularDecoder::Convert(Scanner& scanner, Node& node, Datum& value) {
  const char first = scanner.Peek();
  if (first == 'n') {
    value = Datum::Null();
    return scanner.TakeWord("null");
  }
  return ConvertNotNull(scanner, node, first, value);
}

bool JsonRegularDecoder::ConvertNotNull(Scanner& scanner, Node& node, char first, Datum& value) {
  switch (node.plan->root) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return ConvertText(scanner, first, value);
    case TypeRoot::kBoolean:
      return ConvertBoolean(scanner, first, value);
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
      return ConvertInteger(scanner, node, value);
    case TypeRoot::kFloat:
    case TypeRoot::kDouble:
    case TypeRoot::kDecimal:
      return ConvertNumber(scanner, node, value);
    case TypeRoot::kRow:
      return ConvertNestedRow(scanner, node, value);
    case TypeRoot::kArray:
      return ConvertArray(scanner, node, value);
    default:
      return ConvertTime(scanner, node, value);
  }
}

bool JsonRegularDecoder::ConvertText(Scanner& scanner, char first, Datum& value) {
  std::string_view text;
  bool is_integer = false;
  switch (first) {
    case '"':
      if (!scanner.TakeString(text)) return false;
      break;
    case 't':
      text = "true";
      if (!scanner.TakeWord(text)) return false;
      break;
    case 'f':
      text = "false";
      if (!scanner.TakeWord(text)) return false;
      break;
    default:
      if (!scanner.TakeNumber(text, is_integer)) return false;
  }
  value = Datum::Text(text);
  return true;
}

bool JsonRegularDecoder::ConvertBoolean(Scanner& scanner, char first, Datum& value) {
  value = Datum::Boolean(first == 't');
  return scanner.TakeWord(first == 't' ? "true" : "false");
}

bool JsonRegularDecoder::ConvertInteger(Scanner& scanner, const Node& node, Datum& value) {
  int64_t number = 0;
  if (!scanner.TakeInteger(number) || number < node.min || number > node.max) return false;
  value = Datum::Integer(number);
  return true;
}

bool JsonRegularDecoder::ConvertNumber(Scanner& scanner, const Node& node, Datum& value) {
  std::string_view literal;
  bool is_integer = false;
  if (!scanner.TakeNumber(literal, is_integer)) return false;
  switch (node.plan->root) {
    case TypeRoot::kFloat: {
      const std::optional<float> number = ParseJavaFloat(literal);
      if (number) value = Datum::Float(*number);
      return number.has_value();
    }
    case TypeRoot::kDouble: {
      const std::optional<double> number = ParseJavaDouble(literal);
      if (number) value = Datum::Double(*number);
      return number.has_value();
    }
    default:
      return ParseJsonDecimal(literal, node.plan->precision, node.plan->scale, *arena_, value, number_failure_);
  }
}

bool JsonRegularDecoder::ConvertTime(Scanner& scanner, const Node& node, Datum& value) {
  std::string_view text;
  return scanner.TakeString(text) && ParseJsonTemporal(text, node.plan->root, options_.timestamp_format, version_, value);
}

bool JsonRegularDecoder::ConvertNestedRow(Scanner& scanner, Node& node, Datum& value) {
  const size_t count = node.children.size();
  Datum* const cells = arena_->AllocateArray<Datum>(count);
  std::fill(cells, cells + count, Datum::Null());
  if (!ConvertRow(scanner, node, cells)) return false;
  value = Datum::Cells(cells, static_cast<uint32_t>(count));
  return true;
}

bool JsonRegularDecoder::ConvertArray(Scanner& scanner, Node& node, Datum& value) {
  if (!scanner.Take('[')) return false;
  const size_t first = elements_.size();
  bool more = !scanner.Take(']');
  while (more) {
    Datum element = Datum::Null();
    if (!Convert(scanner, node.children[0], element) || !scanner.TakeSeparator(']', more)) return false;
    elements_.push_back(element);
  }
  const size_t count = elements_.size() - first;
  Datum* const cells = arena_->AllocateArray<Datum>(count);
  std::copy(elements_.begin() + static_cast<ptrdiff_t>(first), elements_.end(), cells);
  elements_.resize(first, Datum::Null());
  value = Datum::Cells(cells, static_cast<uint32_t>(count));
  return true;
}

}  // namespace drey
