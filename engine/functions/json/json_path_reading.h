// What JSON_VALUE, JSON_QUERY and JSON_EXISTS share: a document, a path with its mode, and what reading one from the other gives.
//
// Rules: Flink's SqlJsonUtils.jsonApiCommonSyntax.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "engine/functions/function.h"
#include "engine/json/json_document.h"
#include "engine/json/json_path.h"

namespace drey {

// A path as SQL writes it: `lax $.a`, `strict $.a`, `$.a` (strict).
struct JsonPathSpecification {
  std::string text;
  bool is_lax = false;
  JsonPath path;
};

std::shared_ptr<const JsonPathSpecification> ParseJsonPathSpecification(std::string_view text);

// The path argument of a call: compiled while binding where it is constant, else once for each distinct text. Thread-safe.
class JsonPathArgument {
 public:
  explicit JsonPathArgument(const Argument& argument);

  // Null where the path is not constant.
  const JsonPathSpecification* constant() const { return constant_.get(); }
  // `holder` keeps a path that is not constant.
  const JsonPathSpecification& Get(const Datum& value, Arena& arena,
                                   std::shared_ptr<const JsonPathSpecification>& holder) const;

 private:
  std::shared_ptr<const JsonPathSpecification> constant_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const JsonPathSpecification>, std::less<>> compiled_;
};

struct JsonReading {
  bool is_lax = false;
  const JsonNode* value = nullptr;               // null: Java's null
  std::optional<JavaException> exception = {};  // an Error among them is not for ON ERROR
};

// By Jayway's rules, whatever the path.
JsonReading ReadJsonByRules(const JsonDocument& document, const JsonPathSpecification& path, Arena& arena);

// Plain paths that lead to something need no rules.
inline JsonReading ReadJson(const JsonDocument& document, const JsonPathSpecification& path, Arena& arena) {
  if (!document.failed()) {
    const JsonNode* found = path.path.FindPlain(document.root());
    if (found != nullptr && found->kind != JsonKind::kNull) return {.is_lax = path.is_lax, .value = found};
  }
  return ReadJsonByRules(document, path, arena);
}

// An exception that ERROR ON ERROR throws: TableRuntimeException with the text.
JavaException TableRuntimeException(std::string message);
// Past every ON ERROR where a document is nested too deep.
JavaException StackOverflowError();

inline bool Fail(CallContext& context, const JavaException& exception) {
  return context.Fail(exception.flink_class, exception.message);
}

// The document of arguments[0] and the path of arguments[1].
inline JsonReading ReadArguments(CallContext& context, std::span<const Datum> arguments, const JsonPathArgument& path) {
  if (path.constant() != nullptr) return ReadJson(*arguments[0].document, *path.constant(), context.arena());
  std::shared_ptr<const JsonPathSpecification> holder;
  const JsonPathSpecification& specification = path.Get(arguments[1], context.arena(), holder);
  return ReadJson(*arguments[0].document, specification, context.arena());
}

// Refuses a bare NULL as document or path.
absl::Status RefuseUntypedDocumentOrPath(const BindRequest& request);

// The same, and refuses documents and paths that are no character strings, as the Java compiler does behind Flink's code generator.
// What Calcite says of a path that is no text. `form`: how the function is written.
absl::Status CheckPath(const BindRequest& request, std::string_view form);
absl::Status CheckDocumentAndPath(const BindRequest& request);

// Makes `call` share the reading of its first argument with all calls on the same text.
void PrepareDocument(BoundCall& call);

}  // namespace drey
