#include "engine/formats/text_node.h"

#include "engine/base/text.h"
#include "engine/json/mime_base64.h"
#include "engine/types/java_string.h"

namespace drey {

std::optional<std::string_view> BinaryValueOfText(std::string_view text, Arena& arena, std::string& failure) {
  text = TrimJava(text);
  char* const start = arena.Allocate(DecodedMimeBase64Bound(text.size()));
  char* const end = DecodeMimeBase64(text, start, failure);
  if (end != nullptr) return std::string_view(start, static_cast<size_t>(end - start));
  failure = Concat("Cannot access contents of TextNode as binary due to broken Base64 encoding: ", failure);
  return std::nullopt;
}

}  // namespace drey
