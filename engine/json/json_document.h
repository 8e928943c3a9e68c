// A JSON text read once for all functions that ask for parts of it.
//
// The tree is what json-path's Jackson provider makes of the text: the first value counts and what follows it is ignored; of equal keys the
// last value stays, at the place of the first. A text that is no JSON gives a document that knows why, so that every function decides by
// its own ON ERROR. Lives in an arena, to which the nodes
// that are made later go as well; one thread at a time.
#pragma once

#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/flink_version.h"
#include "engine/json/json_node.h"

namespace drey {

class JsonDocument {
 public:
  // `text` is the UTF-8 of a Java String (well-formed, unpaired surrogates aside) and must live as long as the document.
  static const JsonDocument* Read(std::string_view text, FlinkVersion version, Arena& arena);
  // The same, always by way of JsonReader: what Read is held against.
  static const JsonDocument* ReadExactly(std::string_view text, FlinkVersion version, Arena& arena);

  bool failed() const { return root_ == nullptr; }
  // Requires !failed().
  const JsonNode& root() const { return *root_; }
  FlinkVersion version() const { return version_; }

  // Of a document that failed: Jackson's message and the full Java class of its exception.
  std::string_view error_message() const { return error_message_; }
  std::string_view error_class() const { return error_class_; }

  JsonDocument(const JsonNode* root, FlinkVersion version, std::string_view error_message, std::string_view error_class)
      : root_(root), version_(version), error_message_(error_message), error_class_(error_class) {}

 private:
  const JsonNode* root_;
  FlinkVersion version_;
  std::string_view error_message_;
  std::string_view error_class_;
};

}  // namespace drey
