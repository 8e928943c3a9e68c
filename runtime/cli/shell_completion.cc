#include "runtime/cli/shell_completion.h"

#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "runtime/cli/completion_value.h"

namespace drey {
namespace {

using Kind = CompletionValue::Kind;

// In single quotes, for all three shells.
std::string Quoted(std::string_view text) { return Concat("'", ReplaceAll(text, "'", "'\\''"), "'"); }

std::string CommandNames() {
  std::vector<std::string> names;
  for (const CommandDescription& command : AllCommands()) names.emplace_back(command.name);
  return Join(names, " ");
}

// The call that fills COMPREPLY.
std::string BashOffer(const CompletionValue& value) {
  switch (value.kind) {
    case Kind::kNothing:
      return ":";
    case Kind::kWords:
      return Concat("_drey_words ", Quoted(Join(value.words, " ")));
    case Kind::kFiles:
      return "_drey_files -f";
    case Kind::kFolders:
      break;
  }
  return "_drey_files -d";
}

std::string BashCommand(const CommandDescription& command) {
  std::string values;
  std::vector<std::string> names;
  for (const OptionDescription& option : OptionsOf(command.command)) {
    names.emplace_back(option.name);
    if (!option.value_name.empty()) Append(values, "        ", option.name, ") ", BashOffer(ValueOf(option)) , "; return ;;\n");
  }
  return Concat("    ", command.name, ")\n      case $before in\n", values, "      esac\n",
                "      case $word in\n        -*) _drey_words ", Quoted(Join(names, " ")), " ;;\n        *) ",
                BashOffer(ArgumentsOf(command)), " ;;\n      esac ;;\n");
}

constexpr std::string_view kBashBegin = R"(# Completion of drey for bash; made by: drey completion bash
_drey_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$word"); }

_drey_files() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen "$1" -- "$word")
}

_drey() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  # The words of --option=value are three.
  if [ "$word" = = ]; then
    word=
  elif [ "$before" = = ]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
)";

// "[" and ":" mean something in the specifications of _arguments.
std::string ZshText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string ZshAction(const CompletionValue& value) {
  switch (value.kind) {
    case Kind::kNothing:
      return " ";
    case Kind::kWords:
      return Concat("(", ZshText(Join(value.words, " ")), ")");
    case Kind::kFiles:
      return "_files";
    case Kind::kFolders:
      break;
  }
  return "_files -/";
}

std::string ZshCommand(const CommandDescription& command) {
  std::string out = Concat("    ", command.name, ")\n      _arguments \\\n");
  for (const OptionDescription& option : OptionsOf(command.command)) {
    std::string text = Concat(option.repeatable ? "*" : "", option.name, "[", ZshText(option.description), "]");
    if (!option.value_name.empty()) Append(text, ":", ZshText(option.value_name), ":", ZshAction(ValueOf(option)));
    Append(out, "        ", Quoted(text), " \\\n");
  }
  return Concat(out, "        ", Quoted(Concat("*:", ZshText(command.arguments), ":", ZshAction(ArgumentsOf(command)))), " ;;\n");
}

std::string FishOffer(const CompletionValue& value) {
  switch (value.kind) {
    case Kind::kNothing:
      return " -f";
    case Kind::kWords:
      return Concat(" -f -a ", Quoted(Join(value.words, " ")));
    case Kind::kFiles:
      return " -F";
    case Kind::kFolders:
      break;
  }
  return " -f -a '(__fish_complete_directories)'";
}

std::string FishCommand(const CommandDescription& command) {
  const std::string begin = Concat("complete -c drey -n '__fish_seen_subcommand_from ", command.name, "'");
  std::string out = Concat(begin, FishOffer(ArgumentsOf(command)), "\n");
  for (const OptionDescription& option : OptionsOf(command.command)) {
    const bool is_long = option.name.starts_with("--");
    Append(out, begin, is_long ? " -l " : " -s ", option.name.substr(is_long ? 2 : 1));
    if (!option.value_name.empty()) Append(out, " -r", FishOffer(ValueOf(option)));
    Append(out, " -d ", Quoted(option.description), "\n");
  }
  return out;
}

}  // namespace

std::string BashCompletion() {
  std::string out = Concat(kBashBegin, "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    _drey_words ", Quoted(CommandNames()),
                           "\n    return\n  fi\n  case ${COMP_WORDS[1]} in\n");
  for (const CommandDescription& command : AllCommands()) out += BashCommand(command);
  return out + "  esac\n}\n\ncomplete -F _drey drey\n";
}

std::string ZshCompletion() {
  std::string out = "#compdef drey\n# Completion of drey for zsh; made by: drey completion zsh\n_drey() {\n  local -a commands=(\n";
  for (const CommandDescription& command : AllCommands()) {
    Append(out, "    ", Quoted(Concat(ZshText(command.name), ":", command.summary)), "\n");
  }
  out +=
      "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n  shift words\n  (( CURRENT-- ))\n"
      "  case $words[1] in\n";
  for (const CommandDescription& command : AllCommands()) out += ZshCommand(command);
  return out + "  esac\n}\n\n# Loaded by compinit, or read by source.\nif [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n  _drey \"$@\"\n"
               "else\n  compdef _drey drey\nfi\n";
}

std::string FishCompletion() {
  std::string out = "# Completion of drey for fish; made by: drey completion fish\n";
  for (const CommandDescription& command : AllCommands()) {
    Append(out, "complete -c drey -f -n __fish_use_subcommand -a ", Quoted(command.name), " -d ", Quoted(command.summary), "\n");
  }
  for (const CommandDescription& command : AllCommands()) out += FishCommand(command);
  return out;
}

}  // namespace drey
