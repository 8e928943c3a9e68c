#include "engine/operators/exchange.h"

#include "engine/types/java_string.h"

namespace drey {
namespace {

// Timestamps of up to three digits are written as milliseconds, whatever more the value has.
bool IsCompactTimestamp(const LogicalType& type) { return type.IsTimestamp() && type.precision() <= 3; }

// Whether values of the type may become others.
bool IsTouched(const LogicalType& type) {
  if (type.IsCharacterString() || IsCompactTimestamp(type)) return true;
  for (const RowField& field : type.fields()) {
    if (IsTouched(field.type)) return true;
  }
  switch (type.root()) {
    case TypeRoot::kArray:
    case TypeRoot::kMultiset:
      return IsTouched(type.element());
    case TypeRoot::kMap:
      return IsTouched(type.key()) || IsTouched(type.value());
    default:
      return false;
  }
}

Datum Serialized(const Datum& value, const LogicalType& type, Arena& arena);

Datum SerializedCells(const Datum& value, size_t count, Arena& arena, auto type_of) {
  Datum* cells = arena.AllocateArray<Datum>(count);
  for (size_t i = 0; i < count; ++i) cells[i] = Serialized(value.cells[i], type_of(i), arena);
  return Datum::Cells(cells, value.size);
}

Datum Serialized(const Datum& value, const LogicalType& type, Arena& arena) {
  if (value.is_null || !IsTouched(type)) return value;
  if (IsCompactTimestamp(type)) return Datum::Timestamp(value.integer, 0);
  if (type.IsCharacterString()) {
    // Bytes nobody looked at pass unchanged; they are looked at behind the exchange.
    return Datum::Text(Utf8Bytes(value, arena), value.form);
  }
  const size_t count = value.size;
  switch (type.root()) {
    case TypeRoot::kArray:
      return SerializedCells(value, count, arena, [&](size_t) -> const LogicalType& { return type.element(); });
    case TypeRoot::kMultiset: {
      const LogicalType multiplicity = LogicalType::Integer();
      return SerializedCells(value, 2 * count, arena,
                             [&](size_t i) -> const LogicalType& { return i % 2 == 0 ? type.element() : multiplicity; });
    }
    case TypeRoot::kMap:
      return SerializedCells(value, 2 * count, arena,
                             [&](size_t i) -> const LogicalType& { return i % 2 == 0 ? type.key() : type.value(); });
    default:
      return SerializedCells(value, count, arena, [&](size_t i) -> const LogicalType& { return type.fields()[i].type; });
  }
}

class Exchange final : public Operator {
 public:
  explicit Exchange(const Schema& schema) : schema_(schema) {}

  absl::Status Process(RowBatch&& batch, const EvaluationContext&, Collector& out) override {
    for (size_t i = 0; i < batch.size(); ++i) {
      const auto cells = batch.row(i);
      for (size_t column = 0; column < cells.size(); ++column) {
        cells[column] = Serialized(cells[column], schema_.type(column), batch.arena());
      }
    }
    return out.Collect(std::move(batch));
  }

 private:
  const Schema& schema_;
};

}  // namespace

std::unique_ptr<Operator> ExchangeSpec::MakeOperator() const { return std::make_unique<Exchange>(schema_); }

}  // namespace drey
