#include "engine/connector/table_factory.h"

#include <algorithm>

namespace drey {

void TableFactories::Add(std::unique_ptr<const TableFactory> factory) { factories_.push_back(std::move(factory)); }

const TableFactory* TableFactories::Find(std::string_view identifier) const {
  for (const auto& factory : factories_) {
    if (factory->identifier() == identifier) return factory.get();
  }
  return nullptr;
}

std::vector<std::string> TableFactories::Identifiers() const {
  std::vector<std::string> identifiers;
  for (const auto& factory : factories_) identifiers.emplace_back(factory->identifier());
  std::sort(identifiers.begin(), identifiers.end());
  return identifiers;
}

}  // namespace drey
