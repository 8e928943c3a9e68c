#include "engine/formats/json/json_regular_decoder.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>

#include "engine/formats/json/json_number.h"
#include "engine/formats/json/json_temporal.h"
#include "engine/types/java_floating_point.h"

namespace drey {
namespace {

constexpr size_t kUnknownMembers = 16;

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
  node.root = plan.root;
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
  if (plan.root == TypeRoot::kRow) node.expectations.resize(1 + plan.children.size() + kUnknownMembers);
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

// A member that was not expected, or the end of the object.
bool JsonRegularDecoder::TakeLeadIn(Scanner& scanner, Node& node, size_t& member, bool& more) {
  const char* const start = scanner.position();
  if (member == 0) {
    more = !scanner.Take('}');
  } else if (!scanner.TakeSeparator('}', more)) {
    return false;
  }
  if (!more) return true;
  std::string_view name;
  if (!scanner.TakeName(name)) return false;
  scanner.Peek();
  const auto size = static_cast<size_t>(scanner.position() - start);
  const int field = node.plan->names.Find(name, member);
  Expectation& expectation = node.expectations[member];
  member = field != JsonFieldNames::kNone ? 1 + static_cast<size_t>(field)
                                          : 1 + node.children.size() + std::hash<std::string_view>()(name) % kUnknownMembers;
  if (size <= Scanner::Expected::kLongest) {
    expectation.lead_in.Set({start, size});
    expectation.member = member;
  }
  return true;
}

bool JsonRegularDecoder::ConvertRow(Scanner& scanner, Node& node, Datum* cells) {
  if (!scanner.Take('{')) return false;
  const size_t count = node.children.size();
  size_t matched = 0;
  size_t member = 0;
  while (true) {
    const Expectation& expectation = node.expectations[member];
    if (scanner.TakeExpected(expectation.lead_in)) {
      member = expectation.member;
    } else {
      bool more = true;
      if (!TakeLeadIn(scanner, node, member, more)) return false;
      if (!more) break;
    }
    // Flink skips what comes after as many matches as there are columns.
    if (member > count || matched >= count) {
      if (!scanner.SkipValue()) return false;
    } else {
      if (!Convert(scanner, node.children[member - 1], cells[member - 1])) return false;
      ++matched;
    }
  }
  return matched >= count || !options_.fail_on_missing_field;
}

inline bool JsonRegularDecoder::Convert(Scanner& scanner, Node& node, Datum& value) {
  std::string_view text;
  if (node.root == TypeRoot::kVarchar && scanner.TakePlainString(text)) {
    value = Datum::Text(text);
    return true;
  }
  return ConvertAny(scanner, node, value);
}

bool JsonRegularDecoder::ConvertAny(Scanner& scanner, Node& node, Datum& value) {
  const char first = scanner.Peek();
  if (first == 'n') {
    value = Datum::Null();
    return scanner.TakeWord("null");
  }
  switch (node.root) {
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
  switch (node.root) {
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
  return scanner.TakeString(text) && ParseJsonTemporal(text, node.root, options_.timestamp_format, version_, value);
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
