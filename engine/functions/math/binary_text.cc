// BIN: an integer in binary digits.
#include <array>

#include "engine/functions/math/math_functions.h"
#include "engine/functions/operand_families.h"

namespace drey {
namespace {

// Long.toBinaryString: two's complement of 64 bits, without zeros at the front.
class BinaryText final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    std::array<char, 64> digits;
    size_t begin = digits.size();
    auto bits = static_cast<uint64_t>(arguments[0].integer);
    do {
      digits[--begin] = (bits & 1) != 0 ? '1' : '0';
      bits >>= 1;
    } while (bits != 0);
    result = Datum::Text(context.arena().Copy({digits.data() + begin, digits.size() - begin}));
    return true;
  }
};

absl::StatusOr<BoundCall> BindBin(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{OperandFamily::kInteger}}));
  return BoundCall{.type = ResultType(request, LogicalType::String(), ResultNullability::kIfAnyArgument),
                   .kernel = std::make_shared<BinaryText>()};
}

}  // namespace

void RegisterBinaryText(FunctionRegistry& registry) {
  registry.Add({.name = "BIN",
                .bind = BindBin,
                .documentation = {"BIN(integer)", "The number in binary digits, negative ones as 64 bits.", "BIN(4)", "100"}});
}

}  // namespace drey
