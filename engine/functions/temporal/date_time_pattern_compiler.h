// Reads the patterns of DateTimeFormatter.
#pragma once

#include "engine/functions/temporal/date_time_formatter.h"

namespace drey {

// DateTimeFormatterBuilder.appendPattern (JDK 17).
class DateTimePatternCompiler {
 public:
  explicit DateTimePatternCompiler(std::string_view pattern) : pattern_(pattern) {}

  // False with the message of the IllegalArgumentException.
  bool Run(DateTimeFormatter& formatter, std::string& error);

 private:
  using Element = DateTimeFormatter::Element;
  using Kind = DateTimeFormatter::Element::Kind;
  using Sign = DateTimeFormatter::Sign;
  using TextStyle = DateTimeFormatter::TextStyle;

  bool ReadLetters();
  bool ReadQuoted();
  bool ReadOther(char c);
  // How often the letter at the current place stands there; goes behind it.
  int CountLetters();
  bool AppendField(char letter, int count);
  bool AppendYear(TemporalField field, int count);
  bool AppendTextOrNumber(char letter, TemporalField field, int count);
  bool AppendShortNumber(char letter, TemporalField field, int count, int longest);
  bool AppendZone(char letter, int count);
  bool AppendNumber(TemporalField field, int min_width, int max_width, Sign sign);
  bool AppendText(TemporalField field, TextStyle style);
  void AppendOffset(std::string_view form, std::string_view zero);
  // A number, which takes digits away from the numbers before it.
  void AppendValue(Element element);
  size_t Append(Element element);
  void CloseOptional();
  bool Fail(std::string message);
  bool TooMany(char letter);

  std::string_view pattern_;
  size_t next_ = 0;
  int pad_width_ = 0;
  std::ptrdiff_t active_number_ = -1;
  std::vector<size_t> open_optionals_;
  DateTimeFormatter* formatter_ = nullptr;
  std::string error_;
};

}  // namespace drey
