#include "engine/functions/json/json_construction.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/functions/json/json_conversion.h"
#include "engine/functions/json/json_path_reading.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/json/json_text.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

// An argument of JSON_OBJECT or JSON_ARRAY: JSON text of a nested call goes in as it is, everything else is converted.
class JsonElement {
 public:
  static absl::StatusOr<JsonElement> Make(const Argument& argument) {
    if (argument.call == "JSON_OBJECT" || argument.call == "JSON_ARRAY" || argument.call == "JSON") return JsonElement();
    auto conversion = JsonConversion::Make(argument.type);
    if (!conversion.ok()) return WithRange(conversion.status(), argument.range);
    return JsonElement(*std::move(conversion));
  }

  bool Append(CallContext& context, const Datum& value, std::string& out) const {
    if (conversion_) return conversion_->Append(context, value, out);
    out.append(value.is_null ? std::string_view("null") : value.view());
    return true;
  }

 private:
  JsonElement() = default;
  explicit JsonElement(JsonConversion conversion) : conversion_(std::move(conversion)) {}

  std::optional<JsonConversion> conversion_;
};

class JsonString final : public Kernel {
 public:
  explicit JsonString(JsonElement element) : element_(std::move(element)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    std::string& text = context.scratch();
    if (!element_.Append(context, arguments[0], text)) return false;
    result = Datum::Text(context.arena().Copy(text));
    return true;
  }

 private:
  JsonElement element_;
};

// A key of an object with the pairs that give it a value: the last one counts.
struct JsonMember {
  std::string key;
  std::string quoted_key;
  std::vector<size_t> pairs;
};

// Where in the arguments, which begin with the flag, the key and the value of a pair stand.
size_t KeyArgument(size_t pair) { return 2 * pair + 1; }
size_t ValueArgument(size_t pair) { return 2 * pair + 2; }

// The members in the order of their keys.
std::vector<JsonMember> OrderMembers(const std::vector<std::string_view>& keys) {
  std::vector<JsonMember> members;
  for (size_t pair = 0; pair < keys.size(); ++pair) {
    auto member = std::find_if(members.begin(), members.end(), [&](const JsonMember& m) { return m.key == keys[pair]; });
    if (member == members.end()) {
      member = members.insert(member, {std::string(keys[pair]), QuoteJsonKey(keys[pair]), {}});
    }
    member->pairs.push_back(pair);
  }
  std::sort(members.begin(), members.end(),
            [](const JsonMember& a, const JsonMember& b) { return CompareUtf16(a.key, b.key) < 0; });
  return members;
}

class JsonObject final : public Kernel {
 public:
  // `constant_members`: where all keys are constant.
  JsonObject(std::vector<JsonElement> elements, std::optional<std::vector<JsonMember>> constant_members, bool absent_on_null)
      : elements_(std::move(elements)),
        constant_members_(std::move(constant_members)),
        absent_on_null_(absent_on_null) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    if (constant_members_) return Write(context, *constant_members_, arguments, result);
    std::vector<std::string_view> keys;
    for (size_t pair = 0; pair < elements_.size(); ++pair) {
      keys.push_back(JavaString(arguments[KeyArgument(pair)], context.arena()));
    }
    return Write(context, OrderMembers(keys), arguments, result);
  }

 private:
  bool Write(CallContext& context, const std::vector<JsonMember>& members, std::span<const Datum> arguments,
             Datum& result) const {
    std::string& text = context.scratch();
    text.push_back('{');
    for (const JsonMember& member : members) {
      const auto counts = [&](size_t pair) { return !absent_on_null_ || !arguments[ValueArgument(pair)].is_null; };
      const auto last = std::find_if(member.pairs.rbegin(), member.pairs.rend(), counts);
      if (last == member.pairs.rend()) continue;
      if (text.size() > 1) text.push_back(',');
      text.append(member.quoted_key).push_back(':');
      if (!elements_[*last].Append(context, arguments[ValueArgument(*last)], text)) return false;
    }
    text.push_back('}');
    result = Datum::Text(context.arena().Copy(text));
    return true;
  }

  std::vector<JsonElement> elements_;  // by pair
  std::optional<std::vector<JsonMember>> constant_members_;
  bool absent_on_null_;
};

