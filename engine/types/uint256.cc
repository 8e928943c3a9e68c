#include "engine/types/uint256.h"

namespace drey {

UInt256::UInt256(UInt128 value)
    : limbs_{static_cast<uint64_t>(value), static_cast<uint64_t>(value >> 64), 0, 0} {}

UInt256 UInt256::Product(UInt128 a, UInt128 b) {
  const UInt256 left(a);
  const UInt256 right(b);
  UInt256 product;
  for (size_t i = 0; i < 2; ++i) {
    uint64_t carry = 0;
    for (size_t j = 0; j < 2; ++j) {
      const UInt128 sum =
          static_cast<UInt128>(left.limbs_[i]) * right.limbs_[j] + product.limbs_[i + j] + carry;
      product.limbs_[i + j] = static_cast<uint64_t>(sum);
      carry = static_cast<uint64_t>(sum >> 64);
    }
    product.limbs_[i + 2] = carry;
  }
  return product;
}

void UInt256::Add(const UInt256& other) {
  UInt128 carry = 0;
  for (size_t i = 0; i < 4; ++i) {
    carry += static_cast<UInt128>(limbs_[i]) + other.limbs_[i];
    limbs_[i] = static_cast<uint64_t>(carry);
    carry >>= 64;
  }
}

void UInt256::Subtract(const UInt256& other) {
  uint64_t borrow = 0;
  for (size_t i = 0; i < 4; ++i) {
    const UInt128 difference = static_cast<UInt128>(limbs_[i]) - other.limbs_[i] - borrow;
    limbs_[i] = static_cast<uint64_t>(difference);
    borrow = static_cast<uint64_t>(difference >> 64) & 1;
  }
}

void UInt256::MultiplyBy(uint64_t factor) {
  uint64_t carry = 0;
  for (uint64_t& limb : limbs_) {
    const UInt128 product = static_cast<UInt128>(limb) * factor + carry;
    limb = static_cast<uint64_t>(product);
    carry = static_cast<uint64_t>(product >> 64);
  }
}

uint64_t UInt256::DivideBy(uint64_t divisor) {
  uint64_t remainder = 0;
  for (size_t i = 4; i-- > 0;) {
    const UInt128 part = (static_cast<UInt128>(remainder) << 64) | limbs_[i];
    limbs_[i] = static_cast<uint64_t>(part / divisor);
    remainder = static_cast<uint64_t>(part % divisor);
  }
  return remainder;
}

UInt128 UInt256::DivideBy(UInt128 divisor) {
  if ((divisor >> 64) == 0) return DivideBy(static_cast<uint64_t>(divisor));
  if (FitsUInt128()) {
    const UInt128 dividend = ToUInt128();
    *this = UInt256(dividend / divisor);
    return dividend % divisor;
  }
  // Bit by bit: a divisor this wide is rare.
  UInt256 quotient;
  UInt128 remainder = 0;
  for (size_t bit = 256; bit-- > 0;) {
    const bool overflow = (remainder >> 127) != 0;
    remainder = (remainder << 1) | ((limbs_[bit / 64] >> (bit % 64)) & 1);
    if (overflow || remainder >= divisor) {
      remainder -= divisor;
      quotient.limbs_[bit / 64] |= uint64_t{1} << (bit % 64);
    }
  }
  *this = quotient;
  return remainder;
}

bool operator<(const UInt256& a, const UInt256& b) {
  for (size_t i = 4; i-- > 0;) {
    if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] < b.limbs_[i];
  }
  return false;
}

}  // namespace drey
