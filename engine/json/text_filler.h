// Text that grows at the end of a string through a bare pointer: room is asked for once, not for every character.
//
// While a filler is at work nobody else may touch the string; its length is right again when the filler is gone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace drey {

class TextFiller {
 public:
  explicit TextFiller(std::string& text) : text_(text), to_(text.data() + text.size()), end_(to_) {}
  TextFiller(const TextFiller&) = delete;
  TextFiller& operator=(const TextFiller&) = delete;
  ~TextFiller() { text_.resize(static_cast<size_t>(to_ - text_.data())); }

  // Where at least `bytes` can be written; MoveTo says where they ended.
  char* Room(size_t bytes) {
    if (static_cast<size_t>(end_ - to_) < bytes) Grow(bytes);
    return to_;
  }
  void MoveTo(char* to) { to_ = to; }

  void Put(char c) {
    *Room(1) = c;
    ++to_;
  }
  void Put(std::string_view text) {
    char* const to = Room(text.size());
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    to_ = to + text.size();
  }

 private:
  static constexpr size_t kLeastGrowth = 512;

  void Grow(size_t bytes) {
    const auto used = static_cast<size_t>(to_ - text_.data());
    text_.resize(used + std::max({bytes, kLeastGrowth, used}));
    to_ = text_.data() + used;
    end_ = text_.data() + text_.size();
  }

  std::string& text_;
  char* to_;
  char* end_;
};

}  // namespace drey
