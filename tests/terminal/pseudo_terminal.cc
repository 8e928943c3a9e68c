#include "tests/terminal/pseudo_terminal.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace drey {
namespace {

constexpr int kLongestSilenceMilliseconds = 180'000;
constexpr unsigned short kRows = 40;

[[noreturn]] void Become(const std::string& folder, std::vector<char*> arguments) {
  if (chdir(folder.c_str()) != 0) _exit(126);
  setenv("TERM", "xterm", 1);
  execvp(arguments.front(), arguments.data());
  _exit(127);
}

}  // namespace

PseudoTerminal::PseudoTerminal(const std::vector<std::string>& command, const std::string& folder, size_t columns) : screen_(columns) {
  std::vector<std::string> words = command;
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const winsize size = {.ws_row = kRows, .ws_col = static_cast<unsigned short>(columns), .ws_xpixel = 0, .ws_ypixel = 0};
  process_ = forkpty(&terminal_, nullptr, nullptr, &size);
  if (process_ == 0) Become(folder, pointers);
}

PseudoTerminal::~PseudoTerminal() {
  if (process_ > 0) {
    // The terminal's session, whatever the program has started.
    kill(-process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  close(terminal_);
}

void PseudoTerminal::Type(std::string_view keys) const {
  while (!keys.empty()) {
    const ssize_t written = write(terminal_, keys.data(), keys.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) keys.remove_prefix(static_cast<size_t>(written));
  }
}

bool PseudoTerminal::ReadMore() {
  pollfd ready = {.fd = terminal_, .events = POLLIN, .revents = 0};
  if (poll(&ready, 1, kLongestSilenceMilliseconds) <= 0) {
    kill(-process_, SIGKILL);
    return false;
  }
  char buffer[4096];
  const ssize_t count = read(terminal_, buffer, sizeof(buffer));
  if (count <= 0) return false;
  screen_.Write({buffer, static_cast<size_t>(count)});
  return true;
}

bool PseudoTerminal::WaitUntil(const std::function<bool(const Screen&)>& reached) {
  while (!reached(screen_)) {
    if (!ReadMore()) return reached(screen_);
  }
  return true;
}

int PseudoTerminal::WaitForExit() {
  while (ReadMore()) {
  }
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace drey
