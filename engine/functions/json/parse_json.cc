#include "engine/functions/json/parse_json.h"

#include "engine/functions/operand_families.h"
#include "engine/json/variant.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

class ParseJson final : public Kernel {
 public:
  explicit ParseJson(bool is_try) : is_try_(is_try) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Null();
    if (arguments[0].is_null) return true;
    if (arguments.size() > 1 && arguments[1].is_null) {
      return context.Fail("java.lang.NullPointerException", "Cannot invoke \"java.lang.Boolean.booleanValue()\" because \"null\" is null");
    }
    const bool allows = arguments.size() > 1 && arguments[1].boolean();
    VariantFailure failure;
    const auto variant = ParseVariant(JavaString(arguments[0], context.arena()), allows ? DuplicateKeys::kLastWins : DuplicateKeys::kRefused,
                                      context.version(), context.arena(), failure);
    if (!variant) return is_try_ || context.Fail(failure.flink_class, std::move(failure.message));
    result = Datum::Text(*variant);
    return true;
  }

 private:
  bool is_try_;
};

absl::Status CheckJsonOperands(const BindRequest& request) {
  return CheckNamedOperands(request, {{{.name = "", .family = OperandFamily::kCharacter}},
                                      {{.name = "", .family = OperandFamily::kCharacter}, {.name = "", .family = OperandFamily::kBoolean}}});
}

}  // namespace

absl::StatusOr<BoundCall> BindParseJson(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckJsonOperands(request));
  const bool nullable = request.arguments[0].type.nullable();
  return BoundCall{.type = LogicalType(TypeRoot::kVariant).WithNullable(nullable),
                   .kernel = std::make_shared<ParseJson>(/*is_try=*/false),
                   .null_on_null = false};
}

absl::StatusOr<BoundCall> BindTryParseJson(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  if (request.arguments.empty() || request.arguments.size() > 2) return NoMatchingSignature(request);
  DREY_RETURN_IF_ERROR(CheckJsonOperands(request));
  return BoundCall{.type = LogicalType(TypeRoot::kVariant), .kernel = std::make_shared<ParseJson>(/*is_try=*/true), .null_on_null = false};
}

}  // namespace drey
