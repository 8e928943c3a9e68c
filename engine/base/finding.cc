#include "engine/base/finding.h"

#include "absl/strings/cord.h"

namespace drey {
namespace {

constexpr absl::string_view kRulePayloadUrl = "drey/rule";

}  // namespace

absl::Status MakeFinding(std::string_view rule, std::string_view message, SourceRange range, std::string_view hint) {
  absl::Status status = InvalidError(message, range, hint);
  status.SetPayload(kRulePayloadUrl, absl::Cord(absl::string_view(rule.data(), rule.size())));
  return status;
}

std::string RuleOf(const absl::Status& finding) {
  const auto payload = finding.GetPayload(kRulePayloadUrl);
  return payload ? std::string(*payload) : std::string();
}

}  // namespace drey
