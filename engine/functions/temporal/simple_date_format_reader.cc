// SimpleDateFormat.parse: reads fields as DecimalFormat reads numbers, and computes the instant as a lenient GregorianCalendar does.
#include <algorithm>
#include <array>
#include <iterator>
#include <limits>

#include "engine/base/text.h"
#include "engine/functions/temporal/date_time_names.h"
#include "engine/functions/temporal/hybrid_calendar.h"
#include "engine/functions/temporal/simple_date_format.h"
#include "engine/functions/temporal/week_of_year.h"
#include "engine/functions/temporal/zone_names.h"

namespace drey {
namespace {

constexpr int kYearsBeforeNow = 80;

// The fields of java.util.Calendar that texts set, each with the order in which it was set last.
enum class CalendarField : uint8_t {
  kEra,
  kYear,
  kWeekYear,
  kMonth,  // from 1
  kDay,
  kDayOfYear,
  kDayOfWeek,  // Sunday is 1
  kDayOfWeekInMonth,
  kWeekOfYear,
  kWeekOfMonth,
  kAmPm,
  kHour,  // of the half day
  kHourOfDay,
  kMinute,
  kSecond,
  kMillisecond,
  kZoneOffset,  // milliseconds
};

class CalendarFields {
 public:
  void Set(CalendarField field, int64_t value) { slots_[static_cast<size_t>(field)] = {value, ++last_stamp_}; }
  int Stamp(CalendarField field) const { return slots_[static_cast<size_t>(field)].stamp; }
  bool Has(CalendarField field) const { return Stamp(field) > 0; }
  int64_t Get(CalendarField field, int64_t absent) const { return Has(field) ? slots_[static_cast<size_t>(field)].value : absent; }
  // Two fields that only together say something.
  int StampOfBoth(CalendarField a, CalendarField b) const { return Has(a) && Has(b) ? std::max(Stamp(a), Stamp(b)) : 0; }

 private:
  struct Slot {
    int64_t value = 0;
    int stamp = 0;
  };
  std::array<Slot, 17> slots_;
  int last_stamp_ = 0;
};

// The last such day of the week on or before a day.
int64_t OnOrBefore(int64_t days, int64_t day_of_week) { return days - FloorModulo(DayOfWeekFromSunday(days) - day_of_week, 7); }

// The week that the day of the week in `fields` is looked for in, from its first day.
int64_t DayInWeek(int64_t week, const CalendarFields& fields) {
  if (!fields.Has(CalendarField::kDayOfWeek)) return week;
  return OnOrBefore(week + 6, fields.Get(CalendarField::kDayOfWeek, 1));
}

int64_t YearOf(const CalendarFields& fields) {
  const int64_t year = fields.Get(CalendarField::kYear, 1970);
  return fields.Get(CalendarField::kEra, 1) == 0 ? 1 - year : year;
}

// Calendar.selectFields: of what contradicts, the part that was set last counts.
int64_t DaysOf(const CalendarFields& fields, CalendarSystem calendar) {
  using enum CalendarField;
  if (fields.Has(kWeekYear) && fields.Stamp(kWeekYear) > fields.Stamp(kYear)) {
    const int64_t first = FirstWeek(DaysFrom(calendar, fields.Get(kWeekYear, 1970), 1, 1));
    return first + (fields.Get(kWeekOfYear, 1) - 1) * 7 + fields.Get(kDayOfWeek, 1) - 1;
  }
  const int64_t year = YearOf(fields);
  const int64_t month = fields.Get(kMonth, 1);
  int day = fields.Stamp(kDay);
  int week_of_month = fields.StampOfBoth(kWeekOfMonth, kDayOfWeek);
  int day_of_week_in_month = fields.StampOfBoth(kDayOfWeekInMonth, kDayOfWeek);
  const int day_of_year = fields.Stamp(kDayOfYear);
  int week_of_year = fields.StampOfBoth(kWeekOfYear, kDayOfWeek);
  int best = std::max({day, week_of_month, day_of_week_in_month, day_of_year, week_of_year});
  if (best == 0) {
    week_of_month = fields.Stamp(kWeekOfMonth);
    day_of_week_in_month = std::max(fields.Stamp(kDayOfWeekInMonth), fields.Stamp(kDayOfWeek));
    week_of_year = fields.Stamp(kWeekOfYear);
    best = std::max({week_of_month, day_of_week_in_month, week_of_year});
    if (best == 0) best = day = fields.Stamp(kMonth);
  }
  if (best == day) return DaysFrom(calendar, year, month, fields.Get(kDay, 1));
  const bool by_month = (best == week_of_month && fields.Stamp(kWeekOfMonth) >= fields.Stamp(kWeekOfYear)) ||
                        (best == day_of_week_in_month && fields.Stamp(kDayOfWeekInMonth) >= fields.Stamp(kWeekOfYear));
  if (by_month) {
    const int64_t first = DaysFrom(calendar, year, month, 1);
    const bool by_week = week_of_month == day_of_week_in_month ? fields.Stamp(kWeekOfMonth) >= fields.Stamp(kDayOfWeekInMonth)
                                                               : best == week_of_month;
    if (by_week) return DayInWeek(FirstWeek(first), fields) + 7 * (fields.Get(kWeekOfMonth, 1) - 1);
    return OnOrBefore(first + 7 * fields.Get(kDayOfWeekInMonth, 1) - 1, fields.Get(kDayOfWeek, 1));
  }
  const int64_t first = DaysFrom(calendar, year, 1, 1);
  if (best == day_of_year) return first + fields.Get(kDayOfYear, 1) - 1;
  return DayInWeek(FirstWeek(first), fields) + 7 * (fields.Get(kWeekOfYear, 1) - 1);
}

int64_t HourOf(const CalendarFields& fields) {
  using enum CalendarField;
  const int half_day = fields.StampOfBoth(kHour, kAmPm);
  const bool by_half_day = half_day > fields.Stamp(kHourOfDay) || !fields.Has(kHourOfDay);
  if (!by_half_day) return fields.Get(kHourOfDay, 0);
  return fields.Get(kHour, 0) + 12 * fields.Get(kAmPm, 0);
}

int64_t WrapMultiply(int64_t a, int64_t b) { return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b)); }

