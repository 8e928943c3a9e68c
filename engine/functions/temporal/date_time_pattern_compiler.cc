#include "engine/functions/temporal/date_time_pattern_compiler.h"

#include <optional>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr int kLongestFraction = 9;


std::optional<TemporalField> FieldOf(char letter) {
  switch (letter) {
    case 'G':
      return TemporalField::kEra;
    case 'y':
      return TemporalField::kYearOfEra;
    case 'u':
      return TemporalField::kYear;
    case 'Q':
    case 'q':
      return TemporalField::kQuarter;
    case 'M':
    case 'L':
      return TemporalField::kMonth;
    case 'D':
      return TemporalField::kDayOfYear;
    case 'd':
      return TemporalField::kDay;
    case 'F':
      return TemporalField::kAlignedDayOfWeekInMonth;
    case 'E':
    case 'c':
    case 'e':
      return TemporalField::kDayOfWeek;
    case 'a':
      return TemporalField::kAmPm;
    case 'H':
      return TemporalField::kHour;
    case 'k':
      return TemporalField::kClockHourOfDay;
    case 'K':
      return TemporalField::kHourOfAmPm;
    case 'h':
      return TemporalField::kClockHourOfAmPm;
    case 'm':
      return TemporalField::kMinute;
    case 's':
      return TemporalField::kSecond;
    case 'S':
    case 'n':
      return TemporalField::kNanosecond;
    case 'A':
      return TemporalField::kMillisecondOfDay;
    case 'N':
      return TemporalField::kNanosecondOfDay;
    case 'g':
      return TemporalField::kModifiedJulianDay;
    default:
      return std::nullopt;
  }
}

}  // namespace

bool DateTimePatternCompiler::Fail(std::string message) {
  error_ = std::move(message);
  return false;
}

bool DateTimePatternCompiler::TooMany(char letter) { return Fail(Concat("Too many pattern letters: ", std::string(1, letter))); }

size_t DateTimePatternCompiler::Append(Element element) {
  element.pad_width = pad_width_;
  pad_width_ = 0;
  formatter_->elements_.push_back(std::move(element));
  active_number_ = -1;
  return formatter_->elements_.size() - 1;
}

void DateTimePatternCompiler::AppendValue(Element element) {
  const std::ptrdiff_t active = active_number_;
  const int width = element.max_width;
  const bool is_fixed = element.min_width == width && element.sign == Sign::kNotNegative;
  const size_t index = Append(std::move(element));
  if (active < 0 || !is_fixed) {
    active_number_ = static_cast<std::ptrdiff_t>(index);
    return;
  }
  formatter_->elements_[static_cast<size_t>(active)].subsequent_width += width;
  active_number_ = active;
}

bool DateTimePatternCompiler::AppendNumber(TemporalField field, int min_width, int max_width, Sign sign) {
  if (min_width > kLongestNumber) {
    return Fail(Concat("The minimum width must be from 1 to 19 inclusive but was ", min_width));
  }
  AppendValue({.kind = Kind::kNumber, .field = field, .sign = sign, .min_width = min_width, .max_width = max_width});
  return true;
}

bool DateTimePatternCompiler::AppendText(TemporalField field, TextStyle style) {
  Append({.kind = Kind::kText, .field = field, .style = style});
  return true;
}

void DateTimePatternCompiler::AppendOffset(std::string_view form, std::string_view zero) {
  Append({.kind = Kind::kOffset, .field = TemporalField::kOffsetSeconds, .literal = std::string(form), .zero = std::string(zero)});
}

int DateTimePatternCompiler::CountLetters() {
  const char letter = pattern_[next_];
  const size_t start = next_;
  while (next_ < pattern_.size() && pattern_[next_] == letter) ++next_;
  return static_cast<int>(next_ - start);
}

