// What a stateful operator remembers for each key: bytes by bytes, with Flink's time to live (`table.exec.state.ttl`), which starts
// anew with every write.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/time/time.h"

namespace drey {

class KeyedState {
 public:
  // Without a time to live nothing expires.
  explicit KeyedState(std::optional<absl::Duration> time_to_live) : time_to_live_(time_to_live) {}

  // Null where the key has nothing, or nothing any more. Valid until the next change.
  const std::string* Find(std::string_view key, absl::Time now);
  void Put(std::string_view key, std::string value, absl::Time now);
  void Erase(std::string_view key);
  size_t size() const { return entries_.size(); }

  void Snapshot(std::string& out) const;
  // Replaces everything. False where the bytes are no snapshot; then nothing is left.
  bool Restore(std::string_view bytes);

 private:
  struct Entry {
    std::string value;
    int64_t written_milliseconds;
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  const std::optional<absl::Duration> time_to_live_;
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
};

}  // namespace drey
