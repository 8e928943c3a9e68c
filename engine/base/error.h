// How failures travel: absl::Status whose message is Flink's innermost message word for word (or drey's own where Flink has
// none), with an ErrorDetail as payload. Nothing here prints; runtime/cli renders a status once, at the edge.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/source_text.h"

namespace drey {

// What kind of failure; the command line turns it into the exit code of the same number.
enum class ErrorKind : uint8_t {
  kInvalid = 2,             // the SQL, its options or the command line is wrong
  kUnsupported = 3,         // valid Flink SQL that drey does not support yet
  kJobFailed = 4,           // a record failed the job, as it would in Flink
  kUnavailable = 5,         // a broker, file or lock cannot be reached or written
  kCheckpointMismatch = 6,  // a checkpoint does not fit the job
  kBug = 70,                // a defect of drey
};

// Beside the message. Empty fields are absent.
struct ErrorDetail {
  ErrorKind kind = ErrorKind::kBug;
  SourceRange range = {};
  std::string hint = {};         // what to do, one sentence without "hint:"
  std::string flink_class = {};  // the Java class of Flink's innermost exception
  // The record, for data errors.
  std::string topic = {};
  int32_t partition = -1;
  int64_t offset = -1;
  std::string field = {};         // the column
  std::string value_prefix = {};  // first bytes of the record's value, not yet escaped
};

absl::Status MakeError(ErrorDetail detail, std::string_view message);

absl::Status InvalidError(std::string_view message, SourceRange range = {}, std::string_view hint = {});
// "<feature> is not supported yet": feature names what Flink would run, for example "GROUP BY".
absl::Status UnsupportedError(std::string_view feature, SourceRange range = {}, std::string_view hint = {});
absl::Status UnavailableError(std::string_view message, std::string_view hint = {});
absl::Status BugError(std::string_view message, SourceRange range = {});

// The detail of a status made here; for any other failed status a detail of kind kBug.
ErrorDetail DetailOf(const absl::Status& status);

// The message as a std::string_view; it lives as long as the status.
std::string_view MessageOf(const absl::Status& status);

// The same failure with more known about it. OK stays OK.
absl::Status WithDetail(const absl::Status& status, const ErrorDetail& detail);
// Sets the range unless the status has one already: the innermost place wins.
absl::Status WithRange(const absl::Status& status, SourceRange range);
absl::Status WithHint(const absl::Status& status, std::string_view hint);
absl::Status WithFlinkClass(const absl::Status& status, std::string_view flink_class);

}  // namespace drey

#define DREY_CONCATENATE_INNER(a, b) a##b
#define DREY_CONCATENATE(a, b) DREY_CONCATENATE_INNER(a, b)

// Returns the status of the expression from the enclosing function unless it is OK.
#define DREY_RETURN_IF_ERROR(expression)                              \
  do {                                                                \
    if (absl::Status drey_status = (expression); !drey_status.ok()) { \
      return drey_status;                                             \
    }                                                                 \
  } while (false)

// DREY_ASSIGN_OR_RETURN(declaration, StatusOr expression).
#define DREY_ASSIGN_OR_RETURN(declaration, expression) \
  DREY_ASSIGN_OR_RETURN_INNER(DREY_CONCATENATE(drey_status_or_, __LINE__), declaration, expression)
#define DREY_ASSIGN_OR_RETURN_INNER(temporary, declaration, expression) \
  auto temporary = (expression);                                        \
  if (!temporary.ok()) return std::move(temporary).status();            \
  declaration = *std::move(temporary)
