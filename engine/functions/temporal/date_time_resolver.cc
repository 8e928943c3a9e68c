// What the fields of a text mean: java.time.format.Parsed with IsoChronology, SMART style, and the defaults of Flink's
// DateTimeUtils.fromTemporalAccessor.
#include <algorithm>

#include "engine/base/text.h"
#include "engine/functions/temporal/date_time_fields.h"
#include "engine/functions/temporal/date_time_names.h"
#include "engine/functions/temporal/date_time_reader.h"
#include "engine/functions/temporal/week_of_year.h"

namespace drey {
namespace {

constexpr int64_t kLargestOffset = 18 * 3600;

class Resolver {
 public:
  explicit Resolver(TemporalFieldValues& fields) : fields_(fields) {}

  // False where Java throws a DateTimeParseException.
  bool Run() {
    return ResolveDate() && ResolveTime() && CheckTimeFields() && CrossCheck() && CheckOffset();
  }

  std::optional<int64_t> days() const { return days_ ? std::optional(*days_ + excess_days_) : std::nullopt; }
  std::optional<int64_t> nanoseconds_of_day() const { return nanoseconds_of_day_; }

 private:
  // Sets a field that follows from others.
  bool Put(TemporalField field, int64_t value) {
    std::optional<int64_t>& known = fields_[field];
    if (known && *known != value) return false;
    known = value;
    return true;
  }

  std::optional<int64_t> Take(TemporalField field) {
    const std::optional<int64_t> value = fields_[field];
    fields_[field].reset();
    return value;
  }

  bool AllInRange(std::initializer_list<TemporalField> fields) const {
    return std::all_of(fields.begin(), fields.end(),
                       [&](TemporalField field) { return !fields_[field] || IsInRange(field, *fields_[field]); });
  }

  bool ResolveYear() {
    const bool has_era = fields_[TemporalField::kEra].has_value();
    if (!AllInRange({TemporalField::kYearOfEra, TemporalField::kEra})) return false;
    const std::optional<int64_t> year_of_era = Take(TemporalField::kYearOfEra);
    if (!year_of_era) return true;
    const std::optional<int64_t> era = Take(TemporalField::kEra);
    const std::optional<int64_t> year = fields_[TemporalField::kYear];
    const bool is_common_era = has_era ? *era == 1 : !year || *year > 0;
    return Put(TemporalField::kYear, is_common_era ? *year_of_era : 1 - *year_of_era);
  }

  bool ResolveDate() {
    if (!ResolveYear()) return false;
    if (!AllInRange({TemporalField::kLocalizedDayOfWeek})) return false;
    if (const std::optional<int64_t> local = Take(TemporalField::kLocalizedDayOfWeek)) {
      if (!Put(TemporalField::kDayOfWeek, (*local + 5) % 7 + 1)) return false;
    }
    if (fields_[TemporalField::kYear]) return ResolveWithYear();
    if (fields_[TemporalField::kWeekBasedYear]) return ResolveWithWeekBasedYear();
    if (const std::optional<int64_t> day = Take(TemporalField::kModifiedJulianDay)) days_ = *day - kModifiedJulianDayOfEpoch;
    return true;
  }

  bool ResolveWithYear() {
    const std::optional<int64_t> month = fields_[TemporalField::kMonth];
    if (month && fields_[TemporalField::kDay]) {
      if (!AllInRange({TemporalField::kYear, TemporalField::kMonth, TemporalField::kDay})) return false;
      CivilDate date{*Take(TemporalField::kYear), static_cast<int>(*Take(TemporalField::kMonth)), 1};
      date.day = std::min(static_cast<int>(*Take(TemporalField::kDay)), DaysInMonth(date.year, date.month));
      days_ = DaysFromCivil(date);
      return true;
    }
    if (fields_[TemporalField::kDayOfYear]) {
      if (!AllInRange({TemporalField::kYear, TemporalField::kDayOfYear})) return false;
      const int64_t year = *Take(TemporalField::kYear);
      const int64_t day = *Take(TemporalField::kDayOfYear);
      if (day == 366 && !IsLeapYear(year)) return false;
      days_ = DaysFromCivil({year, 1, 1}) + day - 1;
      return true;
    }
    if (month && fields_[TemporalField::kWeekOfMonth] && fields_[TemporalField::kDayOfWeek]) return ResolveWeekOfMonth();
    return true;
  }

