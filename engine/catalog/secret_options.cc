#include "engine/catalog/secret_options.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/base/text.h"

namespace drey {

bool SoundsSecret(std::string_view name) {
  // GlobalConfiguration.isSensitive of Flink, and Kafka's properties of type PASSWORD.
  constexpr std::array<std::string_view, 13> kSigns = {"password",    "secret",      "account.key", "apikey",       "api-key",
                                                       "auth-params", "service-key", "token",       "basic-auth",   "jaas.config",
                                                       "http-headers", "ssl.keystore.key", "ssl.key.pem"};
  const std::string lower = ToLower(name);
  return std::any_of(kSigns.begin(), kSigns.end(), [&](std::string_view sign) { return lower.find(sign) != std::string::npos; });
}

}  // namespace drey
