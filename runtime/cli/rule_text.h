// The rules of `drey check` as text for people.
#pragma once

#include <string>

#include "engine/check/check_rule.h"

namespace drey {

// What --explain shows.
std::string ExplainRule(const CheckRule& rule);

// What --rules shows: a line each.
std::string ListRules();

}  // namespace drey
