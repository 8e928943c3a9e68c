#include "engine/catalog/table_options.h"

#include <algorithm>

namespace drey {

void TableOptions::Set(TableOption option) {
  const auto found = std::find_if(options_.begin(), options_.end(),
                                  [&](const TableOption& existing) { return existing.key == option.key; });
  if (found == options_.end()) {
    options_.push_back(std::move(option));
  } else {
    *found = std::move(option);
  }
}

void TableOptions::Remove(std::string_view key) {
  std::erase_if(options_, [&](const TableOption& option) { return option.key == key; });
}

const TableOption* TableOptions::Find(std::string_view key) const {
  for (const TableOption& option : options_) {
    if (option.key == key) return &option;
  }
  return nullptr;
}

}  // namespace drey
