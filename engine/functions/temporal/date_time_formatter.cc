#include "engine/functions/temporal/date_time_formatter.h"

#include <algorithm>
#include <cstdlib>

#include "engine/base/text.h"
#include "engine/functions/recently_used.h"
#include "engine/functions/temporal/date_time_fields.h"
#include "engine/functions/temporal/date_time_names.h"
#include "engine/functions/temporal/date_time_pattern_compiler.h"
#include "engine/functions/temporal/date_time_reader.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

constexpr std::string_view kDateTimeException = "java.time.DateTimeException";
constexpr std::string_view kUnsupportedField = "java.time.temporal.UnsupportedTemporalTypeException";

// LocalDateTime.toString.
std::string JavaText(LocalDateTime local) {
  std::string text;
  AppendIsoDate(local.days, text);
  text += "T";
  std::string time;
  AppendIsoTime(local.nanoseconds_of_day, time);
  const size_t point = time.find('.');
  if (point != std::string::npos) {
    // Three, six or nine digits.
    while ((time.size() - point - 1) % 3 != 0) time += "0";
  } else if (time.ends_with(":00")) {
    time.resize(time.size() - 3);
  }
  return text + time;
}

std::string_view DayPeriodText(int64_t nanoseconds_of_day, bool narrow) {
  const int64_t minute = nanoseconds_of_day / kNanosecondsPerSecond / 60;
  if (minute == 0) return narrow ? "mi" : "midnight";
  if (minute == 12 * 60) return narrow ? "n" : "noon";
  const int64_t hour = minute / 60;
  if (hour < 6 || hour >= 21) return "at night";
  if (hour < 12) return "in the morning";
  return hour < 18 ? "in the afternoon" : "in the evening";
}

}  // namespace

// ---------------------------------------------------------------------------------------------------------- printing

class DateTimePrinter {
 public:
  DateTimePrinter(const DateTimeFormatter& formatter, LocalDateTime local, std::string& out, DateTimeFailure& failure)
      : formatter_(formatter), local_(local), out_(out), failure_(failure) {}

  bool Run() { return PrintAll(0, formatter_.elements_.size(), false) == Outcome::kDone; }

 private:
  using Element = DateTimeFormatter::Element;
  using Kind = DateTimeFormatter::Element::Kind;
  using Sign = DateTimeFormatter::Sign;
  enum class Outcome : uint8_t { kDone, kFailed, kAbsent };  // absent: the optional section around is left out

  Outcome Fail(std::string_view flink_class, std::string message) {
    failure_ = {flink_class, std::move(message)};
    return Outcome::kFailed;
  }

  Outcome PrintAll(size_t begin, size_t end, bool optional) {
    for (size_t i = begin; i < end;) {
      const Element& element = formatter_.elements_[i];
      const bool is_section = element.kind == Kind::kOptional;
      const Outcome outcome = is_section ? PrintOptional(i) : PrintPadded(element, optional);
      if (outcome != Outcome::kDone) return outcome;
      i = is_section ? element.end : i + 1;
    }
    return Outcome::kDone;
  }

  Outcome PrintOptional(size_t start) {
    const size_t length = out_.size();
    const Outcome outcome = PrintAll(start + 1, formatter_.elements_[start].end, true);
    if (outcome != Outcome::kAbsent) return outcome;
    out_.resize(length);
    return Outcome::kDone;
  }

  Outcome PrintPadded(const Element& element, bool optional) {
    const size_t start = out_.size();
    const Outcome outcome = Print(element, optional);
    if (outcome != Outcome::kDone || element.pad_width == 0) return outcome;
    const size_t length = out_.size() - start;
    const size_t width = static_cast<size_t>(element.pad_width);
    if (length > width) {
      return Fail(kDateTimeException,
                  Concat("Cannot print as output of ", length, " characters exceeds pad width of ", element.pad_width));
    }
    out_.insert(start, width - length, ' ');
    return Outcome::kDone;
  }

  Outcome Print(const Element& element, bool optional) {
    switch (element.kind) {
      case Kind::kLiteral:
        out_ += element.literal;
        return Outcome::kDone;
      case Kind::kNumber:
        return PrintNumber(element, ValueOf(element.field));
      case Kind::kTwoDigitYear:
        return PrintNumber(element, std::abs(ValueOf(element.field)) % 100);
      case Kind::kFraction:
        PrintFraction(element.max_width);
        return Outcome::kDone;
      case Kind::kText:
        PrintText(element, ValueOf(element.field));
        return Outcome::kDone;
      case Kind::kDayPeriod:
        out_ += DayPeriodText(local_.nanoseconds_of_day, element.style == DateTimeFormatter::TextStyle::kNarrow);
        return Outcome::kDone;
      case Kind::kOffset:
        if (optional) return Outcome::kAbsent;
        return Fail(kUnsupportedField, "Unsupported field: OffsetSeconds");
      default:
        if (optional) return Outcome::kAbsent;
        return Fail(kDateTimeException, Concat("Unable to extract ZoneId from temporal ", JavaText(local_)));
    }
  }

