#include "runtime/cli/junit_report.h"

#include <algorithm>
#include <cstdio>

#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace drey {
namespace {

// XML has no place for most control characters, not even escaped.
std::string Escape(std::string_view text) {
  std::string well_formed;
  AppendReplacingMalformed(well_formed, text);
  std::string out;
  for (const char c : well_formed) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') {
          out += c;
        } else {
          out += kReplacementCharacter;
        }
    }
  }
  return out;
}

std::string Seconds(absl::Duration duration) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.6f", absl::ToDoubleSeconds(duration));
  return text;
}

size_t Failures(const JUnitSuite& suite) {
  return static_cast<size_t>(std::count_if(suite.cases.begin(), suite.cases.end(), [](const JUnitCase& c) { return !c.failure.empty(); }));
}

void AppendSuite(const JUnitSuite& suite, std::string& out) {
  absl::Duration elapsed = absl::ZeroDuration();
  for (const JUnitCase& test : suite.cases) elapsed += test.elapsed;
  Append(out, "  <testsuite name=\"", Escape(suite.file), "\" tests=\"", suite.cases.size(), "\" failures=\"", Failures(suite),
         "\" errors=\"0\" time=\"", Seconds(elapsed), "\">\n");
  for (const JUnitCase& test : suite.cases) {
    Append(out, "    <testcase classname=\"", Escape(suite.file), "\" name=\"", Escape(test.name), "\" time=\"", Seconds(test.elapsed), "\"");
    if (test.failure.empty()) {
      out += "/>\n";
      continue;
    }
    const std::string_view text = test.failure;
    const std::string_view first = text.substr(0, text.find('\n'));
    Append(out, ">\n      <failure message=\"", Escape(first), "\">", ReplaceAll(Escape(text), "&#10;", "\n"), "</failure>\n    </testcase>\n");
  }
  out += "  </testsuite>\n";
}

}  // namespace

std::string RenderJUnit(const std::vector<JUnitSuite>& suites) {
  size_t tests = 0;
  size_t failures = 0;
  for (const JUnitSuite& suite : suites) {
    tests += suite.cases.size();
    failures += Failures(suite);
  }
  std::string out = Concat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"", tests, "\" failures=\"", failures, "\">\n");
  for (const JUnitSuite& suite : suites) AppendSuite(suite, out);
  return out + "</testsuites>\n";
}

}  // namespace drey
