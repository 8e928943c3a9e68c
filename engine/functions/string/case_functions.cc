#include "engine/functions/operand_families.h"
#include "engine/functions/string/java_character.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"

namespace drey {
namespace {

using enum OperandFamily;

std::string_view Upper(CallContext& context, std::string_view text) { return JavaToUpper(text, context.arena()); }
std::string_view Lower(CallContext& context, std::string_view text) { return JavaToLower(text, context.arena()); }

bool IsDigitOrLetter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Words are ASCII letters and digits; everything else separates them and stays as it is.
std::string_view InitCap(CallContext& context, std::string_view text) {
  char* const out = context.arena().Allocate(text.size());
  bool at_start = true;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_capital = c >= 'A' && c <= 'Z';
    const bool is_small = c >= 'a' && c <= 'z';
    out[i] = (at_start && is_small) || (!at_start && is_capital) ? static_cast<char>(c ^ 0x20) : c;
    at_start = !IsDigitOrLetter(c);
  }
  return {out, text.size()};
}

// The result has the type of the argument.
template <auto kFunction>
absl::StatusOr<BoundCall> BindSameType(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter}}));
  return BoundCall{.type = request.arguments[0].type, .kernel = MakeKernel<kFunction>()};
}

}  // namespace

void RegisterCaseFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "UPPER",
                .bind = BindSameType<Upper>,
                .documentation = {"UPPER(string)", "The text in capitals.", "UPPER('straße')", "STRASSE"}});
  registry.Add({.name = "LOWER",
                .bind = BindSameType<Lower>,
                .documentation = {"LOWER(string)", "The text in small letters.", "LOWER('ABC')", "abc"}});
  registry.Add({.name = "INITCAP",
                .bind = BindSameType<InitCap>,
                .documentation = {"INITCAP(string)",
                                  "The text with the first letter of each word in capitals and the others small. Words are made "
                                  "of ASCII letters and digits.",
                                  "INITCAP('hello world-foo_bar')", "Hello World-Foo_Bar"}});
}

}  // namespace drey
