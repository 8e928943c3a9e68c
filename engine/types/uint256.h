// An unsigned integer of 256 bits: the exact intermediate of decimal arithmetic (38 digits times 38 digits are 76). Values that
// do not fit are the caller's mistake; the bounds are in decimal.cc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace drey {

using UInt128 = unsigned __int128;

class UInt256 {
 public:
  UInt256() = default;
  explicit UInt256(UInt128 value);

  static UInt256 Product(UInt128 a, UInt128 b);

  bool FitsUInt128() const { return limbs_[2] == 0 && limbs_[3] == 0; }
  // The low half.
  UInt128 ToUInt128() const { return (static_cast<UInt128>(limbs_[1]) << 64) | limbs_[0]; }
  bool IsZero() const { return (limbs_[0] | limbs_[1] | limbs_[2] | limbs_[3]) == 0; }

  void Add(const UInt256& other);
  // Requires other <= *this.
  void Subtract(const UInt256& other);
  void MultiplyBy(uint64_t factor);
  // Returns the remainder.
  uint64_t DivideBy(uint64_t divisor);
  // Returns the remainder.
  UInt128 DivideBy(UInt128 divisor);

  friend bool operator==(const UInt256& a, const UInt256& b) = default;
  friend bool operator<(const UInt256& a, const UInt256& b);

 private:
  std::array<uint64_t, 4> limbs_ = {};  // least significant first
};

}  // namespace drey
