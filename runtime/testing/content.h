// What a key, a value or a part of one says, as a test file writes it or as a job's bytes say it: JSON with the texts of its numbers kept,
// so that 9.50 is not 9.5.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/source_text.h"
#include "runtime/testing/yaml_document.h"

namespace drey {

struct ContentMember;

// Jackson's limit on the nesting of a document.
constexpr int kDeepestContent = 1000;

struct Content {
  enum class Kind : uint8_t { kNull, kTrue, kFalse, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  // Of a string: its characters; of a number: as written.
  std::string text = {};
  std::vector<Content> items = {};
  std::vector<ContentMember> members = {};
  // In the test file; unknown in what comes from a job.
  SourceRange range = {};

  bool IsContainer() const { return kind == Kind::kArray || kind == Kind::kObject; }
  // Null where there is none.
  const Content* Find(std::string_view name) const;
};

struct ContentMember {
  std::string name = {};
  Content value = {};
  SourceRange name_range = {};
};

// What a node of a test file means: a plain scalar that is a JSON number, true, false or null is that, every other scalar a string; the
// tags !json and !base64 make strings of what they tag.
absl::StatusOr<Content> ReadContent(const YamlNode& node);

// The JSON value that the bytes are; nothing where they are none, have something behind it, or nest deeper than kDeepestContent: so whoever
// walks a content may do so by recursion.
std::optional<Content> ParseContent(std::string_view bytes);

// Compact JSON, members in their order.
std::string ToJson(const Content& content);

// The bytes of a key or value: the characters of a string, else the JSON text.
std::string ToBytes(const Content& content);

std::string EncodeBase64Text(std::string_view bytes);
// Nothing where the text is not base64.
std::optional<std::string> DecodeBase64Text(std::string_view text);

// Whether both say the same: the order of members is free.
bool SameContent(const Content& a, const Content& b);

}  // namespace drey
