#include "engine/functions/function_registry.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/functions/cast/cast_functions.h"
#include "engine/functions/collection/collection_functions.h"
#include "engine/functions/comparison/comparison_operators.h"
#include "engine/functions/conditional/conditional_functions.h"
#include "engine/functions/encoding/encoding_functions.h"
#include "engine/functions/hash/hash_functions.h"
#include "engine/functions/json/json_functions.h"
#include "engine/functions/logical/logical_operators.h"
#include "engine/functions/math/math_functions.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/temporal/temporal_functions.h"

namespace drey {
namespace {

bool NameLess(const ScalarFunction& function, std::string_view name) { return function.name < name; }

FunctionRegistry MakeBuiltIn() {
  FunctionRegistry registry;
  RegisterMathFunctions(registry);
  RegisterCastFunctions(registry);
  RegisterCollectionFunctions(registry);
  RegisterComparisonOperators(registry);
  RegisterConditionalFunctions(registry);
  RegisterLogicalOperators(registry);
  RegisterEncodingFunctions(registry);
  RegisterHashFunctions(registry);
  RegisterJsonFunctions(registry);
  RegisterStringFunctions(registry);
  RegisterTemporalFunctions(registry);
  return registry;
}

}  // namespace

const FunctionRegistry& FunctionRegistry::BuiltIn() {
  static const FunctionRegistry* const registry = new FunctionRegistry(MakeBuiltIn());
  return *registry;
}

const ScalarFunction* FunctionRegistry::Find(std::string_view name, FlinkVersion version) const {
  const std::string wanted = ToUpper(name);
  const auto found = std::lower_bound(functions_.begin(), functions_.end(), std::string_view(wanted), NameLess);
  if (found == functions_.end() || found->name != wanted || found->since > version) return nullptr;
  return &*found;
}

std::vector<const ScalarFunction*> FunctionRegistry::List() const {
  std::vector<const ScalarFunction*> listed;
  for (const ScalarFunction& function : functions_) {
    if (!function.is_operator) listed.push_back(&function);
  }
  return listed;
}

std::vector<std::string> FunctionRegistry::Names(FlinkVersion version) const {
  std::vector<std::string> names;
  for (const ScalarFunction& function : functions_) {
    if (!function.is_operator && function.since <= version) names.emplace_back(function.name);
  }
  return names;
}

void FunctionRegistry::Add(const ScalarFunction& function) {
  functions_.insert(std::lower_bound(functions_.begin(), functions_.end(), function.name, NameLess), function);
}

}  // namespace drey
