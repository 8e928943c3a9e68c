// An operator fed with rows as text: "+I 1 a" are a kind and the cells of INT and STRING columns, "~" is NULL.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/text.h"
#include "engine/operators/operator.h"

namespace drey {

class OperatorUnderTest {
 public:
  explicit OperatorUnderTest(const OperatorSpec& spec) : schema_(spec.output()), operator_(spec.MakeOperator()) {}

  void SetTime(absl::Time now) { environment_.now = now; }

  // The rows that come out, between "; ".
  std::string Process(std::string_view rows) {
    RowBatch batch(schema_.size());
    for (std::string_view row : Split(rows, ';')) AddRow(StripBlanks(row), batch);
    Output output;
    if (!operator_->Process(std::move(batch), environment_, output).ok()) return "failed";
    return TextOf(output);
  }

  // What comes out of what was held back.
  std::string Release() {
    Output output;
    return operator_->Release(environment_, output).ok() ? TextOf(output) : "failed";
  }
  absl::Time held_until() const { return operator_->held_until(); }
  std::string Snapshot() const {
    std::string bytes;
    operator_->Snapshot(bytes);
    return bytes;
  }
  bool Restore(std::string_view bytes) { return operator_->Restore(bytes); }

 private:
  struct Output final : Collector {
    absl::Status Collect(RowBatch&& batch) override {
      batches.push_back(std::move(batch));
      return absl::OkStatus();
    }
    std::vector<RowBatch> batches;
  };

  std::string TextOf(const Output& output) const {
    std::vector<std::string> texts;
    for (const RowBatch& result : output.batches) {
      for (size_t i = 0; i < result.size(); ++i) texts.push_back(TextOf(result, i));
    }
    return Join(texts, "; ");
  }

  void AddRow(std::string_view row, RowBatch& batch) const {
    const std::vector<std::string_view> parts = Split(row, ' ');
    RowKind kind = RowKind::kInsert;
    for (const RowKind known : {RowKind::kInsert, RowKind::kUpdateBefore, RowKind::kUpdateAfter, RowKind::kDelete}) {
      if (ToString(known) == parts[0]) kind = known;
    }
    const std::span<Datum> cells = batch.AppendRow(kind, nullptr);
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string_view part = parts[i + 1];
      if (part == "~") continue;
      const bool is_text = schema_.type(i).IsCharacterString();
      cells[i] = is_text ? Datum::Text(batch.arena().Copy(part)) : Datum::Integer(std::stoll(std::string(part)));
    }
  }

  std::string TextOf(const RowBatch& batch, size_t i) const {
    std::string text(ToString(batch.kind(i)));
    for (size_t column = 0; column < schema_.size(); ++column) {
      const Datum& cell = batch.row(i)[column];
      text.push_back(' ');
      if (cell.is_null) {
        text.push_back('~');
      } else if (schema_.type(column).IsCharacterString()) {
        text += cell.view();
      } else {
        AppendPiece(text, cell.integer);
      }
    }
    return text;
  }

  Schema schema_;
  std::unique_ptr<Operator> operator_;
  EvaluationContext environment_;
};

}  // namespace drey
