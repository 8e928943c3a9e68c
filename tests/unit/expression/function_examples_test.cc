// Every function that `drey functions` shows has an example, and the example is true.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/expression/expression_program.h"
#include "engine/functions/cast/value_text.h"
#include "engine/functions/function_registry.h"
#include "engine/sql/parser.h"

namespace drey {
namespace {

// The text of the expression's value, or why it has none.
std::string ValueOf(std::string_view expression, FlinkVersion version) {
  SourceMap sources;
  const SourceId source = sources.Add({.text = std::string(expression)});
  const absl::StatusOr<Expression> parsed = ParseExpression(source, sources.Get(source).text, version);
  if (!parsed.ok()) return std::string(MessageOf(parsed.status()));
  const Scope scope;
  const absl::StatusOr<BoundExpressionPointer> bound = Binder(scope, version).Bind(*parsed);
  if (!bound.ok()) return std::string(MessageOf(bound.status()));
  ExpressionEvaluator evaluator(std::make_shared<const ExpressionProgram>(std::vector<BoundExpressionPointer>{*bound}));
  const EvaluationContext environment{.version = version, .now = absl::FromUnixSeconds(1'700'000'000)};
  Arena arena;
  CallContext context(arena, environment);
  evaluator.SetRow({}, context);
  Datum value = Datum::Null();
  if (!evaluator.Evaluate(0, value)) return "the evaluation fails";
  std::string text;
  AppendAsString(value, (*bound)->type, environment, text);
  return text;
}

TEST(FunctionExamplesTest, EveryFunctionHasSignatureDescriptionAndATrueExample) {
  for (const ScalarFunction* function : FunctionRegistry::BuiltIn().List()) {
    const FunctionDocumentation& text = function->documentation;
    EXPECT_FALSE(text.signature.empty()) << function->name;
    EXPECT_FALSE(text.description.empty()) << function->name;
    EXPECT_FALSE(text.example.empty()) << function->name;
    if (text.example.empty()) continue;
    EXPECT_EQ(ValueOf(text.example, FlinkVersion::k2_3), text.example_result) << function->name << ": " << text.example;
  }
}

}  // namespace
}  // namespace drey