bool DateTimePatternCompiler::AppendYear(TemporalField field, int count) {
  if (count == 2) {
    AppendValue({.kind = Kind::kTwoDigitYear, .field = field, .min_width = 2, .max_width = 2});
    return true;
  }
  return AppendNumber(field, count, kLongestNumber, count < 4 ? Sign::kNormal : Sign::kExceedsPad);
}

bool DateTimePatternCompiler::AppendTextOrNumber(char letter, TemporalField field, int count) {
  if (count > 5) return TooMany(letter);
  if (count > 2) return AppendText(field, count == 3 ? TextStyle::kShort : count == 4 ? TextStyle::kFull : TextStyle::kNarrow);
  if (letter == 'E') return AppendText(field, TextStyle::kShort);
  if (letter == 'e') return AppendNumber(TemporalField::kLocalizedDayOfWeek, count, 2, Sign::kNotNegative);
  return AppendShortNumber(letter, field, count, 2);
}

bool DateTimePatternCompiler::AppendShortNumber(char letter, TemporalField field, int count, int longest) {
  if (count > longest) return TooMany(letter);
  if (count == 1) return AppendNumber(field, 1, kLongestNumber, Sign::kNormal);
  return AppendNumber(field, count, longest, Sign::kNotNegative);
}

bool DateTimePatternCompiler::AppendField(char letter, int count) {
  const std::optional<TemporalField> field = FieldOf(letter);
  switch (letter) {
    case 'u':
    case 'y':
      return AppendYear(*field, count);
    case 'c':
      if (count == 1) return AppendNumber(TemporalField::kLocalizedDayOfWeek, 1, 2, Sign::kNotNegative);
      if (count == 2) return Fail("Invalid pattern \"cc\"");
      return AppendTextOrNumber(letter, *field, count);
    case 'L':
    case 'q':
    case 'M':
    case 'Q':
    case 'E':
    case 'e':
      return AppendTextOrNumber(letter, *field, count);
    case 'a':
      if (count > 1) return TooMany(letter);
      return AppendText(*field, TextStyle::kShort);
    case 'G':
      if (count > 5) return TooMany(letter);
      return AppendText(*field, count < 4 ? TextStyle::kShort : count == 4 ? TextStyle::kFull : TextStyle::kNarrow);
    case 'S':
      if (count > kLongestFraction) return Fail(Concat("Minimum width must be from 0 to 9 inclusive but was ", count));
      AppendValue({.kind = Kind::kFraction, .field = *field, .min_width = count, .max_width = count});
      return true;
    case 'F':
      return AppendShortNumber(letter, *field, count, 1);
    case 'd':
    case 'h':
    case 'H':
    case 'k':
    case 'K':
    case 'm':
    case 's':
      return AppendShortNumber(letter, *field, count, 2);
    case 'D':
      return AppendShortNumber(letter, *field, count, 3);
    case 'g':
      return AppendNumber(*field, count, kLongestNumber, Sign::kNormal);
    case 'A':
    case 'n':
    case 'N':
      return AppendNumber(*field, count, kLongestNumber, Sign::kNotNegative);
    case 'W':
      if (count > 1) return TooMany(letter);
      return AppendNumber(TemporalField::kWeekOfMonth, 1, 2, Sign::kNotNegative);
    case 'w':
      if (count > 2) return TooMany(letter);
      return AppendNumber(TemporalField::kWeekOfWeekBasedYear, count, 2, Sign::kNotNegative);
    case 'Y':
      return AppendYear(TemporalField::kWeekBasedYear, count);
    default:
      return AppendZone(letter, count);
  }
}