class JsonArray final : public Kernel {
 public:
  JsonArray(std::vector<JsonElement> elements, bool absent_on_null)
      : elements_(std::move(elements)), absent_on_null_(absent_on_null) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    std::string& text = context.scratch();
    text.push_back('[');
    for (size_t i = 0; i < elements_.size(); ++i) {
      const Datum& value = arguments[i + 1];
      if (value.is_null && absent_on_null_) continue;
      if (text.size() > 1) text.push_back(',');
      if (!elements_[i].Append(context, value, text)) return false;
    }
    text.push_back(']');
    result = Datum::Text(context.arena().Copy(text));
    return true;
  }

 private:
  std::vector<JsonElement> elements_;
  bool absent_on_null_;
};

// String.trim.
std::string_view TrimAsJava(std::string_view text) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

class Json final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Null();
    const std::string_view text = TrimAsJava(JavaString(arguments[0], context.arena()));
    if (text.empty()) return true;
    const JsonDocument* document = JsonDocument::Read(text, context.version(), context.arena());
    if (document->failed()) return context.Fail(document->error_class(), std::string(document->error_message()));
    std::string& written = context.scratch();
    if (!AppendJson(&document->root(), context.version(), JsonKeyOrder::kSorted, written)) {
      return Fail(context, StackOverflowError());
    }
    result = Datum::Text(context.arena().Copy(written));
    return true;
  }
};

bool IsAbsentOnNull(const BindRequest& request) { return request.arguments[0].symbol == "ABSENT_ON_NULL"; }

absl::Status CheckKey(const Argument& key) {
  if (key.type.Is(TypeRoot::kNull) || (key.constant && key.constant->is_null)) {
    return InvalidError("Argument to function 'NULL' must not be NULL", key.range);
  }
  if (!key.type.IsCharacterString()) return InvalidError("Expected a character type", key.range);
  if (key.type.nullable()) return InvalidError("Argument to function must not be NULL", key.range);
  return absl::OkStatus();
}

// … and cannot cast what is written out.
absl::Status RefuseIntervalLiteral(const Argument& argument) {
  if (argument.type.Is(TypeRoot::kIntervalYearMonth)) {
    return WithFlinkClass(
        InvalidError("Was not expecting value 'TINYINT' for enumeration 'org.apache.calcite.sql.type.SqlTypeName' in this context",
                     argument.range),
        "java.lang.AssertionError");
  }
  return InvalidError(Concat("Unsupported cast from '", argument.type.ToString(), "' to '",
                             LogicalType::Tinyint().WithNullable(argument.type.nullable()).ToString(), "'."),
                      argument.range);
}

// JSON_STRING tells the families that it takes.
absl::Status CheckJsonStringArgument(const BindRequest& request) {
  if (request.arguments.size() != 1) {
    DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
    return NoMatchingSignature(
        request, request.version == FlinkVersion::k1_20
                     ? "JSON_STRING([<CHARACTER_STRING> | <BINARY_STRING> | <TIMESTAMP> | <CONSTRUCTED> | "
                       "<STRUCTURED_TYPE> | <DISTINCT_TYPE> | <BOOLEAN> | <NUMERIC>])"
                     : "JSON_STRING([<CHARACTER_STRING> | <BINARY_STRING> | <TIMESTAMP> | <CONSTRUCTED> | <NUMERIC> | "
                       "<STRUCTURED_TYPE> | <DISTINCT_TYPE> | <BOOLEAN> | <VARIANT>])");
  }
  const Argument& argument = request.arguments[0];
  if (argument.type.Is(TypeRoot::kDate) || argument.type.Is(TypeRoot::kTime)) {
    return InvalidError(Concat("Unsupported argument type. Expected type of family 'CHARACTER_STRING' but actual type was '",
                               argument.type.ToString(), "'."),
                        argument.range);
  }
  if (argument.type.IsInterval() && argument.constant) return RefuseIntervalLiteral(argument);
  if (argument.type.IsInterval() && !argument.call.empty()) return UnsupportedError("JSON_STRING of a computed interval", argument.range);
  return absl::OkStatus();
}

