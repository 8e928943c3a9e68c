#include "engine/operators/length_enforcer.h"

#include <cstring>
#include <optional>

#include "engine/base/text.h"

namespace drey {
namespace {

bool StartsCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

size_t CountCharacters(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += StartsCharacter(c) ? 1 : 0;
  return count;
}

std::string_view FirstCharacters(std::string_view text, size_t count) {
  size_t seen = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (StartsCharacter(text[i]) && seen++ == count) return text.substr(0, i);
  }
  return text;
}

std::string_view Padded(std::string_view text, size_t more, char fill, Arena& arena) {
  char* padded = arena.Allocate(text.size() + more);
  if (!text.empty()) std::memcpy(padded, text.data(), text.size());
  std::memset(padded + text.size(), fill, more);
  return {padded, text.size() + more};
}

Datum TrimmedAndPadded(const Datum& value, const LogicalType& type, Arena& arena) {
  const auto length = static_cast<size_t>(type.length());
  if (type.IsBinaryString()) {
    std::string_view bytes = value.view().substr(0, length);
    if (type.Is(TypeRoot::kBinary) && bytes.size() < length) bytes = Padded(bytes, length - bytes.size(), '\0', arena);
    return Datum::Text(bytes);
  }
  const std::string_view text = value.view();
  const size_t count = CountCharacters(text);
  if (count > length) return Datum::Text(FirstCharacters(text, length), value.form);
  if (type.Is(TypeRoot::kChar) && count < length) return Datum::Text(Padded(text, length - count, ' ', arena), value.form);
  return value;
}

// The length that breaks the type, if it does.
std::optional<size_t> BrokenLength(const Datum& value, const LogicalType& type) {
  const auto allowed = static_cast<size_t>(type.length());
  const bool fixed = type.Is(TypeRoot::kChar) || type.Is(TypeRoot::kBinary);
  const size_t length = type.IsBinaryString() ? value.size : CountCharacters(value.view());
  if (length > allowed || (fixed && length < allowed)) return length;
  return std::nullopt;
}

class LengthEnforcer final : public Operator {
 public:
  LengthEnforcer(const std::vector<LengthColumn>& columns, TypeLengthEnforcer enforcer, FlinkVersion version)
      : columns_(columns), enforcer_(enforcer), version_(version) {}

  absl::Status Process(RowBatch&& batch, const EvaluationContext&, Collector& out) override {
    for (size_t i = 0; i < batch.size(); ++i) {
      if (batch.has_errors() && batch.error(i) != nullptr) continue;
      if (auto error = ProcessRow(batch.row(i), batch.arena())) batch.SetError(i, *std::move(error));
    }
    return out.Collect(std::move(batch));
  }

 private:
  std::optional<RowError> ProcessRow(std::span<Datum> cells, Arena& arena) const {
    for (const LengthColumn& column : columns_) {
      Datum& cell = cells[column.column];
      if (cell.is_null) {
        if (enforcer_ == TypeLengthEnforcer::kTrimPad && version_ == FlinkVersion::k1_20) return NullFailure(column);
        continue;
      }
      if (enforcer_ == TypeLengthEnforcer::kTrimPad) {
        cell = TrimmedAndPadded(cell, column.type, arena);
      } else if (const auto length = BrokenLength(cell, column.type)) {
        return LengthFailure(column, *length);
      }
    }
    return std::nullopt;
  }

  // Flink 1.20 does not expect a NULL here.
  static RowError NullFailure(const LengthColumn& column) {
    const std::string message = column.type.IsBinaryString()
                                    ? "Cannot read the array length because \"binaryData\" is null"
                                    : "Cannot invoke \"org.apache.flink.table.data.binary.BinaryStringData.numChars()\" because "
                                      "\"stringData\" is null";
    return {.phase = RowError::Phase::kConstraint,
            .message = message,
            .flink_class = "java.lang.NullPointerException",
            .field = column.name};
  }

  static RowError LengthFailure(const LengthColumn& column, size_t length) {
    return {.phase = RowError::Phase::kConstraint,
            .message = Concat("Column '", column.name, "' is ", column.type.ToStringWithoutNullability(),
                              ", however, a string of length ", length,
                              " is being written into it. You can set job configuration 'table.exec.sink.type-length-enforcer' to "
                              "control this behaviour."),
            .flink_class = "org.apache.flink.table.runtime.operators.sink.constraint.EnforcerException",
            .field = column.name};
  }

  const std::vector<LengthColumn>& columns_;
  TypeLengthEnforcer enforcer_;
  FlinkVersion version_;
};

}  // namespace

std::vector<LengthColumn> LengthColumns(const Schema& schema, size_t count) {
  std::vector<LengthColumn> columns;
  for (size_t i = 0; i < count; ++i) {
    const LogicalType& type = schema.type(i);
    const bool bounded = (type.IsCharacterString() || type.IsBinaryString()) && type.length() != LogicalType::kMaxLength;
    if (bounded) columns.push_back({i, schema.columns[i].name, type});
  }
  return columns;
}

std::string LengthEnforcerSpec::Describe() const {
  std::vector<std::string> names;
  for (const LengthColumn& column : columns_) names.push_back(column.name);
  const std::string_view mode = enforcer_ == TypeLengthEnforcer::kTrimPad ? "TRIM_PAD" : "ERROR";
  return Concat("ConstraintEnforcer[LengthEnforcer(fields=[", Join(names, ", "), "], mode=", mode, ")]");
}

std::unique_ptr<Operator> LengthEnforcerSpec::MakeOperator() const {
  return std::make_unique<LengthEnforcer>(columns_, enforcer_, version_);
}

}  // namespace drey
