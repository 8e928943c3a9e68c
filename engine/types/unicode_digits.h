// Decimal digits of all scripts, as Java's Character.digit(char, 10) knows them (Unicode 13, as in Java 17).
//
// Java reads numbers char by char, so digits beyond U+FFFF are none.
#pragma once

#include <string_view>

namespace drey {

// 0 … 9, or -1 where the code point is no digit.
int DecimalDigitValue(char32_t code_point);

// Takes one digit from the front of UTF-8 text: its value, or -1 and `text` as it was.
int TakeDecimalDigit(std::string_view& text);

}  // namespace drey
