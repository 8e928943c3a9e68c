#include "engine/sql/syntax_tree.h"

namespace drey {

std::vector<std::string> Identifier::Names() const {
  std::vector<std::string> names;
  for (const IdentifierPart& part : parts) names.push_back(part.text);
  return names;
}

std::string Identifier::ToString() const {
  std::string out;
  for (const IdentifierPart& part : parts) {
    if (!out.empty()) out += '.';
    out += part.text;
  }
  if (is_star) out += '*';
  return out;
}

}  // namespace drey
