#include "engine/formats/raw/raw_format.h"

#include <memory>
#include <optional>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/formats/raw/raw_value.h"

namespace drey {
namespace {

constexpr std::string_view kCharset = "charset";
constexpr std::string_view kEndianness = "endianness";

// Null for UTF-8.
absl::StatusOr<std::shared_ptr<const Charset>> ReadCharset(const OptionReader& options) {
  const std::string name = options.GetString(kCharset).value_or("UTF-8");
  std::shared_ptr<const Charset> charset = FindCharset(name);
  if (charset != nullptr) return charset == FindCharset("UTF-8") ? nullptr : charset;
  const SourceRange range = options.RangeOf(kCharset);
  if (IsUnsupportedCharset(name)) return UnsupportedError(Concat("the charset ", name), range);
  // The cause that Flink's message about the name has.
  const bool is_legal = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+.:_") ==
                                             std::string::npos;
  return WithFlinkClass(InvalidError(name, range, Concat("Unsupported 'raw.charset' name: ", name, ".")),
                        is_legal ? "java.nio.charset.UnsupportedCharsetException" : "java.nio.charset.IllegalCharsetNameException");
}

absl::StatusOr<RawFormatOptions> ReadOptions(const OptionReader& options) {
  RawFormatOptions result;
  const std::string endianness = options.GetString(kEndianness).value_or("big-endian");
  DREY_ASSIGN_OR_RETURN(result.charset, ReadCharset(options));
  result.little_endian = EqualsIgnoreCase(endianness, "little-endian");
  if (result.little_endian || EqualsIgnoreCase(endianness, "big-endian")) return result;
  return ValidationError(Concat("Unsupported endianness name: ", endianness,
                                ". Valid values of 'raw.endianness' option are 'big-endian' and 'little-endian'."),
                         options.RangeOf(kEndianness));
}

absl::StatusOr<TypeRoot> SingleColumn(const LogicalType& row) {
  if (row.fields().size() != 1) {
    std::vector<std::string> columns;
    for (const RowField& field : row.fields()) columns.push_back(Concat("`", field.name, "` ", field.type.ToString()));
    return ValidationError(Concat("The 'raw' format only supports single physical column. However the defined schema contains "
                                  "multiple physical columns: [",
                                  Join(columns, ", "), "]"));
  }
  const LogicalType& type = row.fields().front().type;
  if (IsRawType(type.root())) return type.root();
  return ValidationError(Concat("The 'raw' format doesn't supports '", type.ToString(), "' as column type."));
}

class RawDecoder final : public RowDecoder {
 public:
  RawDecoder(TypeRoot root, const RawFormatOptions& options) : root_(root), options_(options) {}

  void Decode(std::optional<std::string_view> message, DecodedRows& rows) override {
    if (!message) {
      rows.AppendRow(RowKind::kInsert);
      return;
    }
    RowError error;
    const std::optional<Datum> value = DecodeRawValue(*message, root_, options_, rows.arena(), error);
    if (!value) return rows.Fail(std::move(error));
    rows.AppendRow(RowKind::kInsert).front() = *value;
  }

 private:
  const TypeRoot root_;
  const RawFormatOptions options_;
};

class RawEncoder final : public RowEncoder {
 public:
  RawEncoder(TypeRoot root, const RawFormatOptions& options) : root_(root), options_(options) {}

  Result Encode(std::span<const Datum> row, RowKind /*kind*/, std::string& out, std::optional<RowError>& /*error*/) override {
    if (row.front().is_null) return Result::kNull;
    arena_.Reset();
    EncodeRawValue(row.front(), root_, options_, arena_, out);
    return Result::kMessage;
  }

 private:
  const TypeRoot root_;
  const RawFormatOptions options_;
  Arena arena_;  // of one message
};

}  // namespace

absl::StatusOr<DecodingFormat> RawFormat::CreateDecoding(const OptionReader& options, FlinkVersion /*version*/) const {
  DREY_ASSIGN_OR_RETURN(const RawFormatOptions raw, ReadOptions(options));
  DecodingFormat format;
  format.make_decoder = [raw](const LogicalType& row,
                              const std::vector<std::string>& /*metadata*/) -> absl::StatusOr<std::unique_ptr<RowDecoder>> {
    DREY_ASSIGN_OR_RETURN(const TypeRoot root, SingleColumn(row));
    return std::unique_ptr<RowDecoder>(std::make_unique<RawDecoder>(root, raw));
  };
  return format;
}

absl::StatusOr<EncodingFormat> RawFormat::CreateEncoding(const OptionReader& options, FlinkVersion /*version*/) const {
  DREY_ASSIGN_OR_RETURN(const RawFormatOptions raw, ReadOptions(options));
  EncodingFormat format;
  format.make_encoder = [raw](const LogicalType& row) -> absl::StatusOr<std::unique_ptr<RowEncoder>> {
    DREY_ASSIGN_OR_RETURN(const TypeRoot root, SingleColumn(row));
    return std::unique_ptr<RowEncoder>(std::make_unique<RawEncoder>(root, raw));
  };
  return format;
}

}  // namespace drey
