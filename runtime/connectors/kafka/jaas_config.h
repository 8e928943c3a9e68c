// The value of Kafka's property sasl.jaas.config: `CLASS FLAG name="value" …;`.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace drey {

struct JaasLogin {
  std::string username;
  std::string password;
};

// Understands the login modules of PLAIN and SCRAM, also under Flink's shaded names. Errors have the Java client's words where it has
// some, and never show the text, which holds a password.
absl::StatusOr<JaasLogin> ParseJaasConfig(std::string_view text, std::string_view mechanism);

}  // namespace drey
