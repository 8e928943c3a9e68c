#include "engine/functions/temporal/simple_date_format.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "engine/base/text.h"
#include "engine/functions/recently_used.h"
#include "engine/functions/temporal/date_time_names.h"
#include "engine/functions/temporal/hybrid_calendar.h"
#include "engine/functions/temporal/week_of_year.h"
#include "engine/functions/temporal/zone_names.h"

namespace drey {
namespace {

constexpr std::string_view kLetters = "GyMdkHmsSEDFwWahKzZYuXL";


void AppendNumber(int64_t value, int width, std::string& out) {
  const std::string digits = std::to_string(std::abs(value));
  if (value < 0) out += "-";
  if (static_cast<size_t>(width) > digits.size()) out.append(static_cast<size_t>(width) - digits.size(), '0');
  out += digits;
}

// The last two digits where two are asked for.
void AppendYear(int64_t year, int count, std::string& out) { AppendNumber(count == 2 ? year % 100 : year, count, out); }

void AppendName(std::string_view name, int count, std::string& out) { out += count >= 4 ? name : ShortName(name); }

// One instant on the clocks of a zone.
class Clock {
 public:
  Clock(int64_t instant, const JavaTimeZone& zone)
      : zone_(zone),
        instant_(instant),
        offset_(zone.OffsetAt(instant)),
        days_(FloorDivide(instant + offset_, kMillisecondsPerDay)),
        milliseconds_(FloorModulo(instant + offset_, kMillisecondsPerDay)),
        date_(HybridFromDays(days_)) {}

  // False where the zone's name is not known.
  bool Append(char letter, int count, std::string& out) const {
    switch (letter) {
      case 'G':
        out += kEraNames[date_.year > 0 ? 1 : 0];
        return true;
      case 'y':
        AppendYear(date_.year > 0 ? date_.year : 1 - date_.year, count, out);
        return true;
      case 'Y':
        AppendYear(WeekYear(), count, out);
        return true;
      case 'M':
      case 'L':
        if (count < 3) AppendNumber(date_.month, count, out);
        if (count >= 3) AppendName(kMonthNames[date_.month - 1], count, out);
        return true;
      case 'E':
        AppendName(kDayNames[DayOfWeekFromMonday(days_) - 1], count, out);
        return true;
      case 'a':
        out += kHalfDayNames[Hour() / 12];
        return true;
      case 'z':
        return AppendZoneName(count, out);
      case 'Z':
      case 'X':
        AppendOffset(letter, count, out);
        return true;
      default:
        AppendNumber(Number(letter), count, out);
        return true;
    }
  }

 private:
  int64_t Hour() const { return milliseconds_ / 3'600'000; }

  int64_t FirstOfYear(int64_t year) const { return DaysFromHybrid(year, 1, 1); }

  int64_t WeekYear() const { return days_ >= FirstWeek(FirstOfYear(date_.year + 1)) ? date_.year + 1 : date_.year; }

  int64_t Number(char letter) const {
    const int64_t hour = Hour();
    switch (letter) {
      case 'd':
        return date_.day;
      case 'D':
        return days_ - FirstOfYear(date_.year) + 1;
      case 'F':
        return (date_.day - 1) / 7 + 1;
      case 'w':
        return (days_ - FirstWeek(FirstOfYear(WeekYear()))) / 7 + 1;
      case 'W':
        return (days_ - FirstWeek(days_ - date_.day + 1)) / 7 + 1;
      case 'u':
        return DayOfWeekFromMonday(days_);
      case 'H':
        return hour;
      case 'k':
        return hour == 0 ? 24 : hour;
      case 'K':
        return hour % 12;
      case 'h':
        return hour % 12 == 0 ? 12 : hour % 12;
      case 'm':
        return milliseconds_ / 60'000 % 60;
      case 's':
        return milliseconds_ / 1000 % 60;
      default:
        return milliseconds_ % 1000;
    }
  }

