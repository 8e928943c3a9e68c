// JSON_VALUE. Arguments: document, path, flag ON EMPTY, its default, flag ON ERROR, its default.
//
// Rules: Flink's SqlJsonUtils.jsonValue and JsonValueCallGen. What the path leads to is not converted to the RETURNING type but cast in
// Java, so that a value of another class fails the row past ON ERROR.
#include "engine/functions/json/json_value.h"

#include <charconv>

#include "engine/base/text.h"
#include "engine/functions/json/java_object.h"
#include "engine/functions/json/json_path_reading.h"
#include "engine/functions/operand_check.h"

namespace drey {
namespace {

constexpr size_t kArgumentCount = 6;

enum class Behavior { kNull, kError, kDefault };

// One of the ways out: ON EMPTY or ON ERROR.
struct WayOut {
  Behavior behavior = Behavior::kNull;
  std::optional<JavaObject> default_value = {};  // empty: NULL

  // Flink calls no function when an argument is NULL, and the default is one even where it is not needed.
  bool IsNullDefault() const { return behavior == Behavior::kDefault && !default_value; }
};

class JsonValue final : public Kernel {
 public:
  JsonValue(const BindRequest& request, LogicalType type, WayOut on_empty, WayOut on_error)
      : path_(request.arguments[1], request.version),
        type_(std::move(type)),
        on_empty_(std::move(on_empty)),
        on_error_(std::move(on_error)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Null();
    if (arguments[0].is_null || arguments[1].is_null || on_empty_.IsNullDefault() || on_error_.IsNullDefault()) return true;
    JsonReading reading = ReadArguments(context, arguments, path_);
    if (reading.exception) return LeaveOnError(context, *reading.exception, result);
    if (reading.value == nullptr || (reading.is_lax && !reading.value->IsScalar())) return LeaveOnEmpty(context, result);
    if (!reading.value->IsScalar()) {
      std::string message = "Strict jsonpath mode requires scalar value, and the actual value is: ''";
      AppendJavaText(*reading.value, context.version(), message);
      return LeaveOnError(context, TableRuntimeException(message + "''"), result);
    }
    return Convert(context, *reading.value, result);
  }

 private:
  bool LeaveOnEmpty(CallContext& context, Datum& result) const {
    if (on_empty_.behavior == Behavior::kError) {
      return Fail(context, TableRuntimeException("Empty result of JSON_VALUE function is not allowed"));
    }
    return LeaveWithDefault(context, on_empty_, result);
  }

  bool LeaveOnError(CallContext& context, const JavaException& exception, Datum& result) const {
    if (exception.is_error() || on_error_.behavior == Behavior::kError) return Fail(context, exception);
    return LeaveWithDefault(context, on_error_, result);
  }

  bool LeaveWithDefault(CallContext& context, const WayOut& way_out, Datum& result) const {
    if (way_out.behavior != Behavior::kDefault) return true;
    const JavaObject& object = *way_out.default_value;
    if (type_.Is(TypeRoot::kVarchar)) {
      result = Datum::Text(object.text);
      return true;
    }
    if (object.class_name != ExpectedClass(context.version())) return FailCast(context, object.class_name);
    result = object.value;
    return true;
  }

  bool Convert(CallContext& context, const JsonNode& node, Datum& result) const {
    if (type_.Is(TypeRoot::kVarchar)) {
      result = Datum::Text(TextOf(context, node));
      return true;
    }
    const std::string_view class_name = JavaClassName(node, context.version());
    if (class_name != ExpectedClass(context.version())) return FailCast(context, class_name);
    switch (type_.root()) {
      case TypeRoot::kBoolean:
        result = Datum::Boolean(node.kind == JsonKind::kTrue);
        return true;
      case TypeRoot::kInteger: {
        int64_t value = 0;
        std::from_chars(node.text().data(), node.text().data() + node.size, value);
        result = Datum::Integer(value);
        return true;
      }
      default:
        result = Datum::Double(DoubleValue(node, context.version()));
        return true;
    }
  }

  // String.valueOf; of most values the text is there already.
  static std::string_view TextOf(CallContext& context, const JsonNode& node) {
    switch (node.kind) {
      case JsonKind::kString:
      case JsonKind::kInteger:
        return node.text();
      case JsonKind::kTrue:
        return "true";
      case JsonKind::kFalse:
        return "false";
      default: {
        std::string& text = context.scratch();
        AppendJavaText(node, context.version(), text);
        return context.arena().Copy(text);
      }
    }
  }

  std::string_view ExpectedClass(FlinkVersion version) const {
    if (type_.Is(TypeRoot::kBoolean)) return "java.lang.Boolean";
    if (type_.Is(TypeRoot::kInteger)) return "java.lang.Integer";
    return version == FlinkVersion::k1_20 ? "java.lang.Double" : "java.math.BigDecimal";
  }

  bool FailCast(CallContext& context, std::string_view class_name) const {
    return context.Fail("java.lang.ClassCastException", ClassCastMessage(class_name, ExpectedClass(context.version())));
  }

  JsonPathArgument path_;
  LogicalType type_;
  WayOut on_empty_;
  WayOut on_error_;
};

absl::StatusOr<WayOut> ReadWayOut(const Argument& flag, const Argument& value) {
  if (flag.symbol == "ERROR") return WayOut{Behavior::kError};
  if (flag.symbol != "DEFAULT") return WayOut{Behavior::kNull};
  // Flink takes literals only, and says it like this.
  if (!value.constant) return InvalidError("None.get", value.range, "DEFAULT needs a literal");
  if (value.constant->is_null) return WayOut{Behavior::kDefault};
  auto object = ToJavaObject(value.type, *value.constant);
  if (!object) {
    return UnsupportedError(Concat("a DEFAULT of type ", value.type.ToString(), " in JSON_VALUE"), value.range);
  }
  return WayOut{Behavior::kDefault, std::move(object)};
}

bool IsSupportedReturnType(const LogicalType& type) {
  return type.Is(TypeRoot::kVarchar) || type.Is(TypeRoot::kBoolean) || type.Is(TypeRoot::kInteger) ||
         type.Is(TypeRoot::kDouble);
}

}  // namespace

absl::StatusOr<BoundCall> BindJsonValue(const BindRequest& request) {
  if (request.arguments.size() != kArgumentCount) return WrongArgumentCount(request, "2");
  DREY_RETURN_IF_ERROR(CheckDocumentAndPath(request));
  const LogicalType type = request.target.value_or(LogicalType::String()).AsNullable();
  if (!IsSupportedReturnType(type)) {
    return InvalidError(Concat("Unsupported type '", type.ToString(), "' for RETURNING in JSON_VALUE()."), request.range);
  }
  DREY_ASSIGN_OR_RETURN(WayOut on_empty, ReadWayOut(request.arguments[2], request.arguments[3]));
  DREY_ASSIGN_OR_RETURN(WayOut on_error, ReadWayOut(request.arguments[4], request.arguments[5]));
  BoundCall call{.type = type,
                 .kernel = std::make_shared<JsonValue>(request, type, std::move(on_empty), std::move(on_error)),
                 .null_on_null = false};
  PrepareDocument(call);
  return call;
}

}  // namespace drey
