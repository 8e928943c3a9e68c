// A type as the converters of the json format walk it: children and names laid out for quick access.
//
// Immutable after Create; may be shared between threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/error.h"
#include "engine/types/logical_type.h"

namespace drey {

// The names of a ROW's fields.
class JsonFieldNames {
 public:
  static constexpr int kNone = -1;

  JsonFieldNames() = default;
  explicit JsonFieldNames(std::vector<std::string> names);

  size_t size() const { return names_.size(); }
  const std::string& operator[](size_t i) const { return names_[i]; }
  // The field of that name, or kNone. `expected` is tried first: messages mostly have the declared order.
  int Find(std::string_view name, size_t expected) const {
    if (expected < names_.size() && names_[expected] == name) return static_cast<int>(expected);
    return FindAnywhere(name);
  }

 private:
  int FindAnywhere(std::string_view name) const;

  std::vector<std::string> names_;
  std::unordered_map<std::string, int> index_;  // only where there are many
};

struct JsonTypePlan {
  enum class Direction { kDecode, kEncode };

  // Fails where the json format has no converter: with Flink's message.
  static absl::StatusOr<JsonTypePlan> Create(const LogicalType& type, Direction direction);

  // Whether the type or one inside of it is a DECIMAL.
  bool HasDecimal() const;

  TypeRoot root = TypeRoot::kNull;
  bool nullable = true;
  int precision = 0;
  int scale = 0;
  // Of a ROW one a field; of an ARRAY the element; of a MAP or MULTISET the value.
  std::vector<JsonTypePlan> children = {};
  JsonFieldNames names = {};
};

}  // namespace drey
