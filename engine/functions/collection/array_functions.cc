// ARRAY_ functions of one array: with an element, in another order, or told as a value.
//
// Rules: org.apache.flink.table.runtime.functions.scalar.Array…Function.
#include <algorithm>
#include <iterator>

#include "engine/base/text.h"
#include "engine/functions/collection/collection_arguments.h"
#include "engine/functions/collection/collection_functions.h"
#include "engine/functions/collection/java_sort.h"
#include "engine/functions/comparison/value_comparison.h"
#include "engine/functions/null_as_primitive.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/operator_check.h"
#include "engine/types/java_string.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {

// A kernel from bool(CallContext&, std::span<const Datum> arguments, Datum& result).
template <typename Function>
class FunctionKernel final : public Kernel {
 public:
  explicit FunctionKernel(Function function) : function_(std::move(function)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    return function_(context, arguments, result);
  }

 private:
  Function function_;
};

template <typename Function>
std::shared_ptr<const Kernel> FromFunction(Function function) {
  return std::make_shared<FunctionKernel<Function>>(std::move(function));
}

// --------------------------------------------------------------------------------------------------- an array and an element

using Comparison = std::shared_ptr<const ValueComparison>;

bool AreEqual(const Comparison& comparison, CallContext& context, const Datum& a, const Datum& b) {
  if (a.is_null || b.is_null) return a.is_null && b.is_null;
  return comparison->Compare(context, a, b) == ComparisonOutcome::kEqual;
}

// The type that the element is cast to: the array's, or nothing where it is not cast implicitly to that.
absl::StatusOr<LogicalType> CheckElement(const BindRequest& request, std::string_view signature) {
  DREY_RETURN_IF_ERROR(CheckCount(request, 2, 2, signature));
  if (!request.arguments[0].type.Is(TypeRoot::kArray)) return InvalidInput(request);
  const LogicalType& element = request.arguments[0].type.element();
  const LogicalType& given = request.arguments[1].type;
  if (!IsImplicitlyCastable(given, element)) return InvalidInput(request);
  return element.WithNullable(given.nullable());
}

absl::StatusOr<BoundCall> BindExtension(const BindRequest& request, bool in_front) {
  const std::string signature = Concat(ToUpper(request.name), "(array <ARRAY>, element <ARRAY ELEMENT>)");
  DREY_ASSIGN_OR_RETURN(const LogicalType element, CheckElement(request, signature));
  const LogicalType& array = request.arguments[0].type;
  const LogicalType result_element = array.element().WithNullable(array.element().nullable() || element.nullable());
  const auto kernel = [in_front](CallContext& context, std::span<const Datum> arguments, Datum& result) {
    result = Datum::Null();
    if (arguments[0].is_null) return true;
    const auto old = arguments[0].elements();
    Datum* const cells = context.arena().AllocateArray<Datum>(old.size() + 1);
    std::copy(old.begin(), old.end(), cells + (in_front ? 1 : 0));
    cells[in_front ? 0 : old.size()] = arguments[1];
    result = Datum::Cells(cells, static_cast<uint32_t>(old.size() + 1));
    return true;
  };
  return BoundCall{.type = LogicalType::Array(result_element).WithNullable(AnyNullable(request)),
                   .argument_types = {array, element},
                   .kernel = FromFunction(kernel),
                   .null_on_null = false};
}

absl::StatusOr<BoundCall> BindAppend(const BindRequest& request) { return BindExtension(request, false); }
absl::StatusOr<BoundCall> BindPrepend(const BindRequest& request) { return BindExtension(request, true); }

absl::StatusOr<BoundCall> BindContains(const BindRequest& request) {
  DREY_ASSIGN_OR_RETURN(const LogicalType element,
                        CheckElement(request, "ARRAY_CONTAINS(haystack <ARRAY>, needle <ARRAY ELEMENT>)"));
  const LogicalType& array = request.arguments[0].type;
  // Flink 1.20 reads the elements as if they had the type of the needle: those that are NULL fail where it is NOT NULL.
  const bool reads_null = request.version < FlinkVersion::k2_3 && !request.arguments[1].type.nullable();
  const auto kernel = [equality = MakeValueComparison(array.element(), array.element(), NullElementsOf(request.version)),
                       failure = reads_null ? NullAsPrimitive(array.element()) : std::string()](
                          CallContext& context, std::span<const Datum> arguments, Datum& result) {
    result = Datum::Null();
    if (arguments[0].is_null) return true;
    result = Datum::Boolean(false);
    for (const Datum& candidate : arguments[0].elements()) {
      if (candidate.is_null && !failure.empty()) return context.Fail("java.lang.NullPointerException", failure);
      if (!AreEqual(equality, context, candidate, arguments[1])) continue;
      result = Datum::Boolean(true);
      break;
    }
    return true;
  };
  return BoundCall{.type = LogicalType::Boolean().WithNullable(array.nullable()),
                   .argument_types = {array, element},
                   .kernel = FromFunction(kernel),
                   .null_on_null = false};
}

