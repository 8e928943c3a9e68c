// The functions of paths: Jayway's PathFunctionFactory and the classes it knows.
#include <cmath>
#include <limits>

#include "engine/base/text.h"
#include "engine/json/json_path_evaluator.h"
#include "engine/types/big_decimal.h"

namespace drey {
namespace {

using Result = JsonPath::Result;

constexpr std::string_view kNothingToAggregate =
    "Aggregation function attempted to calculate value using empty array";

Result Thrown(JavaException exception) { return {.exception = std::move(exception)}; }

Result JaywayFailure(std::string message, const JsonPathEnvironment& environment) {
  return Thrown(OtherException(JaywayClass("JsonPathException", environment.version), std::move(message)));
}

bool IsArray(const JsonNode* node) { return node != nullptr && node->IsArray(); }

Result IntegerResult(uint64_t value, Arena& arena) {
  JsonNode* const node = arena.New<JsonNode>();
  node->SetText(JsonKind::kInteger, arena.Copy(std::to_string(value)));
  return {.value = node};
}

// The values of the parameters; null is JSON null.
struct Parameters {
  std::vector<const JsonNode*> values = {};
  std::optional<JavaException> exception = {};
};

Result ReadJsonParameter(const std::string& json, const JsonPathEnvironment& environment) {
  const JsonDocument* document = JsonDocument::Read(environment.arena.Copy(json), environment.version, environment.arena);
  if (document->failed()) {
    return Thrown(OtherException(document->error_class(), std::string(document->error_message())));
  }
  return {.value = document->root().kind == JsonKind::kNull ? nullptr : &document->root()};
}

// All paths are read before the function starts, JSON only by functions that want the value.
Parameters ReadParameters(const JsonPathToken& token, bool wants_values, const JsonPathEnvironment& environment) {
  Parameters parameters;
  parameters.values.resize(token.parameters.size());
  for (const bool read_paths : {true, false}) {
    if (!read_paths && !wants_values) break;
    for (size_t i = 0; i < token.parameters.size(); ++i) {
      const JsonPathParameter& parameter = token.parameters[i];
      if ((parameter.path != nullptr) != read_paths) continue;
      Result value = read_paths ? ReadJsonPath(*parameter.path, &environment.root, environment)
                                : ReadJsonParameter(parameter.json, environment);
      if (value.exception) {
        parameters.exception = std::move(value.exception);
        return parameters;
      }
      parameters.values[i] = value.value;
    }
  }
  return parameters;
}

// Calls `use` for the value, or for each element of a list.
template <typename Use>
void ForEachElement(const JsonNode* value, Use use) {
  if (!IsArray(value)) {
    if (value != nullptr) use(*value);
    return;
  }
  for (const JsonNode* child = value->FirstChild(); child != nullptr; child = child->next) {
    if (child->kind != JsonKind::kNull) use(*child);
  }
}

std::vector<double> Numbers(const JsonNode* model, const Parameters& parameters, FlinkVersion version) {
  std::vector<double> numbers;
  const auto add = [&](const JsonNode& node) {
    if (node.IsNumber()) numbers.push_back(DoubleValue(node, version));
  };
  if (IsArray(model)) ForEachElement(model, add);
  for (const JsonNode* value : parameters.values) ForEachElement(value, add);
  return numbers;
}

double Aggregate(std::string_view function, const std::vector<double>& numbers) {
  double sum = 0;
  double sum_of_squares = 0;
  double least = std::numeric_limits<double>::max();
  double greatest = std::numeric_limits<double>::denorm_min();  // Java's Double.MIN_VALUE
  for (const double number : numbers) {
    sum += number;
    sum_of_squares += number * number;
    if (least > number) least = number;
    if (greatest < number) greatest = number;
  }
  const auto count = static_cast<double>(numbers.size());
  if (function == "sum") return sum;
  if (function == "avg") return sum / count;
  if (function == "min") return least;
  if (function == "max") return greatest;
  return std::sqrt(sum_of_squares / count - sum * sum / count / count);
}

Result CallAggregation(const JsonPathToken& token, const JsonNode* model, const Parameters& parameters,
                       const JsonPathEnvironment& environment) {
  const std::vector<double> numbers = Numbers(model, parameters, environment.version);
  if (numbers.empty()) return JaywayFailure(std::string(kNothingToAggregate), environment);
  JsonNode* const node = environment.arena.New<JsonNode>();
  node->SetDouble(Aggregate(token.function, numbers));
  return {.value = node};
}

Result CallConcat(const JsonNode* model, const Parameters& parameters, const JsonPathEnvironment& environment) {
  std::string text;
  if (IsArray(model)) {
    ForEachElement(model, [&](const JsonNode& node) {
      if (node.kind == JsonKind::kString) text.append(node.text());
    });
  }
  for (const JsonNode* value : parameters.values) {
    ForEachElement(value, [&](const JsonNode& node) { AppendJavaText(node, environment.version, text); });
  }
  JsonNode* const node = environment.arena.New<JsonNode>();
  node->SetText(JsonKind::kString, environment.arena.Copy(text));
  return {.value = node};
}

Result CallLength(const JsonPathToken& token, const JsonNode* model, const JsonPathEnvironment& environment) {
  if (!token.parameters.empty()) {
    if (token.parameters[0].path == nullptr) {
      return Thrown(OtherException(
          "java.lang.NullPointerException",
          Concat("Cannot invoke \"", JaywayClass("internal.Path.isFunctionPath()", environment.version),
                 "\" because the return value of \"",
                 JaywayClass("internal.function.Parameter.getPath()", environment.version), "\" is null")));
    }
    const JsonNode& root = model == nullptr ? environment.root : *model;
    const JsonPathEnvironment inner{root, environment.version, environment.suppress, environment.arena};
    const JsonPathParameter& first = token.parameters[0];
    Result list = ReadJsonPath(first.children_path != nullptr ? *first.children_path : *first.path, model, inner);
    if (list.exception) return list;
    if (IsArray(list.value)) return IntegerResult(list.value->ChildCount(), environment.arena);
  }
  if (model == nullptr || (!model->IsArray() && !model->IsObject())) return {};
  return IntegerResult(model->ChildCount(), environment.arena);
}

Result CallAppend(const JsonNode* model, const Parameters& parameters, const JsonPathEnvironment& environment) {
  if (!IsArray(model) || parameters.values.empty()) return {.value = model};
  JsonChildren list(JsonKind::kArray, environment.arena);
  for (const JsonNode* child = model->FirstChild(); child != nullptr; child = child->next) list.Add(*child);
  for (const JsonNode* value : parameters.values) list.Add(value == nullptr ? JsonNode() : *value);
  return {.value = list.parent()};
}

Result CallKeys(const JsonNode* model, const JsonPathEnvironment& environment) {
  if (model == nullptr || !model->IsObject()) return {};
  JsonChildren keys(JsonKind::kKeySet, environment.arena);
  for (const JsonNode* child = model->FirstChild(); child != nullptr; child = child->next) {
    JsonNode key;
    key.SetText(JsonKind::kString, child->key());
    keys.Add(key);
  }
  return {.value = keys.parent()};
}

Result IndexOutOfBounds(int64_t index, uint32_t length) {
  return Thrown({JavaException::Kind::kIndexOutOfBounds, "java.lang.IndexOutOfBoundsException",
                 Concat("Index ", index, " out of bounds for length ", length)});
}

// Number.intValue of the first number among the parameters.
std::optional<int32_t> FirstInt(const Parameters& parameters, FlinkVersion version) {
  std::optional<int32_t> first;
  for (const JsonNode* value : parameters.values) {
    ForEachElement(value, [&](const JsonNode& node) {
      if (first || !node.IsNumber()) return;
      const double number = std::trunc(DoubleValue(node, version));
      constexpr double kLimit = 2147483647;
      first = static_cast<int32_t>(std::max(-kLimit - 1, std::min(kLimit, number)));
    });
  }
  return first;
}

// first(), last(), index(n)
Result CallSequence(const JsonPathToken& token, const JsonNode* model, const Parameters& parameters,
                    const JsonPathEnvironment& environment) {
  if (!IsArray(model)) return JaywayFailure(std::string(kNothingToAggregate), environment);
  int64_t target = token.function == "last" ? -1 : 0;
  if (token.function == "index") {
    const auto given = FirstInt(parameters, environment.version);
    if (!given) return IndexOutOfBounds(0, 0);
    target = *given;
  }
  if (target >= 0) {
    if (target >= model->ChildCount()) return IndexOutOfBounds(target, model->ChildCount());
    return {.value = model->At(target)};
  }
  const int64_t index = model->ChildCount() + target;
  if (index > 0) return {.value = model->At(index)};
  return JaywayFailure(Concat("Target index:", target, " larger than object count:", model->ChildCount()), environment);
}

}  // namespace

Result CallJsonPathFunction(const JsonPathToken& token, const JsonNode* model,
                            const JsonPathEnvironment& environment) {
  enum class Family { kAggregation, kConcat, kLength, kAppend, kKeys, kSequence };
  static constexpr std::pair<std::string_view, Family> kFunctions[] = {
      {"avg", Family::kAggregation},    {"stddev", Family::kAggregation}, {"sum", Family::kAggregation},
      {"min", Family::kAggregation},    {"max", Family::kAggregation},    {"concat", Family::kConcat},
      {"length", Family::kLength},      {"size", Family::kLength},        {"append", Family::kAppend},
      {"keys", Family::kKeys},          {"first", Family::kSequence},     {"last", Family::kSequence},
      {"index", Family::kSequence},
  };
  for (const auto& [name, family] : kFunctions) {
    if (name != token.function) continue;
    const bool takes_values = family == Family::kAggregation || family == Family::kConcat ||
                              (IsArray(model) && (family == Family::kAppend || name == "index"));
    Parameters parameters = ReadParameters(token, takes_values, environment);
    if (parameters.exception) return Thrown(std::move(*parameters.exception));
    switch (family) {
      case Family::kAggregation:
        return CallAggregation(token, model, parameters, environment);
      case Family::kConcat:
        return CallConcat(model, parameters, environment);
      case Family::kLength:
        return CallLength(token, model, environment);
      case Family::kAppend:
        return CallAppend(model, parameters, environment);
      case Family::kKeys:
        return CallKeys(model, environment);
      case Family::kSequence:
        return CallSequence(token, model, parameters, environment);
    }
  }
  return Thrown(InvalidPath("Function with name: " + token.function + " does not exist."));
}

}  // namespace drey
