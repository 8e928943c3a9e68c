#include "engine/functions/encoding/encoding_functions.h"

#include "engine/base/text.h"
#include "engine/functions/encoding/base64.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

std::string_view ArgumentBytes(const Datum& argument, bool is_binary, Arena& arena) {
  return is_binary ? argument.view() : Utf8Bytes(argument, arena);
}

class FromBase64 final : public Kernel {
 public:
  explicit FromBase64(bool is_binary) : is_binary_(is_binary) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const std::string_view encoded = ArgumentBytes(arguments[0], is_binary_, context.arena());
    char* const out = context.arena().Allocate(DecodedBase64Bound(encoded.size()));
    DecodedBase64 decoded = DecodeBase64(encoded, out);
    if (!decoded.error.empty()) {
      return context.Fail("java.lang.IllegalArgumentException", std::move(decoded.error));
    }
    result = Datum::Text({out, decoded.size}, TextForm::kUncheckedBytes);
    return true;
  }

 private:
  bool is_binary_;
};

class ToBase64 final : public Kernel {
 public:
  explicit ToBase64(bool is_binary) : is_binary_(is_binary) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const std::string_view bytes = ArgumentBytes(arguments[0], is_binary_, context.arena());
    const size_t size = EncodedBase64Size(bytes.size());
    char* const out = context.arena().Allocate(size);
    EncodeBase64(bytes, out);
    result = Datum::Text({out, size});
    return true;
  }

 private:
  bool is_binary_;
};

// Both take a character or a binary string and return a STRING.
template <typename KernelType>
absl::StatusOr<BoundCall> BindBase64(const BindRequest& request) {
  if (request.arguments.size() != 1) return WrongArgumentCount(request, "1");
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  const LogicalType& type = request.arguments[0].type;
  if (!type.IsCharacterString() && !type.IsBinaryString()) {
    return CannotApplyFunction(request, Concat("'", ToUpper(request.name), "(<STRING>)'"));
  }
  return BoundCall{.type = LogicalType::String().WithNullable(type.nullable()),
                   .kernel = std::make_shared<KernelType>(type.IsBinaryString())};
}

}  // namespace

void RegisterEncodingFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "FROM_BASE64",
                .bind = BindBase64<FromBase64>,
                .documentation = {.signature = "FROM_BASE64(string)",
                                  .description = "The text whose bytes are encoded in base64.",
                                  .example = "FROM_BASE64('aGVsbG8gd29ybGQ=')",
                                  .example_result = "hello world"}});
  registry.Add({.name = "TO_BASE64",
                .bind = BindBase64<ToBase64>,
                .documentation = {.signature = "TO_BASE64(string)",
                                  .description = "The bytes of the text, encoded in base64.",
                                  .example = "TO_BASE64('hello world')",
                                  .example_result = "aGVsbG8gd29ybGQ="}});
}

}  // namespace drey
