#include "tests/flink/conformance/base64_text.h"

#include "engine/functions/encoding/base64.h"

namespace drey {

std::string DecodeBase64Text(std::string_view text) {
  std::string bytes(text.size(), '\0');
  const DecodedBase64 decoded = DecodeBase64(text, bytes.data());
  bytes.resize(decoded.size);
  return bytes;
}

}  // namespace drey
