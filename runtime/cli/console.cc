#include "runtime/cli/console.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace drey {
namespace {

void Write(std::FILE* file, std::string_view text) { std::fwrite(text.data(), 1, text.size(), file); }

}  // namespace

bool IsTerminal(OutputStream stream) {
  return isatty(stream == OutputStream::kStandardOutput ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

bool WantsColour(OutputStream stream) {
  const char* const no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* const terminal = std::getenv("TERM");
  if (terminal != nullptr && std::string_view(terminal) == "dumb") return false;
  return IsTerminal(stream);
}

Console::Console(ErrorFormat error_format)
    : error_format_(error_format), renderer_(error_format, WantsColour(OutputStream::kStandardError)) {}

void Console::Print(std::string_view text) { Write(stdout, text); }

void Console::PrintError(std::string_view text) { Write(stderr, text); }

int Console::Report(const absl::Status& status, const SourceMap& sources, std::string_view file) {
  PrintError(renderer_.Render(Severity::kError, status, sources, file));
  return ExitCodeOf(status);
}

void Console::Warn(const absl::Status& status, const SourceMap& sources, std::string_view file) {
  PrintError(renderer_.Render(Severity::kWarning, status, sources, file));
}

bool Console::Flush() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

int ExitCodeOf(const absl::Status& status) { return status.ok() ? 0 : static_cast<int>(DetailOf(status).kind); }

}  // namespace drey