  bool ResolveWeekOfMonth() {
    if (!AllInRange({TemporalField::kYear, TemporalField::kMonth, TemporalField::kWeekOfMonth, TemporalField::kDayOfWeek})) return false;
    const int64_t first = DaysFromCivil({*Take(TemporalField::kYear), static_cast<int>(*Take(TemporalField::kMonth)), 1});
    days_ = FirstWeek(first) + (*Take(TemporalField::kWeekOfMonth) - 1) * 7 + *Take(TemporalField::kDayOfWeek) % 7;
    return true;
  }

  bool ResolveWithWeekBasedYear() {
    if (!fields_[TemporalField::kWeekOfWeekBasedYear] || !fields_[TemporalField::kDayOfWeek]) return true;
    if (!AllInRange({TemporalField::kWeekBasedYear, TemporalField::kWeekOfWeekBasedYear, TemporalField::kDayOfWeek})) return false;
    const int64_t year = *Take(TemporalField::kWeekBasedYear);
    const int64_t first = FirstWeek(DaysFromCivil({year, 1, 1}));
    const int64_t weeks = (FirstWeek(DaysFromCivil({year + 1, 1, 1})) - first) / 7;
    const int64_t week = std::min(*Take(TemporalField::kWeekOfWeekBasedYear), weeks);
    days_ = first + (week - 1) * 7 + *Take(TemporalField::kDayOfWeek) % 7;
    return true;
  }

  // Hours of a clock count from 1; 0 counts as the last one too.
  bool ResolveClockHour(TemporalField clock, TemporalField hour, int64_t last) {
    const std::optional<int64_t> value = Take(clock);
    if (!value) return true;
    if (*value != 0 && !IsInRange(clock, *value)) return false;
    return Put(hour, *value == last ? 0 : *value);
  }

  bool ResolveTime() {
    if (!ResolveClockHour(TemporalField::kClockHourOfDay, TemporalField::kHour, 24)) return false;
    if (!ResolveClockHour(TemporalField::kClockHourOfAmPm, TemporalField::kHourOfAmPm, 12)) return false;
    if (fields_[TemporalField::kAmPm] && fields_[TemporalField::kHourOfAmPm]) {
      if (!AllInRange({TemporalField::kAmPm, TemporalField::kHourOfAmPm})) return false;
      const int64_t half = *Take(TemporalField::kAmPm);
      if (!Put(TemporalField::kHour, half * 12 + *Take(TemporalField::kHourOfAmPm))) return false;
    }
    if (!AllInRange({TemporalField::kNanosecondOfDay, TemporalField::kMillisecondOfDay})) return false;
    if (const std::optional<int64_t> nanoseconds = Take(TemporalField::kNanosecondOfDay)) {
      if (!PutTime(*nanoseconds, true)) return false;
    }
    if (const std::optional<int64_t> milliseconds = Take(TemporalField::kMillisecondOfDay)) {
      // A fraction that was given too must agree in its milliseconds.
      const std::optional<int64_t> fraction = fields_[TemporalField::kNanosecond];
      if (fraction && *fraction / kNanosecondsPerMillisecond != *milliseconds % 1000) return false;
      if (!PutTime(*milliseconds * kNanosecondsPerMillisecond, !fraction)) return false;
    }
    return JoinTime();
  }

  bool PutTime(int64_t nanoseconds_of_day, bool with_fraction) {
    for (const TemporalField field : {TemporalField::kHour, TemporalField::kMinute, TemporalField::kSecond}) {
      if (!Put(field, FieldOfTime(field, nanoseconds_of_day))) return false;
    }
    return !with_fraction || Put(TemporalField::kNanosecond, nanoseconds_of_day % kNanosecondsPerSecond);
  }

  bool JoinTime() {
    const std::optional<int64_t> hour = fields_[TemporalField::kHour];
    const std::optional<int64_t> minute = fields_[TemporalField::kMinute];
    const std::optional<int64_t> second = fields_[TemporalField::kSecond];
    const std::optional<int64_t> nanosecond = fields_[TemporalField::kNanosecond];
    const bool has_hole = (!minute && (second || nanosecond)) || (minute && !second && nanosecond);
    if (!hour || has_hole) return true;
    int64_t hour_of_day = *hour;
    if (hour_of_day == 24 && minute.value_or(0) == 0 && second.value_or(0) == 0 && nanosecond.value_or(0) == 0) {
      hour_of_day = 0;
      excess_days_ = 1;
    }
    if (!IsInRange(TemporalField::kHour, hour_of_day)) return false;
    if (!AllInRange({TemporalField::kMinute, TemporalField::kSecond, TemporalField::kNanosecond})) return false;
    const int64_t seconds = (hour_of_day * 60 + minute.value_or(0)) * 60 + second.value_or(0);
    nanoseconds_of_day_ = seconds * kNanosecondsPerSecond + nanosecond.value_or(0);
    for (const TemporalField field :
         {TemporalField::kHour, TemporalField::kMinute, TemporalField::kSecond, TemporalField::kNanosecond}) {
      fields_[field].reset();
    }
    return true;
  }