bool DateTimePatternCompiler::AppendZone(char letter, int count) {
  constexpr std::string_view kOffsetForms[] = {"+HHmm", "+HHMM", "+HH:MM", "+HHMMss", "+HH:MM:ss"};
  switch (letter) {
    case 'X':
      if (count > 5) return TooMany(letter);
      AppendOffset(kOffsetForms[count - 1], "Z");
      return true;
    case 'x':
      if (count > 5) return TooMany(letter);
      AppendOffset(kOffsetForms[count - 1], count == 1 ? "+00" : count % 2 == 0 ? "+0000" : "+00:00");
      return true;
    case 'Z':
      if (count > 5) return TooMany(letter);
      if (count < 4) AppendOffset("+HHMM", "+0000");
      if (count == 5) AppendOffset("+HH:MM:ss", "Z");
      if (count != 4) return true;
      AppendOffset("GMT", "");
      break;
    case 'O':
      if (count != 1 && count != 4) return Fail("Pattern letter count must be 1 or 4: O");
      AppendOffset("GMT", "");
      break;
    case 'z':
      if (count > 4) return TooMany(letter);
      Append({.kind = Kind::kZone});
      break;
    case 'V':
      if (count != 2) return Fail("Pattern letter count must be 2: V");
      Append({.kind = Kind::kZone});
      break;
    case 'v':
      if (count != 1 && count != 4) return Fail("Wrong number of pattern letters: v");
      Append({.kind = Kind::kZone});
      break;
    case 'B':
      if (count != 1 && count != 4 && count != 5) return Fail("Wrong number of pattern letters: B");
      Append({.kind = Kind::kDayPeriod, .style = count == 5 ? TextStyle::kNarrow : TextStyle::kFull});
      break;
    default:
      return Fail(Concat("Unknown pattern letter: ", std::string(1, letter)));
  }
  formatter_->unreadable_letter_ = letter;
  return true;
}

bool DateTimePatternCompiler::ReadLetters() {
  char letter = pattern_[next_];
  int count = CountLetters();
  if (letter == 'p') {
    if (next_ >= pattern_.size() || !IsLetter(pattern_[next_])) {
      return Fail(Concat("Pad letter 'p' must be followed by valid pad pattern: ", pattern_));
    }
    pad_width_ = count;
    letter = pattern_[next_];
    count = CountLetters();
  }
  return AppendField(letter, count);
}

bool DateTimePatternCompiler::ReadQuoted() {
  std::string literal;
  for (++next_; next_ < pattern_.size(); ++next_) {
    if (pattern_[next_] == '\'') {
      const bool is_doubled = next_ + 1 < pattern_.size() && pattern_[next_ + 1] == '\'';
      if (!is_doubled) break;
      ++next_;
    }
    literal.push_back(pattern_[next_]);
  }
  if (next_ >= pattern_.size()) return Fail(Concat("Pattern ends with an incomplete string literal: ", pattern_));
  ++next_;
  Append({.kind = Kind::kLiteral, .literal = literal.empty() ? "'" : literal});
  return true;
}

void DateTimePatternCompiler::CloseOptional() {
  formatter_->elements_[open_optionals_.back()].end = formatter_->elements_.size();
  open_optionals_.pop_back();
  active_number_ = -1;
}

bool DateTimePatternCompiler::ReadOther(char c) {
  ++next_;
  switch (c) {
    case '[':
      open_optionals_.push_back(Append({.kind = Kind::kOptional}));
      return true;
    case ']':
      if (open_optionals_.empty()) return Fail("Pattern invalid as it contains ] without previous [");
      CloseOptional();
      return true;
    case '{':
    case '}':
    case '#':
      return Fail(Concat("Pattern includes reserved character: '", std::string(1, c), "'"));
    default:
      Append({.kind = Kind::kLiteral, .literal = std::string(1, c)});
      return true;
  }
}

bool DateTimePatternCompiler::Run(DateTimeFormatter& formatter, std::string& error) {
  formatter_ = &formatter;
  while (next_ < pattern_.size()) {
    const char c = pattern_[next_];
    const bool is_fine = IsLetter(c) ? ReadLetters() : c == '\'' ? ReadQuoted() : ReadOther(c);
    if (!is_fine) {
      error = std::move(error_);
      return false;
    }
  }
  while (!open_optionals_.empty()) CloseOptional();
  return true;
}

}  // namespace drey