// Calendar.getTimeInMillis, beyond 64 bits as Java wraps.
int64_t InstantOf(const CalendarFields& fields, const JavaTimeZone& zone) {
  using enum CalendarField;
  const int64_t minutes = HourOf(fields) * 60 + fields.Get(kMinute, 0);
  const int64_t time = (minutes * 60 + fields.Get(kSecond, 0)) * 1000 + fields.Get(kMillisecond, 0);
  // The day that the time leads to tells the calendar.
  int64_t days = DaysOf(fields, CalendarSystem::kGregorian);
  if (CalendarOn(days + FloorDivide(time, kMillisecondsPerDay)) == CalendarSystem::kJulian) days = DaysOf(fields, CalendarSystem::kJulian);
  const int64_t local = static_cast<int64_t>(static_cast<uint64_t>(WrapMultiply(days, kMillisecondsPerDay)) +
                                             static_cast<uint64_t>(time));
  if (fields.Has(kZoneOffset)) return local - fields.Get(kZoneOffset, 0);
  return zone.InstantOf(local);
}


struct Number {
  int64_t value;
  size_t end;
};

// DecimalFormat.parse of an integer, then Number.intValue.
std::optional<Number> ReadNumber(std::string_view text, size_t begin) {
  size_t next = begin;
  const bool is_negative = next < text.size() && text[next] == '-';
  if (is_negative) ++next;
  const size_t digits = next;
  __int128 value = 0;
  bool is_long = true;
  for (; next < text.size() && IsDigit(text[next]); ++next) {
    if (is_long) value = value * 10 + (text[next] - '0');
    is_long = is_long && value <= std::numeric_limits<int64_t>::max();
  }
  if (next == digits) return std::nullopt;
  // Beyond long Java has a double, which becomes the largest int.
  if (!is_long) {
    return Number{is_negative ? std::numeric_limits<int32_t>::min() : std::numeric_limits<int32_t>::max(), next};
  }
  return Number{static_cast<int32_t>(static_cast<int64_t>(is_negative ? -value : value)), next};
}

bool StartsWithIgnoringCase(std::string_view text, std::string_view name) {
  return text.size() >= name.size() && EqualsIgnoreCase(text.substr(0, name.size()), name);
}

struct NameMatch {
  int64_t index = -1;
  size_t length = 0;
};

// The longest of the names, in full or short, in either case.
NameMatch MatchName(std::string_view text, std::span<const std::string_view> names, bool with_short_names) {
  NameMatch match;
  for (size_t i = 0; i < names.size(); ++i) {
    for (const std::string_view name : {names[i], with_short_names ? ShortName(names[i]) : names[i]}) {
      if (name.size() > match.length && StartsWithIgnoringCase(text, name)) match = {static_cast<int64_t>(i), name.size()};
    }
  }
  return match;
}

