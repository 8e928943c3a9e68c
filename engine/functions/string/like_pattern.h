// LIKE: % stands for any characters, _ for one that ends no line, an escape character takes their meaning.
//
// Rules: SqlLikeUtils and LikeCallGen of Flink. Texts are Java Strings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"

namespace drey {

class LikePattern {
 public:
  // `escape` has one UTF-16 unit, or none at all: absent. InvalidError with Flink's message where an escape is wrong.
  static absl::StatusOr<LikePattern> Parse(std::string_view pattern, std::string_view escape);

  bool Matches(std::string_view text) const;

 private:
  static constexpr char32_t kAnyOne = 0x110000;
  static constexpr char32_t kAny = 0x110001;

  std::vector<char32_t> elements_;  // code points, kAnyOne and kAny
};

// "Invalid escape character 'ab'".
std::string InvalidEscapeCharacter(std::string_view escape);

// The class of the exceptions about escapes.
std::string_view EscapeExceptionClass(FlinkVersion version);

// The Java regular expression that SIMILAR TO runs. `escape` as above.
absl::StatusOr<std::string> SimilarToJavaPattern(std::string_view pattern, std::string_view escape, FlinkVersion version);

}  // namespace drey
