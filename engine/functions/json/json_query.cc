// JSON_QUERY. Arguments: document, path, flag of the wrapper, flag ON EMPTY, flag ON ERROR.
//
// Rules: Flink's SqlJsonUtils.jsonQuery and JsonQueryCallGen.
#include "engine/functions/json/json_query.h"

#include "engine/base/text.h"
#include "engine/functions/json/java_object.h"
#include "engine/functions/json/json_path_reading.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operator_check.h"
#include "engine/json/json_text.h"

namespace drey {
namespace {

constexpr size_t kQueryArgumentCount = 5;

enum class Wrapper { kNone, kConditional, kUnconditional };
enum class QueryBehavior { kNull, kError, kEmptyArray, kEmptyObject };

class JsonQuery final : public Kernel {
 public:
  struct Clauses {
    Wrapper wrapper;
    QueryBehavior on_empty;
    QueryBehavior on_error;
    bool returns_array;
  };

  JsonQuery(const BindRequest& request, const Clauses& clauses)
      : path_(request.arguments[1]), clauses_(clauses) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const JsonReading reading = ReadArguments(context, arguments, path_);
    if (reading.exception) return LeaveOnError(context, *reading.exception, result);
    const JsonNode* value = Wrap(reading.value, context.arena());
    if (value == nullptr || (reading.is_lax && value->IsScalar())) return LeaveOnEmpty(context, result);
    if (value->IsScalar()) {
      std::string message = "Strict jsonpath mode requires array or object value, and the actual value is: ''";
      AppendJavaText(*value, context.version(), message);
      return LeaveOnError(context, TableRuntimeException(message + "''"), result);
    }
    return clauses_.returns_array ? ReturnArray(context, *value, result) : ReturnText(context, *value, result);
  }

 private:
  const JsonNode* Wrap(const JsonNode* value, Arena& arena) const {
    if (value == nullptr || clauses_.wrapper == Wrapper::kNone) return value;
    if (clauses_.wrapper == Wrapper::kConditional && value->IsCollection()) return value;
    JsonChildren list(JsonKind::kArray, arena);
    list.Add(*value);
    return list.parent();
  }

  bool ReturnText(CallContext& context, const JsonNode& value, Datum& result) const {
    const auto text = ToText(context, value);
    if (!text) return Fail(context, StackOverflowError());
    result = Datum::Text(*text);
    return true;
  }

  bool ReturnArray(CallContext& context, const JsonNode& value, Datum& result) const {
    if (!value.IsArray()) {
      JavaException exception{JavaException::Kind::kOther, "java.lang.ClassCastException",
                              ClassCastMessage(JavaClassName(value, context.version()), "java.util.List")};
      return LeaveOnError(context, exception, result);
    }
    Datum* const elements = context.arena().AllocateArray<Datum>(value.ChildCount());
    Datum* element = elements;
    for (const JsonNode* child = value.FirstChild(); child != nullptr; child = child->next) {
      *element = Datum::Null();
      if (child->kind != JsonKind::kNull && !ElementText(context, *child, *element)) return false;
      ++element;
    }
    result = Datum::Cells(elements, value.ChildCount());
    return true;
  }

  static bool ElementText(CallContext& context, const JsonNode& node, Datum& element) {
    if (node.IsScalar()) {
      std::string& text = context.scratch();
      AppendJavaText(node, context.version(), text);
      element = Datum::Text(context.arena().Copy(text));
      return true;
    }
    const auto text = ToText(context, node);
    if (!text) return Fail(context, StackOverflowError());
    element = Datum::Text(*text);
    return true;
  }

  // Empty where the value is nested too deep.
  static std::optional<std::string_view> ToText(CallContext& context, const JsonNode& value) {
    const UnreadJsonContainer* const unread = value.unread();
    if (unread != nullptr && !unread->json.empty()) return unread->json;
    std::string& text = context.scratch();
    if (!AppendJson(&value, context.version(), KeyOrderOf(context.version()), text)) return std::nullopt;
    return context.arena().Copy(text);
  }

  bool LeaveOnEmpty(CallContext& context, Datum& result) const {
    if (clauses_.on_empty == QueryBehavior::kError) {
      return Fail(context, TableRuntimeException("Empty result of JSON_QUERY function is not allowed"));
    }
    result = Substitute(clauses_.on_empty);
    return true;
  }