  // Fields of the time that were not joined must be possible.
  bool CheckTimeFields() const {
    for (size_t i = static_cast<size_t>(TemporalField::kAmPm); i < static_cast<size_t>(TemporalField::kOffsetSeconds); ++i) {
      const TemporalField field = static_cast<TemporalField>(i);
      if (fields_[field] && !IsInRange(field, *fields_[field])) return false;
    }
    return true;
  }

  // What was given beside the date and the time must agree with them.
  bool CrossCheck() {
    for (size_t i = 0; i < static_cast<size_t>(TemporalField::kOffsetSeconds); ++i) {
      const TemporalField field = static_cast<TemporalField>(i);
      if (!fields_[field]) continue;
      if (IsDateField(field) && days_ && FieldOfDate(field, *days_) != *fields_[field]) return false;
      if (!IsDateField(field) && nanoseconds_of_day_ && FieldOfTime(field, *nanoseconds_of_day_) != *fields_[field]) return false;
    }
    return true;
  }

  bool CheckOffset() const {
    const std::optional<int64_t> offset = fields_[TemporalField::kOffsetSeconds];
    return !offset || !days_ || !nanoseconds_of_day_ || (*offset >= -kLargestOffset && *offset <= kLargestOffset);
  }

  TemporalFieldValues& fields_;
  std::optional<int64_t> days_;
  std::optional<int64_t> nanoseconds_of_day_;
  int64_t excess_days_ = 0;
};

// The fields that remain, with defaults; sets the failure where one is impossible.
class DefaultsReader {
 public:
  DefaultsReader(const TemporalFieldValues& fields, DateTimeFailure& failure) : fields_(fields), failure_(failure) {}

  int64_t Get(TemporalField field, int64_t absent) {
    const int64_t value = fields_[field].value_or(absent);
    if (!IsInRange(field, value) && failure_.message.empty()) {
      failure_ = {"java.time.DateTimeException", InvalidValueText(field, value)};
    }
    return value;
  }

  std::optional<int64_t> GetDays() {
    const int64_t year = Get(TemporalField::kYear, 1970);
    const int month = static_cast<int>(Get(TemporalField::kMonth, 1));
    const int day = static_cast<int>(Get(TemporalField::kDay, 1));
    if (!failure_.message.empty()) return std::nullopt;
    if (day > DaysInMonth(year, month)) {
      failure_ = {"java.time.DateTimeException",
                  day == 29 ? Concat("Invalid date 'February 29' as '", year, "' is not a leap year")
                            : Concat("Invalid date '", ToUpper(kMonthNames[month - 1]), " ", day, "'")};
      return std::nullopt;
    }
    return DaysFromCivil({year, month, day});
  }

 private:
  const TemporalFieldValues& fields_;
  DateTimeFailure& failure_;
};

}  // namespace

std::optional<LocalDateTime> ResolveWithDefaults(TemporalFieldValues fields, DateTimeFailure& failure) {
  Resolver resolver(fields);
  if (!resolver.Run()) return std::nullopt;
  DefaultsReader rest(fields, failure);
  const std::optional<int64_t> days = resolver.days() ? resolver.days() : rest.GetDays();
  if (!days) return std::nullopt;
  if (resolver.nanoseconds_of_day()) return LocalDateTime{*days, *resolver.nanoseconds_of_day()};
  const int64_t seconds = (rest.Get(TemporalField::kHour, 0) * 60 + rest.Get(TemporalField::kMinute, 0)) * 60 +
                          rest.Get(TemporalField::kSecond, 0);
  const int64_t nanoseconds = seconds * kNanosecondsPerSecond + rest.Get(TemporalField::kNanosecond, 0);
  if (!failure.message.empty()) return std::nullopt;
  return LocalDateTime{*days, nanoseconds};
}

}  // namespace drey