absl::StatusOr<BoundCall> BindPosition(const BindRequest& request) {
  DREY_ASSIGN_OR_RETURN(const LogicalType element,
                        CheckElement(request, "ARRAY_POSITION(haystack <ARRAY>, needle <ARRAY ELEMENT>)"));
  const LogicalType& array = request.arguments[0].type;
  const auto kernel = [equality = MakeValueComparison(array.element(), array.element(), NullElementsOf(request.version))](
                          CallContext& context, std::span<const Datum> arguments, Datum& result) {
    const auto elements = arguments[0].elements();
    const auto found = std::find_if(elements.begin(), elements.end(), [&](const Datum& candidate) {
      return AreEqual(equality, context, candidate, arguments[1]);
    });
    result = Datum::Integer(found == elements.end() ? 0 : found - elements.begin() + 1);
    return true;
  };
  return BoundCall{.type = LogicalType::Integer().WithNullable(AnyNullable(request)),
                   .argument_types = {array, element},
                   .kernel = FromFunction(kernel)};
}

absl::StatusOr<BoundCall> BindRemove(const BindRequest& request) {
  DREY_ASSIGN_OR_RETURN(const LogicalType element,
                        CheckElement(request, "ARRAY_REMOVE(haystack <ARRAY>, needle <ARRAY ELEMENT>)"));
  const LogicalType& array = request.arguments[0].type;
  const auto kernel = [equality = MakeValueComparison(array.element(), array.element(), NullElementsOf(request.version))](
                          CallContext& context, std::span<const Datum> arguments, Datum& result) {
    result = Datum::Null();
    if (arguments[0].is_null) return true;
    std::vector<Datum> kept;
    for (const Datum& candidate : arguments[0].elements()) {
      if (!AreEqual(equality, context, candidate, arguments[1])) kept.push_back(candidate);
    }
    result = ToArray(context.arena(), kept);
    return true;
  };
  return BoundCall{.type = array, .argument_types = {array, element}, .kernel = FromFunction(kernel), .null_on_null = false};
}

// ---------------------------------------------------------------------------------------------------- in another order, parts

absl::Status CheckOneArray(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckCount(request, 1, 1, Concat(ToUpper(request.name), "(haystack <ARRAY>)")));
  return request.arguments[0].type.Is(TypeRoot::kArray) ? absl::OkStatus() : InvalidInput(request);
}

absl::StatusOr<BoundCall> BindReverse(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOneArray(request));
  const auto kernel = [](CallContext& context, std::span<const Datum> arguments, Datum& result) {
    const auto elements = arguments[0].elements();
    const std::vector<Datum> reversed(elements.rbegin(), elements.rend());
    result = ToArray(context.arena(), reversed);
    return true;
  };
  return BoundCall{.type = request.arguments[0].type, .kernel = FromFunction(kernel)};
}

// Functions that put elements in order, or pick the first in an order.
absl::Status CheckOrderedElements(const BindRequest& request) {
  const LogicalType& array = request.arguments[0].type;
  if (!array.Is(TypeRoot::kArray)) return InvalidInput(request, "The argument requires to be an ARRAY type");
  const LogicalType& element = array.element();
  const bool is_ordered = element.IsNumeric() || element.IsCharacterString() || element.IsBinaryString() ||
                          element.IsTimestamp() || element.Is(TypeRoot::kDate) || element.Is(TypeRoot::kTime);
  if (is_ordered) return absl::OkStatus();
  return InvalidInput(request, Concat("Type '", element.ToString(), "' should support both 'EQUALS' and 'ORDER' comparison with itself."));
}

std::string OrderedSignature(const BindRequest& request, std::string_view more = {}) {
  return Concat(ToUpper(request.name), "(<ARRAY<COMPARABLE>>", more, ")");
}

absl::StatusOr<BoundCall> BindExtreme(const BindRequest& request, ComparisonOutcome wanted) {
  DREY_RETURN_IF_ERROR(CheckCount(request, 1, 1, OrderedSignature(request)));
  DREY_RETURN_IF_ERROR(CheckOrderedElements(request));
  const LogicalType& element = request.arguments[0].type.element();
  const auto kernel = [order = MakeValueComparison(element, element), wanted](
                          CallContext& context, std::span<const Datum> arguments, Datum& result) {
    result = Datum::Null();
    for (const Datum& candidate : arguments[0].elements()) {
      if (candidate.is_null) continue;
      if (result.is_null || order->Compare(context, candidate, result) == wanted) result = candidate;
    }
    return true;
  };
  return BoundCall{.type = element.AsNullable(), .kernel = FromFunction(kernel)};
}

