#include "runtime/job/commit_metadata.h"

#include <charconv>
#include <vector>

#include "engine/base/text.h"
#include "runtime/checkpoint/state_store.h"

namespace drey {
namespace {

constexpr std::string_view kProgram = "drey";
constexpr std::string_view kVersion = "1";

}  // namespace

std::string ToText(const CommitMetadata& metadata) {
  std::string text = Concat(kProgram, " ", kVersion, " ", metadata.fingerprint, " ", metadata.parallelism);
  if (!metadata.state.empty()) Append(text, " ", metadata.state);
  return text;
}

std::optional<CommitMetadata> ParseCommitMetadata(std::string_view text) {
  const std::vector<std::string_view> words = Split(text, ' ');
  if (words.size() < 4 || words.size() > 5 || words[0] != kProgram || words[1] != kVersion) return std::nullopt;
  CommitMetadata metadata = {.fingerprint = std::string(words[2])};
  const auto parsed = std::from_chars(words[3].data(), words[3].data() + words[3].size(), metadata.parallelism);
  if (parsed.ec != std::errc() || parsed.ptr != words[3].data() + words[3].size()) return std::nullopt;
  if (words.size() == 5 && !StateStore::IsName(words[4])) return std::nullopt;
  if (words.size() == 5) metadata.state = std::string(words[4]);
  return metadata;
}

}  // namespace drey
