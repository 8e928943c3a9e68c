#include "engine/base/fingerprint.h"

#include <cstdint>

namespace drey {

std::string FingerprintOf(std::string_view text) {
  uint64_t hash = 14695981039346656037ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  constexpr char kDigits[] = "0123456789abcdef";
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits.push_back(kDigits[(hash >> shift) & 15]);
  return digits;
}

}  // namespace drey
