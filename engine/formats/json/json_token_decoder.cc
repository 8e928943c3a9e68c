#include "engine/formats/json/json_token_decoder.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/formats/json/json_container_text.h"
#include "engine/formats/json/json_failures.h"
#include "engine/formats/json/json_number.h"
#include "engine/formats/json/json_temporal.h"
#include "engine/json/json_tree_reader.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr int kMostUntried = 100;
constexpr std::string_view kNoContent = "No content to map due to end-of-input";
constexpr std::string_view kNullSwitch =
    "Cannot invoke \"org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonToken.ordinal()\" because the return value of "
    "\"org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParser.currentToken()\" is null";
// What the next operator says of the row that a null element of a top-level array is.
constexpr std::string_view kNullRow =
    "Cannot invoke \"org.apache.flink.table.data.RowData.getArity()\" because \"from\" is null";

void SetNull(Datum* cells, size_t count) {
  for (size_t i = 0; i < count; ++i) cells[i] = Datum::Null();
}

}  // namespace

JsonTokenDecoder::JsonTokenDecoder(JsonTypePlan plan, const JsonDecodingOptions& options, FlinkVersion version)
    : plan_(std::move(plan)),
      options_(options),
      version_(version),
      has_decimal_(plan_.HasDecimal()),
      message_(version),
      reader_(message_.tokens()) {
  if (JsonRegularDecoder::Supports(plan_)) regular_.emplace(plan_, options_, version_);
}

void JsonTokenDecoder::Decode(std::optional<std::string_view> message, DecodedRows& rows) {
  if (!message.has_value() || message->empty()) return;
  rows_ = &rows;
  arena_ = &rows.arena();
  if (DecodeRegular(*message)) return;
  failure_.reset();
  elements_.clear();
  map_depth_ = 0;
  if (!DecodeMessage(*message) && !options_.ignore_parse_errors) rows.Fail(TakeFailure());
}

// After irregular messages in a row some are not even tried: a topic may have no others.
bool JsonTokenDecoder::DecodeRegular(std::string_view message) {
  if (!regular_) return false;
  if (untried_ > 0) {
    --untried_;
    return false;
  }
  if (regular_->Decode(message, rows_->AppendRow(RowKind::kInsert), *arena_)) {
    irregular_in_a_row_ = 0;
    return true;
  }
  rows_->RemoveLastRow();
  irregular_in_a_row_ = std::min(irregular_in_a_row_ + 1, kMostUntried);
  untried_ = irregular_in_a_row_;
  return false;
}

bool JsonTokenDecoder::DecodeMessage(std::string_view message) {
  if (!message_.Open(message, *arena_) || !Step()) return false;
  const JsonToken first = reader_.current();
  if (first == JsonToken::kObjectStart) return DecodeRow();
  if (first == JsonToken::kArrayStart && version_ == FlinkVersion::k2_3) return DecodeArray();
  return Fail(kJsonMappingException, Concat(kNoContent, "\n at ", reader_.ValueLocation()));
}

bool JsonTokenDecoder::DecodeRow() {
  const std::span<Datum> cells = rows_->AppendRow(RowKind::kInsert);
  if (ConvertRow(plan_, cells.data())) return true;
  rows_->RemoveLastRow();
  return false;
}

bool JsonTokenDecoder::DecodeArray() {
  while (true) {
    if (!Step()) return false;
    if (reader_.current() == JsonToken::kArrayEnd) return true;
    if (!HasToken() || reader_.current() == JsonToken::kNull) return Fail(kNullPointerException, kNullRow);
    if (!DecodeRow()) return false;
  }
}

bool JsonTokenDecoder::Convert(const JsonTypePlan& plan, Datum& value) {
  if (!HasToken() || reader_.current() == JsonToken::kNull) {
    value = Datum::Null();
    return true;
  }
  const size_t elements = elements_.size();
  const size_t maps = map_depth_;
  if (ConvertNotNull(plan, value)) return true;
  if (!options_.ignore_parse_errors) return false;
  value = Datum::Null();
  failure_.reset();
  elements_.resize(elements, Datum::Null());
  map_depth_ = maps;
  reader_.Resume();
  return true;
}

