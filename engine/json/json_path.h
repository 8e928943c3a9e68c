// JSON paths in the dialect of Jayway's JsonPath 2.9.0, the library inside Flink, oddities included.
//
// A path is compiled from text once and then read from many documents. What the library throws is returned as a JavaException. Flink
// lacks json-smart, a library that Jayway asks for where a filter tests existence or holds an array or object: there an Error
// (NoClassDefFoundError) passes every ON ERROR; JavaException::is_error tells it.
//
// Compiled paths are immutable and thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/json/json_document.h"
#include "engine/json/json_pattern.h"

namespace drey {

struct JavaException {
  enum class Kind : uint8_t {
    kInvalidPath,   // InvalidPathException itself
    kPathNotFound,  // its subclass
    kIndexOutOfBounds,
    kOther,
    kError,  // no Exception but an Error: not to be caught
  };
  Kind kind = Kind::kOther;
  std::string flink_class = {};  // of the innermost cause
  std::string message = {};

  bool is_error() const { return kind == Kind::kError; }
};

struct CompiledJsonPath;

class JsonPath {
 public:
  // Compiles the text behind the mode word. On failure path.valid() is false and failure() says why; Flink finds out when it reads
  // the first document, so this is no error yet.
  static JsonPath Compile(std::string_view text, JsonPatternCompiler compile_pattern);

  bool valid() const { return !failure_.has_value(); }
  const std::optional<JavaException>& failure() const { return failure_; }

  struct Result {
    const JsonNode* value = nullptr;  // null: Java's null, which is both JSON null and nothing
    std::optional<JavaException> exception = {};
  };
  // Requires valid(), and a document that did not fail and is not the literal null. `suppress`: Jayway's SUPPRESS_EXCEPTIONS.
  Result Read(const JsonDocument& document, bool suppress, Arena& arena) const;

  // What a plain path ($.a.b, $.a[*]) leads to. Null for other paths, and where the document is not as such a path expects it.
  const JsonNode* FindPlain(const JsonNode& root) const {
    if (!is_plain_) return nullptr;
    const JsonNode* node = &root;
    for (const std::string& name : members_) {
      if (!node->IsObject()) return nullptr;
      node = node->Find(name);
      if (node == nullptr) return nullptr;
    }
    return !has_all_elements_ || node->IsArray() ? node : nullptr;
  }

 private:
  std::shared_ptr<const CompiledJsonPath> compiled_;
  std::optional<JavaException> failure_;
  // Members of members, perhaps with all elements of the last.
  bool is_plain_ = false;
  bool has_all_elements_ = false;
  std::vector<std::string> members_;
};

}  // namespace drey
