#include "engine/sql/client_command.h"

#include <array>
#include <string>
#include <utility>

#include "engine/base/text.h"

namespace drey {

namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

class CommandReader {
 public:
  CommandReader(SourceId source, std::string_view text, size_t begin) : source_(source), text_(text), begin_(begin), next_(begin) {}

  std::optional<ClientCommandMatch> Read() {
    const std::string_view word = TakeWhile([](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
    const std::string command = ToUpper(word);
    if (command == "SET") return ReadSet();
    if (command == "RESET") return ReadReset();
    for (const std::string_view known : {"QUIT", "EXIT", "CLEAR", "HELP"}) {
      if (command == known) return Finish(ClientCommand{.name = command});
    }
    return std::nullopt;
  }

 private:
  template <typename Predicate>
  std::string_view TakeWhile(Predicate predicate) {
    const size_t start = next_;
    while (next_ < text_.size() && predicate(text_[next_])) ++next_;
    return text_.substr(start, next_ - start);
  }

  void SkipBlanks() {
    TakeWhile([](char c) { return IsBlank(c); });
  }

  SourceRange RangeFrom(size_t start) const { return {source_, static_cast<uint32_t>(start), static_cast<uint32_t>(next_)}; }

  std::optional<ClientCommandMatch> ReadSet() {
    SkipBlanks();
    const size_t start = next_;
    const std::string_view key = TakeWhile([](char c) { return c != '\'' && c != '=' && c != ';' && !IsBlank(c); });
    if (key.empty()) return std::nullopt;
    OptionSyntax option;
    option.key = {std::string(key), RangeFrom(start)};
    SkipBlanks();
    if (next_ >= text_.size() || text_[next_] != '=') return std::nullopt;
    ++next_;
    SkipBlanks();
    const size_t value_start = next_;
    const bool quoted = next_ < text_.size() && text_[next_] == '\'';
    if (quoted) ++next_;
    const std::string_view value = quoted ? TakeWhile([](char c) { return c != '\''; })
                                          : TakeWhile([](char c) { return c != ';' && !IsBlank(c); });
    if (quoted && next_ >= text_.size()) return std::nullopt;
    if (quoted) ++next_;
    if (!quoted && value.empty()) return std::nullopt;
    option.value = {std::string(value), RangeFrom(value_start)};
    option.range = RangeFrom(start);
    return Finish(SetOption{.option = std::move(option)});
  }

  std::optional<ClientCommandMatch> ReadReset() {
    SkipBlanks();
    const size_t start = next_;
    const std::string_view key = TakeWhile([](char c) { return c != '\'' && c != ';' && !IsBlank(c); });
    if (key.empty()) return std::nullopt;
    return Finish(ResetOption{.key = StringSyntax{std::string(key), RangeFrom(start)}});
  }

  // Nothing may follow but the end of the statement.
  std::optional<ClientCommandMatch> Finish(StatementNode node) {
    ClientCommandMatch match;
    match.statement.node = std::move(node);
    match.statement.range = RangeFrom(begin_);
    SkipBlanks();
    if (next_ < text_.size() && text_[next_] != ';') return std::nullopt;
    match.end = next_;
    return match;
  }

  SourceId source_;
  std::string_view text_;
  size_t begin_;
  size_t next_;
};

}  // namespace

std::optional<ClientCommandMatch> MatchClientCommand(SourceId source, std::string_view text, size_t begin) {
  return CommandReader(source, text, begin).Read();
}

}  // namespace drey