  bool AppendZoneName(int count, std::string& out) const {
    const std::optional<std::string> short_name = zone_.ShortNameAt(instant_);
    if (!short_name) return false;
    const bool is_offset = short_name->starts_with("GMT") && short_name->size() > 3;
    if (count < 4 || is_offset) {
      out += *short_name;
      return true;
    }
    const auto known = std::find_if(std::begin(kZoneNames), std::end(kZoneNames),
                                    [&](const ZoneName& name) { return name.short_name == *short_name; });
    if (known == std::end(kZoneNames) || known->offset_minutes * int64_t{60'000} != offset_) return false;
    out += known->long_name;
    return true;
  }

  void AppendOffset(char letter, int count, std::string& out) const {
    const int64_t minutes = offset_ / 60'000;
    if (letter == 'X' && minutes == 0) {
      out += "Z";
      return;
    }
    out += minutes < 0 ? "-" : "+";
    AppendNumber(std::abs(minutes) / 60, 2, out);
    if (letter == 'X' && count == 1) return;
    if (letter == 'X' && count == 3) out += ":";
    AppendNumber(std::abs(minutes) % 60, 2, out);
  }

  const JavaTimeZone& zone_;
  int64_t instant_;
  int64_t offset_;
  int64_t days_;
  int64_t milliseconds_;
  CivilDate date_;
};

}  // namespace

void SimpleDateFormat::AppendLiteral(char c) {
  if (elements_.empty() || elements_.back().letter != 0) elements_.push_back({});
  elements_.back().literal.push_back(c);
}

bool SimpleDateFormat::AppendLetters(char letter, int count, std::string& error) {
  if (kLetters.find(letter) == std::string_view::npos) {
    error = Concat("Illegal pattern character '", std::string(1, letter), "'");
    return false;
  }
  if (letter == 'X' && count > 3) {
    error = Concat("invalid ISO 8601 format: length=", count);
    return false;
  }
  elements_.push_back({.letter = letter, .count = count});
  return true;
}

bool SimpleDateFormat::ReadPattern(std::string_view pattern, std::string& error) {
  bool quoted = false;
  for (size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    if (c == '\'') {
      // Two stand for one, inside quotes and outside.
      const bool is_doubled = i + 1 < pattern.size() && pattern[i + 1] == '\'';
      if (is_doubled) AppendLiteral('\'');
      if (!is_doubled) quoted = !quoted;
      i += is_doubled ? 2 : 1;
      continue;
    }
    if (quoted || !IsLetter(c)) {
      AppendLiteral(c);
      ++i;
      continue;
    }
    size_t end = i;
    while (end < pattern.size() && pattern[end] == c) ++end;
    if (!AppendLetters(c, static_cast<int>(end - i), error)) return false;
    i = end;
  }
  if (quoted) error = "Unterminated quote";
  return !quoted;
}

std::shared_ptr<const SimpleDateFormat> SimpleDateFormat::Compile(std::string_view pattern, DateTimeFailure& failure) {
  auto format = std::make_shared<SimpleDateFormat>();
  if (format->ReadPattern(pattern, failure.message)) return format;
  failure.flink_class = "java.lang.IllegalArgumentException";
  return nullptr;
}

std::shared_ptr<const SimpleDateFormat> SimpleDateFormat::Cached(std::string_view pattern, DateTimeFailure& failure) {
  thread_local RecentlyUsed<std::shared_ptr<const SimpleDateFormat>> recent;
  if (const auto* const known = recent.Find(pattern)) return *known;
  std::shared_ptr<const SimpleDateFormat> compiled = Compile(pattern, failure);
  return compiled == nullptr ? nullptr : *recent.Add(pattern, std::move(compiled));
}

bool SimpleDateFormat::Format(int64_t instant, const JavaTimeZone& zone, std::string& out, DateTimeFailure& failure) const {
  const Clock clock(instant, zone);
  for (const Element& element : elements_) {
    if (element.letter == 0) {
      out += element.literal;
    } else if (!clock.Append(element.letter, element.count, out)) {
      failure = {"java.lang.UnsupportedOperationException", "the name of this time zone is not supported yet"};
      return false;
    }
  }
  return true;
}

}  // namespace drey
