// INET_ATON and INET_NTOA: IPv4 addresses and their numbers, with MySQL's short forms.
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"

namespace drey {
namespace {

using enum OperandFamily;

constexpr int64_t kLargestPart = 255;
constexpr int64_t kLargestAddress = 0xFFFFFFFF;
constexpr size_t kParts = 4;

// Of 0 … 255 in decimal digits, any number of zeros before them.
std::optional<int64_t> ReadPart(std::string_view digits) {
  if (digits.empty()) return std::nullopt;
  int64_t part = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    part = part * 10 + (digit - '0');
    if (part > kLargestPart) return std::nullopt;
  }
  return part;
}

// The last part is the lowest byte, the others count from the highest: 1.2 is 1.0.0.2.
std::optional<int64_t> AddressToNumber(CallContext&, std::string_view address) {
  const std::vector<std::string_view> texts = Split(address, '.');
  if (texts.size() > kParts) return std::nullopt;
  int64_t number = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    const auto part = ReadPart(texts[i]);
    if (!part) return std::nullopt;
    const size_t byte = i + 1 == texts.size() ? 0 : kParts - 1 - i;
    number |= *part << (8 * byte);
  }
  return number;
}

std::optional<std::string_view> NumberToAddress(CallContext& context, int64_t number) {
  if (number < 0 || number > kLargestAddress) return std::nullopt;
  return context.arena().Copy(Concat(number >> 24, ".", number >> 16 & kLargestPart, ".", number >> 8 & kLargestPart, ".", number & kLargestPart));
}

absl::StatusOr<BoundCall> BindInetAton(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckNamedOperands(request, {{{"", kCharacter}}}));
  return BoundCall{.type = LogicalType::Bigint(), .kernel = MakeKernel<AddressToNumber>()};
}

absl::StatusOr<BoundCall> BindInetNtoa(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckNamedOperands(request, {{{"", kInteger}}}));
  return BoundCall{.type = LogicalType::String(), .kernel = MakeKernel<NumberToAddress>()};
}

}  // namespace

void RegisterInetFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "INET_ATON",
                .bind = BindInetAton,
                .documentation = {"INET_ATON(address)", "The number of an IPv4 address; NULL if it is none.", "INET_ATON('127.0.0.1')",
                                  "2130706433"},
                .since = FlinkVersion::k2_3});
  registry.Add({.name = "INET_NTOA",
                .bind = BindInetNtoa,
                .documentation = {"INET_NTOA(number)", "The IPv4 address of the number; NULL if there is none.", "INET_NTOA(2130706433)",
                                  "127.0.0.1"},
                .since = FlinkVersion::k2_3});
}

}  // namespace drey