  int64_t ValueOf(TemporalField field) const {
    return IsDateField(field) ? FieldOfDate(field, local_.days) : FieldOfTime(field, local_.nanoseconds_of_day);
  }

  Outcome PrintNumber(const Element& element, int64_t value) {
    const std::string digits = std::to_string(std::abs(value));
    const int length = static_cast<int>(digits.size());
    if (length > element.max_width) {
      return Fail(kDateTimeException, Concat("Field ", JavaName(element.field), " cannot be printed as the value ", value,
                                             " exceeds the maximum print width of ", element.max_width));
    }
    if (value < 0 && element.sign == Sign::kNotNegative) {
      return Fail(kDateTimeException, Concat("Field ", JavaName(element.field), " cannot be printed as the value ", value,
                                             " cannot be negative according to the SignStyle"));
    }
    if (value < 0) out_ += "-";
    const bool exceeds_pad = element.sign == Sign::kExceedsPad && element.min_width < kLongestNumber;
    if (value >= 0 && exceeds_pad && length > element.min_width) out_ += "+";
    out_.append(static_cast<size_t>(std::max(0, element.min_width - length)), '0');
    out_ += digits;
    return Outcome::kDone;
  }

  void PrintFraction(int width) {
    std::string digits = std::to_string(local_.nanoseconds_of_day % kNanosecondsPerSecond);
    digits.insert(0, 9 - digits.size(), '0');
    out_.append(digits, 0, static_cast<size_t>(width));
  }

  void PrintText(const Element& element, int64_t value) { out_ += FieldText(element.field, element.style, value); }

  const DateTimeFormatter& formatter_;
  LocalDateTime local_;
  std::string& out_;
  DateTimeFailure& failure_;
};

// ------------------------------------------------------------------------------------------------------------- texts

std::string FieldText(TemporalField field, DateTimeFormatter::TextStyle style, int64_t value) {
  using Style = DateTimeFormatter::TextStyle;
  const size_t index = static_cast<size_t>(value);
  const auto styled = [&](std::string_view full, std::string_view short_name) {
    return std::string(style == Style::kFull ? full : style == Style::kShort ? short_name : full.substr(0, 1));
  };
  switch (field) {
    case TemporalField::kMonth:
      return styled(kMonthNames[index - 1], ShortName(kMonthNames[index - 1]));
    case TemporalField::kDayOfWeek:
      return styled(kDayNames[index - 1], ShortName(kDayNames[index - 1]));
    case TemporalField::kAmPm:
      return std::string(kHalfDayNames[index]);
    case TemporalField::kEra:
      return styled(kFullEraNames[index], kEraNames[index]);
    default:
      break;
  }
  constexpr std::string_view kQuarters[] = {"1st quarter", "2nd quarter", "3rd quarter", "4th quarter"};
  return styled(kQuarters[index - 1], Concat("Q", value));
}

// --------------------------------------------------------------------------------------------------------- formatter

std::shared_ptr<const DateTimeFormatter> DateTimeFormatter::Compile(std::string_view pattern, DateTimeFailure& failure) {
  auto formatter = std::make_shared<DateTimeFormatter>();
  if (DateTimePatternCompiler(pattern).Run(*formatter, failure.message)) return formatter;
  failure.flink_class = "java.lang.IllegalArgumentException";
  return nullptr;
}

std::shared_ptr<const DateTimeFormatter> DateTimeFormatter::Cached(std::string_view pattern, DateTimeFailure& failure) {
  thread_local RecentlyUsed<std::shared_ptr<const DateTimeFormatter>> recent;
  if (const auto* const known = recent.Find(pattern)) return *known;
  std::shared_ptr<const DateTimeFormatter> compiled = Compile(pattern, failure);
  return compiled == nullptr ? nullptr : *recent.Add(pattern, std::move(compiled));
}

bool DateTimeFormatter::Format(LocalDateTime local, std::string& out, DateTimeFailure& failure) const {
  return DateTimePrinter(*this, local, out, failure).Run();
}

std::optional<LocalDateTime> DateTimeFormatter::Parse(std::string_view text, DateTimeFailure& failure) const {
  TemporalFieldValues fields;
  if (!DateTimeReader(*this, text, fields).Run()) return std::nullopt;
  return ResolveWithDefaults(fields, failure);
}

}  // namespace drey
