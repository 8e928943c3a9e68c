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

constexpr size_t kValueArgumentCount = 6;

enum class ValueBehavior { kNull, kError, kDefault };

// One of the ways out: ON EMPTY or ON ERROR.
struct WayOut {
  ValueBehavior behavior = ValueBehavior::kNull;
  size_t default_argument = 0;
  LogicalType default_type = {};

  // Flink calls no function when an argument is NULL, and the default is one even where it is not needed.
  bool IsNullDefault(std::span<const Datum> arguments) const {
    return behavior == ValueBehavior::kDefault && arguments[default_argument].is_null;
  }
};

class JsonValue final : public Kernel {
 public:
  JsonValue(const BindRequest& request, LogicalType type, WayOut on_empty, WayOut on_error)
      : path_(request.arguments[1]),
        type_(std::move(type)),
        on_empty_(std::move(on_empty)),
        on_error_(std::move(on_error)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Null();
    if (arguments[0].is_null || arguments[1].is_null) return true;
    if (on_empty_.IsNullDefault(arguments) || on_error_.IsNullDefault(arguments)) return true;
    JsonReading reading = ReadArguments(context, arguments, path_);
    if (reading.exception) return LeaveOnError(context, *reading.exception, arguments, result);
    if (reading.value == nullptr || (reading.is_lax && !reading.value->IsScalar())) return LeaveOnEmpty(context, arguments, result);
    if (!reading.value->IsScalar()) {
      std::string message = "Strict jsonpath mode requires scalar value, and the actual value is: ''";
      AppendJavaText(*reading.value, context.version(), message);
      return LeaveOnError(context, TableRuntimeException(message + "''"), arguments, result);
    }
    return Convert(context, *reading.value, result);
  }

 private:
  bool LeaveOnEmpty(CallContext& context, std::span<const Datum> arguments, Datum& result) const {
    if (on_empty_.behavior == ValueBehavior::kError) {
      return Fail(context, TableRuntimeException("Empty result of JSON_VALUE function is not allowed"));
    }
    return LeaveWithDefault(context, on_empty_, arguments, result);
  }

  bool LeaveOnError(CallContext& context, const JavaException& exception, std::span<const Datum> arguments,
                    Datum& result) const {
    if (exception.is_error() || on_error_.behavior == ValueBehavior::kError) return Fail(context, exception);
    return LeaveWithDefault(context, on_error_, arguments, result);
  }

  bool LeaveWithDefault(CallContext& context, const WayOut& way_out, std::span<const Datum> arguments,
                        Datum& result) const {
    if (way_out.behavior != ValueBehavior::kDefault) return true;
    const Datum& value = arguments[way_out.default_argument];
    if (type_.Is(TypeRoot::kVarchar)) {
      std::string& text = context.scratch();
      AppendJavaObject(way_out.default_type, value, context.arena(), text);
      result = Datum::Text(context.arena().Copy(text));
      return true;
    }
    const std::string_view class_name = JavaObjectClass(way_out.default_type);
    if (class_name != ExpectedClass(context.version())) return FailCast(context, class_name);
    result = value;
    return true;
  }

  bool Convert(CallContext& context, const JsonNode& node, Datum& result) const {
    if (type_.Is(TypeRoot::kVarchar)) {
      result = Datum::Text(TextOf(context, node));
      return true;
    }
    if (type_.Is(TypeRoot::kInteger) && IsSmallInteger(node)) {
      result = Datum::Integer(SmallInteger(node));
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
        std::from_chars(node.text().data(), node.text().data() + node.text().size(), value);
        result = Datum::Integer(value);
        return true;
      }
      default:
        result = Datum::Double(DoubleValue(node, context.version()));
        return true;
    }
  }

  // Certainly a java.lang.Integer: no sign and at most nine digits.
  static bool IsSmallInteger(const JsonNode& node) {
    return node.kind == JsonKind::kInteger && node.text().size() < 10 && node.text().front() != '-';
  }
  static int64_t SmallInteger(const JsonNode& node) {
    int64_t value = 0;
    for (const char digit : node.text()) value = value * 10 + (digit - '0');
    return value;
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

// The flag stands at `flag`, its default behind it.
absl::StatusOr<WayOut> ReadWayOut(const BindRequest& request, size_t flag, const LogicalType& returned) {
  const std::string_view symbol = request.arguments[flag].symbol;
  if (symbol == "ERROR") return WayOut{ValueBehavior::kError};
  if (symbol != "DEFAULT") return WayOut{ValueBehavior::kNull};
  const Argument& value = request.arguments[flag + 1];
  if (value.type.Is(TypeRoot::kNull)) return InvalidError("Illegal use of 'NULL'", value.range);
  // Flink takes constants that it can make a literal of, and says it like this.
  if (!value.is_constant || JavaObjectClass(value.type).empty()) {
    return InvalidError("None.get", value.range, "DEFAULT needs a constant");
  }
  if (value.type.IsBinaryString() && returned.Is(TypeRoot::kVarchar)) {
    return UnsupportedError("a DEFAULT of bytes in JSON_VALUE", value.range);
  }
  return WayOut{ValueBehavior::kDefault, flag + 1, value.type};
}

bool IsSupportedReturnType(const LogicalType& type) {
  return type.Is(TypeRoot::kVarchar) || type.Is(TypeRoot::kBoolean) || type.Is(TypeRoot::kInteger) ||
         type.Is(TypeRoot::kDouble);
}

}  // namespace

absl::StatusOr<BoundCall> BindJsonValue(const BindRequest& request) {
  if (request.arguments.size() != kValueArgumentCount) return WrongArgumentCount(request, "2");
  DREY_RETURN_IF_ERROR(RefuseUntypedDocumentOrPath(request));
  DREY_RETURN_IF_ERROR(CheckPath(request,
                                 "JSON_VALUE(json_doc, path [RETURNING type] [{NULL | ERROR | DEFAULT value} ON EMPTY] "
                                 "[{NULL | ERROR | DEFAULT value} ON ERROR])"));
  DREY_RETURN_IF_ERROR(CheckDocumentAndPath(request));
  const LogicalType type = request.target.value_or(LogicalType::String()).AsNullable();
  if (!IsSupportedReturnType(type)) {
    return BoundCall{
        .type = type,
        .foldable = false,
        .refusal = InvalidError(Concat("Unsupported type '", type.ToString(), "' for RETURNING in JSON_VALUE()."), request.range)};
  }
  DREY_ASSIGN_OR_RETURN(WayOut on_empty, ReadWayOut(request, 2, type));
  DREY_ASSIGN_OR_RETURN(WayOut on_error, ReadWayOut(request, 4, type));
  BoundCall call{.type = type,
                 .kernel = std::make_shared<JsonValue>(request, type, std::move(on_empty), std::move(on_error)),
                 .null_on_null = false};
  PrepareDocument(call);
  return call;
}

}  // namespace drey
