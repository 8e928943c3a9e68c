// The things made last, by the text they were made from: compiled patterns that a thread uses again and again. Not thread-safe: each
// thread has its own.
#pragma once

#include <list>
#include <string>
#include <string_view>
#include <utility>

namespace drey {

template <typename Value>
class RecentlyUsed {
 public:
  // Absent: nullptr. What it points to lives until other values have taken its place.
  const Value* Find(std::string_view key) {
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      if (entry->first != key) continue;
      entries_.splice(entries_.begin(), entries_, entry);
      return &entries_.front().second;
    }
    return nullptr;
  }

  const Value* Add(std::string_view key, Value value) {
    entries_.emplace_front(std::string(key), std::move(value));
    if (entries_.size() > kCapacity) entries_.pop_back();
    return &entries_.front().second;
  }

 private:
  // As many as Flink keeps for each thread.
  static constexpr size_t kCapacity = 64;

  std::list<std::pair<std::string, Value>> entries_;  // the last one used in front
};

}  // namespace drey