// Flink finds that TINYINT would take an interval: the months or seconds of it, cut to a byte.
class IntervalAsTinyint final : public Kernel {
 public:
  explicit IntervalAsTinyint(bool in_months) : unit_(in_months ? 1 : kMillisecondsPerSecond) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    std::string& text = context.scratch();
    drey::Append(text, static_cast<int8_t>(arguments[0].integer / unit_));
    result = Datum::Text(context.arena().Copy(text));
    return true;
  }

 private:
  static constexpr int64_t kMillisecondsPerSecond = 1000;

  int64_t unit_;
};

}  // namespace

absl::StatusOr<BoundCall> BindJsonString(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckJsonStringArgument(request));
  const Argument& argument = request.arguments[0];
  // A bare NULL is taken for a character string.
  const LogicalType type = argument.type.Is(TypeRoot::kNull) ? LogicalType::String() : argument.type;
  const LogicalType text = LogicalType::String().WithNullable(argument.type.nullable());
  if (type.IsInterval()) {
    return BoundCall{.type = text, .kernel = std::make_shared<IntervalAsTinyint>(type.Is(TypeRoot::kIntervalYearMonth))};
  }
  Argument typed = argument;
  typed.type = type;
  DREY_ASSIGN_OR_RETURN(JsonElement element, JsonElement::Make(typed));
  return BoundCall{.type = text, .kernel = std::make_shared<JsonString>(std::move(element))};
}

namespace {

// A value that has no JSON is found out when code is generated.
BoundCall RefusedJson(absl::Status refusal) { return BoundCall{.type = LogicalType::String().AsNotNull(), .refusal = std::move(refusal)}; }

}  // namespace

absl::StatusOr<BoundCall> BindJsonObject(const BindRequest& request) {
  std::vector<JsonElement> elements;
  std::vector<std::string_view> constant_keys;
  Arena arena;
  for (size_t pair = 0; ValueArgument(pair) < request.arguments.size(); ++pair) {
    const Argument& key = request.arguments[KeyArgument(pair)];
    DREY_RETURN_IF_ERROR(CheckKey(key));
    absl::StatusOr<JsonElement> element = JsonElement::Make(request.arguments[ValueArgument(pair)]);
    if (!element.ok()) return RefusedJson(element.status());
    elements.push_back(*std::move(element));
    if (key.constant) constant_keys.push_back(JavaString(*key.constant, arena));
  }
  std::optional<std::vector<JsonMember>> members;
  if (constant_keys.size() == elements.size()) members = OrderMembers(constant_keys);
  return BoundCall{
      .type = LogicalType::String().AsNotNull(),
      .kernel = std::make_shared<JsonObject>(std::move(elements), std::move(members), IsAbsentOnNull(request)),
      .null_on_null = false};
}

absl::StatusOr<BoundCall> BindJsonArray(const BindRequest& request) {
  std::vector<JsonElement> elements;
  for (const Argument& argument : request.arguments.subspan(1)) {
    absl::StatusOr<JsonElement> element = JsonElement::Make(argument);
    if (!element.ok()) return RefusedJson(element.status());
    elements.push_back(*std::move(element));
  }
  return BoundCall{.type = LogicalType::String().AsNotNull(),
                   .kernel = std::make_shared<JsonArray>(std::move(elements), IsAbsentOnNull(request)),
                   .null_on_null = false};
}

absl::StatusOr<BoundCall> BindJson(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckNamedOperands(request, {{{.name = "", .family = OperandFamily::kCharacter}}}));
  // Calls that take it lift the refusal.
  return BoundCall{.type = LogicalType::String().WithNullable(true),
                   .kernel = std::make_shared<Json>(),
                   .refusal = InvalidError("The JSON() function is currently only supported inside JSON_ARRAY() or as the VALUE param of "
                                              "JSON_OBJECT(). Example: JSON_OBJECT('a', JSON('{\"key\": \"value\"}')) or "
                                              "JSON_ARRAY(JSON('{\"key\": \"value\"}')).",
                                              request.range)};
}

}  // namespace drey
