// A YAML text as a tree that knows where everything stands in it.
//
// Scalars keep their text: what a plain one means is decided by whoever reads the tree. Aliases are copies of what their anchors named.
// Several documents in one text, a key twice in one mapping, and keys that are no scalars are errors. The only user of libfyaml.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/source_text.h"

namespace drey {

struct YamlEntry;

struct YamlNode {
  enum class Kind : uint8_t { kScalar, kSequence, kMapping };

  Kind kind = Kind::kScalar;
  // As written, "!base64"; empty when none.
  std::string tag = {};
  // Of a scalar: its text, and whether it stands without quotes on one or more lines.
  std::string text = {};
  bool plain = false;
  // Of a sequence or mapping: written with brackets.
  bool flow = false;
  // What is written, without tag and anchor: quotes and brackets belong to it.
  SourceRange range = {};
  // From the tag on, where there is one.
  SourceRange full_range = {};
  std::vector<YamlNode> items = {};
  std::vector<YamlEntry> entries = {};

  bool IsScalar() const { return kind == Kind::kScalar; }
  bool IsSequence() const { return kind == Kind::kSequence; }
  bool IsMapping() const { return kind == Kind::kMapping; }
  // A plain scalar of this text.
  bool IsPlain(std::string_view word) const { return IsScalar() && plain && tag.empty() && text == word; }
  // Null where there is none, or where this is no mapping.
  const YamlNode* Find(std::string_view key) const;
};

struct YamlEntry {
  std::string key = {};
  SourceRange key_range = {};
  YamlNode value = {};
};

// Reads the text of `source`. Errors have their place in it.
absl::StatusOr<YamlNode> ParseYaml(SourceId source, std::string_view text);

}  // namespace drey
