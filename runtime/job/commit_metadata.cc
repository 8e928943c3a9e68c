#include "runtime/job/commit_metadata.h"

#include <charconv>
#include <vector>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr std::string_view kProgram = "drey";
constexpr std::string_view kVersion = "1";

}  // namespace

std::string ToText(const CommitMetadata& metadata) {
  return Concat(kProgram, " ", kVersion, " ", metadata.fingerprint, " ", metadata.parallelism);
}

std::optional<CommitMetadata> ParseCommitMetadata(std::string_view text) {
  const std::vector<std::string_view> words = Split(text, ' ');
  if (words.size() != 4 || words[0] != kProgram || words[1] != kVersion) return std::nullopt;
  CommitMetadata metadata = {.fingerprint = std::string(words[2])};
  const auto parsed = std::from_chars(words[3].data(), words[3].data() + words[3].size(), metadata.parallelism);
  if (parsed.ec != std::errc() || parsed.ptr != words[3].data() + words[3].size()) return std::nullopt;
  return metadata;
}

}  // namespace drey
