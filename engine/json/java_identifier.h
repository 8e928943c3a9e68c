// Which UTF-16 units Java 17 takes for letters of an identifier: Jackson shows an unknown token up to the first other one.
#pragma once

#include <cstddef>
#include <cstdint>

namespace drey {

// java.lang.Character.isJavaIdentifierStart(char).
bool IsJavaIdentifierStart(uint16_t unit);
// java.lang.Character.isJavaIdentifierPart(char).
bool IsJavaIdentifierPart(uint16_t unit);

}  // namespace drey
