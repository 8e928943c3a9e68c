// Where commands write: results to standard output, everything else to standard error.
//
// One per process. Not thread-safe, except that nothing here has state besides the streams.
#pragma once

#include <string_view>

#include "engine/base/error.h"
#include "engine/base/source_text.h"
#include "runtime/cli/error_renderer.h"

namespace drey {

enum class OutputStream : uint8_t { kStandardOutput, kStandardError };

bool IsTerminal(OutputStream stream);

// Colours are for terminals, and never with NO_COLOR in the environment.
bool WantsColour(OutputStream stream);

class Console {
 public:
  explicit Console(ErrorFormat error_format);

  // A result.
  void Print(std::string_view text);
  // Anything else.
  void PrintError(std::string_view text);

  // An error or warning on standard error, and the exit code that belongs to it.
  int Report(const absl::Status& status, const SourceMap& sources = {}, std::string_view file = {});
  void Warn(const absl::Status& status, const SourceMap& sources, std::string_view file);

  ErrorFormat error_format() const { return error_format_; }

  // Lets everything printed go; false when standard output could not take it.
  bool Flush();

 private:
  ErrorFormat error_format_;
  ErrorRenderer renderer_;
};

// The exit code of a failure.
int ExitCodeOf(const absl::Status& status);

}  // namespace drey
