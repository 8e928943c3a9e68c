// The outline of a golden case: a comment, then sections. One that begins with the line ">>> run: drey" has the name "run", the value "drey"
// and the lines below as its body.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace drey {

struct CaseSection {
  std::string name;
  std::string value;  // empty where the line has no colon
  std::string body;

  // The line, for messages about it.
  std::string Line() const { return value.empty() ? name : name + ": " + value; }
};

struct CaseSections {
  std::string comment;
  std::vector<CaseSection> sections;
};

CaseSections SplitIntoSections(std::string_view text);

}  // namespace drey
