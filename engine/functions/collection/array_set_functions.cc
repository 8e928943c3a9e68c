// ARRAY_ functions that treat arrays as sets, or put several together.
//
// Rules: org.apache.flink.table.runtime.functions.scalar.Array…Function.
#include <algorithm>
#include <type_traits>

#include "engine/base/text.h"
#include "engine/functions/collection/collection_arguments.h"
#include "engine/functions/collection/collection_functions.h"
#include "engine/functions/comparison/value_comparison.h"
#include "engine/functions/null_as_primitive.h"

namespace drey {
namespace {

// Elements in the order in which they came, each once. NULL is one of them.
class DistinctElements {
 public:
  DistinctElements(const ValueComparison& equality, CallContext& context) : equality_(equality), context_(context) {}

  bool Contains(const Datum& element) const {
    return std::any_of(elements_.begin(), elements_.end(), [&](const Datum& known) {
      if (known.is_null || element.is_null) return known.is_null && element.is_null;
      return equality_.Compare(context_, element, known) == ComparisonOutcome::kEqual;
    });
  }

  // False if it was there already.
  bool Add(const Datum& element) {
    if (Contains(element)) return false;
    elements_.push_back(element);
    return true;
  }

  void AddAll(const Datum& array) {
    for (const Datum& element : array.elements()) Add(element);
  }

  Datum ToDatum() const { return ToArray(context_.arena(), elements_); }

 private:
  const ValueComparison& equality_;
  CallContext& context_;
  std::vector<Datum> elements_;
};

class SetKernel : public Kernel {
 public:
  explicit SetKernel(const LogicalType& element) : equality_(MakeValueComparison(element, element)) {}

 protected:
  DistinctElements Set(CallContext& context) const { return DistinctElements(*equality_, context); }

 private:
  std::shared_ptr<const ValueComparison> equality_;
};

class Distinct final : public SetKernel {
 public:
  using SetKernel::SetKernel;
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    DistinctElements set = Set(context);
    set.AddAll(arguments[0]);
    result = set.ToDatum();
    return true;
  }
};

class Union final : public SetKernel {
 public:
  using SetKernel::SetKernel;
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    DistinctElements set = Set(context);
    set.AddAll(arguments[0]);
    set.AddAll(arguments[1]);
    result = set.ToDatum();
    return true;
  }
};

// The two that compare with a second array. 1.20 reads its elements as those of the first: NULL fails where those
// are NOT NULL, unless the constructor has put it into binary data.
class ComparingKernel : public SetKernel {
 public:
  ComparingKernel(const LogicalType& element, std::string failure_of_null)
      : SetKernel(element), failure_of_null_(std::move(failure_of_null)) {}

 protected:
  bool CheckNulls(CallContext& context, const Datum& array) const {
    const auto elements = array.elements();
    if (failure_of_null_.empty() || std::ranges::none_of(elements, [](const Datum& element) { return element.is_null; })) return true;
    return context.Fail("java.lang.NullPointerException", failure_of_null_);
  }

 private:
  std::string failure_of_null_;
};

class Except final : public ComparingKernel {
 public:
  using ComparingKernel::ComparingKernel;
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    if (!CheckNulls(context, arguments[1])) return false;
    DistinctElements seen = Set(context);
    seen.AddAll(arguments[1]);
    std::vector<Datum> kept;
    for (const Datum& element : arguments[0].elements()) {
      if (seen.Add(element)) kept.push_back(element);
    }
    result = ToArray(context.arena(), kept);
    return true;
  }
};

class Intersect final : public ComparingKernel {
 public:
  using ComparingKernel::ComparingKernel;
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    if (!CheckNulls(context, arguments[1])) return false;
    DistinctElements others = Set(context);
    others.AddAll(arguments[1]);
    DistinctElements common = Set(context);
    for (const Datum& element : arguments[0].elements()) {
      if (others.Contains(element)) common.Add(element);
    }
    result = common.ToDatum();
    return true;
  }
};

