// Values of the type VARIANT: a JSON value whose type goes with it, in the binary encoding of Parquet (parquet-format, VariantEncoding.md), which
// two equal values share to the byte: Flink compares them so.
//
// A value is the bytes of one Datum: where it begins in its document, the names of the document's keys in the order of their first
// mention, and the document. A part of a value is the same with another beginning, as in Flink, which tells parts of different places apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/flink_version.h"

namespace drey {

enum class DuplicateKeys : uint8_t {
  kRefused,
  kLastWins,
};

struct VariantFailure {
  std::string flink_class;
  std::string message;
};

// The value of a JSON text (a Java String); what follows it is not looked at. Nullopt where there is none: `failure` is as in Flink.
std::optional<std::string_view> ParseVariant(std::string_view json, DuplicateKeys duplicates, FlinkVersion version, Arena& arena,
                                             VariantFailure& failure);

// The value as JSON text: keys in the order of their UTF-16, decimals without zeros at the end.
void AppendVariantJson(std::string_view variant, std::string& out);

bool AreEqualVariants(std::string_view a, std::string_view b);

bool IsVariantObject(std::string_view variant);
bool IsVariantArray(std::string_view variant);

// Of an object: the value of the key (UTF-8). Nullopt where there is none.
std::optional<std::string_view> VariantField(std::string_view object, std::string_view key, Arena& arena);
// Of an array: the element, counted from 0. Nullopt where there is none.
std::optional<std::string_view> VariantElement(std::string_view array, int64_t index, Arena& arena);

}  // namespace drey
