#include "engine/functions/string/java_url.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr std::string_view kProtocols[] = {"http", "https", "ftp", "file", "jar", "mailto"};

bool IsBlank(char c) { return static_cast<unsigned char>(c) <= ' '; }

bool IsProtocol(std::string_view text) {
  return !text.empty() && IsLetter(text[0]) && std::all_of(text.begin(), text.end(), [](char c) {
           return IsLetter(c) || (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-';
         });
}

// What stands before the first ':' that no '/' precedes; it is taken off.
std::optional<std::string> TakeProtocol(std::string_view& text) {
  if (text.starts_with('#')) return std::nullopt;
  const size_t end = text.find_first_of(":/");
  if (end == std::string_view::npos || text[end] == '/') return std::nullopt;
  const std::string_view protocol = text.substr(0, end);
  if (!IsProtocol(protocol)) return std::nullopt;
  text.remove_prefix(end + 1);
  return ToLower(protocol);
}

// Integer.parseInt of a port; it may be missing behind the colon.
bool IsPort(std::string_view text) {
  if (text.empty()) return true;
  std::string_view digits = text;
  if (digits[0] == '+') digits.remove_prefix(1);
  int32_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return !digits.empty() && error == std::errc() && end == digits.data() + digits.size() && port >= -1;
}

// Host and port: "[::1]:80", "host:80", "host".
bool ParseHost(std::string_view text, JavaUrl& url) {
  if (text.starts_with('[')) {
    const size_t closing = text.find(']');
    if (closing == std::string_view::npos || closing <= 2) return false;
    url.host = text.substr(0, closing + 1);
    const std::string_view rest = text.substr(closing + 1);
    return rest.empty() || (rest[0] == ':' && IsPort(rest.substr(1)));
  }
  const size_t colon = text.find(':');
  url.host = text.substr(0, colon);
  return colon == std::string_view::npos || IsPort(text.substr(colon + 1));
}

bool ParseAuthority(std::string_view authority, JavaUrl& url) {
  url.authority = authority;
  const size_t at = authority.find('@');
  if (at == std::string_view::npos) return ParseHost(authority, url);
  // With more than one '@' there is neither host nor user.
  if (at != authority.rfind('@')) return true;
  url.user_info = authority.substr(0, at);
  return ParseHost(authority.substr(at + 1), url);
}

// The parser of http, https, ftp and file.
bool ParseHierarchical(std::string_view text, JavaUrl& url) {
  const size_t question_mark = text.find('?');
  if (question_mark != std::string_view::npos) {
    url.query = text.substr(question_mark + 1);
    text = text.substr(0, question_mark);
  }
  if (text.starts_with("//") && !text.starts_with("////")) {
    text.remove_prefix(2);
    const size_t end = std::min(text.find('/'), text.size());
    if (!ParseAuthority(text.substr(0, end), url)) return false;
    text.remove_prefix(end);
  }
  url.path = text;
  return true;
}

// "jar:<url>!/entry": the whole is the path.
bool ParseJar(std::string_view text, JavaUrl& url) {
  const size_t separator = text.rfind("!/");
  if (separator == std::string_view::npos || !ParseJavaUrl(text.substr(0, separator))) return false;
  url.path = text;
  return true;
}

bool ParseMail(std::string_view text, JavaUrl& url) {
  if (std::all_of(text.begin(), text.end(), IsBlank)) return false;
  const size_t question_mark = text.rfind('?');
  url.path = text.substr(0, question_mark);
  if (question_mark != std::string_view::npos) url.query = text.substr(question_mark + 1);
  return true;
}

}  // namespace

std::optional<JavaUrl> ParseJavaUrl(std::string_view text) {
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  if (EqualsIgnoreCase(text.substr(0, 4), "url:")) text.remove_prefix(4);
  JavaUrl url;
  std::optional<std::string> protocol = TakeProtocol(text);
  if (!protocol) return std::nullopt;
  if (std::find(std::begin(kProtocols), std::end(kProtocols), *protocol) == std::end(kProtocols)) return std::nullopt;
  url.protocol = *std::move(protocol);
  const size_t sharp = text.find('#');
  if (sharp != std::string_view::npos) {
    url.reference = text.substr(sharp + 1);
    text = text.substr(0, sharp);
  }
  bool parsed = false;
  if (url.protocol == "jar") {
    parsed = ParseJar(text, url);
  } else if (url.protocol == "mailto") {
    parsed = ParseMail(text, url);
  } else {
    parsed = ParseHierarchical(text, url);
  }
  if (!parsed) return std::nullopt;
  return url;
}

}  // namespace drey
