// The texts that a user wrote (SQL parts of an application JSON, scripts, test files) and places in them.
//
// A SourceMap owns every text of one compilation; tokens, syntax nodes and errors carry a SourceRange, which is valid as
// long as its map lives. Offsets count bytes; lines and columns, made only for people, start at 1 and count code points.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace drey {

// Which text of the SourceMap; kNoSource is "no place known".
using SourceId = int32_t;
inline constexpr SourceId kNoSource = -1;

struct SourceRange {
  SourceId source = kNoSource;
  uint32_t begin = 0;  // first byte
  uint32_t end = 0;    // one past the last byte

  bool known() const { return source != kNoSource; }
  friend bool operator==(const SourceRange&, const SourceRange&) = default;
};

// The smallest range that covers both; an unknown one gives the other.
SourceRange Cover(SourceRange a, SourceRange b);

struct LineColumn {
  int line = 1;
  int column = 1;
};

// One text. `file` is the path as the user gave it; `part` names the piece of an application JSON ("statement",
// "sinks[0].create_table"), empty for a whole file. `file_line` is the line of the file on which the part stands.
struct SourceText {
  std::string file = {};
  std::string part = {};
  std::string text = {};
  int file_line = 0;

  LineColumn Locate(uint32_t offset) const;
  // The line without its newline; line counts from 1.
  std::string_view Line(int line) const;
};

class SourceMap {
 public:
  SourceId Add(SourceText text);
  // Requires an id that Add returned.
  const SourceText& Get(SourceId id) const { return texts_[static_cast<size_t>(id)]; }
  bool Contains(SourceId id) const { return id >= 0 && static_cast<size_t>(id) < texts_.size(); }
  std::string_view Text(SourceRange range) const;

 private:
  std::deque<SourceText> texts_;  // a deque: views of earlier texts stay valid while others are added
};

}  // namespace drey