bool JsonTokenDecoder::ConvertNotNull(const JsonTypePlan& plan, Datum& value) {
  switch (plan.root) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return ConvertText(value);
    case TypeRoot::kBoolean:
      return ConvertBoolean(value);
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
    case TypeRoot::kIntervalYearMonth:
    case TypeRoot::kIntervalDayTime:
      return ConvertInteger(plan, value);
    case TypeRoot::kFloat:
      return ConvertFloat(value);
    case TypeRoot::kDouble:
      return ConvertDouble(value);
    case TypeRoot::kDecimal:
      return ConvertDecimal(plan, value);
    case TypeRoot::kDate:
    case TypeRoot::kTime:
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return ConvertTime(plan, value);
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary: {
      std::string_view bytes;
      if (!reader_.ReadBase64(bytes)) return false;
      value = Datum::Text(bytes);
      return true;
    }
    case TypeRoot::kRow:
      return ConvertNestedRow(plan, value);
    case TypeRoot::kArray:
      return ConvertArray(plan, value);
    case TypeRoot::kMap:
    case TypeRoot::kMultiset:
      return ConvertMap(plan, value);
    default:  // NULL; a plan has no other type
      value = Datum::Null();
      return true;
  }
}

bool JsonTokenDecoder::ConvertRow(const JsonTypePlan& plan, Datum* cells) {
  if (reader_.current() != JsonToken::kObjectStart) return Fail(kIllegalStateException, "Illegal JSON object data...");
  size_t matched = 0;
  size_t expected = 0;
  if (!Step()) return false;
  while (reader_.current() != JsonToken::kObjectEnd) {
    if (matched >= plan.names.size()) {
      const bool is_name = reader_.current() == JsonToken::kFieldName;  // else the cursor has drifted
      if (is_name ? !reader_.SkipValue() || !Step() : !SkipToNextField()) return false;
      continue;
    }
    if (!reader_.ReadContents()) return false;
    const bool has_name = HasToken();
    const std::string_view name = reader_.text();
    if (!Step()) return false;
    const int field = has_name ? plan.names.Find(name, expected) : JsonFieldNames::kNone;
    if (field == JsonFieldNames::kNone) {
      if (!SkipToNextField()) return false;
      continue;
    }
    const auto i = static_cast<size_t>(field);
    if (!Convert(plan.children[i], cells[i])) {
      Fail(kFlinkJsonParseException, Concat("Fail to deserialize at field: ", name, "."));
      failure_->field = name;
      return false;
    }
    if (!Step()) return false;
    ++matched;
    expected = i + 1;
  }
  if (matched < plan.names.size() && options_.fail_on_missing_field) {
    return Fail(kFlinkJsonParseException, "Some field is missing in the JSON data.");
  }
  return true;
}

bool JsonTokenDecoder::SkipToNextField() {
  if (!HasToken()) return Fail(kNullPointerException, kNullSwitch);
  return reader_.SkipChildren() && Step();
}

bool JsonTokenDecoder::ConvertNestedRow(const JsonTypePlan& plan, Datum& value) {
  const size_t count = plan.children.size();
  Datum* cells = arena_->AllocateArray<Datum>(count);
  SetNull(cells, count);
  if (!ConvertRow(plan, cells)) return false;
  value = Datum::Cells(cells, static_cast<uint32_t>(count));
  return true;
}

bool JsonTokenDecoder::ConvertArray(const JsonTypePlan& plan, Datum& value) {
  if (reader_.current() != JsonToken::kArrayStart) return Fail(kIllegalStateException, "Illegal JSON array data...");
  const size_t first = elements_.size();
  while (true) {
    if (!Step()) return false;
    if (reader_.current() == JsonToken::kArrayEnd) break;
    if (reader_.current() == JsonToken::kEnd) return Fail(kOutOfMemoryError, kJavaHeapSpace);
    Datum element = Datum::Null();
    if (!Convert(plan.children[0], element)) return false;
    elements_.push_back(element);
  }
  const size_t count = elements_.size() - first;
  Datum* cells = arena_->AllocateArray<Datum>(count);
  std::copy(elements_.begin() + static_cast<ptrdiff_t>(first), elements_.end(), cells);
  elements_.resize(first, Datum::Null());
  value = Datum::Cells(cells, static_cast<uint32_t>(count));
  return true;
}

