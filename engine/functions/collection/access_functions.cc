// ITEM (a[i], m[k]), CARDINALITY and ELEMENT. A field of a row by number or name is no function: the binder knows it.
#include "engine/base/text.h"
#include "engine/base/flink_error.h"
#include "engine/functions/collection/absent_item.h"
#include "engine/functions/collection/collection_functions.h"
#include "engine/functions/comparison/comparison_binding.h"
#include "engine/functions/json/java_object.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/operator_check.h"
#include "engine/json/variant.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

// ------------------------------------------------------------------------------------------------------------------ ITEM

class ArrayItem final : public Kernel {
 public:
  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    const int64_t index = arguments[1].integer;
    const bool exists = index >= 1 && index <= static_cast<int64_t>(arguments[0].size);
    result = exists ? arguments[0].cells[index - 1] : Datum::Null();
    return true;
  }
};

class MapItem final : public Kernel {
 public:
  explicit MapItem(BoundComparison keys) : keys_(std::move(keys)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Null();
    const auto entries = arguments[0].entries();
    for (size_t i = 0; i < entries.size(); i += 2) {
      if (entries[i].is_null) continue;
      std::optional<ComparisonOutcome> outcome;
      if (!keys_.Compare(context, arguments[1], entries[i], outcome)) return false;
      if (outcome != ComparisonOutcome::kEqual) continue;
      result = entries[i + 1];
      return true;
    }
    return true;
  }

 private:
  BoundComparison keys_;
};

// Hands on what an ITEM gives, or the default where that is NULL.
class AbsentItem final : public Kernel {
 public:
  explicit AbsentItem(const Datum& value) : value_(value) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = arguments[0].is_null ? value_ : arguments[0];
    return true;
  }

 private:
  Datum value_;
};

std::string_view ItemForms(FlinkVersion version) {
  return version < FlinkVersion::k2_3 ? "<ARRAY>[<INTEGER>]\n<MAP>[<ANY>]\n<ROW>[<CHARACTER>|<INTEGER>]"
                                      : "<ARRAY>[<INTEGER>]\n<MAP>[<ANY>]\n<ROW>[<CHARACTER>|<INTEGER>]\n"
                                        "<VARIANT>[<CHARACTER>|<INTEGER>]";
}

absl::StatusOr<BoundCall> BindArrayItem(const BindRequest& request) {
  const Argument& index = request.arguments[1];
  if (!index.type.IsInteger()) return CannotApplyFunction(request, ItemForms(request.version));
  if (!index.type.Is(TypeRoot::kInteger)) return CodeGenError("Integer expression type expected.", index.range);
  if (index.constant && !index.constant->is_null && index.constant->integer < 1) {
    return WithFlinkClass(InvalidError(Concat("Array element access needs an index starting at 1 but was ",
                                              index.constant->integer, "."),
                                       index.range),
                          kValidationException);
  }
  return BoundCall{.type = request.arguments[0].type.element().AsNullable(), .kernel = std::make_shared<ArrayItem>()};
}

bool AreOfOneFamily(const LogicalType& a, const LogicalType& b) {
  if (a.IsCharacterString() || b.IsCharacterString()) return a.IsCharacterString() && b.IsCharacterString();
  return AreComparable(a, b);
}

// The class of the maps that a function makes; empty where they are maps as others.
std::string_view OwnMapClass(std::string_view function) {
  if (function == "MAP_FROM_ARRAYS") return "org.apache.flink.table.runtime.functions.scalar.MapFromArraysFunction$MapDataForMapFromArrays";
  if (function == "MAP_UNION") return "org.apache.flink.table.runtime.functions.scalar.MapUnionFunction$MapDataForMapUnion";
  return {};
}

// Flink's code for map[key] does not know the maps that some functions make.
class ForeignMapItem final : public Kernel {
 public:
  explicit ForeignMapItem(std::string_view map_class)
      : message_(ClassCastMessage(map_class, "org.apache.flink.table.data.GenericMapData")) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Null();
    return arguments[0].entries().empty() || context.Fail("java.lang.ClassCastException", message_);
  }

 private:
  std::string message_;
};

absl::StatusOr<BoundCall> BindMapItem(const BindRequest& request) {
  const LogicalType& map = request.arguments[0].type;
  const LogicalType& key = request.arguments[1].type;
  if (!AreOfOneFamily(key, map.key())) return CannotApplyFunction(request, ItemForms(request.version));
  DREY_ASSIGN_OR_RETURN(BoundComparison keys,
                        BindComparison(key, map.key(), ComparisonKind::kEqual, request.version, request.range));
  const std::string_view own_class = OwnMapClass(request.arguments[0].call);
  BoundCall call{.type = map.value().AsNullable(), .kernel = std::make_shared<MapItem>(std::move(keys))};
  if (!own_class.empty()) call.kernel = std::make_shared<ForeignMapItem>(own_class);
  return call;
}

class VariantItem final : public Kernel {
 public:
  explicit VariantItem(bool is_by_key) : is_by_key_(is_by_key) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const std::string_view variant = arguments[0].view();
    if (is_by_key_ && !IsVariantObject(variant)) return Refuse(context, "String key", "an object", "non-object");
    if (!is_by_key_ && !IsVariantArray(variant)) return Refuse(context, "Integer index", "an array", "non-array");
    const auto part = is_by_key_ ? VariantField(variant, Utf8Bytes(arguments[1], context.arena()), context.arena())
                                 : VariantElement(variant, arguments[1].integer - 1, context.arena());
    result = part ? Datum::Text(*part) : Datum::Null();
    return true;
  }

 private:
  static bool Refuse(CallContext& context, std::string_view what, std::string_view required, std::string_view provided) {
    return context.Fail("org.apache.flink.table.api.TableRuntimeException",
                        Concat(what, " access on variant requires ", required, " variant, but a ", provided, " variant was provided."));
  }

  bool is_by_key_;
};

