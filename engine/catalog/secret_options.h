// Options whose values are not for everybody's eyes.
#pragma once

#include <string_view>

namespace drey {

// Whether the name of an option or client property says that its value is a secret ("properties.sasl.jaas.config").
bool SoundsSecret(std::string_view name);

}  // namespace drey
