// What a row of a changelog does (Flink documentation: "Dynamic Tables").
#pragma once

#include <cstdint>
#include <string_view>

namespace drey {

enum class RowKind : uint8_t { kInsert, kUpdateBefore, kUpdateAfter, kDelete };

// "+I", "-U", "+U", "-D".
constexpr std::string_view ToString(RowKind kind) {
  switch (kind) {
    case RowKind::kInsert:
      return "+I";
    case RowKind::kUpdateBefore:
      return "-U";
    case RowKind::kUpdateAfter:
      return "+U";
    case RowKind::kDelete:
      return "-D";
  }
  return "?";
}

// Which kinds of rows flow somewhere: a set of RowKind.
class ChangelogMode {
 public:
  constexpr ChangelogMode() = default;
  static constexpr ChangelogMode InsertOnly() { return ChangelogMode(0b0001); }
  static constexpr ChangelogMode Upsert() { return ChangelogMode(0b1101); }  // +I +U -D
  static constexpr ChangelogMode UpsertSource() { return ChangelogMode(0b1100); }  // +U -D
  static constexpr ChangelogMode All() { return ChangelogMode(0b1111); }

  constexpr bool Contains(RowKind kind) const { return (bits_ >> static_cast<int>(kind)) & 1; }
  constexpr bool IsInsertOnly() const { return bits_ == 0b0001; }
  friend constexpr bool operator==(ChangelogMode, ChangelogMode) = default;

 private:
  constexpr explicit ChangelogMode(unsigned bits) : bits_(static_cast<uint8_t>(bits)) {}
  uint8_t bits_ = 0;
};

}  // namespace drey
