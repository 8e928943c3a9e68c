// Reads text by the elements of a DateTimeFormatter, and tells what the fields it found mean.
#pragma once

#include "engine/functions/temporal/date_time_formatter.h"

namespace drey {

// Reads one text; it must outlive the reader.
class DateTimeReader {
 public:
  DateTimeReader(const DateTimeFormatter& formatter, std::string_view text, TemporalFieldValues& fields)
      : formatter_(formatter), text_(text), fields_(fields) {}

  // Whether the whole text fits.
  bool Run();

 private:
  using Element = DateTimeFormatter::Element;
  using Kind = DateTimeFormatter::Element::Kind;
  using Sign = DateTimeFormatter::Sign;
  using Position = std::optional<size_t>;  // behind what was read; absent: it does not fit

  Position ReadAll(size_t begin, size_t end, size_t position);
  Position ReadOptional(size_t start, size_t position);
  Position ReadPadded(const Element& element, size_t position);
  Position Read(const Element& element, std::string_view text, size_t position);
  Position ReadNumber(const Element& element, std::string_view text, size_t position);
  Position ReadFraction(const Element& element, std::string_view text, size_t position);
  Position ReadText(const Element& element, std::string_view text, size_t position);
  Position ReadOffset(const Element& element, std::string_view text, size_t position);
  // A field that has another value already does not fit.
  Position Set(TemporalField field, int64_t value, size_t position);

  const DateTimeFormatter& formatter_;
  std::string_view text_;
  TemporalFieldValues& fields_;
};

// The text of a field's value: "February", "Sun", "AM".
std::string FieldText(TemporalField field, DateTimeFormatter::TextStyle style, int64_t value);

// Parsed.resolve, then Flink's defaults; see DateTimeFormatter::Parse.
std::optional<LocalDateTime> ResolveWithDefaults(TemporalFieldValues fields, DateTimeFailure& failure);

}  // namespace drey
