// java.text.SimpleDateFormat (JDK 17, Locale.US), lenient: prints instants and reads text.
//
// Zones are known by offset, by GMT, and by the names of zone_names.h. Immutable and thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/temporal/date_time_formatter.h"
#include "engine/functions/temporal/java_time_zone.h"

namespace drey {

class SimpleDateFormat {
 public:
  // Absent where the pattern is wrong; the failure is Java's IllegalArgumentException.
  static std::shared_ptr<const SimpleDateFormat> Compile(std::string_view pattern, DateTimeFailure& failure);
  // The same; each thread keeps the ones it made last.
  static std::shared_ptr<const SimpleDateFormat> Cached(std::string_view pattern, DateTimeFailure& failure);

  // Milliseconds since the epoch. False where a zone has a name that drey does not know.
  bool Format(int64_t instant, const JavaTimeZone& zone, std::string& out, DateTimeFailure& failure) const;

  // What stands at the begin of the text, whatever follows; absent where Java throws a ParseException. Two digits of a year mean one
  // of the 80 years before `now` or the 20 after it.
  std::optional<int64_t> Parse(std::string_view text, const JavaTimeZone& zone, int64_t now) const;

 private:
  friend class SimpleDateFormatReader;

  // A run of a letter, or literal text.
  struct Element {
    char letter = 0;  // 0: `literal`
    int count = 0;
    std::string literal = {};
  };

  bool ReadPattern(std::string_view pattern, std::string& error);
  bool AppendLetters(char letter, int count, std::string& error);
  void AppendLiteral(char c);

  std::vector<Element> elements_;
};

}  // namespace drey