// Whether digits right behind belong to the next field.
bool EndsWithItsCount(char letter, int count) {
  if (letter == 'M' || letter == 'L') return count <= 2;
  return std::string_view("ydHkmsSDFwWhKYu").find(letter) != std::string_view::npos;
}

CalendarField CalendarFieldOf(char letter) {
  switch (letter) {
    case 'd':
      return CalendarField::kDay;
    case 'H':
    case 'k':
      return CalendarField::kHourOfDay;
    case 'm':
      return CalendarField::kMinute;
    case 's':
      return CalendarField::kSecond;
    case 'D':
      return CalendarField::kDayOfYear;
    case 'F':
      return CalendarField::kDayOfWeekInMonth;
    case 'w':
      return CalendarField::kWeekOfYear;
    case 'W':
      return CalendarField::kWeekOfMonth;
    case 'K':
    case 'h':
      return CalendarField::kHour;
    case 'y':
      return CalendarField::kYear;
    case 'Y':
      return CalendarField::kWeekYear;
    case 'u':
      return CalendarField::kDayOfWeek;
    default:
      return CalendarField::kMillisecond;
  }
}

}  // namespace

class SimpleDateFormatReader {
 public:
  SimpleDateFormatReader(const SimpleDateFormat& format, std::string_view text, const JavaTimeZone& zone, int64_t now)
      : format_(format), text_(text), zone_(zone), now_(now) {}

  std::optional<int64_t> Run() {
    for (size_t i = 0; i < format_.elements_.size(); ++i) {
      const Element& element = format_.elements_[i];
      const bool is_literal = element.letter == 0;
      if (is_literal ? !ReadLiteral(element.literal) : !ReadField(element, ObeysCount(i))) return std::nullopt;
    }
    const int64_t instant = InstantOf(fields_, zone_);
    if (!is_ambiguous_ || instant >= CenturyStart()) return instant;
    fields_.Set(CalendarField::kYear, fields_.Get(CalendarField::kYear, 0) + 100);
    return InstantOf(fields_, zone_);
  }

 private:
  using Element = SimpleDateFormat::Element;

  bool ObeysCount(size_t i) const {
    if (i + 1 >= format_.elements_.size()) return false;
    const Element& next = format_.elements_[i + 1];
    return next.letter != 0 && EndsWithItsCount(next.letter, next.count);
  }

  bool ReadLiteral(std::string_view literal) {
    if (!text_.substr(next_).starts_with(literal)) return false;
    next_ += literal.size();
    return true;
  }

  bool ReadField(const Element& element, bool obey_count) {
    const size_t start = next_;
    size_t actual_start = start;
    while (actual_start < text_.size() && (text_[actual_start] == ' ' || text_[actual_start] == '\t')) ++actual_start;
    if (actual_start >= text_.size()) return false;
    switch (element.letter) {
      case 'G':
        return ReadName(kEraNames, CalendarField::kEra, 0) || ReadName(kFullEraNames, CalendarField::kEra, 0);
      case 'E':
        return ReadDayOfWeek();
      case 'a':
        return ReadName(kHalfDayNames, CalendarField::kAmPm, 0);
      case 'z':
      case 'Z':
        return ReadZone(actual_start);
      case 'X':
        return ReadIsoZone(actual_start, element.count);
      case 'M':
      case 'L':
        if (element.count > 2) return ReadName(kMonthNames, CalendarField::kMonth, 1);
        break;
      default:
        break;
    }
    return ReadNumberField(element, obey_count, actual_start);
  }

  bool ReadNumberField(const Element& element, bool obey_count, size_t actual_start) {
    std::string_view readable = text_;
    if (obey_count) {
      const size_t end = next_ + static_cast<size_t>(element.count);
      if (end > text_.size()) return false;
      readable = text_.substr(0, end);
    }
    const std::optional<Number> number = ReadNumber(readable, actual_start);
    if (!number) return false;
    next_ = number->end;
    int64_t value = number->value;
    switch (element.letter) {
      case 'y':
      case 'Y':
        value = FullYear(element.count, value, actual_start);
        break;
      case 'M':
      case 'L':
        fields_.Set(CalendarField::kMonth, value);
        return true;
      case 'k':
        if (value == 24) value = 0;
        break;
      case 'h':
        if (value == 12) value = 0;
        break;
      case 'u':
        // Monday is 1; what is no day stays as it is.
        if (value >= 1 && value <= 7) value = value % 7 + 1;
        break;
      default:
        break;
    }
    fields_.Set(CalendarFieldOf(element.letter), value);
    return true;
  }