absl::StatusOr<BoundCall> BindMax(const BindRequest& request) { return BindExtreme(request, ComparisonOutcome::kGreater); }
absl::StatusOr<BoundCall> BindMin(const BindRequest& request) { return BindExtreme(request, ComparisonOutcome::kLess); }

absl::StatusOr<BoundCall> BindSort(const BindRequest& request) {
  const std::string signatures =
      Concat(OrderedSignature(request), "\n", OrderedSignature(request, ", <BOOLEAN>"), "\n",
             OrderedSignature(request, ", <BOOLEAN>, <BOOLEAN>"));
  DREY_RETURN_IF_ERROR(CheckCount(request, 1, 3, signatures));
  if (!CheckOrderedElements(request).ok()) return InvalidInput(request);
  const LogicalType& array = request.arguments[0].type;
  BoundCall call{.type = array.WithNullable(AnyNullable(request)), .argument_types = {array}};
  for (const Argument& flag : request.arguments.subspan(1)) {
    if (!flag.type.Is(TypeRoot::kBoolean) && !IsUntypedNull(flag)) return InvalidInput(request);
    call.argument_types.push_back(LogicalType::Boolean().WithNullable(flag.type.nullable()));
  }
  call.kernel = FromFunction([order = MakeTotalOrder(array.element()), values = MakeValueComparison(array.element(), array.element())](
                                 CallContext& context, std::span<const Datum> arguments, Datum& result) {
    const bool ascending = arguments.size() < 2 || arguments[1].boolean();
    const bool nulls_first = arguments.size() < 3 ? ascending : arguments[2].boolean();
    const auto elements = arguments[0].elements();
    std::vector<Datum> sorted;
    std::copy_if(elements.begin(), elements.end(), std::back_inserter(sorted), [](const Datum& element) { return !element.is_null; });
    if (sorted.size() <= kLongestBinarySort) {
      BinarySort(sorted, [&](const Datum& a, const Datum& b) {
        // The descending comparator is the ascending one with the other sign, for equal elements too.
        const bool greater = values->Compare(context, a, b) == ComparisonOutcome::kGreater;
        return greater == ascending;
      });
    } else {
      const ComparisonOutcome before = ascending ? ComparisonOutcome::kLess : ComparisonOutcome::kGreater;
      std::stable_sort(sorted.begin(), sorted.end(),
                       [&](const Datum& a, const Datum& b) { return order->Compare(context, a, b) == before; });
    }
    const size_t nulls = elements.size() - sorted.size();
    sorted.insert(nulls_first ? sorted.begin() : sorted.end(), nulls, Datum::Null());
    result = ToArray(context.arena(), sorted);
    return true;
  });
  return call;
}

bool Slice(CallContext&, std::span<const Datum> arguments, Datum& result) {
  result = arguments[0];
  const int64_t size = arguments[0].size;
  if (size == 0) return true;
  int64_t start = arguments[1].integer;
  int64_t end = arguments.size() > 2 ? arguments[2].integer : size;
  if (start < 0) start += size + 1;
  if (end < 0) end += size + 1;
  start = std::max<int64_t>(1, start);
  end = end == 0 ? 1 : std::min(end, size);
  const bool is_empty = end < start;
  result = Datum::Cells(arguments[0].cells + (is_empty ? 0 : start - 1), static_cast<uint32_t>(is_empty ? 0 : end - start + 1));
  return true;
}

absl::StatusOr<BoundCall> BindSlice(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckCount(request, 2, 3, "ARRAY_SLICE(<ARRAY>, <INTEGER>, <INTEGER>)\nARRAY_SLICE(<ARRAY>, <INTEGER>)"));
  const LogicalType& array = request.arguments[0].type;
  if (!array.Is(TypeRoot::kArray)) return InvalidInput(request);
  BoundCall call{.type = array.WithNullable(AnyNullable(request)), .argument_types = {array}};
  for (const Argument& index : request.arguments.subspan(1)) {
    if (!IsImplicitlyCastable(index.type, LogicalType::Integer())) return InvalidInput(request);
    call.argument_types.push_back(LogicalType::Integer().WithNullable(index.type.nullable()));
  }
  call.kernel = FromFunction(Slice);
  return call;
}

// ----------------------------------------------------------------------------------------------------------------- as a text

