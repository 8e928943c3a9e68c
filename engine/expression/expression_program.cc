#include "engine/expression/expression_program.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/expression/boxed_condition.h"

namespace drey {
namespace {

// Literals are equal when type and value are; constructed ones are not compared and so not shared.
std::string LiteralKey(const Datum& value, const LogicalType& type) {
  if (value.is_null) return Concat("null ", type.ToString());
  if (type.IsCharacterString() || type.IsBinaryString() || type.Is(TypeRoot::kVariant)) return Concat("text ", type.ToString(), " ", value.view());
  if (type.IsConstructed()) return {};
  if (type.Is(TypeRoot::kDecimal) && type.precision() > 18) {
    return Concat("wide ", type.ToString(), " ", static_cast<int64_t>(*value.wide >> 64), " ",
                  static_cast<uint64_t>(*value.wide));
  }
  return Concat("fixed ", type.ToString(), " ", value.integer, " ", value.size);
}

}  // namespace

// Operands of a lazily evaluated call.
class NodeArguments final : public LazyArguments {
 public:
  NodeArguments(ExpressionEvaluator& evaluator, const ExpressionProgram::Node& node) : evaluator_(evaluator), node_(node) {}
  size_t size() const override { return node_.operands.size(); }
  bool Get(size_t i, Datum& value) override { return evaluator_.EvaluateNode(node_.operands[i], value); }

