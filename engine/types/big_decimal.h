// A decimal number of any length, as java.math.BigDecimal: digits and a scale. It stands between text and DECIMAL, and where
// Flink itself computes with BigDecimal (numbers inside JSON functions).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/types/datum.h"

namespace drey {

struct BigDecimal {
  bool negative = false;     // false for zero
  std::string digits = "0";  // ASCII, without leading zeros; "0" for zero
  int32_t scale = 0;         // digits behind the point; negative: zeros before it

  bool IsZero() const { return digits == "0"; }
};

// Reads what `new BigDecimal(text)` reads: no blanks; exponents; digits of any script. `text` is a Java String
// (TextForm::kJavaString). Empty where Java throws NumberFormatException.
std::optional<BigDecimal> ParseBigDecimal(std::string_view text);
// The same; on failure `error` is Java's message.
std::optional<BigDecimal> ParseBigDecimal(std::string_view text, std::string& error);

BigDecimal ToBigDecimal(Int128 unscaled, int scale);

// BigDecimal.toString: "1.50", "1E+3", "0E-18".
void AppendBigDecimal(const BigDecimal& value, std::string& out);
// BigDecimal.toPlainString: "1000", "0.000000000000000000".
void AppendPlainBigDecimal(const BigDecimal& value, std::string& out);

// BigDecimal.stripTrailingZeros; of zero it is 0 with scale 0.
BigDecimal StripTrailingZeros(BigDecimal value);

// Flink's DecimalData.fromBigDecimal: rounds half up to `scale`; empty where the result needs more than `precision` digits.
// The result is the unscaled value.
std::optional<Int128> ToDecimal(const BigDecimal& value, int precision, int scale);

}  // namespace drey
