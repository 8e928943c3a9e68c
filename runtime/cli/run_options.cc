#include "runtime/cli/run_options.h"

#include <string_view>
#include <utility>

#include "engine/base/text.h"
#include "runtime/cli/record_log_choice.h"

namespace drey {

RunOptions MakeRunOptions(const CommandLine& line, std::string holder, Console& console) {
  RunOptions options;
  options.log = ChooseRecordLog(line);
  options.log_needs_servers = !line.Has("--local");
  options.holder = std::move(holder);
  options.print_line = [&console](std::string_view text, bool to_standard_error) {
    const std::string with_newline = Concat(text, "\n");
    to_standard_error ? console.PrintError(with_newline) : console.Print(with_newline);
  };
  return options;
}

}  // namespace drey
