#include "runtime/log/group_name.h"

#include "engine/base/text.h"
#include "runtime/log/topic_name.h"

namespace drey {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEF";

void AppendEscaped(std::string& out, char mark, char c) {
  const auto byte = static_cast<unsigned char>(c);
  Append(out, mark, kDigits[byte >> 4], kDigits[byte & 15]);
}

bool IsHexit(char c) { return kDigits.find(c) != std::string_view::npos; }

}  // namespace

std::string GroupFileName(std::string_view group) {
  std::string name;
  for (const char c : group) {
    if (IsTopicNameCharacter(c) && !(name.empty() && c == '.')) {
      name += c;
    } else {
      AppendEscaped(name, '%', c);
    }
  }
  return name;
}

std::string GroupTopicName(std::string_view group) {
  std::string name;
  for (size_t i = 0; i < group.size(); ++i) {
    const bool looks_escaped = group[i] == '_' && i + 2 < group.size() && IsHexit(group[i + 1]) && IsHexit(group[i + 2]);
    if (IsTopicNameCharacter(group[i]) && !looks_escaped) {
      name += group[i];
    } else {
      AppendEscaped(name, '_', group[i]);
    }
  }
  return name;
}

}  // namespace drey
