#include "runtime/cli/record_selection.h"

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "engine/base/text.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/record_place.h"
#include "runtime/testing/test_file.h"

namespace drey {
namespace {

absl::StatusOr<std::optional<int64_t>> ReadTime(const CommandLine& line, std::string_view option) {
  const std::optional<std::string> text = line.Value(option);
  if (!text) return std::nullopt;
  const std::optional<absl::Time> time = ParseTestTime(*text);
  if (!time) {
    return InvalidError(Concat("option ", option, " is milliseconds since 1970, or a time with its zone, not '", *text, "'"), {},
                        "for example 2024-05-01T12:00:00Z");
  }
  return absl::ToUnixMillis(*time);
}

}  // namespace

absl::StatusOr<InputSelection> ReadRecordSelection(const CommandLine& line, int64_t usual_records) {
  InputSelection selection;
  DREY_ASSIGN_OR_RETURN(const std::optional<int64_t> limit, ReadCount(line, "--limit", 1));
  selection.most_records = limit.value_or(usual_records);
  if (const auto from = line.Value("--from")) DREY_RETURN_IF_ERROR(ReadRecordPlace("--from", *from, selection));
  DREY_ASSIGN_OR_RETURN(selection.from_timestamp, ReadTime(line, "--since"));
  DREY_ASSIGN_OR_RETURN(selection.until_timestamp, ReadTime(line, "--until"));
  return selection;
}

}  // namespace drey
