#include "runtime/cli/masked_text.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "runtime/connectors/kafka/client_properties.h"

namespace drey {
namespace {

bool IsQuote(char c) { return c == '\'' || c == '"' || c == '`'; }

bool IsNamePart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

// An equals sign, or the end of a text behind which another begins, where the sign was forgotten.
bool IsSeparator(std::string_view text, size_t at) {
  if (text[at] == '=') return true;
  if (!IsQuote(text[at])) return false;
  const size_t next = text.find_first_not_of(' ', at + 1);
  return next != std::string_view::npos && next > at + 1 && IsQuote(text[next]);
}

// What stands before the separator, without quotes and blanks.
std::string_view NameBefore(std::string_view text, size_t separator) {
  size_t end = separator;
  while (end > 0 && (text[end - 1] == ' ' || IsQuote(text[end - 1]) || text[end - 1] == '\\')) --end;
  size_t begin = end;
  while (begin > 0 && IsNamePart(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

// The value behind the separator: where it begins, and where it ends.
std::pair<size_t, size_t> ValueAfter(std::string_view text, size_t separator) {
  size_t begin = separator + 1;
  while (begin < text.size() && (text[begin] == ' ' || text[begin] == '\\')) ++begin;
  if (begin < text.size() && IsQuote(text[begin])) {
    const size_t end = text.find(text[begin], begin + 1);
    return {begin + 1, std::min(end, text.size())};
  }
  return {begin, std::min(text.find_first_of(" ,;)'\"", begin), text.size())};
}

}  // namespace

std::string MaskSecrets(std::string_view text) {
  std::string masked(text);
  for (size_t at = 0; at < text.size(); ++at) {
    if (!IsSeparator(text, at) || !IsSecret(NameBefore(text, at))) continue;
    const auto [begin, end] = ValueAfter(text, at);
    std::fill(masked.begin() + static_cast<ptrdiff_t>(begin), masked.begin() + static_cast<ptrdiff_t>(end), '*');
  }
  return masked;
}

std::string MaskSecretOption(std::string_view option) {
  const size_t equals = option.find('=');
  if (equals == std::string_view::npos) return std::string(option);
  const std::string_view key = option.substr(0, equals);
  return Concat(key, "=", ShownValue(key, option.substr(equals + 1)));
}

}  // namespace drey
