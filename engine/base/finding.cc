#include "engine/base/finding.h"

#include "absl/strings/cord.h"

namespace drey {
namespace {

constexpr absl::string_view kPayloadUrl = "drey/rule";

}  // namespace

absl::Status MakeFinding(std::string_view rule, std::string_view message, SourceRange range, std::string_view hint) {
  absl::Status status = InvalidError(message, range, hint);
  status.SetPayload(kPayloadUrl, absl::Cord(absl::string_view(rule.data(), rule.size())));
  return status;
}

std::string RuleOf(const absl::Status& finding) {
  const auto payload = finding.GetPayload(kPayloadUrl);
  return payload ? std::string(*payload) : std::string();
}

}  // namespace drey