absl::StatusOr<BoundCall> BindVariantItem(const BindRequest& request) {
  const Argument& key = request.arguments[1];
  if (!key.type.IsCharacterString() && !key.type.IsInteger()) return CannotApplyFunction(request, ItemForms(request.version));
  // Flink's code for a key asks for the text of the literal.
  if (key.type.IsCharacterString() && !key.constant) {
    return WithFlinkClass(InvalidError("None.get", key.range), "java.util.NoSuchElementException");
  }
  return BoundCall{.type = LogicalType(TypeRoot::kVariant), .kernel = std::make_shared<VariantItem>(key.type.IsCharacterString())};
}

absl::StatusOr<BoundCall> BindItem(const BindRequest& request) {
  for (const Argument& argument : request.arguments) {
    if (IsUntypedNull(argument)) return IllegalUseOfNull(argument);
  }
  switch (request.arguments[0].type.root()) {
    case TypeRoot::kArray:
      return BindArrayItem(request);
    case TypeRoot::kMap:
      return BindMapItem(request);
    case TypeRoot::kVariant:
      return BindVariantItem(request);
    default:
      return CannotApplyFunction(request, ItemForms(request.version));
  }
}

// -------------------------------------------------------------------------------------------------- CARDINALITY, ELEMENT

class Cardinality final : public Kernel {
 public:
  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Integer(arguments[0].size);
    return true;
  }
};

class OnlyElement final : public Kernel {
 public:
  // `absent`: of an array that is NULL or empty.
  explicit OnlyElement(const Datum& absent) : absent_(absent) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = absent_;
    if (arguments[0].is_null) return true;
    const auto elements = arguments[0].elements();
    if (elements.size() > 1) {
      return context.Fail(context.version() < FlinkVersion::k2_3 ? "java.lang.RuntimeException"
                                                                 : "org.apache.flink.table.api.TableRuntimeException",
                          "Array has more than one element.");
    }
    if (!elements.empty()) result = elements.front();
    return true;
  }

 private:
  Datum absent_;
};

absl::Status CheckOneArgument(const BindRequest& request) {
  if (request.arguments.size() != 1) return WrongArgumentCount(request, "1");
  return RefuseUntypedNull(request);
}

absl::StatusOr<BoundCall> BindCardinality(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOneArgument(request));
  const LogicalType& type = request.arguments[0].type;
  if (!type.Is(TypeRoot::kArray) && !type.Is(TypeRoot::kMap) && !type.Is(TypeRoot::kMultiset)) {
    return CannotApplyFunction(request, "'CARDINALITY(<MULTISET>)'\n'CARDINALITY(<ARRAY>)'\n'CARDINALITY(<MAP>)'");
  }
  return BoundCall{.type = LogicalType::Integer().WithNullable(type.nullable()), .kernel = std::make_shared<Cardinality>()};
}

absl::StatusOr<BoundCall> BindElement(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOneArgument(request));
  const LogicalType& type = request.arguments[0].type;
  if (!type.Is(TypeRoot::kArray) && !type.Is(TypeRoot::kMultiset)) {
    return CannotApplyFunction(request, "'ELEMENT(<MULTISET>)'\n'ELEMENT(<ARRAY>)'");
  }
  // Flink takes an element that is NOT NULL for one that is there.
  const Datum absent = type.element().nullable() ? Datum::Null() : DefaultOfPrimitive(type.element());
  return BoundCall{.type = type.element(), .kernel = std::make_shared<OnlyElement>(absent), .null_on_null = false};
}

// Flink has no NULL for an element of a NOT NULL type that is not there, only the value its generated code begins with.
absl::StatusOr<BoundCall> BindAbsentItem(const BindRequest& request) {
  const LogicalType& type = request.arguments[0].type;
  return BoundCall{
      .type = type, .kernel = std::make_shared<AbsentItem>(DefaultOfPrimitive(type)), .null_on_null = false};
}

}  // namespace

Datum DefaultOfPrimitive(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return Datum::Text("");
    case TypeRoot::kBoolean:
      return Datum::Boolean(false);
    case TypeRoot::kFloat:
      return Datum::Float(-1);
    case TypeRoot::kDouble:
      return Datum::Double(-1);
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
    case TypeRoot::kDate:
    case TypeRoot::kTime:
    case TypeRoot::kIntervalYearMonth:
    case TypeRoot::kIntervalDayTime:
      return Datum::Integer(-1);
    default:
      return Datum::Null();
  }
}

void RegisterAccessFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "ITEM",
                .bind = BindItem,
                .documentation = {"array[index], map[key]",
                                  "The element at the index, counted from 1, or the value of the key; NULL if there is none. A VARIANT has both.",
                                  "ARRAY['a', 'b'][2]", "b"},
                .is_operator = true});
  registry.Add({.name = kAbsentItem,
                .bind = BindAbsentItem,
                .documentation = {"", "What stands for an element of a NOT NULL type that is not there.", "", ""},
                .is_operator = true});
  registry.Add({.name = "CARDINALITY",
                .bind = BindCardinality,
                .documentation = {"CARDINALITY(array or map)", "How many elements or entries there are.",
                                  "CARDINALITY(ARRAY['a', 'b'])", "2"}});
  registry.Add({.name = "ELEMENT",
                .bind = BindElement,
                .documentation = {"ELEMENT(array)",
                                  "The only element; NULL of an empty array. An array of several elements fails.",
                                  "ELEMENT(ARRAY['a'])", "a"}});
}

}  // namespace drey
