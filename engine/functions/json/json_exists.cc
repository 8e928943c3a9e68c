// JSON_EXISTS. Arguments: document, path, flag ON ERROR. Rules: Flink's SqlJsonUtils.jsonExists.
#include "engine/functions/json/json_exists.h"

#include "engine/base/text.h"
#include "engine/functions/json/json_path_reading.h"
#include "engine/functions/operand_check.h"

namespace drey {
namespace {

constexpr size_t kExistsArgumentCount = 3;

class JsonExists final : public Kernel {
 public:
  explicit JsonExists(const BindRequest& request)
      : path_(request.arguments[1]), on_error_(request.arguments[2].symbol) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const JsonReading reading = ReadArguments(context, arguments, path_);
    if (!reading.exception) {
      result = Datum::Boolean(reading.value != nullptr);
      return true;
    }
    if (reading.exception->is_error() || on_error_ == "ERROR") return Fail(context, *reading.exception);
    result = on_error_ == "UNKNOWN" ? Datum::Null() : Datum::Boolean(on_error_ == "TRUE");
    return true;
  }

 private:
  JsonPathArgument path_;
  std::string on_error_;
};

}  // namespace

absl::StatusOr<BoundCall> BindJsonExists(const BindRequest& request) {
  if (request.arguments.size() != kExistsArgumentCount) return WrongArgumentCount(request, "2");
  DREY_RETURN_IF_ERROR(RefuseUntypedDocumentOrPath(request));
  DREY_RETURN_IF_ERROR(CheckPath(request, "JSON_EXISTS(json_doc, path [{TRUE | FALSE| UNKNOWN | ERROR} ON ERROR])"));
  const absl::Status unsupported = WithFlinkClass(
      InvalidError(
          Concat("Unsupported call: JSON_EXISTS(", request.arguments[0].type.ToString(), ", ", request.arguments[1].type.ToString(),
                 request.arguments[2].symbol.empty() ? "" : ", SYMBOL NOT NULL",
                 ") \nIf you think this function should be supported, you can create an issue and start a discussion for it."),
          request.range),
      "org.apache.flink.table.planner.codegen.CodeGenException");
  for (const Argument& argument : request.arguments.first(2)) {
    if (!argument.type.IsCharacterString()) return unsupported;
  }
  BoundCall call{.type = LogicalType::Boolean(), .kernel = std::make_shared<JsonExists>(request)};
  // Flink has code for a path of type CHAR only, which literals have.
  if (!request.arguments[1].type.Is(TypeRoot::kChar)) call.refusal = unsupported;
  PrepareDocument(call);
  return call;
}

}  // namespace drey
