// All functions, by name. Built once per process from the families' lists; immutable and thread-safe afterwards.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/function.h"

namespace drey {

class FunctionRegistry {
 public:
  // The built-in functions of all families.
  static const FunctionRegistry& BuiltIn();

  // Names are found without regard to case. Null where there is none in that release.
  const ScalarFunction* Find(std::string_view name, FlinkVersion version) const;
  // All functions that can be called by name, sorted by name.
  std::vector<const ScalarFunction*> List() const;
  // For suggestions.
  std::vector<std::string> Names(FlinkVersion version) const;

  void Add(const ScalarFunction& function);

 private:
  std::vector<ScalarFunction> functions_;  // sorted by name
};

}  // namespace drey