  bool LeaveOnError(CallContext& context, const JavaException& exception, Datum& result) const {
    if (exception.is_error() || clauses_.on_error == QueryBehavior::kError) return Fail(context, exception);
    result = Substitute(clauses_.on_error);
    return true;
  }

  Datum Substitute(QueryBehavior behavior) const {
    if (behavior == QueryBehavior::kNull) return Datum::Null();
    if (clauses_.returns_array) return Datum::Cells(nullptr, 0);
    return Datum::Text(behavior == QueryBehavior::kEmptyArray ? "[]" : "{}");
  }

  JsonPathArgument path_;
  Clauses clauses_;
};

Wrapper ReadWrapper(std::string_view symbol) {
  if (symbol == "WITH_CONDITIONAL_ARRAY") return Wrapper::kConditional;
  if (symbol == "WITH_UNCONDITIONAL_ARRAY") return Wrapper::kUnconditional;
  return Wrapper::kNone;
}

QueryBehavior ReadBehavior(std::string_view symbol) {
  if (symbol == "ERROR") return QueryBehavior::kError;
  if (symbol == "EMPTY_ARRAY") return QueryBehavior::kEmptyArray;
  if (symbol == "EMPTY_OBJECT") return QueryBehavior::kEmptyObject;
  return QueryBehavior::kNull;
}

// Calcite's text of an element type in Flink's message.
std::string ElementTypeText(const LogicalType& type, FlinkVersion version) {
  if (!type.Is(TypeRoot::kRow)) return CalciteTypeText(type);
  std::string fields;
  std::string_view separator;
  for (const RowField& field : type.fields()) {
    Append(fields, separator, CalciteTypeText(field.type), " ", field.name);
    separator = ", ";
  }
  return Concat(version == FlinkVersion::k1_20 ? "RecordType(" : "RecordType:peek_no_expand(", fields, ")");
}

absl::Status CheckReturnType(const BindRequest& request, const LogicalType& type, const JsonQuery::Clauses& clauses) {
  if (type.Is(TypeRoot::kVarchar)) return absl::OkStatus();
  if (!type.Is(TypeRoot::kArray)) {
    // Flink names the wrong function.
    return InvalidError(Concat("Unsupported type '", type.ToString(), "' for RETURNING in JSON_VALUE()."), request.range);
  }
  if (!type.element().Is(TypeRoot::kVarchar)) {
    return InvalidError(Concat("Unsupported array element type '", ElementTypeText(type.element(), request.version),
                               "' for RETURNING ARRAY in JSON_QUERY()."),
                        request.range);
  }
  for (const auto& [behavior, name] : {std::pair(clauses.on_error, "error"), std::pair(clauses.on_empty, "empty")}) {
    if (behavior != QueryBehavior::kEmptyObject) continue;
    return InvalidError(Concat("Illegal on ", name, " behavior 'EMPTY OBJECT' for return type: ", CalciteTypeText(type)),
                        request.range);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<BoundCall> BindJsonQuery(const BindRequest& request) {
  if (request.arguments.size() != kQueryArgumentCount) return WrongArgumentCount(request, "2");
  DREY_RETURN_IF_ERROR(RefuseUntypedDocumentOrPath(request));
  const LogicalType type = request.target.value_or(LogicalType::String()).AsNullable();
  // Calcite does not look at the types of these two, Flink's code does.
  const absl::Status texts = CheckDocumentAndPath(request);
  if (!texts.ok()) return BoundCall{.type = type, .lazy_kernel = MakeUncompilableKernel(MessageOf(texts))};
  const JsonQuery::Clauses clauses{.wrapper = ReadWrapper(request.arguments[2].symbol),
                                   .on_empty = ReadBehavior(request.arguments[3].symbol),
                                   .on_error = ReadBehavior(request.arguments[4].symbol),
                                   .returns_array = type.Is(TypeRoot::kArray)};
  DREY_RETURN_IF_ERROR(CheckReturnType(request, type, clauses));
  BoundCall call{.type = type, .kernel = std::make_shared<JsonQuery>(request, clauses)};
  PrepareDocument(call);
  return call;
}

}  // namespace drey
