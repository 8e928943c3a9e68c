// Why a part of an expression is NULL, for people: the path that the document does not have, the JSON null, the text that is no JSON, the
// cast that did not succeed.
#pragma once

#include <span>
#include <string>

#include "engine/expression/expression_trace.h"

namespace drey {

// Of parts[part], which is NULL. Empty where one of its own parts is NULL, or where there is nothing to add.
std::string NullReason(std::span<const TracedPart> parts, size_t part);

}  // namespace drey
