// Rows as bytes and back: what keyed state keeps of them.
//
// The bytes of equal values are equal, floating-point numbers by their bits: they serve as keys, and two rows are equal where Flink
// compares them as BinaryRowData. Text is kept as bytes (an Exchange stands before every state) and read as TextForm::kUncheckedBytes.
// The bytes depend on the types alone, so that state outlives the process; the format is drey's own.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

class RowSerializer {
 public:
  explicit RowSerializer(std::vector<LogicalType> types) : types_(std::move(types)) {}

  size_t size() const { return types_.size(); }
  void Append(std::span<const Datum> row, std::string& out) const;
  // The same for some columns of a wider row: column i of this serializer is row[columns[i]].
  void AppendColumns(std::span<const Datum> row, std::span<const size_t> columns, std::string& out) const;

  // Values point into `bytes` and `arena`. False where the bytes are no row of these types.
  bool Read(std::string_view bytes, Arena& arena, std::span<Datum> row) const;

 private:
  std::vector<LogicalType> types_;
};

// Numbers of seven bits a byte, the low ones first.
void AppendVarint(uint64_t value, std::string& out);
// Takes one off the front. False where there is none.
bool TakeVarint(std::string_view& bytes, uint64_t& value);
// A length and as many bytes.
void AppendBlock(std::string_view block, std::string& out);
bool TakeBlock(std::string_view& bytes, std::string_view& block);

}  // namespace drey
