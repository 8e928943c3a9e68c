// Lines that a user types on a terminal: editing, history and completion, by libedit.
//
// Keys are those of Emacs, or what the user's ~/.editrc says; Ctrl-R searches the history. One per process, used from one thread. SIGINT
// ends the line that is being typed, not the process, as long as the editor lives.
#pragma once

#include <signal.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace drey {

// What could stand in place of the text from `begin` to the cursor.
struct Completions {
  size_t begin = 0;
  std::vector<std::string> texts = {};
};

class LineEditor {
 public:
  // `line` and the cursor's offset in it, in bytes. Nothing to complete: the key inserts itself.
  using Completer = std::function<Completions(std::string_view line, size_t cursor)>;

  // Standard input is a terminal. What is typed is shown on standard output where that is one too, else on standard error.
  explicit LineEditor(Completer completer);
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;
  ~LineEditor();

  enum class Outcome : uint8_t {
    kLine,
    kInterrupted,  // Ctrl-C
    kEnd,          // Ctrl-D, or the terminal is gone
  };

  // Shows the prompt and waits for a line, which comes without its newline.
  Outcome ReadLine(std::string_view prompt, std::string& line);

  // What the arrow keys bring back; one line of text, which is nothing new where it is the same as the last.
  void AddHistory(const std::string& entry);

 private:
  struct Library;

  // Of SIGINT; of a terminal that changes its size; of a process that goes on after Ctrl-Z.
  static constexpr std::array<int, 3> kSignals = {SIGINT, SIGWINCH, SIGCONT};

  std::unique_ptr<Library> library_;
  std::array<struct sigaction, kSignals.size()> former_actions_ = {};
};

}  // namespace drey
