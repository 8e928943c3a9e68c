// Why a part of an expression is NULL, for people: the path that the document does not have, the JSON null, the text that is no JSON, the
// cast that did not succeed.
#pragma once

#include <span>
#include <string>

#include "engine/expression/expression_trace.h"
#include "runtime/testing/content.h"

namespace drey {

// The JSON object that a row was decoded from. Its members are the row's first columns; metadata stands behind them.
struct DecodedMessage {
  Content object = {};
  size_t columns = 0;
};

// Of parts[part], which is NULL. Empty where one of its own parts is NULL, or where there is nothing to add. `message` is null where the
// row is of no such message.
std::string NullReason(std::span<const TracedPart> parts, size_t part, const DecodedMessage* message);

}  // namespace drey
