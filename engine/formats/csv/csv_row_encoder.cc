#include "engine/formats/csv/csv_row_encoder.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/formats/csv/csv_text.h"
#include "engine/functions/encoding/base64.h"
#include "engine/types/big_decimal.h"
#include "engine/types/decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_string.h"
#include "engine/types/timestamp.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

// Longer text is put between quotes without being looked at.
constexpr size_t kLongestCheckedText = 24;

char32_t FirstUnit(char32_t c) { return c > 0xFFFF ? 0xD800 + ((c - 0x10000) >> 10) : c; }

// What Jackson's UTF8Writer says of an unpaired surrogate; absent where the text has none.
std::optional<std::string> SurrogateFailure(std::string_view text) {
  for (size_t position = 0; position < text.size();) {
    const char32_t c = NextCodePoint(text, position);
    if (!IsSurrogate(c)) continue;
    if (IsLowSurrogate(c)) return Concat("Unmatched second part of surrogate pair (0x", Hexadecimal(c), ")");
    if (position == text.size()) return Concat("Unmatched first part of surrogate pair (0x", Hexadecimal(c), ")");
    return Concat("Broken surrogate pair: first char 0x", Hexadecimal(c), ", second 0x", Hexadecimal(FirstUnit(NextCodePoint(text, position))),
                  "; illegal combination");
  }
  return std::nullopt;
}

}  // namespace

CsvRowEncoder::CsvRowEncoder(CsvTypePlan plan, const CsvOptions& options, FlinkVersion version)
    : plan_(std::move(plan)),
      options_(options),
      version_(version),
      delimiter_(CharacterText(options.delimiter)),
      quote_(CharacterText(options.quote)),
      escape_(CharacterText(options.escape)) {}

RowEncoder::Result CsvRowEncoder::Encode(std::span<const Datum> row, RowKind /*kind*/, std::string& out,
                                         std::optional<RowError>& error) {
  arena_.Reset();
  const size_t start = out.size();
  for (size_t i = 0; i < plan_.children.size(); ++i) {
    if (i > 0) out += delimiter_;
    AppendColumn(plan_.children[i], row[i], out);
  }
  const std::optional<std::string> failure = SurrogateFailure(std::string_view(out).substr(start));
  if (!failure) return Result::kMessage;
  out.resize(start);
  error = RowError{.phase = RowError::Phase::kEncode,
                   .message = Concat("Unexpected IOException (of type java.io.IOException): ", *failure),
                   .flink_class = "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonMappingException"};
  return Result::kFailed;
}

void CsvRowEncoder::AppendColumn(const CsvTypePlan& column, const Datum& value, std::string& out) {
  if (value.is_null) return AppendNull(out);
  if (!IsChecked(column.root)) return AppendValue(column, value, false, out);
  text_.clear();
  AppendValue(column, value, false, text_);
  if (NeedsQuotes(text_)) {
    AppendQuoted(text_, out);
  } else {
    out += text_;
  }
}

void CsvRowEncoder::AppendNull(std::string& out) const {
  if (options_.null_literal) out += *options_.null_literal;
}

void CsvRowEncoder::AppendValue(const CsvTypePlan& plan, const Datum& value, bool in_array, std::string& out) {
  switch (plan.root) {
    case TypeRoot::kBoolean:
      out += value.boolean() ? "true" : "false";
      break;
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
      AppendPiece(out, value.integer);
      break;
    case TypeRoot::kFloat:
      AppendJavaFloat(value.single, out);
      break;
    case TypeRoot::kDouble:
      AppendJavaDouble(value.floating, out);
      break;
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      out += JavaString(value, arena_);
      break;
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary: {
      const size_t start = out.size();
      out.resize(start + EncodedBase64Size(value.view().size()));
      EncodeBase64(value.view(), out.data() + start);
      break;
    }
    case TypeRoot::kDecimal:
      AppendDecimal(plan, value, in_array, out);
      break;
    case TypeRoot::kDate:
      AppendIsoDate(value.integer, out);
      break;
    case TypeRoot::kTime:
      AppendIsoTime(value.integer * kNanosecondsPerMillisecond, out);
      break;
    case TypeRoot::kTimestamp:
      AppendTimestamp(TimestampOf(value), TimestampFormat::kSql, out);
      break;
    case TypeRoot::kTimestampLtz:
      AppendTimestamp(TimestampOf(value), TimestampFormat::kSql, out);
      out.push_back('Z');
      break;
    case TypeRoot::kArray:
    case TypeRoot::kRow:
      AppendElements(plan, value, out);
      break;
    default:  // NULL; a plan has no other type
      AppendNull(out);
  }
}

void CsvRowEncoder::AppendElements(const CsvTypePlan& plan, const Datum& value, std::string& out) {
  const std::span<const Datum> elements = value.elements();
  for (size_t i = 0; i < elements.size(); ++i) {
    if (i > 0) out += options_.array_delimiter;
    if (elements[i].is_null) {
      AppendNull(out);
    } else {
      AppendValue(plan.children[plan.root == TypeRoot::kRow ? i : 0], elements[i], true, out);
    }
  }
}

void CsvRowEncoder::AppendDecimal(const CsvTypePlan& plan, const Datum& value, bool in_array, std::string& out) const {
  BigDecimal number = ToBigDecimal(UnscaledOf(value, plan.precision), plan.scale);
  const bool is_old = version_ == FlinkVersion::k1_20;
  if (is_old) number = StripTrailingZeros(number);
  if (options_.writes_scientific_decimals || (is_old && in_array)) {
    AppendBigDecimal(number, out);
  } else {
    AppendPlainBigDecimal(number, out);
  }
}

bool CsvRowEncoder::IsChecked(TypeRoot root) const {
  switch (root) {
    case TypeRoot::kBoolean:
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
    case TypeRoot::kFloat:
    case TypeRoot::kDouble:
    case TypeRoot::kNull:
      return false;
    case TypeRoot::kDecimal:
      return version_ == FlinkVersion::k1_20;
    default:
      return true;
  }
}

// A rough look that errs on the safe side: every character up to the greater of delimiter and quote counts.
bool CsvRowEncoder::NeedsQuotes(std::string_view text) const {
  if (!options_.quote) return false;
  if (text.size() > kLongestCheckedText && Utf16Length(text) > kLongestCheckedText) return true;
  const char32_t greatest = std::max(options_.delimiter, *options_.quote);
  const char32_t escape = options_.escape.value_or(u'\\');
  for (size_t position = 0; position < text.size();) {
    const char32_t c = NextCodePoint(text, position);
    if (FirstUnit(c) <= greatest || c == escape) return true;
    if (c > 0xFFFF && (0xDC00 | (c & 0x3FF)) <= greatest) return true;
  }
  return false;
}

void CsvRowEncoder::AppendQuoted(std::string_view text, std::string& out) const {
  out += quote_;
  for (size_t position = 0; position < text.size();) {
    const size_t start = position;
    const char32_t c = NextCodePoint(text, position);
    if (c == *options_.quote) {
      out += quote_;
    } else if (options_.escape && c == *options_.escape) {
      out += escape_;
    }
    out += text.substr(start, position - start);
  }
  out += quote_;
}

}  // namespace drey
