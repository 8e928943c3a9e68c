// java.sql.Timestamp.valueOf and java.sql.Date.valueOf: "2020-2-9 1:02:03.5" and "2020-2-9", which TO_TIMESTAMP understands whatever
// its pattern is. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "engine/types/timestamp.h"

namespace drey {

// Either, after blanks around were taken away. Days, hours and the like beyond their ranges go on into the next month or day. Absent
// where Java throws.
std::optional<LocalDateTime> ParseSqlTimestamp(std::string_view text);

}  // namespace drey
