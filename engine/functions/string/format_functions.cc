#include <vector>

#include "engine/functions/operand_families.h"
#include "engine/functions/string/java_formatter.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"

namespace drey {
namespace {

using enum OperandFamily;

class Printf final : public Kernel {
 public:
  explicit Printf(std::vector<LogicalType> types) : types_(std::move(types)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Null();
    if (arguments[0].is_null) return true;
    bool unsupported = false;
    const std::optional<std::string> text = FormatAsJava(JavaString(arguments[0], context.arena()), arguments.subspan(1),
                                                         types_, context.arena(), unsupported);
    if (unsupported) return context.Fail("", "this format of PRINTF is not supported yet for this type");
    if (text) result = Datum::Text(context.arena().Copy(*text));
    return true;
  }

 private:
  std::vector<LogicalType> types_;  // of what stands behind the format
};

absl::StatusOr<BoundCall> BindPrintf(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckNamedOperands(request, {{{"format", kCharacter}, {"obj", kAny, true}}}));
  std::vector<LogicalType> types;
  for (const Argument& argument : request.arguments.subspan(1)) types.push_back(argument.type);
  return BoundCall{.type = LogicalType::String(),
                   .kernel = std::make_shared<Printf>(std::move(types)),
                   .null_on_null = false};
}

}  // namespace

void RegisterFormatFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "PRINTF",
                .bind = BindPrintf,
                .documentation = {"PRINTF(format, value, …)",
                                  "The values in a format of java.util.Formatter; NULL where Java refuses the format.",
                                  "PRINTF('%05d %s', 42, 'a')", "00042 a"},
                .since = FlinkVersion::k2_3});
}

}  // namespace drey
