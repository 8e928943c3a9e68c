#include "engine/functions/temporal/date_time_reader.h"

#include <algorithm>
#include <limits>

#include "engine/base/text.h"
#include "engine/functions/temporal/date_time_fields.h"

namespace drey {
namespace {

constexpr int64_t kBaseOfTwoDigitYears = 2000;


struct Digits {
  __int128 value = 0;
  size_t end = 0;
};

Digits ReadDigits(std::string_view text, size_t begin, size_t most) {
  Digits digits{.end = begin};
  const size_t limit = std::min(text.size(), begin + most);
  while (digits.end < limit && IsDigit(text[digits.end])) {
    digits.value = digits.value * 10 + (text[digits.end] - '0');
    ++digits.end;
  }
  return digits;
}

// Two digits up to 59, after a colon where the form has one.
std::optional<int> OffsetPart(std::string_view text, size_t& position, bool colon) {
  size_t next = position;
  if (colon) {
    if (next >= text.size() || text[next] != ':') return std::nullopt;
    ++next;
  }
  const Digits digits = ReadDigits(text, next, 2);
  if (digits.end != next + 2 || digits.value > 59) return std::nullopt;
  position = digits.end;
  return static_cast<int>(digits.value);
}

// The values whose texts are looked for.
std::pair<int64_t, int64_t> TextRange(TemporalField field) {
  switch (field) {
    case TemporalField::kMonth:
      return {1, 12};
    case TemporalField::kDayOfWeek:
      return {1, 7};
    case TemporalField::kQuarter:
      return {1, 4};
    default:
      return {0, 1};
  }
}

}  // namespace

bool DateTimeReader::Run() {
  const Position end = ReadAll(0, formatter_.elements_.size(), 0);
  return end == text_.size();
}

DateTimeReader::Position DateTimeReader::Set(TemporalField field, int64_t value, size_t position) {
  std::optional<int64_t>& known = fields_[field];
  if (known && *known != value) return std::nullopt;
  known = value;
  return position;
}

DateTimeReader::Position DateTimeReader::ReadAll(size_t begin, size_t end, size_t position) {
  for (size_t i = begin; i < end;) {
    const Element& element = formatter_.elements_[i];
    const bool is_section = element.kind == Kind::kOptional;
    const Position next = is_section ? ReadOptional(i, position) : ReadPadded(element, position);
    if (!next) return std::nullopt;
    position = *next;
    i = is_section ? element.end : i + 1;
  }
  return position;
}

DateTimeReader::Position DateTimeReader::ReadOptional(size_t start, size_t position) {
  const TemporalFieldValues before = fields_;
  const Position end = ReadAll(start + 1, formatter_.elements_[start].end, position);
  if (end) return end;
  fields_ = before;
  return position;
}

DateTimeReader::Position DateTimeReader::ReadPadded(const Element& element, size_t position) {
  if (element.pad_width == 0) return Read(element, text_, position);
  const size_t end = position + static_cast<size_t>(element.pad_width);
  if (end > text_.size()) return std::nullopt;
  while (position < end && text_[position] == ' ') ++position;
  const Position read = Read(element, text_.substr(0, end), position);
  return read == end ? read : std::nullopt;
}

DateTimeReader::Position DateTimeReader::Read(const Element& element, std::string_view text, size_t position) {
  switch (element.kind) {
    case Kind::kLiteral:
      if (!text.substr(position).starts_with(element.literal)) return std::nullopt;
      return position + element.literal.size();
    case Kind::kNumber:
    case Kind::kTwoDigitYear:
      return ReadNumber(element, text, position);
    case Kind::kFraction:
      return ReadFraction(element, text, position);
    case Kind::kText:
      return ReadText(element, text, position);
    case Kind::kOffset:
      return ReadOffset(element, text, position);
    default:
      // Names of zones and periods of the day; see unreadable_letter.
      return std::nullopt;
  }
}

DateTimeReader::Position DateTimeReader::ReadNumber(const Element& element, std::string_view text, size_t position) {
  if (position >= text.size()) return std::nullopt;
  const char sign = text[position];
  const bool is_signed = sign == '+' || sign == '-';
  const bool takes_sign = element.sign == Sign::kExceedsPad || (element.sign == Sign::kNormal && sign == '-');
  if (is_signed && !takes_sign) return std::nullopt;
  if (is_signed) ++position;
  const size_t shortest = static_cast<size_t>(element.min_width);
  const size_t subsequent = static_cast<size_t>(element.subsequent_width);
  Digits digits = ReadDigits(text, position, static_cast<size_t>(element.max_width) + subsequent);
  if (digits.end - position < shortest) return std::nullopt;
  if (subsequent > 0) {
    // Digits at the end belong to the numbers behind.
    const size_t length = digits.end - position;
    digits = ReadDigits(text, position, std::max(shortest, length > subsequent ? length - subsequent : 0));
  }
  const size_t length = digits.end - position;
  const bool exceeds = length > shortest;
  if (is_signed && sign == '-' && digits.value == 0) return std::nullopt;
  // Beyond the pad width a plus sign stands, and only there.
  if (element.sign == Sign::kExceedsPad && sign != '-' && (sign == '+') != exceeds) return std::nullopt;
  if (digits.value > std::numeric_limits<int64_t>::max()) {
    digits.value /= 10;
    --digits.end;
  }
  int64_t value = static_cast<int64_t>(digits.value);
  if (element.kind == Kind::kTwoDigitYear && length == 2) value += kBaseOfTwoDigitYears;
  return Set(element.field, is_signed && sign == '-' ? -value : value, digits.end);
}

DateTimeReader::Position DateTimeReader::ReadFraction(const Element& element, std::string_view text, size_t position) {
  const size_t width = static_cast<size_t>(element.max_width);
  const Digits digits = ReadDigits(text, position, width);
  if (digits.end - position != width) return std::nullopt;
  int64_t value = static_cast<int64_t>(digits.value);
  for (size_t i = width; i < 9; ++i) value *= 10;
  return Set(element.field, value, digits.end);
}

DateTimeReader::Position DateTimeReader::ReadText(const Element& element, std::string_view text, size_t position) {
  const bool is_ambiguous = element.style == DateTimeFormatter::TextStyle::kNarrow &&
                            (element.field == TemporalField::kMonth || element.field == TemporalField::kDayOfWeek);
  if (is_ambiguous) {
    return ReadNumber({.kind = Kind::kNumber, .field = element.field, .sign = Sign::kNormal, .min_width = 1, .max_width = 19}, text,
                      position);
  }
  const std::string_view rest = text.substr(position);
  const auto [first, last] = TextRange(element.field);
  std::optional<int64_t> found;
  size_t length = 0;
  for (int64_t value = first; value <= last; ++value) {
    const std::string name = FieldText(element.field, element.style, value);
    if (!rest.starts_with(name) || name.size() <= length) continue;
    found = value;
    length = name.size();
  }
  if (!found) return std::nullopt;
  return Set(element.field, *found, position + length);
}

DateTimeReader::Position DateTimeReader::ReadOffset(const Element& element, std::string_view text, size_t position) {
  if (text.substr(position).starts_with(element.zero)) {
    return Set(TemporalField::kOffsetSeconds, 0, position + element.zero.size());
  }
  if (position >= text.size() || (text[position] != '+' && text[position] != '-')) return std::nullopt;
  const int64_t sign = text[position] == '-' ? -1 : 1;
  ++position;
  const std::string_view form = element.literal;
  const bool colon = form.find(':') != std::string_view::npos;
  const bool needs_minutes = form.find("MM") != std::string_view::npos;
  const bool has_seconds = form.find("ss") != std::string_view::npos;
  const std::optional<int> hours = OffsetPart(text, position, false);
  if (!hours) return std::nullopt;
  const std::optional<int> minutes = OffsetPart(text, position, colon);
  if (!minutes && needs_minutes) return std::nullopt;
  const std::optional<int> seconds = minutes && has_seconds ? OffsetPart(text, position, colon) : std::nullopt;
  const int64_t total = *hours * 3600 + minutes.value_or(0) * 60 + seconds.value_or(0);
  return Set(TemporalField::kOffsetSeconds, sign * total, position);
}

}  // namespace drey
