// What the lexer reads: UTF-8 without a copy, ASCII letters in capitals.
//
// Positions are byte offsets, so that a token's start and stop are offsets into the text; a malformed byte is a character of
// its own. The text must outlive the stream.
#pragma once

#include <string>
#include <string_view>

#include "CharStream.h"

namespace drey {

class CharacterStream : public antlr4::CharStream {
 public:
  explicit CharacterStream(std::string_view text) : text_(text) {}

  void consume() override;
  size_t LA(ssize_t distance) override;
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  size_t index() override { return position_; }
  void seek(size_t index) override { position_ = index; }
  size_t size() override { return text_.size(); }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval& interval) override;
  std::string toString() const override { return std::string(text_); }

 private:
  std::string_view text_;
  size_t position_ = 0;
};

}  // namespace drey
