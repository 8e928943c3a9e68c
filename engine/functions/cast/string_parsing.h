// Character strings as numbers and booleans, as CAST reads them. Rules: BinaryStringDataUtil of Flink.
//
// `text` is a Java String. Absent: the failure is in the context.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/functions/function.h"
#include "engine/types/decimal.h"

namespace drey {

std::optional<bool> ParseBoolean(CallContext& context, std::string_view text);
// `root`: one of the integer types. A fraction is cut; exponents are refused.
std::optional<int64_t> ParseInteger(CallContext& context, std::string_view text, TypeRoot root);
std::optional<float> ParseFloat(CallContext& context, std::string_view text);
std::optional<double> ParseDouble(CallContext& context, std::string_view text);
// May exceed the precision by rounding where that is at most 18, as in Flink.
std::optional<Int128> ParseDecimal(CallContext& context, std::string_view text, DecimalShape shape);

}  // namespace drey
