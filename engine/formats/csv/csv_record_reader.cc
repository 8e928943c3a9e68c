#include "engine/formats/csv/csv_record_reader.h"

#include <utility>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr std::string_view kCsvReadException = "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.dataformat.csv.CsvReadException";
constexpr std::string_view kMismatchedInputException =
    "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.exc.MismatchedInputException";

}  // namespace

CsvRecordReader::CsvRecordReader(const CsvOptions& options, size_t columns, FlinkVersion version)
    : options_(options), columns_(columns), tokens_(options, version) {}

bool CsvRecordReader::Read(std::string_view message, Arena& arena) {
  fields_.clear();
  failure_.reset();
  tokens_.Reset(message, arena);
  if (!tokens_.SkipComments()) {
    if (tokens_.failed()) return false;
    failure_ = RowError{.phase = RowError::Phase::kDecode,
                        .message = Concat("No content to map due to end-of-input\n at ", tokens_.FieldLocation()),
                        .flink_class = std::string(kMismatchedInputException)};
    return false;
  }
  while (const std::optional<std::string_view> field = tokens_.NextField()) {
    if (fields_.size() == columns_) return TakeExtra(*field);
    fields_.push_back(*field);
  }
  if (tokens_.failed()) return false;
  tokens_.StartNewLine();
  if (tokens_.failed()) return false;
  if (fields_.size() == columns_ || !options_.fail_on_missing_columns) return true;
  return FailMapping(Concat("Not enough column values: expected ", columns_, ", found ", fields_.size()));
}

bool CsvRecordReader::TakeExtra(std::string_view field) {
  if (options_.ignore_trailing_unmappable) {
    while (tokens_.NextField()) {
    }
    if (!tokens_.failed()) tokens_.StartNewLine();
    return !tokens_.failed();
  }
  if (options_.allow_trailing_comma) {
    field = TrimJava(field);
    if (field.empty() && !tokens_.NextField()) {
      if (!tokens_.failed()) tokens_.StartNewLine();
      return !tokens_.failed();
    }
  }
  return FailMapping(Concat("Too many entries: expected at most ", columns_, " (value #", columns_, " (", Utf16Length(field),
                            " chars) \"", field, "\")"));
}

bool CsvRecordReader::FailMapping(std::string message) {
  failure_ = RowError{.phase = RowError::Phase::kDecode,
                      .message = Concat(message, "\n at ", tokens_.FieldLocation()),
                      .flink_class = std::string(kCsvReadException)};
  return false;
}

RowError CsvRecordReader::TakeFailure() { return failure_ ? *std::exchange(failure_, std::nullopt) : tokens_.TakeFailure(); }

CsvField CsvRecordReader::Interpret(std::string_view text) const {
  const bool is_null = (options_.null_literal && text == *options_.null_literal) || (options_.empty_string_as_null && text.empty());
  return {.text = text, .is_null = is_null};
}

void CsvRecordReader::SplitElements(std::string_view text, std::vector<CsvField>& elements) const {
  elements.clear();
  size_t start = 0;
  while (true) {
    const size_t end = text.find(options_.array_delimiter, start);
    if (start == 0 && end == std::string_view::npos && TrimJava(text).empty()) return;
    std::string_view element = text.substr(start, end == std::string_view::npos ? end : end - start);
    if (options_.trim_spaces) element = TrimJava(element);
    elements.push_back(Interpret(element));
    if (end == std::string_view::npos) return;
    start = end + options_.array_delimiter.size();
  }
}

}  // namespace drey
