// A program on a terminal of its own, as if a user sat there.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/terminal/screen.h"

namespace drey {

class PseudoTerminal {
 public:
  // Starts the command, searched on the PATH, in `folder`, on a terminal of so many columns.
  PseudoTerminal(const std::vector<std::string>& command, const std::string& folder, size_t columns);
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;
  // Kills the program when it still runs.
  ~PseudoTerminal();

  void Type(std::string_view keys) const;

  // Reads what the program writes until `reached` holds; false when the program ended or was silent for three minutes before.
  bool WaitUntil(const std::function<bool(const Screen&)>& reached);

  // The exit code, 128 + N after signal N. Reads to the end before.
  int WaitForExit();

  const Screen& screen() const { return screen_; }

 private:
  // False at the end; three minutes without a byte are the end of the program too.
  bool ReadMore();

  int terminal_ = -1;
  pid_t process_ = -1;
  Screen screen_;
};

}  // namespace drey
