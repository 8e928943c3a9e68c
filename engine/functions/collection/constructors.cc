#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/base/text.h"
#include "engine/functions/collection/collection_functions.h"
#include "engine/functions/collection/element_list.h"
#include "engine/functions/comparison/comparison_binding.h"
#include "engine/functions/operator_check.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {

absl::Status ValidatorError(std::string_view message, SourceRange range) {
  return WithFlinkClass(InvalidError(message, range), "org.apache.calcite.sql.validate.SqlValidatorException");
}

// The fields of a ROW or the elements of an ARRAY.
class CellsKernel final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = ToArray(context.arena(), arguments);
    return true;
  }
};

class MapKernel final : public Kernel {
 public:
  // `pairs`: those that count, in order.
  explicit MapKernel(std::vector<size_t> pairs) : pairs_(std::move(pairs)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    Datum* const cells = context.arena().AllocateArray<Datum>(2 * pairs_.size());
    for (size_t i = 0; i < pairs_.size(); ++i) {
      cells[2 * i] = arguments[2 * pairs_[i]];
      cells[2 * i + 1] = arguments[2 * pairs_[i] + 1];
    }
    result = Datum::Cells(cells, static_cast<uint32_t>(pairs_.size()));
    return true;
  }

 private:
  std::vector<size_t> pairs_;
};

// Flink 1.20 cannot write a cast to a map.
absl::Status RefuseCastOfMap(const BindRequest& request, const LogicalType& common, size_t first, size_t step) {
  if (!common.Is(TypeRoot::kMap) || request.version >= FlinkVersion::k2_3) return absl::OkStatus();
  for (size_t i = first; i < request.arguments.size(); i += step) {
    if (request.arguments[i].type == common) continue;
    return WithFlinkClass(InvalidError("Unsupported type when convertTypeToSpec: MAP", request.range),
                          "java.lang.UnsupportedOperationException");
  }
  return absl::OkStatus();
}

// A bare NULL takes the type of the first argument of all.
LogicalType TypeOfElement(const BindRequest& request, size_t i) {
  const LogicalType& type = request.arguments[i].type;
  return type.Is(TypeRoot::kNull) ? request.arguments[0].type.AsNullable() : type;
}

struct IntervalUnits {
  size_t first;
  size_t last;
};

constexpr std::string_view kIntervalUnits[] = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};

// Of "DAY(3) TO HOUR".
IntervalUnits UnitsOfInterval(std::string_view resolution) {
  const auto index_of = [](std::string_view text) {
    const auto* const found = std::find_if(std::begin(kIntervalUnits), std::end(kIntervalUnits),
                                           [&](std::string_view unit) { return text.starts_with(unit); });
    return static_cast<size_t>(found - std::begin(kIntervalUnits)) % std::size(kIntervalUnits);
  };
  constexpr std::string_view kTo = " TO ";
  const size_t to = resolution.find(kTo);
  const size_t first = index_of(resolution);
  return {first, to == std::string_view::npos ? first : index_of(resolution.substr(to + kTo.size()))};
}

// Flink cannot write a cast to an interval, which intervals of other units and NULL would need.
absl::Status RefuseCastOfInterval(const BindRequest& request, size_t first, size_t step) {
  const LogicalType& type = request.arguments[first].type;
  if (!type.IsInterval()) return absl::OkStatus();
  IntervalUnits units = UnitsOfInterval(type.written_resolution());
  bool needs_cast = false;
  for (size_t i = first; i < request.arguments.size(); i += step) {
    const LogicalType& other = request.arguments[i].type;
    needs_cast |= other.Is(TypeRoot::kNull);
    if (other.root() != type.root()) continue;
    const IntervalUnits others = UnitsOfInterval(other.written_resolution());
    needs_cast |= others.first != units.first || others.last != units.last;
    units = {std::min(units.first, others.first), std::max(units.last, others.last)};
  }
  if (!needs_cast) return absl::OkStatus();
  const std::string last = units.first == units.last ? "" : Concat("_", kIntervalUnits[units.last]);
  return WithFlinkClass(InvalidError(Concat("Unsupported type when convertTypeToSpec: INTERVAL_", kIntervalUnits[units.first], last),
                                     request.range, "cast the intervals to one unit"),
                        "java.lang.UnsupportedOperationException");
}

// The type in which every `step`th argument from `first` meets; nullable when one of them is.
absl::StatusOr<LogicalType> CommonElementType(const BindRequest& request, size_t first, size_t step) {
  LogicalType common = TypeOfElement(request, first);
  bool is_one_type = true;
  DREY_RETURN_IF_ERROR(RefuseCastOfInterval(request, first, step));
  for (size_t i = first; i < request.arguments.size(); i += step) {
    if (step == 1) DREY_RETURN_IF_ERROR(CheckRowLengths(common, request.arguments[i].type, request.range));
    const auto merged = CommonType(common, TypeOfElement(request, i));
    if (!merged) return ValidatorError("Parameters must be of the same type", request.range);
    common = *merged;
    is_one_type = is_one_type && request.arguments[i].type == request.arguments[first].type;
  }
  if (common.Is(TypeRoot::kNull)) return ValidatorError("Parameters must be of the same type", request.range);
  if (request.version == FlinkVersion::k1_20 && common.Is(TypeRoot::kRow) && !is_one_type) common = common.AsPlainRecord();
  DREY_RETURN_IF_ERROR(RefuseCastOfMap(request, common, first, step));
  return common;
}

