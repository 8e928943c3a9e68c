#include "engine/base/error.h"

#include <charconv>
#include <vector>

#include "absl/strings/cord.h"
#include "engine/base/text.h"

namespace drey {
namespace {

constexpr absl::string_view kPayloadUrl = "drey/error-detail";

absl::StatusCode CodeOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
      return absl::StatusCode::kInvalidArgument;
    case ErrorKind::kUnsupported:
      return absl::StatusCode::kUnimplemented;
    case ErrorKind::kJobFailed:
      return absl::StatusCode::kDataLoss;
    case ErrorKind::kUnavailable:
      return absl::StatusCode::kUnavailable;
    case ErrorKind::kCheckpointMismatch:
      return absl::StatusCode::kFailedPrecondition;
    case ErrorKind::kBug:
      break;
  }
  return absl::StatusCode::kInternal;
}

// The payload is a list of fields, each "<length>:<bytes>", so that any text fits.
void AppendField(std::string_view field, std::string& out) { Append(out, field.size(), ":", field); }

std::string Serialize(const ErrorDetail& detail) {
  std::string out;
  AppendField(Concat(static_cast<int>(detail.kind)), out);
  AppendField(Concat(detail.range.source), out);
  AppendField(Concat(detail.range.begin), out);
  AppendField(Concat(detail.range.end), out);
  AppendField(detail.hint, out);
  AppendField(detail.flink_class, out);
  AppendField(detail.topic, out);
  AppendField(Concat(detail.partition), out);
  AppendField(Concat(detail.offset), out);
  AppendField(detail.field, out);
  AppendField(detail.value_prefix, out);
  return out;
}

template <typename Integer>
Integer ToInteger(std::string_view text) {
  Integer value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<std::string> SplitFields(std::string_view text) {
  std::vector<std::string> fields;
  while (!text.empty()) {
    const size_t colon = text.find(':');
    const auto length = ToInteger<size_t>(text.substr(0, colon));
    fields.emplace_back(text.substr(colon + 1, length));
    text.remove_prefix(colon + 1 + length);
  }
  return fields;
}

}  // namespace

absl::Status MakeError(ErrorDetail detail, std::string_view message) {
  absl::Status status(CodeOf(detail.kind), absl::string_view(message.data(), message.size()));
  status.SetPayload(kPayloadUrl, absl::Cord(Serialize(detail)));
  return status;
}

absl::Status InvalidError(std::string_view message, SourceRange range, std::string_view hint) {
  return MakeError({.kind = ErrorKind::kInvalid, .range = range, .hint = std::string(hint)}, message);
}

absl::Status UnsupportedError(std::string_view feature, SourceRange range, std::string_view hint) {
  return MakeError({.kind = ErrorKind::kUnsupported, .range = range, .hint = std::string(hint)},
                   Concat(feature, " is not supported yet"));
}

absl::Status UnavailableError(std::string_view message, std::string_view hint) {
  return MakeError({.kind = ErrorKind::kUnavailable, .hint = std::string(hint)}, message);
}

absl::Status BugError(std::string_view message, SourceRange range) {
  return MakeError({.kind = ErrorKind::kBug, .range = range}, message);
}

ErrorDetail DetailOf(const absl::Status& status) {
  ErrorDetail detail;
  const auto payload = status.GetPayload(kPayloadUrl);
  if (!payload) return detail;
  const std::vector<std::string> fields = SplitFields(std::string(*payload));
  if (fields.size() != 11) return detail;
  detail.kind = static_cast<ErrorKind>(ToInteger<int>(fields[0]));
  detail.range = {ToInteger<SourceId>(fields[1]), ToInteger<uint32_t>(fields[2]), ToInteger<uint32_t>(fields[3])};
  detail.hint = fields[4];
  detail.flink_class = fields[5];
  detail.topic = fields[6];
  detail.partition = ToInteger<int32_t>(fields[7]);
  detail.offset = ToInteger<int64_t>(fields[8]);
  detail.field = fields[9];
  detail.value_prefix = fields[10];
  return detail;
}

std::string_view MessageOf(const absl::Status& status) { return {status.message().data(), status.message().size()}; }

absl::Status WithDetail(const absl::Status& status, const ErrorDetail& detail) {
  if (status.ok()) return status;
  return MakeError(detail, MessageOf(status));
}

absl::Status WithRange(const absl::Status& status, SourceRange range) {
  if (status.ok()) return status;
  ErrorDetail detail = DetailOf(status);
  if (detail.range.known()) return status;
  detail.range = range;
  return WithDetail(status, detail);
}

absl::Status WithHint(const absl::Status& status, std::string_view hint) {
  if (status.ok()) return status;
  ErrorDetail detail = DetailOf(status);
  detail.hint = std::string(hint);
  return WithDetail(status, detail);
}

absl::Status WithFlinkClass(const absl::Status& status, std::string_view flink_class) {
  if (status.ok()) return status;
  ErrorDetail detail = DetailOf(status);
  detail.flink_class = std::string(flink_class);
  return WithDetail(status, detail);
}

}  // namespace drey
