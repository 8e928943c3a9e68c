// Records without what they say of people: each string becomes a pseudonym of the same shape, the same one wherever it stands.
//
// Letters become letters of the same case, digits digits; everything else stays, and so do numbers, names of members and the structure,
// also of JSON inside of strings and of base64. Not a proof against somebody who knows what to look for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace drey {

std::optional<std::string> Redact(const std::optional<std::string>& bytes);

}  // namespace drey
