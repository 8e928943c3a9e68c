#include "runtime/cli/rule_text.h"

#include <algorithm>
#include <string_view>

#include "engine/base/text.h"
#include "runtime/cli/error_renderer.h"
#include "runtime/cli/text_window.h"

namespace drey {
namespace {


// Words on lines of at most 80 columns.
std::string Wrapped(std::string_view text) {
  std::string out;
  size_t column = 0;
  for (const std::string_view word : Split(text, ' ')) {
    if (column > 0 && column + 1 + word.size() > kReportWidth) {
      out += '\n';
      column = 0;
    }
    if (column > 0) out += ' ';
    out += word;
    column += word.size() + (column > 0 ? 1 : 0);
  }
  return out + "\n";
}

std::string Indented(std::string_view text) {
  std::string out;
  for (const std::string_view line : Split(text, '\n')) Append(out, "  ", line, "\n");
  return out;
}

}  // namespace

std::string ExplainRule(const CheckRule& rule) {
  std::string out = Concat(rule.name, " (", NameOf(rule.severity), "): ", rule.summary, "\n\n", Wrapped(rule.explanation));
  Append(out, "\nIt speaks up on:\n\n", Indented(rule.example));
  if (!rule.better.empty()) Append(out, "\nIt does not on:\n\n", Indented(rule.better));
  Append(out, "\nTo allow it write behind the line, or before the statement:\n\n  -- drey: allow ", rule.name, "\n");
  return out;
}

std::string ListRules() {
  size_t widest = 0;
  for (const CheckRule* rule : AllCheckRules()) widest = std::max(widest, rule->name.size());
  std::string out;
  for (const CheckRule* rule : AllCheckRules()) {
    const std::string_view severity = NameOf(rule->severity);
    Append(out, rule->name, std::string(widest + 2 - rule->name.size(), ' '), severity, std::string(9 - severity.size(), ' '), rule->summary,
           "\n");
  }
  return out;
}

}  // namespace drey
