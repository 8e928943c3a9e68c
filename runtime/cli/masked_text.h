// Hides credentials in text that a user wrote, before it is shown again.
#pragma once

#include <string>
#include <string_view>

namespace drey {

// The same text with a * for each byte of a secret: of the value behind the name of a secret property (IsSecret) and an equals sign (or without, where both are quoted), up to
// its closing quote, or its end where there are no quotes. What stands elsewhere keeps its place.
std::string MaskSecrets(std::string_view text);

// As an option is typed, "KEY=VALUE".
std::string MaskSecretOption(std::string_view option);

}  // namespace drey
