// FLOAT and DOUBLE as text, as Java 17 writes and reads them.
//
// Java before 19 does not always write the shortest text that reads back: 2.0E23 becomes 1.9999999999999998E23. Flink's answers hold
// such texts, so the digits are generated here by the same steps.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace drey {

// Double.toString and Float.toString: "1.0", "1.0E7", "9.999999999999999E22", "NaN", "-Infinity".
void AppendJavaDouble(double value, std::string& out);
void AppendJavaFloat(float value, std::string& out);

// Double.parseDouble and Float.parseFloat of Java text: blanks around are ignored; "NaN", "Infinity", hexadecimal numbers and a suffix
// d or f are understood. Empty where Java throws NumberFormatException.
std::optional<double> ParseJavaDouble(std::string_view text);
std::optional<float> ParseJavaFloat(std::string_view text);

// The message of that exception: "empty String", "multiple points", or `For input string: "x"` of the text without blanks around.
std::string FloatingPointFormatMessage(std::string_view text);

}  // namespace drey