 private:
  ExpressionEvaluator& evaluator_;
  const ExpressionProgram::Node& node_;
};

ExpressionProgram::ExpressionProgram(const std::vector<BoundExpressionPointer>& roots) {
  for (const BoundExpressionPointer& root : roots) {
    roots_.push_back(AddExpression(*root));
    ++nodes_[roots_.back()].uses;
  }
  for (const Node& node : nodes_) {
    for (NodeId operand : node.operands) ++nodes_[operand].uses;
  }
  for (Node& node : nodes_) {
    const bool computes = node.kind == NodeKind::kCall || node.kind == NodeKind::kLazyCall;
    if (computes && node.uses > 1) node.memo = static_cast<int32_t>(memo_slots_++);
    if (node.kind == NodeKind::kCall) PrepareArguments(node);
  }
  keys_.clear();
}

void ExpressionProgram::PrepareArguments(Node& node) {
  node.first_argument = arguments_.size();
  for (uint32_t i = 0; i < node.operands.size(); ++i) {
    const Node& operand = nodes_[node.operands[i]];
    const bool is_literal = operand.kind == NodeKind::kLiteral;
    arguments_.push_back(is_literal ? operand.value : Datum::Null());
    if (!is_literal) node.computed_arguments.push_back(i);
    // A flag is no value.
    if (is_literal && operand.value.is_null && !operand.type.Is(TypeRoot::kSymbol)) node.has_null_literal = true;
  }
}

ExpressionProgram::NodeId ExpressionProgram::AddExpression(const BoundExpression& expression) {
  Node node;
  node.type = expression.type;
  node.name = expression.name;
  switch (expression.kind) {
    case BoundExpression::Kind::kInput:
      node.kind = NodeKind::kInput;
      node.index = static_cast<uint32_t>(expression.index);
      return AddNode(std::move(node), true);
    case BoundExpression::Kind::kField:
      node.kind = NodeKind::kField;
      node.index = static_cast<uint32_t>(expression.index);
      node.operands.push_back(AddExpression(*expression.operands.front()));
      return AddNode(std::move(node), true);
    case BoundExpression::Kind::kLiteral:
      node.kind = NodeKind::kLiteral;
      node.value = expression.value;
      node.owner = expression.value_memory;
      return AddNode(std::move(node), true);
    case BoundExpression::Kind::kSymbol:
      node.kind = NodeKind::kLiteral;
      node.value = Datum::Null();
      return AddNode(std::move(node), true);
    case BoundExpression::Kind::kCall:
      break;
  }
  return AddCall(expression);
}

ExpressionProgram::NodeId ExpressionProgram::AddCall(const BoundExpression& expression) {
  const BoundCall& call = *expression.call;
  Node node;
  node.type = expression.type;
  node.name = expression.name;
  node.owner = expression.call;
  node.kernel = call.kernel.get();
  node.lazy_kernel = call.lazy_kernel.get();
  node.kind = node.kernel != nullptr ? NodeKind::kCall : NodeKind::kLazyCall;
  node.null_on_null = call.null_on_null;
  node.deterministic = IsRepeatable(call, expression.operands.size());
  for (size_t i = 0; i < expression.operands.size(); ++i) {
    const auto place = PlaceOfCondition(expression, i);
    node.operands.push_back(AddExpression(place ? *UnboxedCondition(expression.operands[i], *place) : *expression.operands[i]));
  }
  if (call.prepare) {
    Node prepare;
    prepare.kind = NodeKind::kCall;
    prepare.type = call.prepare->type;
    prepare.name = std::string(call.prepare_name);
    prepare.owner = call.prepare;
    prepare.kernel = call.prepare->kernel.get();
    prepare.null_on_null = call.prepare->null_on_null;
    NodeId& argument = node.operands[static_cast<size_t>(call.prepared_argument)];
    prepare.operands = {argument};
    argument = AddNode(std::move(prepare), true);
  }
  return AddNode(std::move(node), call.deterministic);
}

ExpressionProgram::NodeId ExpressionProgram::AddNode(Node node, bool shareable) {
  const std::string key = shareable ? KeyOf(node) : std::string();
  if (!key.empty()) {
    if (const auto known = keys_.find(key); known != keys_.end()) return known->second;
  }
  const NodeId id = static_cast<NodeId>(nodes_.size());
  nodes_.push_back(std::move(node));
  if (!key.empty()) keys_.emplace(key, id);
  return id;
}

std::string ExpressionProgram::KeyOf(const Node& node) const {
  switch (node.kind) {
    case NodeKind::kInput:
      return Concat("input ", node.index);
    case NodeKind::kLiteral:
      // A flag is told apart by its text.
      return node.type.Is(TypeRoot::kSymbol) ? Concat("symbol ", node.name) : LiteralKey(node.value, node.type);
    case NodeKind::kField:
      return Concat("field ", node.index, " ", node.operands.front());
    case NodeKind::kCall:
    case NodeKind::kLazyCall:
      break;
  }
  std::string key = Concat("call ", node.name, " ", node.type.ToString());
  for (NodeId operand : node.operands) Append(key, " ", operand);
  return key;
}

std::vector<ExpressionProgram::NodeDescription> ExpressionProgram::Describe() const {
  std::vector<std::string> texts;
  std::vector<NodeDescription> described;
  for (size_t id = 0; id < nodes_.size(); ++id) {
    const Node& node = nodes_[id];
    switch (node.kind) {
      case NodeKind::kInput:
        texts.push_back(node.name);
        continue;
      case NodeKind::kField:
        texts.push_back(Concat(texts[node.operands.front()], ".", node.name));
        continue;
      case NodeKind::kLiteral:
        texts.push_back(node.type.Is(TypeRoot::kSymbol)       ? node.name
                        : node.value.is_null                  ? "NULL"
                        : node.type.IsCharacterString()       ? Concat("'", node.value.view(), "'")
                        : node.type.IsInteger()               ? Concat(node.value.integer)
                        : node.type.Is(TypeRoot::kBoolean)    ? (node.value.boolean() ? "TRUE" : "FALSE")
                                                              : Concat("<", node.type.ToString(), ">"));
        continue;
      case NodeKind::kCall:
      case NodeKind::kLazyCall:
        break;
    }
    std::string text = Concat(node.name, "(");
    std::string_view separator;
    for (NodeId operand : node.operands) {
      Append(text, separator, texts[operand]);
      separator = ", ";
    }
    Append(text, ")");
    described.push_back({id, text, node.uses});
    texts.push_back(Concat("#", id));
  }
  return described;
}

std::vector<std::string> ExpressionProgram::NonDeterministicCalls() const {
  std::vector<std::string> names;
  for (const Node& node : nodes_) {
    if (!node.deterministic && std::find(names.begin(), names.end(), node.name) == names.end()) names.push_back(node.name);
  }
  return names;
}

ExpressionEvaluator::ExpressionEvaluator(std::shared_ptr<const ExpressionProgram> program)
    : program_(std::move(program)), memos_(program_->memo_slots_), calls_(program_->nodes_.size()), arguments_(program_->arguments_) {}

bool ExpressionEvaluator::IsComputed(size_t root) const {
  const Node& node = program_->nodes_[program_->roots_[root]];
  if (node.kind != ExpressionProgram::NodeKind::kCall && node.kind != ExpressionProgram::NodeKind::kLazyCall) return true;
  return node.memo >= 0 && memos_[static_cast<size_t>(node.memo)].epoch == epoch_;
}

int64_t ExpressionEvaluator::CallsOf(std::string_view name) const {
  int64_t calls = 0;
  for (size_t id = 0; id < calls_.size(); ++id) {
    if (program_->nodes_[id].name == name) calls += calls_[id];
  }
  return calls;
}

bool ExpressionEvaluator::EvaluateNode(uint32_t id, Datum& value) {
  const Node& node = program_->nodes_[id];
  switch (node.kind) {
    case ExpressionProgram::NodeKind::kInput:
      value = row_[node.index];
      return true;
    case ExpressionProgram::NodeKind::kLiteral:
      value = node.value;
      return true;
    case ExpressionProgram::NodeKind::kField: {
      Datum row;
      if (!EvaluateNode(node.operands.front(), row)) return false;
      value = row.is_null ? row : row.cells[node.index];
      return true;
    }
    case ExpressionProgram::NodeKind::kCall:
    case ExpressionProgram::NodeKind::kLazyCall:
      break;
  }
  if (node.memo < 0) {
    ++calls_[id];
    return Compute(node, value);
  }
  Memo& memo = memos_[static_cast<size_t>(node.memo)];
  if (memo.epoch != epoch_) {
    ++calls_[id];
    // A failure is not kept: whoever asks again (after TRY_CAST, say) fails again.
    if (!Compute(node, memo.value)) {
      memo.epoch = 0;
      return false;
    }
    memo.epoch = epoch_;
  }
  value = memo.value;
  return true;
}

bool ExpressionEvaluator::Compute(const Node& node, Datum& value) {
  if (node.kind == ExpressionProgram::NodeKind::kCall) return ComputeStrict(node, value);
  NodeArguments arguments(*this, node);
  return node.lazy_kernel->Call(*context_, arguments, value);
}

bool ExpressionEvaluator::ComputeStrict(const Node& node, Datum& value) {
  // No call is an argument of itself, so each has its own place.
  const std::span<Datum> arguments = std::span(arguments_).subspan(node.first_argument, node.operands.size());
  bool any_null = node.has_null_literal;
  for (const uint32_t i : node.computed_arguments) {
    if (!EvaluateNode(node.operands[i], arguments[i])) return false;
    any_null |= arguments[i].is_null;
  }
  if (any_null && node.null_on_null) {
    value = Datum::Null();
    return true;
  }
  return node.kernel->Call(*context_, arguments, value);
}

}  // namespace drey
