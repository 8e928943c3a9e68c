// Comments that allow findings: "-- drey: allow RULE, RULE".
//
// Behind SQL on its line, a comment is for that line. Alone on its line it is for the statement that begins next, or, inside of a statement,
// for the next line of it. It may be a line comment or a block comment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/base/source_text.h"

namespace drey {

class AllowedFindings {
 public:
  // Reads the comments of a text; one that names no rule is a finding itself.
  void Read(SourceId source, std::string_view text, FlinkVersion version, std::vector<absl::Status>& findings);

  bool Allows(std::string_view rule, SourceRange place) const;

 private:
  struct Allowance {
    std::string rule;
    SourceRange range;  // what it is for
  };

  std::vector<Allowance> allowances_;
};

}  // namespace drey
