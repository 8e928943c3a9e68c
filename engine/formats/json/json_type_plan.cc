#include "engine/formats/json/json_type_plan.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr std::string_view kUnsupportedOperation = "java.lang.UnsupportedOperationException";
constexpr size_t kFewNames = 8;

absl::Status UnsupportedType(const LogicalType& type, JsonTypePlan::Direction direction) {
  const bool decodes = direction == JsonTypePlan::Direction::kDecode;
  return WithFlinkClass(
      InvalidError(Concat(decodes ? "Unsupported type: " : "Not support to parse type: ", type.ToString())), kUnsupportedOperation);
}

absl::Status UnsupportedKey(const LogicalType& type) {
  return WithFlinkClass(InvalidError(Concat("JSON format doesn't support non-string as key type of map. The type is: ",
                                            type.ToStringWithoutNullability())),
                        kUnsupportedOperation);
}

}  // namespace

JsonFieldNames::JsonFieldNames(std::vector<std::string> names) : names_(std::move(names)) {
  if (names_.size() <= kFewNames) return;
  for (size_t i = 0; i < names_.size(); ++i) index_[names_[i]] = static_cast<int>(i);
}

int JsonFieldNames::FindAnywhere(std::string_view name) const {
  if (!index_.empty()) {
    const auto found = index_.find(std::string(name));
    return found == index_.end() ? kNone : found->second;
  }
  for (size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == name) return static_cast<int>(i);
  }
  return kNone;
}

absl::StatusOr<JsonTypePlan> JsonTypePlan::Create(const LogicalType& type, Direction direction) {
  JsonTypePlan plan;
  plan.root = type.root();
  plan.nullable = type.nullable();
  const auto add_child = [&](const LogicalType& child_type) -> absl::Status {
    DREY_ASSIGN_OR_RETURN(JsonTypePlan child, Create(child_type, direction));
    plan.children.push_back(std::move(child));
    return absl::OkStatus();
  };
  switch (type.root()) {
    case TypeRoot::kVariant:
    case TypeRoot::kBitmap:
    case TypeRoot::kRaw:
    case TypeRoot::kSymbol:
    case TypeRoot::kJsonDocument:
      return UnsupportedType(type, direction);
    case TypeRoot::kDecimal:
      plan.precision = type.precision();
      plan.scale = type.scale();
      return plan;
    case TypeRoot::kArray:
      DREY_RETURN_IF_ERROR(add_child(type.element()));
      return plan;
    case TypeRoot::kMap:
      if (!type.key().IsCharacterString()) return UnsupportedKey(type);
      DREY_RETURN_IF_ERROR(add_child(type.value()));
      return plan;
    case TypeRoot::kMultiset:
      if (!type.element().IsCharacterString()) return UnsupportedKey(type);
      DREY_RETURN_IF_ERROR(add_child(LogicalType::Integer()));
      return plan;
    case TypeRoot::kRow: {
      std::vector<std::string> names;
      for (const RowField& field : type.fields()) {
        DREY_RETURN_IF_ERROR(add_child(field.type));
        names.push_back(field.name);
      }
      plan.names = JsonFieldNames(std::move(names));
      return plan;
    }
    default:
      return plan;
  }
}

bool JsonTypePlan::HasDecimal() const {
  return root == TypeRoot::kDecimal ||
         std::any_of(children.begin(), children.end(), [](const JsonTypePlan& child) { return child.HasDecimal(); });
}

}  // namespace drey
