// Message digests by the names that Java gives them. OpenSSL computes them; this folder is its only user.
#pragma once

#include <string_view>

#include "engine/base/arena.h"

namespace drey {

// Opaque; it lives for ever.
struct MessageDigest;

// "MD5", "SHA-1" … "SHA-512", "SHA-512/224", "SHA-512/256"; null for other names.
const MessageDigest* FindMessageDigest(std::string_view name);

// The digest of the bytes in small hexadecimal digits.
std::string_view HexDigest(const MessageDigest& digest, std::string_view bytes, Arena& arena);

}  // namespace drey
