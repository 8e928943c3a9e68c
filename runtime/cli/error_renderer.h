// Turns a status into what people (text) and programs (json) read: the one place where errors, warnings and notices get their shape.
//
//   05-kafka-logical-msg-flink.json: statement:3:5: error: No match found for function signature JSON_VALU(…)
//      3 |     JSON_VALU(FROM_BASE64(message.content), '$.order_id' RETURNING INT),
//        |     ^^^^^^^^^
//      hint: did you mean JSON_VALUE?
//      at 05-kafka-logical-msg-flink.json:14
//
// Lines and columns count code points from 1. Nothing of the input reaches a terminal as a control character.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/base/finding.h"
#include "engine/base/source_text.h"

namespace drey {

enum class ErrorFormat : uint8_t { kText, kJson };

// Whether the text of a finding ends in the name of its rule, "[null-into-not-null]", for those who can look it up.
enum class RuleNames : uint8_t { kHidden, kShown };

// "error", "warning", "note".
std::string_view NameOf(Severity severity);
// Of the kind of a failure: "invalid", "unsupported", "job-failed" …
std::string_view CodeOf(ErrorKind kind);

class ErrorRenderer {
 public:
  ErrorRenderer(ErrorFormat format, bool use_colour, RuleNames rule_names = RuleNames::kHidden)
      : format_(format), use_colour_(use_colour), rule_names_(rule_names) {}

  // One or more whole lines. `file` is named where the status has no place; empty: none to name. Requires a failed status.
  std::string Render(Severity severity, const absl::Status& status, const SourceMap& sources, std::string_view file) const;

  ErrorFormat format() const { return format_; }
  bool use_colour() const { return use_colour_; }

 private:
  ErrorFormat format_;
  bool use_colour_;
  RuleNames rule_names_;
};

}  // namespace drey
