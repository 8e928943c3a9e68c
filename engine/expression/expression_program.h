// Several expressions over the same input row, as one shared graph.
//
// Equal deterministic subtrees become one node (hash-consing), and a node that is needed more than once computes its value at most once
// per row, when it is first asked for: a branch of CASE that is not taken computes nothing. Prepared arguments (BoundCall::prepare) are
// nodes too, so all JSON calls on one text read it once per row.
//
// The program is immutable and shared between threads; each thread evaluates with its own ExpressionEvaluator.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/expression/bound_expression.h"
#include "engine/functions/evaluation_context.h"
#include "engine/types/row_batch.h"

namespace drey {

class ExpressionProgram {
 public:
  explicit ExpressionProgram(const std::vector<BoundExpressionPointer>& roots);

  size_t root_count() const { return roots_.size(); }
  const LogicalType& root_type(size_t root) const { return nodes_[roots_[root]].type; }

  // One node of the graph, for explain: what it computes, and how many others (or roots) use it.
  struct NodeDescription {
    size_t id;
    std::string text;  // operands as "#3"
    int uses;
  };
  // The nodes that are calls, operands first.
  std::vector<NodeDescription> Describe() const;
  // Names of the functions called whose values may differ from run to run, the clock's included; each once.
  std::vector<std::string> NonDeterministicCalls() const;

 private:
  friend class ExpressionEvaluator;
  friend class NodeArguments;
  using NodeId = uint32_t;

  enum class NodeKind : uint8_t { kInput, kField, kLiteral, kCall, kLazyCall };

  struct Node {
    NodeKind kind = NodeKind::kLiteral;
    bool null_on_null = true;
    bool deterministic = true;
    uint32_t index = 0;  // input column, or field
    int32_t memo = -1;   // slot of the value of a shared node
    int uses = 0;
    Datum value = Datum::Null();
    const Kernel* kernel = nullptr;
    const LazyKernel* lazy_kernel = nullptr;
    std::vector<NodeId> operands = {};
    // Of a call: where its arguments begin among those of all calls, and which ones are computed for each row.
    size_t first_argument = 0;
    std::vector<uint32_t> computed_arguments = {};
    bool has_null_literal = false;
    LogicalType type = {};
    std::string name = {};
    std::shared_ptr<const void> owner = {};  // keeps the kernel or the literal's memory
  };

  NodeId AddExpression(const BoundExpression& expression);
  NodeId AddCall(const BoundExpression& expression);
  // The node equal to `node` if there is one and it may be shared, else a new one.
  NodeId AddNode(Node node, bool shareable);
  std::string KeyOf(const Node& node) const;
  void PrepareArguments(Node& node);

  std::vector<Node> nodes_;
  std::vector<NodeId> roots_;
  std::unordered_map<std::string, NodeId> keys_;  // while building
  size_t memo_slots_ = 0;
  std::vector<Datum> arguments_;  // of all calls, literals in place
};

// Evaluates a program row by row. Not thread-safe; keeps the values of the current row.
class ExpressionEvaluator {
 public:
  explicit ExpressionEvaluator(std::shared_ptr<const ExpressionProgram> program);

  // Makes `row` the current one. It and `context` (whose arena takes the results) must stay until the row is done.
  void SetRow(std::span<const Datum> row, CallContext& context) {
    row_ = row;
    context_ = &context;
    ++epoch_;
  }

  // The value of a root for the current row; false when it failed, with the failure in the context.
  bool Evaluate(size_t root, Datum& value) { return EvaluateNode(program_->roots_[root], value); }

  // Whether the value of a root has been computed for the current row; of columns, fields and constants always.
  bool IsComputed(size_t root) const;

  // How often the call named `name` has been computed since the evaluator was made; for tests and `explain --analyze`.
  int64_t CallsOf(std::string_view name) const;

 private:
  friend class NodeArguments;
  using Node = ExpressionProgram::Node;

  struct Memo {
    uint64_t epoch = 0;
    Datum value = Datum::Null();
  };

  bool EvaluateNode(uint32_t id, Datum& value);
  bool Compute(const Node& node, Datum& value);
  bool ComputeStrict(const Node& node, Datum& value);

  std::shared_ptr<const ExpressionProgram> program_;
  std::span<const Datum> row_;
  CallContext* context_ = nullptr;
  uint64_t epoch_ = 0;
  std::vector<Memo> memos_;
  std::vector<int64_t> calls_;  // by node
  std::vector<Datum> arguments_;  // the program's, with those of the current row
};

}  // namespace drey
