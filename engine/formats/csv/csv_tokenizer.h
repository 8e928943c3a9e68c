// Takes the fields of a csv text one after the other, as CsvDecoder of jackson-dataformat-csv does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/flink_version.h"
#include "engine/formats/csv/csv_options.h"
#include "engine/formats/csv/csv_text.h"
#include "engine/types/row_batch.h"

namespace drey {

class CsvTokenizer {
 public:
  CsvTokenizer(const CsvOptions& options, FlinkVersion version);

  // Starts to read; the message and the arena must outlive the fields.
  void Reset(std::string_view message, Arena& arena);

  // Skips comment lines where they are allowed. False where nothing follows, or on failure.
  bool SkipComments();
  // The next field of the line; absent at its end, and on failure.
  std::optional<std::string_view> NextField();
  // Goes behind the end of the line. False where nothing follows, or on failure.
  bool StartNewLine();

  bool failed() const { return failure_.has_value(); }
  RowError TakeFailure() { return *std::move(failure_); }
  // " at [Source: …]" of the field that was taken last.
  std::string FieldLocation() const;

 private:
  enum class Pending : uint8_t { kNothing, kReturn, kLineFeed, kEnd };

  bool HasMore();
  bool LoadMore();
  void TakeLineEnd();
  bool SkipComment();
  bool SkipLeadingSpace();
  // The delimiter, the quote or the escape character stands at next_.
  bool At(const std::string& character) const { return !character.empty() && text_.text.substr(next_).starts_with(character); }
  std::optional<std::string_view> TakeUnquoted();
  std::optional<std::string_view> TakeQuoted();
  bool SkipToDelimiter();
  bool Unescape(std::string& out);

  void Fail(std::string_view flink_class, std::string message);
  void FailParsing(std::string_view message);
  int64_t ColumnsBehindRowStart() const;
  std::string Location(int64_t row, int64_t column) const;

  const CsvOptions& options_;
  const FlinkVersion version_;
  std::string delimiter_;
  std::string quote_;
  std::string escape_;

  Arena* arena_ = nullptr;
  std::string_view message_;
  CsvText text_;
  size_t next_ = 0;
  size_t row_start_ = 0;
  int64_t row_ = 1;
  int64_t field_row_ = -1;
  int64_t field_column_ = -1;
  int64_t loads_at_end_ = 0;  // how often more was asked for behind the end
  Pending pending_ = Pending::kNothing;
  std::optional<RowError> failure_;
  std::string copied_;  // of a field that is not as it stands in the text
};

}  // namespace drey
