// What the mission's job computes per record: its statement names the decoded content four times.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "engine/compiler/compiler.h"
#include "engine/operators/calc.h"
#include "runtime/connectors/built_in_connectors.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// The projection of a job, evaluated for rows (op, ts_ms, source, message) of which only the message's content is given.
class MissionProjection {
 public:
  MissionProjection() {
    const std::string path = SourceDirectory() + "/flink-applications/05-kafka-logical-msg-flink.json";
    const auto definition = ReadJobDefinition(path, ReadFile(path), sources_);
    auto compilation = CompileJob(*definition, sources_, BuiltInConnectors(), {.local = true});
    EXPECT_TRUE(compilation.ok()) << compilation.status();
    graph_ = std::move(compilation->graph);
    for (const auto& spec : graph_.pipelines[0].operators) {
      const auto* calc = dynamic_cast<const CalcSpec*>(spec.get());
      if (calc != nullptr) evaluator_ = std::make_unique<ExpressionEvaluator>(calc->program());
    }
  }

  std::vector<std::string> Evaluate(std::string_view content) {
    const std::vector<Datum> message = {Datum::Null(), Datum::Text(content)};
    const std::vector<Datum> row = {Datum::Null(), Datum::Null(), Datum::Null(), Datum::Cells(message.data(), 2)};
    evaluator_->SetRow(row, context_);
    std::vector<std::string> values;
    for (size_t root = 0; root < 4; ++root) {
      Datum value;
      EXPECT_TRUE(evaluator_->Evaluate(root, value));
      values.push_back(value.is_null ? "NULL" : root == 0 ? std::to_string(value.integer) : std::string(value.view()));
    }
    return values;
  }

  int64_t CallsOf(std::string_view name) const { return evaluator_->CallsOf(name); }

 private:
  SourceMap sources_;
  JobGraph graph_;
  std::unique_ptr<ExpressionEvaluator> evaluator_;
  Arena arena_;
  EvaluationContext environment_;
  CallContext context_{arena_, environment_};
};

TEST(SharedExpressionsTest, OneBase64DecodeAndOneJsonPassPerRecord) {
  MissionProjection projection;
  // {"order_id":7,"client_name":"Bob","table_name":"T","pizzas":[1]}
  const std::vector<std::string> values = projection.Evaluate("eyJvcmRlcl9pZCI6NywiY2xpZW50X25hbWUiOiJCb2IiLCJ0YWJsZV9uYW1lIjoiVCIsInBpenphcyI6WzFdfQ==");
  EXPECT_EQ(values, (std::vector<std::string>{"7", "Bob", "T", "[1]"}));
  EXPECT_EQ(projection.CallsOf("FROM_BASE64"), 1);
  EXPECT_EQ(projection.CallsOf("JSON_DOCUMENT"), 1);
  projection.Evaluate("e30=");
  EXPECT_EQ(projection.CallsOf("FROM_BASE64"), 2);
  EXPECT_EQ(projection.CallsOf("JSON_DOCUMENT"), 2);
}

}  // namespace
}  // namespace drey
