// Results of unit tests as the XML that build servers read (JUnit).
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace drey {

struct JUnitCase {
  std::string name = {};
  absl::Duration elapsed = absl::ZeroDuration();
  std::string failure = {};  // empty: passed
};

struct JUnitSuite {
  std::string file = {};
  std::vector<JUnitCase> cases = {};
};

std::string RenderJUnit(const std::vector<JUnitSuite>& suites);

}  // namespace drey
