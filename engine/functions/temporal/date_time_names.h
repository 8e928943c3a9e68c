// Names in dates, in English, as Java's Locale.US has them.
#pragma once

#include <span>
#include <string_view>

namespace drey {

inline constexpr std::string_view kMonthNames[] = {"January", "February", "March",     "April",   "May",      "June",
                                                   "July",    "August",   "September", "October", "November", "December"};
// From Monday on.
inline constexpr std::string_view kDayNames[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
inline constexpr std::string_view kHalfDayNames[] = {"AM", "PM"};
inline constexpr std::string_view kEraNames[] = {"BC", "AD"};
inline constexpr std::string_view kFullEraNames[] = {"Before Christ", "Anno Domini"};

// "Jan", "Mon".
constexpr std::string_view ShortName(std::string_view name) { return name.substr(0, 3); }

}  // namespace drey
