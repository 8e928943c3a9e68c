#include "engine/sql/syntax_tree.h"

namespace drey {

std::string_view NameOf(IntervalUnit unit) {
  constexpr std::string_view kNames[] = {"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"};
  return kNames[static_cast<size_t>(unit)];
}

std::string_view NameOf(ObjectKind object) {
  constexpr std::string_view kNames[] = {"TABLE", "VIEW", "FUNCTION", "DATABASE", "CATALOG", "MODEL", "MATERIALIZED TABLE", "CONNECTION"};
  return kNames[static_cast<size_t>(object)];
}

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
