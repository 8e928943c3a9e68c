// java.net.URL of JDK 17: how it takes a text apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace drey {

struct JavaUrl {
  std::string protocol;  // in small letters
  std::string_view host;
  std::string path;
  std::optional<std::string_view> authority;
  std::optional<std::string_view> user_info;
  std::optional<std::string_view> query;
  std::optional<std::string_view> reference;  // behind '#'
};

// Absent where new URL(text) throws. The views lead into `text`.
std::optional<JavaUrl> ParseJavaUrl(std::string_view text);

}  // namespace drey