class ConcatArrays final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    std::vector<Datum> elements;
    for (const Datum& array : arguments) {
      elements.insert(elements.end(), array.elements().begin(), array.elements().end());
    }
    result = ToArray(context.arena(), elements);
    return true;
  }
};

absl::StatusOr<BoundCall> BindDistinct(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckCount(request, 1, 1, "ARRAY_DISTINCT(haystack <ARRAY>)"));
  if (!request.arguments[0].type.Is(TypeRoot::kArray)) return InvalidInput(request);
  const LogicalType& array = request.arguments[0].type;
  return BoundCall{.type = array, .kernel = std::make_shared<Distinct>(array.element())};
}

template <typename SetOperation>
absl::StatusOr<BoundCall> BindSetOperation(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckCount(request, 2, 2, Concat(ToUpper(request.name), "(<COMMON>, <COMMON>)")));
  DREY_ASSIGN_OR_RETURN(const LogicalType common, CommonCollectionType(request, TypeRoot::kArray));
  DREY_ASSIGN_OR_RETURN(std::vector<LogicalType> types, CommonCollectionArguments(request, common));
  BoundCall call{.type = common, .argument_types = std::move(types)};
  if constexpr (std::is_base_of_v<ComparingKernel, SetOperation>) {
    const LogicalType& first = request.arguments[0].type;
    const bool reads_null = request.version < FlinkVersion::k2_3 && first.Is(TypeRoot::kArray) && !first.element().nullable() &&
                            request.arguments[1].call != "ARRAY";
    call.kernel = std::make_shared<SetOperation>(common.element(), reads_null ? NullAsPrimitive(first.element()) : std::string());
  } else {
    call.kernel = std::make_shared<SetOperation>(common.element());
  }
  return call;
}

absl::StatusOr<BoundCall> BindConcat(const BindRequest& request) {
  if (request.arguments.empty()) return CheckCount(request, 1, 1, "ARRAY_CONCAT(<COMMON>, <COMMON>...)");
  DREY_ASSIGN_OR_RETURN(const LogicalType common, CommonCollectionType(request, TypeRoot::kArray));
  DREY_ASSIGN_OR_RETURN(std::vector<LogicalType> types, CommonCollectionArguments(request, common));
  return BoundCall{.type = common, .argument_types = std::move(types), .kernel = std::make_shared<ConcatArrays>()};
}

}  // namespace

void RegisterArraySetFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "ARRAY_DISTINCT",
                .bind = BindDistinct,
                .documentation = {"ARRAY_DISTINCT(array)", "The elements, each once, in the order in which they come first.",
                                  "ARRAY_DISTINCT(ARRAY[1, 2, 1])", "[1, 2]"}});
  registry.Add({.name = "ARRAY_UNION",
                .bind = BindSetOperation<Union>,
                .documentation = {"ARRAY_UNION(array, array)", "The elements of both, each once.",
                                  "ARRAY_UNION(ARRAY[1, 2], ARRAY[2, 3])", "[1, 2, 3]"}});
  registry.Add({.name = "ARRAY_EXCEPT",
                .bind = BindSetOperation<Except>,
                .documentation = {"ARRAY_EXCEPT(array, array)", "The elements of the first that are not in the second, each once.",
                                  "ARRAY_EXCEPT(ARRAY[1, 2], ARRAY[2, 3])", "[1]"}});
  registry.Add({.name = "ARRAY_INTERSECT",
                .bind = BindSetOperation<Intersect>,
                .documentation = {"ARRAY_INTERSECT(array, array)", "The elements that are in both, each once.",
                                  "ARRAY_INTERSECT(ARRAY[1, 2], ARRAY[2, 3])", "[2]"}});
  registry.Add({.name = "ARRAY_CONCAT",
                .bind = BindConcat,
                .documentation = {"ARRAY_CONCAT(array, …)", "The elements of all arrays, one array after the other.",
                                  "ARRAY_CONCAT(ARRAY[1, 2], ARRAY[2, 3])", "[1, 2, 2, 3]"}});
}

}  // namespace drey
