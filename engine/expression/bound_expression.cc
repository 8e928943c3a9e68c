#include "engine/expression/bound_expression.h"

#include <algorithm>

namespace drey {
namespace {

Datum CopyCells(const Datum& value, std::span<const LogicalType> types, size_t count, Arena& arena) {
  Datum* cells = arena.AllocateArray<Datum>(count);
  for (size_t i = 0; i < count; ++i) cells[i] = CopyDatum(value.cells[i], types[i % types.size()], arena);
  return Datum::Cells(cells, value.size);
}

}  // namespace

std::optional<bool> TruthOf(const BoundExpression& expression) {
  if (!expression.IsLiteral() || !expression.type.Is(TypeRoot::kBoolean) || expression.value.is_null) return std::nullopt;
  return expression.value.boolean();
}

Datum CopyDatum(const Datum& value, const LogicalType& type, Arena& arena) {
  if (value.is_null) return value;
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
    case TypeRoot::kVariant:
      return Datum::Text(arena.Copy(value.view()), value.form);
    case TypeRoot::kDecimal:
      return type.precision() > 18 ? Datum::Wide(arena.New<Int128>(*value.wide)) : value;
    case TypeRoot::kArray: {
      const LogicalType types[] = {type.element()};
      return CopyCells(value, types, value.size, arena);
    }
    case TypeRoot::kMultiset: {
      const LogicalType types[] = {type.element(), LogicalType::Integer()};
      return CopyCells(value, types, size_t{2} * value.size, arena);
    }
    case TypeRoot::kMap: {
      const LogicalType types[] = {type.key(), type.value()};
      return CopyCells(value, types, size_t{2} * value.size, arena);
    }
    case TypeRoot::kRow: {
      std::vector<LogicalType> types;
      for (const RowField& field : type.fields()) types.push_back(field.type);
      return CopyCells(value, types, value.size, arena);
    }
    default:
      return value;
  }
}

BoundExpressionPointer MakeInput(size_t index, std::string name, LogicalType type, SourceRange range) {
  auto expression = std::make_shared<BoundExpression>();
  expression->kind = BoundExpression::Kind::kInput;
  expression->index = index;
  expression->name = std::move(name);
  expression->type = std::move(type);
  expression->range = range;
  return expression;
}

BoundExpressionPointer MakeField(BoundExpressionPointer row, size_t field, SourceRange range) {
  auto expression = std::make_shared<BoundExpression>();
  const RowField& description = row->type.fields()[field];
  expression->kind = BoundExpression::Kind::kField;
  expression->index = field;
  expression->name = description.name;
  expression->type = description.type.WithNullable(description.type.nullable() || row->type.nullable());
  expression->range = range;
  expression->operands.push_back(std::move(row));
  return expression;
}

BoundExpressionPointer MakeLiteral(LogicalType type, const Datum& value, SourceRange range) {
  auto expression = std::make_shared<BoundExpression>();
  auto memory = std::make_shared<Arena>();
  expression->kind = BoundExpression::Kind::kLiteral;
  expression->value = CopyDatum(value, type, *memory);
  expression->value_memory = std::move(memory);
  expression->type = std::move(type);
  expression->range = range;
  return expression;
}

BoundExpressionPointer MakeSymbol(std::string text, SourceRange range) {
  auto expression = std::make_shared<BoundExpression>();
  expression->kind = BoundExpression::Kind::kSymbol;
  expression->type = LogicalType(TypeRoot::kSymbol);
  expression->name = std::move(text);
  expression->range = range;
  return expression;
}

BoundExpressionPointer MakeCall(std::string name, std::shared_ptr<const BoundCall> call,
                                std::vector<BoundExpressionPointer> operands, SourceRange range) {
  auto expression = std::make_shared<BoundExpression>();
  expression->kind = BoundExpression::Kind::kCall;
  expression->name = std::move(name);
  expression->type = call->type;
  expression->call = std::move(call);
  expression->operands = std::move(operands);
  expression->range = range;
  return expression;
}

bool IsRepeatable(const BoundCall& call, size_t operand_count) { return call.deterministic && (call.foldable || operand_count > 0); }

bool IsConstant(const BoundExpression& expression) {
  if (expression.kind == BoundExpression::Kind::kInput) return false;
  // What is refused has no kernel.
  if (expression.call && (!expression.call->deterministic || !expression.call->foldable || !expression.call->refusal.ok())) return false;
  return std::all_of(expression.operands.begin(), expression.operands.end(),
                     [](const BoundExpressionPointer& operand) { return IsConstant(*operand); });
}

void CollectInputs(const BoundExpression& expression, std::set<size_t>& inputs) {
  if (expression.kind == BoundExpression::Kind::kInput) inputs.insert(expression.index);
  for (const BoundExpressionPointer& operand : expression.operands) CollectInputs(*operand, inputs);
}

BoundExpressionPointer ReplaceInputs(const BoundExpressionPointer& expression,
                                     const std::vector<BoundExpressionPointer>& inputs) {
  if (expression->kind == BoundExpression::Kind::kInput) return inputs[expression->index];
  if (expression->operands.empty()) return expression;
  auto copy = std::make_shared<BoundExpression>(*expression);
  for (BoundExpressionPointer& operand : copy->operands) operand = ReplaceInputs(operand, inputs);
  return copy;
}

}  // namespace drey
