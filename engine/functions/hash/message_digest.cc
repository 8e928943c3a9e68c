#include "engine/functions/hash/message_digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <iterator>

namespace drey {

struct MessageDigest {
  std::string_view name;
  const EVP_MD* (*algorithm)();
};

namespace {

constexpr MessageDigest kDigests[] = {
    {"MD5", EVP_md5},           {"SHA-1", EVP_sha1},     {"SHA-224", EVP_sha224},         {"SHA-256", EVP_sha256},
    {"SHA-384", EVP_sha384},    {"SHA-512", EVP_sha512}, {"SHA-512/224", EVP_sha512_224}, {"SHA-512/256", EVP_sha512_256},
};

}  // namespace

const MessageDigest* FindMessageDigest(std::string_view name) {
  const auto found = std::find_if(std::begin(kDigests), std::end(kDigests),
                                  [&](const MessageDigest& digest) { return digest.name == name; });
  return found != std::end(kDigests) ? &*found : nullptr;
}

std::string_view HexDigest(const MessageDigest& digest, std::string_view bytes, Arena& arena) {
  unsigned char result[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), result, &size, digest.algorithm(), nullptr);
  constexpr std::string_view kDigits = "0123456789abcdef";
  char* const out = arena.Allocate(size_t{2} * size);
  for (unsigned i = 0; i < size; ++i) {
    out[2 * i] = kDigits[result[i] >> 4];
    out[2 * i + 1] = kDigits[result[i] & 0xF];
  }
  return {out, size_t{2} * size};
}

}  // namespace drey