  // Exactly two digits are a year of the century around now.
  int64_t FullYear(int count, int64_t value, size_t actual_start) {
    const bool two_digits = count <= 2 && next_ - actual_start == 2 && IsDigit(text_[actual_start]);
    if (!two_digits) return value;
    const int64_t start_year = HybridFromDays(FloorDivide(CenturyStart(), kMillisecondsPerDay)).year;
    is_ambiguous_ = value == start_year % 100;
    return value + start_year / 100 * 100 + (value < start_year % 100 ? 100 : 0);
  }

  int64_t CenturyStart() const {
    const int64_t days = FloorDivide(now_, kMillisecondsPerDay);
    const CivilDate date = HybridFromDays(days);
    return DaysFromHybrid(date.year - kYearsBeforeNow, date.month, date.day) * kMillisecondsPerDay +
           (now_ - days * kMillisecondsPerDay);
  }

  // Names must stand right there, without blanks before them.
  bool ReadName(std::span<const std::string_view> names, CalendarField field, int64_t first) {
    const NameMatch match = MatchName(text_.substr(next_), names, field == CalendarField::kMonth);
    if (match.index < 0) return false;
    fields_.Set(field, match.index + first);
    next_ += match.length;
    return true;
  }

  bool ReadDayOfWeek() {
    const NameMatch match = MatchName(text_.substr(next_), kDayNames, true);
    if (match.index < 0) return false;
    fields_.Set(CalendarField::kDayOfWeek, (match.index + 1) % 7 + 1);
    next_ += match.length;
    return true;
  }

  bool ReadZone(size_t position) {
    const char c = text_[position];
    if (c == '+' || c == '-') return ReadOffset(position, 0, false);
    const bool is_gmt = StartsWithIgnoringCase(text_.substr(next_), "GMT");
    if (is_gmt) {
      position = next_ + 3;
      const bool has_offset = position < text_.size() && (text_[position] == '+' || text_[position] == '-');
      if (has_offset) return ReadOffset(position, 0, true);
      return SetZone(0, position);
    }
    const ZoneName* found = nullptr;
    for (const ZoneName& zone : kZoneNames) {
      for (const std::string_view name : {zone.long_name, zone.short_name}) {
        if (!StartsWithIgnoringCase(text_.substr(position), name)) continue;
        if (found != nullptr && name.size() <= length_of_zone_) continue;
        found = &zone;
        length_of_zone_ = name.size();
      }
    }
    return found != nullptr && SetZone(found->offset_minutes, position + length_of_zone_);
  }

  bool ReadIsoZone(size_t position, int count) {
    if (text_[position] == 'Z') return SetZone(0, position + 1);
    if (text_[position] != '+' && text_[position] != '-') return false;
    return ReadOffset(position, count, count == 3);
  }

  // Behind a sign: hours, and minutes unless `count` is 1; one digit of hours will do only before a colon in "GMT+5:30".
  bool ReadOffset(size_t position, int count, bool colon) {
    const int sign = text_[position++] == '-' ? -1 : 1;
    const auto digit = [&](size_t at) { return at < text_.size() && IsDigit(text_[at]) ? text_[at] - '0' : -1; };
    int hours = digit(position++);
    if (hours < 0) return false;
    if (digit(position) >= 0) {
      hours = hours * 10 + digit(position++);
    } else if (count > 0 || !colon) {
      return false;
    }
    if (hours > 23) return false;
    int minutes = 0;
    if (count != 1) {
      if (colon && (position >= text_.size() || text_[position++] != ':')) return false;
      if (digit(position) < 0 || digit(position + 1) < 0) return false;
      minutes = digit(position) * 10 + digit(position + 1);
      position += 2;
      if (minutes > 59) return false;
    }
    return SetZone(sign * (hours * 60 + minutes), position);
  }

  bool SetZone(int minutes, size_t position) {
    fields_.Set(CalendarField::kZoneOffset, minutes * int64_t{60'000});
    next_ = position;
    return true;
  }

  const SimpleDateFormat& format_;
  std::string_view text_;
  const JavaTimeZone& zone_;
  int64_t now_;
  size_t next_ = 0;
  size_t length_of_zone_ = 0;
  bool is_ambiguous_ = false;
  CalendarFields fields_;
};

std::optional<int64_t> SimpleDateFormat::Parse(std::string_view text, const JavaTimeZone& zone, int64_t now) const {
  return SimpleDateFormatReader(*this, text, zone, now).Run();
}

}  // namespace drey
