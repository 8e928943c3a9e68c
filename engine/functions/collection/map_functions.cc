// The MAP_ functions. Rules: org.apache.flink.table.runtime.functions.scalar.Map…Function.
#include <algorithm>

#include "engine/base/text.h"
#include "engine/functions/collection/collection_arguments.h"
#include "engine/functions/collection/collection_functions.h"
#include "engine/functions/comparison/value_comparison.h"

namespace drey {
namespace {

// The keys or the values.
class MapSide final : public Kernel {
 public:
  explicit MapSide(size_t first) : first_(first) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const auto entries = arguments[0].entries();
    std::vector<Datum> side;
    for (size_t i = first_; i < entries.size(); i += 2) side.push_back(entries[i]);
    result = ToArray(context.arena(), side);
    return true;
  }

 private:
  size_t first_;
};

class MapEntries final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const auto entries = arguments[0].entries();
    std::vector<Datum> rows;
    for (size_t i = 0; i < entries.size(); i += 2) rows.push_back(Datum::Cells(&entries[i], 2));
    result = ToArray(context.arena(), rows);
    return true;
  }
};

class MapFromArrays final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const auto keys = arguments[0].elements();
    const auto values = arguments[1].elements();
    if (keys.size() != values.size()) {
      return context.Fail("org.apache.flink.util.FlinkRuntimeException",
                          Concat("Invalid function MAP_FROM_ARRAYS call:\nThe length of the keys array ", keys.size(),
                                 " is not equal to the length of the values array ", values.size()));
    }
    std::vector<Datum> entries;
    for (size_t i = 0; i < keys.size(); ++i) {
      entries.push_back(keys[i]);
      entries.push_back(values[i]);
    }
    result = ToCells(context.arena(), entries, keys.size());
    return true;
  }
};

// Two at a time: the entries of the later map, then those of the earlier one whose key it does not have.
class MapUnion final : public Kernel {
 public:
  explicit MapUnion(const LogicalType& key) : keys_(MakeValueComparison(key, key)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = arguments[0];
    for (const Datum& map : arguments.subspan(1)) {
      if (map.size > 0) result = Unite(context, result, map);
    }
    return true;
  }

 private:
  Datum Unite(CallContext& context, const Datum& earlier, const Datum& later) const {
    std::vector<Datum> entries(later.entries().begin(), later.entries().end());
    const auto old = earlier.entries();
    for (size_t i = 0; i < old.size(); i += 2) {
      if (HasKey(context, entries, old[i])) continue;
      entries.push_back(old[i]);
      entries.push_back(old[i + 1]);
    }
    return ToCells(context.arena(), entries, entries.size() / 2);
  }

  bool HasKey(CallContext& context, const std::vector<Datum>& entries, const Datum& key) const {
    for (size_t i = 0; i < entries.size(); i += 2) {
      const Datum& known = entries[i];
      if (known.is_null && key.is_null) return true;
      if (known.is_null || key.is_null) continue;
      if (keys_->Compare(context, key, known) == ComparisonOutcome::kEqual) return true;
    }
    return false;
  }

  std::shared_ptr<const ValueComparison> keys_;
};

absl::Status CheckOneMap(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckCount(request, 1, 1, Concat(ToUpper(request.name), "(input <MAP>)")));
  return request.arguments[0].type.Is(TypeRoot::kMap) ? absl::OkStatus() : InvalidInput(request);
}

absl::StatusOr<BoundCall> BindKeys(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOneMap(request));
  const LogicalType& map = request.arguments[0].type;
  return BoundCall{.type = LogicalType::Array(map.key()).WithNullable(map.nullable()), .kernel = std::make_shared<MapSide>(0)};
}

absl::StatusOr<BoundCall> BindValues(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOneMap(request));
  const LogicalType& map = request.arguments[0].type;
  return BoundCall{.type = LogicalType::Array(map.value()).WithNullable(map.nullable()), .kernel = std::make_shared<MapSide>(1)};
}

absl::StatusOr<BoundCall> BindEntries(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOneMap(request));
  const LogicalType& map = request.arguments[0].type;
  const LogicalType entry = LogicalType::Row({{"key", map.key()}, {"value", map.value()}});
  return BoundCall{.type = LogicalType::Array(entry).WithNullable(map.nullable()), .kernel = std::make_shared<MapEntries>()};
}

absl::StatusOr<BoundCall> BindFromArrays(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckCount(request, 2, 2, "MAP_FROM_ARRAYS(keysArray <ARRAY>, valuesArray <ARRAY>)"));
  if (!request.arguments[0].type.Is(TypeRoot::kArray)) return InvalidInput(request);
  if (!request.arguments[1].type.Is(TypeRoot::kArray)) return InvalidInput(request);
  const LogicalType map = LogicalType::Map(request.arguments[0].type.element(), request.arguments[1].type.element());
  return BoundCall{.type = map.WithNullable(AnyNullable(request)), .kernel = std::make_shared<MapFromArrays>()};
}

absl::StatusOr<BoundCall> BindUnion(const BindRequest& request) {
  if (request.arguments.empty()) return CheckCount(request, 1, 1, "MAP_UNION(<COMMON>, <COMMON>...)");
  DREY_ASSIGN_OR_RETURN(const LogicalType common, CommonCollectionType(request, TypeRoot::kMap));
  DREY_ASSIGN_OR_RETURN(std::vector<LogicalType> types, CommonCollectionArguments(request, common));
  return BoundCall{.type = common, .argument_types = std::move(types), .kernel = std::make_shared<MapUnion>(common.key())};
}

}  // namespace

void RegisterMapFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "MAP_KEYS",
                .bind = BindKeys,
                .documentation = {"MAP_KEYS(map)", "The keys as an array.", "MAP_KEYS(MAP['a', 1])", "[a]"}});
  registry.Add({.name = "MAP_VALUES",
                .bind = BindValues,
                .documentation = {"MAP_VALUES(map)", "The values as an array.", "MAP_VALUES(MAP['a', 1])", "[1]"}});
  registry.Add({.name = "MAP_ENTRIES",
                .bind = BindEntries,
                .documentation = {"MAP_ENTRIES(map)", "The entries as an array of rows of key and value.", "MAP_ENTRIES(MAP['a', 1])",
                                  "[(a, 1)]"}});
  registry.Add({.name = "MAP_FROM_ARRAYS",
                .bind = BindFromArrays,
                .documentation = {"MAP_FROM_ARRAYS(keys, values)", "A map of two arrays of one length.",
                                  "MAP_FROM_ARRAYS(ARRAY['a', 'b'], ARRAY[1, 2])", "{a=1, b=2}"}});
  registry.Add({.name = "MAP_UNION",
                .bind = BindUnion,
                .documentation = {"MAP_UNION(map, …)", "The entries of all maps; of equal keys the last one counts.",
                                  "MAP_UNION(MAP['a', 1], MAP['a', 2])", "{a=2}"}});
}

}  // namespace drey
