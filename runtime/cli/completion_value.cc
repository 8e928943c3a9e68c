#include "runtime/cli/completion_value.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/functions/function_registry.h"

namespace drey {
namespace {

// Placeholders behind which files stand.
constexpr std::array<std::string_view, 5> kFiles = {"FILE", "JOB", "PATH…", "JOB_A", "JOB_B"};

bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }

// The words of a usage that stand for themselves: of "fail|skip|dead-letter:TARGET" fail, skip and dead-letter:.
std::vector<std::string> LiteralWords(std::string_view usage) {
  std::vector<std::string> words;
  for (const std::string_view choice : Split(usage, '|')) {
    const size_t begin = std::min(choice.find_first_not_of(" ["), choice.size());
    const size_t end = std::min(choice.find_first_of(" ]", begin), choice.size());
    const std::string_view word = choice.substr(begin, end - begin);
    const auto capital = std::find_if(word.begin(), word.end(), IsCapital);
    const std::string_view literal = word.substr(0, static_cast<size_t>(capital - word.begin()));
    if (literal.size() > 1 || (literal == word && !word.empty() && word != "-")) words.emplace_back(literal);
  }
  return words;
}

bool NamesFile(std::string_view usage) {
  const std::vector<std::string_view> words = Split(usage, ' ');
  return std::any_of(words.begin(), words.end(),
                     [](std::string_view word) { return std::find(kFiles.begin(), kFiles.end(), word) != kFiles.end(); });
}

CompletionValue ValueOfUsage(std::string_view usage) {
  if (usage.find('|') != std::string_view::npos) return {CompletionValue::Kind::kWords, LiteralWords(usage)};
  if (usage == "DIR") return {CompletionValue::Kind::kFolders, {}};
  if (NamesFile(usage)) return {CompletionValue::Kind::kFiles, {}};
  return {};
}

std::vector<std::string> FunctionNames() {
  std::vector<std::string> names;
  for (const ScalarFunction* function : FunctionRegistry::BuiltIn().List()) names.emplace_back(function->name);
  return names;
}

}  // namespace

CompletionValue ValueOf(const OptionDescription& option) { return ValueOfUsage(option.value_name); }

CompletionValue ArgumentsOf(const CommandDescription& command) {
  if (command.command == Command::kFunctions) return {CompletionValue::Kind::kWords, FunctionNames()};
  if (command.command == Command::kHelp) {
    CompletionValue commands{CompletionValue::Kind::kWords, {}};
    for (const CommandDescription& other : AllCommands()) commands.words.emplace_back(other.name);
    return commands;
  }
  return ValueOfUsage(command.arguments);
}

std::vector<OptionDescription> OptionsOf(Command command) {
  std::vector<OptionDescription> options;
  for (const OptionDescription& option : AllOptions()) {
    if (IsOptionOf(option, command)) options.push_back(option);
  }
  return options;
}

}  // namespace drey