bool JoinElements(CallContext& context, std::span<const Datum> arguments, Datum& result) {
  const std::string_view delimiter = JavaString(arguments[1], context.arena());
  std::string& text = context.scratch();
  bool is_first = true;
  for (const Datum& element : arguments[0].elements()) {
    if (element.is_null && arguments.size() < 3) continue;
    if (!is_first) text.append(delimiter);
    is_first = false;
    text.append(JavaString(element.is_null ? arguments[2] : element, context.arena()));
  }
  result = Datum::Text(context.arena().Copy(text));
  return true;
}

absl::StatusOr<BoundCall> BindJoin(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckCount(request, 2, 3,
                                  "ARRAY_JOIN(ARRAY<STRING>, <CHARACTER_STRING>)\n"
                                  "ARRAY_JOIN(ARRAY<STRING>, <CHARACTER_STRING>, <CHARACTER_STRING>)"));
  const LogicalType& array = request.arguments[0].type;
  if (!array.Is(TypeRoot::kArray) || !array.element().IsCharacterString()) return InvalidInput(request);
  BoundCall call{.type = LogicalType::String().WithNullable(AnyNullable(request)), .argument_types = {array}};
  for (const Argument& text : request.arguments.subspan(1)) {
    if (!text.type.IsCharacterString() && !IsUntypedNull(text)) return InvalidInput(request);
    call.argument_types.push_back(IsUntypedNull(text) ? LogicalType::String() : text.type);
  }
  call.kernel = FromFunction(JoinElements);
  return call;
}

}  // namespace

void RegisterArrayFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "ARRAY_APPEND",
                .bind = BindAppend,
                .documentation = {"ARRAY_APPEND(array, element)", "The array with the element behind the others.",
                                  "ARRAY_APPEND(ARRAY[1, 2], 3)", "[1, 2, 3]"}});
  registry.Add({.name = "ARRAY_PREPEND",
                .bind = BindPrepend,
                .documentation = {"ARRAY_PREPEND(array, element)", "The array with the element in front of the others.",
                                  "ARRAY_PREPEND(ARRAY[1, 2], 3)", "[3, 1, 2]"}});
  registry.Add({.name = "ARRAY_CONTAINS",
                .bind = BindContains,
                .documentation = {"ARRAY_CONTAINS(array, element)",
                                  "Whether the element is one of the array's; NULL is found where an element is NULL.",
                                  "ARRAY_CONTAINS(ARRAY['a', 'b'], 'b')", "TRUE"}});
  registry.Add({.name = "ARRAY_POSITION",
                .bind = BindPosition,
                .documentation = {"ARRAY_POSITION(array, element)",
                                  "Where the element stands first, counted from 1; 0 if it does not.",
                                  "ARRAY_POSITION(ARRAY['a', 'b'], 'b')", "2"}});
  registry.Add({.name = "ARRAY_REMOVE",
                .bind = BindRemove,
                .documentation = {"ARRAY_REMOVE(array, element)", "The array without the elements that equal the given one.",
                                  "ARRAY_REMOVE(ARRAY[1, 2, 1], 1)", "[2]"}});
  registry.Add({.name = "ARRAY_REVERSE",
                .bind = BindReverse,
                .documentation = {"ARRAY_REVERSE(array)", "The elements from the last to the first.", "ARRAY_REVERSE(ARRAY[1, 2])",
                                  "[2, 1]"}});
  registry.Add({.name = "ARRAY_MAX",
                .bind = BindMax,
                .documentation = {"ARRAY_MAX(array)", "The greatest element that is not NULL.", "ARRAY_MAX(ARRAY[1, 3, 2])", "3"}});
  registry.Add({.name = "ARRAY_MIN",
                .bind = BindMin,
                .documentation = {"ARRAY_MIN(array)", "The least element that is not NULL.", "ARRAY_MIN(ARRAY[2, 1, 3])", "1"}});
  registry.Add({.name = "ARRAY_SORT",
                .bind = BindSort,
                .documentation = {"ARRAY_SORT(array [, ascending [, null_first]])",
                                  "The elements in order, ascending and with NULL first unless told otherwise.",
                                  "ARRAY_SORT(ARRAY[2, 3, 1], FALSE)", "[3, 2, 1]"}});
  registry.Add({.name = "ARRAY_SLICE",
                .bind = BindSlice,
                .documentation = {"ARRAY_SLICE(array, start [, end])",
                                  "The elements from start to end, counted from 1, or from the last one if negative.",
                                  "ARRAY_SLICE(ARRAY[1, 2, 3, 4], 2, 3)", "[2, 3]"}});
  registry.Add({.name = "ARRAY_JOIN",
                .bind = BindJoin,
                .documentation = {"ARRAY_JOIN(array, delimiter [, null_replacement])",
                                  "The texts of the array with the delimiter between them; NULL is replaced or left out.",
                                  "ARRAY_JOIN(ARRAY['a', 'b'], '-')", "a-b"}});
}

}  // namespace drey