bool JsonTokenDecoder::ConvertMap(const JsonTypePlan& plan, Datum& value) {
  if (reader_.current() != JsonToken::kObjectStart) return Fail(kIllegalStateException, "Illegal JSON map data...");
  const size_t level = map_depth_++;
  if (maps_.size() < map_depth_) maps_.resize(map_depth_);
  maps_[level].Clear();
  while (true) {
    if (!Step()) return false;
    if (reader_.current() == JsonToken::kObjectEnd) break;
    if (reader_.current() == JsonToken::kEnd) return Fail(kOutOfMemoryError, kJavaHeapSpace);
    Datum key = Datum::Null();
    if (HasToken() && reader_.current() != JsonToken::kNull && !ConvertText(key)) {
      if (!options_.ignore_parse_errors) return false;
      failure_.reset();
      reader_.Resume();
      key = Datum::Null();
    }
    if (!Step()) return false;
    Datum element = Datum::Null();
    if (!Convert(plan.children[0], element)) return false;
    maps_[level].Put(key, element, *arena_);
  }
  value = maps_[level].ToMap(*arena_);
  map_depth_ = level;
  return true;
}

bool JsonTokenDecoder::ConvertText(Datum& value) {
  const JsonToken token = reader_.current();
  if (token == JsonToken::kObjectStart || token == JsonToken::kArrayStart) {
    JsonTreeReader tree(reader_, /*makes_big_decimals=*/has_decimal_ && version_ == FlinkVersion::k2_3, *arena_);
    const JsonNode* node = tree.Read();
    text_.clear();
    if (node == nullptr || !AppendNodeText(*node, {.has_decimal = has_decimal_, .version = version_}, text_)) return false;
    value = Datum::Text(arena_->Copy(text_));
    return true;
  }
  if (!reader_.ReadContents()) return false;
  value = Datum::Text(reader_.text());
  return true;
}

bool JsonTokenDecoder::ConvertBoolean(Datum& value) {
  const JsonToken token = reader_.current();
  if (token == JsonToken::kTrue || token == JsonToken::kFalse) {
    value = Datum::Boolean(token == JsonToken::kTrue);
    return true;
  }
  if (!reader_.ReadContents()) return false;
  value = Datum::Boolean(EqualsIgnoreCase(TrimJava(reader_.text()), "true"));
  return true;
}

bool JsonTokenDecoder::ConvertInteger(const JsonTypePlan& plan, Datum& value) {
  const IntegerRange range = RangeOf(plan.root);
  const JsonToken token = reader_.current();
  const bool is_short = plan.root == TypeRoot::kTinyint || plan.root == TypeRoot::kSmallint;
  std::optional<int64_t> number;
  if (token == JsonToken::kInteger) {
    number = IntegerLiteralValue(reader_.text(), range);
  } else if (token == JsonToken::kFloat && !is_short) {
    number = TruncatedLiteralValue(reader_.text(), range);
  } else {
    if (!reader_.ReadContents()) return false;
    number = ParseJavaIntegerOf(plan.root, TrimJava(reader_.text()));
  }
  if (!number.has_value()) return FailConversion();
  value = Datum::Integer(*number);
  return true;
}

bool JsonTokenDecoder::ConvertFloat(Datum& value) {
  if (!reader_.ReadContents()) return false;
  const std::optional<float> number = ParseJavaFloat(reader_.text());
  if (!number.has_value()) return FailConversion();
  value = Datum::Float(*number);
  return true;
}

bool JsonTokenDecoder::ConvertDouble(Datum& value) {
  if (!reader_.ReadContents()) return false;
  const std::optional<double> number = ParseJavaDouble(reader_.text());
  if (!number.has_value()) return FailConversion();
  value = Datum::Double(*number);
  return true;
}

bool JsonTokenDecoder::ConvertDecimal(const JsonTypePlan& plan, Datum& value) {
  const JsonToken token = reader_.current();
  if (!reader_.ReadContents()) return false;
  std::string_view text = reader_.text();
  if (token == JsonToken::kString) {
    text = TrimJava(text);
  } else if (token != JsonToken::kInteger && token != JsonToken::kFloat) {
    return FailConversion();
  }
  std::string error;
  return ParseJsonDecimal(text, plan.precision, plan.scale, *arena_, value, error) || FailConversion();
}

bool JsonTokenDecoder::ConvertTime(const JsonTypePlan& plan, Datum& value) {
  if (!reader_.ReadContents()) return false;
  return ParseJsonTemporal(reader_.text(), plan.root, options_.timestamp_format, version_, value) || FailConversion();
}

bool JsonTokenDecoder::Fail(std::string_view flink_class, std::string_view message) {
  failure_ = DecodingError(flink_class, message);
  return false;
}

// The reason never shows: the field's failure takes its place.
bool JsonTokenDecoder::FailConversion() { return false; }

RowError JsonTokenDecoder::TakeFailure() {
  return failure_.has_value() ? *std::exchange(failure_, std::nullopt) : message_.Failure();
}

}  // namespace drey