bool IsPrimitive(const LogicalType& type) {
  return type.Is(TypeRoot::kBoolean) || type.IsInteger() || type.Is(TypeRoot::kFloat) || type.Is(TypeRoot::kDouble);
}

// Flink 1.20 puts primitives that are not all literals into binary data, beginning with a default of each, which is an int.
bool IsDefaultUncompilable(const BindRequest& request, size_t argument, const LogicalType& type) {
  const bool is_short = type.Is(TypeRoot::kTinyint) || type.Is(TypeRoot::kSmallint);
  return request.version < FlinkVersion::k2_3 && is_short && !request.arguments[argument].is_constant;
}

void MakeUncompilable(BoundCall& call) {
  call.kernel = nullptr;
  call.lazy_kernel = MakeUncompilableKernel("No applicable constructor/method found for actual parameters \"int, int\"");
}

absl::StatusOr<BoundCall> BindArray(const BindRequest& request) {
  if (request.arguments.empty()) return ValidatorError("Require at least 1 argument", request.range);
  DREY_ASSIGN_OR_RETURN(const LogicalType element, CommonElementType(request, 0, 1));
  BoundCall call{.type = LogicalType::Array(element).AsNotNull(), .kernel = std::make_shared<CellsKernel>(), .null_on_null = false};
  bool is_uncompilable = false;
  for (size_t i = 0; i < request.arguments.size(); ++i) {
    call.argument_types.push_back(element.WithNullable(request.arguments[i].type.nullable()));
    is_uncompilable |= IsDefaultUncompilable(request, i, element);
  }
  if (is_uncompilable) MakeUncompilable(call);
  return call;
}

bool IsSameLiteral(const Argument& a, const Argument& b) {
  if (!a.constant || !b.constant || a.constant->is_null || b.constant->is_null || !(a.type == b.type)) return false;
  if (a.type.IsCharacterString()) return a.constant->view() == b.constant->view();
  if (!a.type.IsInteger() && !a.type.Is(TypeRoot::kBoolean)) return false;
  return a.constant->integer == b.constant->integer;
}

// Of pairs with the same key the last one counts. Flink looks at the generated code of the keys, not at their values: only literals are the
// same.
std::vector<size_t> PairsThatCount(const BindRequest& request) {
  std::vector<size_t> pairs;
  for (size_t pair = 0; 2 * pair < request.arguments.size(); ++pair) {
    const Argument& key = request.arguments[2 * pair];
    const auto same = std::find_if(pairs.begin(), pairs.end(),
                                   [&](size_t other) { return IsSameLiteral(request.arguments[2 * other], key); });
    if (same == pairs.end()) {
      pairs.push_back(pair);
    } else {
      *same = pair;
    }
  }
  return pairs;
}

absl::StatusOr<BoundCall> BindMap(const BindRequest& request) {
  if (request.arguments.empty()) return ValidatorError("Map requires at least 2 arguments", request.range);
  if (request.arguments.size() % 2 != 0) return ValidatorError("Map requires an even number of arguments", request.range);
  DREY_ASSIGN_OR_RETURN(const LogicalType key, CommonElementType(request, 0, 2));
  DREY_ASSIGN_OR_RETURN(const LogicalType value, CommonElementType(request, 1, 2));
  BoundCall call{.type = LogicalType::Map(key, value).AsNotNull(),
                 .kernel = std::make_shared<MapKernel>(PairsThatCount(request)),
                 .null_on_null = false};
  bool is_uncompilable = false;
  for (size_t i = 0; i < request.arguments.size(); ++i) {
    const LogicalType& type = i % 2 == 0 ? key : value;
    call.argument_types.push_back(type.WithNullable(request.arguments[i].type.nullable()));
    is_uncompilable |= IsDefaultUncompilable(request, i, type);
  }
  if (is_uncompilable) MakeUncompilable(call);
  return call;
}

absl::StatusOr<BoundCall> BindRow(const BindRequest& request) {
  std::vector<RowField> fields;
  bool is_primitive = true;
  bool is_uncompilable = false;
  for (size_t i = 0; i < request.arguments.size(); ++i) {
    const Argument& argument = request.arguments[i];
    if (IsUntypedNull(argument)) return IllegalUseOfNull(argument);
    fields.push_back({Concat("EXPR$", fields.size()), argument.type});
    is_primitive &= IsPrimitive(argument.type);
    is_uncompilable |= IsDefaultUncompilable(request, i, argument.type);
  }
  BoundCall call{.type = LogicalType::Row(std::move(fields)).AsNotNull(), .kernel = std::make_shared<CellsKernel>(), .null_on_null = false};
  if (is_primitive && is_uncompilable) MakeUncompilable(call);
  return call;
}

}  // namespace

void RegisterConstructors(FunctionRegistry& registry) {
  registry.Add({.name = "ARRAY",
                .bind = BindArray,
                .documentation = {"ARRAY[value, …]", "An array of the values.", "ARRAY[1, 2]", "[1, 2]"},
                .is_operator = true});
  registry.Add({.name = "MAP",
                .bind = BindMap,
                .documentation = {"MAP[key, value, …]", "A map of the keys to the values.", "MAP['a', 1]", "{a=1}"},
                .is_operator = true});
  registry.Add({.name = "ROW",
                .bind = BindRow,
                .documentation = {"ROW(value, …)", "A row of the values, whose fields are EXPR$0, EXPR$1 ….", "ROW(1, 'a')", "(1, a)"},
                .is_operator = true});
}

}  // namespace drey
