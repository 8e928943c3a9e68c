#include "engine/operators/keyed_state.h"

#include <utility>

#include "engine/types/row_serializer.h"

namespace drey {

const std::string* KeyedState::Find(std::string_view key, absl::Time now) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return nullptr;
  if (time_to_live_ && absl::FromUnixMillis(found->second.written_milliseconds) + *time_to_live_ <= now) {
    entries_.erase(found);
    return nullptr;
  }
  return &found->second.value;
}

void KeyedState::Put(std::string_view key, std::string value, absl::Time now) {
  Entry entry = {.value = std::move(value), .written_milliseconds = absl::ToUnixMillis(now)};
  const auto found = entries_.find(key);
  if (found != entries_.end()) {
    found->second = std::move(entry);
  } else {
    entries_.emplace(std::string(key), std::move(entry));
  }
}

void KeyedState::Erase(std::string_view key) {
  const auto found = entries_.find(key);
  if (found != entries_.end()) entries_.erase(found);
}

void KeyedState::Snapshot(std::string& out) const {
  AppendVarint(entries_.size(), out);
  for (const auto& [key, entry] : entries_) {
    AppendBlock(key, out);
    AppendBlock(entry.value, out);
    AppendVarint(static_cast<uint64_t>(entry.written_milliseconds), out);
  }
}

bool KeyedState::Restore(std::string_view bytes) {
  entries_.clear();
  uint64_t count = 0;
  if (!TakeVarint(bytes, count)) return false;
  for (uint64_t i = 0; i < count; ++i) {
    std::string_view key;
    std::string_view value;
    uint64_t written = 0;
    if (!TakeBlock(bytes, key) || !TakeBlock(bytes, value) || !TakeVarint(bytes, written)) {
      entries_.clear();
      return false;
    }
    entries_.emplace(std::string(key), Entry{.value = std::string(value), .written_milliseconds = static_cast<int64_t>(written)});
  }
  if (!bytes.empty()) entries_.clear();
  return bytes.empty();
}

}  // namespace drey
