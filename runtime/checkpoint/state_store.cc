#include "runtime/checkpoint/state_store.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "engine/base/fingerprint.h"
#include "engine/base/text.h"
#include "engine/types/row_serializer.h"
#include "runtime/checkpoint/checkpoint_file.h"

namespace drey {
namespace {

constexpr std::string_view kPrefix = "state.";

std::string Serialize(const std::vector<OperatorState>& states) {
  std::string bytes;
  AppendVarint(states.size(), bytes);
  for (const OperatorState& state : states) {
    AppendVarint(state.pipeline, bytes);
    AppendVarint(state.index, bytes);
    AppendBlock(state.bytes, bytes);
  }
  return bytes;
}

bool Parse(std::string_view bytes, std::vector<OperatorState>& states) {
  uint64_t count = 0;
  if (!TakeVarint(bytes, count)) return false;
  for (uint64_t i = 0; i < count; ++i) {
    uint64_t pipeline = 0;
    uint64_t index = 0;
    std::string_view block;
    if (!TakeVarint(bytes, pipeline) || !TakeVarint(bytes, index) || !TakeBlock(bytes, block)) return false;
    states.push_back({.pipeline = pipeline, .index = index, .bytes = std::string(block)});
  }
  return bytes.empty();
}

// N of "state.N.FINGERPRINT", and of what begins like it.
std::optional<uint64_t> NumberOf(std::string_view name) {
  if (!name.starts_with(kPrefix)) return std::nullopt;
  name.remove_prefix(kPrefix.size());
  uint64_t number = 0;
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
  if (parsed.ec != std::errc() || (parsed.ptr != name.data() + name.size() && *parsed.ptr != '.')) return std::nullopt;
  return number;
}

absl::Status Mismatch(std::string_view message) {
  return MakeError({.kind = ErrorKind::kCheckpointMismatch,
                    .hint = "give --checkpoints the folder of the last run; another folder and another group start the job from its "
                            "startup mode"},
                   message);
}

}  // namespace

bool StateStore::IsName(std::string_view text) { return NumberOf(text) && text.find('/') == std::string_view::npos; }

absl::StatusOr<uint64_t> StateStore::NextNumber() const {
  uint64_t next = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    const std::optional<uint64_t> number = NumberOf(entry.path().filename().string());
    if (number) next = std::max(next, *number + 1);
  }
  if (error) return UnavailableError(Concat("Cannot read the folder ", folder_, ": ", error.message()));
  return next;
}

absl::StatusOr<std::string> StateStore::Store(const std::vector<OperatorState>& states) const {
  DREY_RETURN_IF_ERROR(MakeCheckpointFolder(folder_));
  DREY_ASSIGN_OR_RETURN(const uint64_t number, NextNumber());
  const std::string content = Serialize(states);
  const std::string name = Concat(kPrefix, number, ".", FingerprintOf(content));
  DREY_RETURN_IF_ERROR(WriteCheckpointFile(Concat(folder_, "/", name), content));
  DREY_RETURN_IF_ERROR(SyncCheckpointFolder(folder_));
  return name;
}

absl::StatusOr<std::vector<OperatorState>> StateStore::Load(const std::string& name) const {
  const std::string path = Concat(folder_, "/", name);
  if (!std::filesystem::exists(path)) return Mismatch(Concat("the state that belongs to the positions is missing: ", path));
  DREY_ASSIGN_OR_RETURN(const std::string content, ReadCheckpointFile(path));
  std::vector<OperatorState> states;
  if (name.ends_with(Concat(".", FingerprintOf(content))) && Parse(content, states)) return states;
  return Mismatch(Concat(path, " is not the state that was stored under this name"));
}

void StateStore::RemoveAllExcept(const std::string& name) const {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    const std::string other = entry.path().filename().string();
    if (other.starts_with(kPrefix) && other != name) std::filesystem::remove(entry.path(), error);
  }
}

}  // namespace drey
