// What `drey check --format sarif` writes: SARIF 2.1.0, which code hosts show beside the lines of a change.
//
// A place inside of an application JSON is the line of the file on which its SQL stands; part, line and column inside of it are in the
// message. Not thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/base/finding.h"
#include "engine/base/source_text.h"

namespace drey {

class SarifReport {
 public:
  // `file` is where a status without a place belongs to.
  void Add(Severity severity, const absl::Status& status, const SourceMap& sources, std::string_view file);

  // The whole document, one line.
  std::string Finish() const;

 private:
  std::string results_;  // between brackets and commas
};

}  // namespace drey
