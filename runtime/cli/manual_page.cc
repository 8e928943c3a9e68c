#include "runtime/cli/manual_page.h"

#include <string_view>

#include "engine/base/text.h"
#include "runtime/cli/completion_value.h"
#include "runtime/cli/display_width.h"
#include "runtime/cli/exit_codes.h"

namespace drey {
namespace {

// Text as troff takes it: what it would read as a command, a typographic hyphen or not at all.
std::string Escaped(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const CodePoint character = CodePointAt(text, at);
    const bool begins_line = out.empty() || out.back() == '\n';
    if (character.value == '\\') {
      out += "\\e";
    } else if (character.value == '-') {
      out += "\\-";
    } else if (character.value == U'…') {
      out += "...";
    } else {
      if (begins_line && (text[at] == '.' || text[at] == '\'')) out += "\\&";
      out += text.substr(at, character.size);
    }
    at += character.size;
  }
  return out;
}

std::string CommandSection(const CommandDescription& command) {
  std::string out = Concat(".SS drey ", Escaped(command.name), command.arguments.empty() ? "" : " ", Escaped(command.arguments), "\n",
                           Escaped(command.summary), ".\n");
  for (const OptionDescription& option : OptionsOf(command.command)) {
    Append(out, ".TP\n\\fB", Escaped(option.name), "\\fR");
    if (!option.value_name.empty()) Append(out, " \\fI", Escaped(option.value_name), "\\fR");
    Append(out, "\n", Escaped(option.description), "\n");
  }
  return out;
}

}  // namespace

std::string ManualPage() {
  std::string out = Concat(".TH DREY 1 " DREY_RELEASE_DATE " \"drey " DREY_VERSION "\" \"User Commands\"\n",
                           ".SH NAME\ndrey \\- runs Apache Flink SQL jobs in one native process\n",
                           ".SH SYNOPSIS\n\\fBdrey\\fR \\fICOMMAND\\fR [\\fIARGUMENT\\fR...] [\\fIOPTION\\fR...]\n",
                           ".SH DESCRIPTION\n"
                           "drey runs an existing Apache Flink SQL job, a SQL script or an application in JSON, in one process without a\n"
                           "cluster, and answers as Flink does. Options may stand before or behind arguments; words behind \\fB\\-\\-\\fR\n"
                           "are arguments.\n.SH COMMANDS\n");
  for (const CommandDescription& command : AllCommands()) out += CommandSection(command);
  Append(out, ".SH EXIT STATUS\n", Escaped(kExitCodes));
  Append(out, ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nNo colours, on a terminal either.\n",
         ".TP\n.B XDG_STATE_HOME\nWhere the history of the prompt is kept; \\fI~/.local/state\\fR without it.\n");
  Append(out, ".SH FILES\n.TP\n.I ~/.local/state/drey/sql_history\nWhat was typed at the prompt of \\fBdrey sql\\fR, without statements that\n"
              "have credentials in them.\n.TP\n.I ~/.editrc\nKeys of the prompt, see \\fBeditrc\\fR(5).\n");
  Append(out, ".SH EXAMPLES\n.nf\ndrey check job.sql\ndrey run job.sql \\-\\-local topics \\-\\-mode batch\ndrey test tests\n"
              "drey sql \"SELECT 1\"\n.fi\n");
  return out;
}

}  // namespace drey
