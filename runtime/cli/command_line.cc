#include "runtime/cli/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <utility>

#include "engine/base/suggestion.h"
#include "engine/base/text.h"

namespace drey {
namespace {

constexpr uint32_t Bit(Command command) { return uint32_t{1} << static_cast<uint32_t>(command); }

constexpr uint32_t kRun = Bit(Command::kRun);
constexpr uint32_t kRuns = Bit(Command::kRuns);
constexpr uint32_t kReplay = Bit(Command::kReplay);
constexpr uint32_t kCheck = Bit(Command::kCheck);
constexpr uint32_t kExplain = Bit(Command::kExplain);
constexpr uint32_t kTest = Bit(Command::kTest);
constexpr uint32_t kWhy = Bit(Command::kWhy);
constexpr uint32_t kRecord = Bit(Command::kRecord);
constexpr uint32_t kDiff = Bit(Command::kDiff);
constexpr uint32_t kTopics = Bit(Command::kTopics);
constexpr uint32_t kFunctions = Bit(Command::kFunctions);
constexpr uint32_t kSql = Bit(Command::kSql);
constexpr uint32_t kCompletion = Bit(Command::kCompletion);
constexpr uint32_t kHelp = Bit(Command::kHelp);
constexpr uint32_t kReadsSql = kRun | kReplay | kCheck | kExplain | kSql | kWhy | kRecord | kDiff;
// Tests have their own topics.
constexpr uint32_t kReadsSqlOrTests = kReadsSql | kTest;
constexpr uint32_t kAll = kReadsSqlOrTests | kRuns | kTopics | kFunctions | kCompletion;

constexpr CommandDescription kCommands[] = {
    {"run", Command::kRun, "JOB", 1, 1, "executes the job, streaming or batch"},
    {"runs", Command::kRuns, "", 0, 0, "shows the ledger of runs with --since-last-run"},
    {"replay", Command::kReplay, "TARGET", 1, 1, "runs the dead letters in TARGET again"},
    {"check", Command::kCheck, "PATH…", 0, SIZE_MAX, "parses, validates and plans jobs; contacts nothing"},
    {"explain", Command::kExplain, "JOB", 1, 1, "shows the plan of the job"},
    {"test", Command::kTest, "PATH…", 1, SIZE_MAX, "runs unit tests of jobs (*.test.yaml)"},
    {"sql", Command::kSql, "[STATEMENT… | -]", 0, SIZE_MAX, "runs statements and prints their rows; without any, shows a prompt"},
    {"record", Command::kRecord, "JOB", 1, 1, "makes a unit test of records of the job's topics"},
    {"diff", Command::kDiff, "JOB_A JOB_B | JOB", 1, 2, "shows what two jobs, or one in two releases, make of the same records"},
    {"why", Command::kWhy, "JOB", 1, 1, "shows the way of one record through the job"},
    {"topics", Command::kTopics, "list | cat TOPIC | import TOPIC FILE | export TOPIC FILE", 1, 3,
     "lists, prints and copies local topics"},
    {"functions", Command::kFunctions, "[NAME]", 0, 1, "lists the SQL functions, or describes one"},
    {"completion", Command::kCompletion, "bash | zsh | fish", 1, 1, "prints a script that lets the shell complete commands and options"},
    {"help", Command::kHelp, "[COMMAND]", 0, 1, "says how a command is used"},
    {"--version", Command::kVersion, "", 0, 0, "prints the version and the Flink releases it answers as"},
};

constexpr OptionDescription kOptions[] = {
    {"--flink-version", "1.20|2.3", "the release whose answers to give where they differ (default 1.20)",
     (kReadsSqlOrTests | kFunctions) & ~kDiff},
    {"--flink-version", "A,B", "with one job: two releases, 1.20,2.3; with two jobs: the release of both", kDiff},
    {"--set", "KEY=VALUE", "sets what SET 'KEY' = 'VALUE' sets, before the job's own SETs", kReadsSqlOrTests, true},
    {"--mode", "streaming|batch", "execution.runtime-mode (default: the job's own, else streaming)", kReadsSqlOrTests},
    {"--bounded", "", "sources without a bounded mode end at the offsets seen at start", kReadsSql},
    {"--local", "DIR", "topics are files in DIR; no broker is contacted", kReadsSql | kTopics | kRuns},
    {"--bootstrap-servers", "LIST", "brokers for tables that name none", kReadsSqlOrTests | kRuns},
    {"--integration", "NAME=FILE", "Kafka client properties of an integration_id, a Java properties file", kReadsSqlOrTests | kRuns, true},
    {"--option", "TABLE.KEY=VALUE", "overrides an option of a table's WITH clause", kReadsSqlOrTests, true},
    {"--strict", "", "refuses what drey would otherwise adjust with a notice", kReadsSqlOrTests},
    {"--dry-run", "", "reads as usual, writes and commits nothing, prints what would be written", kRun | kExplain | kReplay},
    {"--limit", "N", "stops after N input records", kRun | kExplain | kReplay | kRecord | kDiff},
    {"--group", "ID", "run: keeps the job's progress under this group; runs: of this group only", kRun | kExplain | kRuns},
    {"--verify", "", "proves that the runs touch, without gap and without overlap (exit 1 when not)", kRuns},
    {"--job", "JOB", "the job that the records are for", kReplay},
    {"--since-last-run", "", "batch: from where the last run of the group ended", kRun | kExplain},
    {"--from-startup-mode", "", "with --since-last-run: begins where the tables say when nothing is committed", kRun | kExplain},
    {"--on-data-loss", "fail|continue", "when unread records behind the run's positions are gone (default fail)", kRun | kExplain | kReplay},
    {"--if-running", "fail|wait|skip", "with --since-last-run: when another run of the group is at work (default fail)", kRun | kExplain | kReplay},
    {"--checkpoints", "DIR", "keeps state and positions in DIR", kRun | kExplain},
    {"--on-error", "fail|skip|dead-letter:TARGET", "what a record does on which Flink would fail (default fail)", kRun | kExplain},
    {"--on-error", "fail|skip|dead-letter:TARGET", "what a record does that fails again (default: it becomes a letter again)", kReplay},
    {"--max-errors", "N|N%", "with --on-error skip or dead-letter: more failed records fail the job", kRun | kExplain | kReplay},
    {"--parallelism", "N", "as parallelism.default", kRun | kExplain},
    {"--progress", "auto|always|never", "a bar on a terminal, else a line every 10 s (default auto)", kRun | kExplain | kReplay},
    {"--metrics-port", "PORT", "answers /metrics (Prometheus) and /health over HTTP", kRun | kExplain},
    {"--metrics-address", "ADDRESS", "where --metrics-port listens (default 127.0.0.1)", kRun | kExplain},
    {"--summary", "text|json", "how the summary at the end is written (default text)", kRun | kExplain | kReplay},
    {"--deny-warnings", "", "exits with 1 when there is a warning", kCheck},
    {"--allow", "RULE", "does not speak of what this rule finds; in SQL: -- drey: allow RULE", kCheck, true},
    {"--rules", "", "lists the rules", kCheck},
    {"--explain", "RULE", "says what a rule is for, with an example", kCheck},
    {"--format", "text|json|sarif", "how findings are written (default text, or as --errors says)", kCheck},
    {"--format", "text|flink|json|mermaid", "how the plan is shown (default text)", kExplain},
    {"--format", "text|json", "how the differences are shown (default text)", kDiff},
    {"--format", "table|json", "how the runs are shown (default table)", kRuns},
    {"--format", "table|csv|json", "how rows are shown (default table)", kSql},
    {"-i", "FILE", "runs the statements of FILE first, then goes on with the others or the prompt", kSql},
    {"-f", "FILE", "reads the statements from FILE", kSql},
    {"--analyze", "", "runs the job, with the options of run, and adds rows, bytes and time to each operator", kExplain},
    {"--from", "TOPIC:PARTITION:OFFSET", "records of this partition, from this offset on", kRecord | kDiff},
    {"--since", "TIME", "records from this time on: milliseconds since 1970, or 2024-05-01T12:00:00Z", kRecord | kDiff},
    {"--until", "TIME", "records before this time", kRecord | kDiff},
    {"--redact", "", "each string becomes a pseudonym of the same shape", kRecord},
    {"--init", "", "writes a first test of the job PATH, with an example of each column", kTest},
    {"--output", "FILE", "where the test file is written (default: JOB.test.yaml in this folder; - is standard output)", kRecord | kTest},
    {"--once", "", "no batches of one record, no stops and resumes", kTest},
    {"--update", "", "writes what came into the test files, in place of what was expected", kTest},
    {"--watch", "", "runs again whenever a test file or a job changes", kTest},
    {"--jobs", "N", "runs N tests at once (default 1)", kTest},
    {"--junit", "FILE", "writes the results as JUnit XML", kTest},
    {"--filter", "REGEX", "runs the tests whose names the expression finds", kTest},
    {"--key", "KEY", "the records whose input or output has this key", kWhy},
    {"--input", "TOPIC:PARTITION:OFFSET", "the record at this place", kWhy},
    {"--man", "", "prints the manual page of all commands, in the macros of man(7)", kHelp},
    {"-J", "", "cat: prints each record as an envelope, one JSON object a line", kTopics},
    {"--partition", "N", "cat, export: only this partition", kTopics},
    {"--errors", "text|json", "how errors are written (default text)", kAll},
    {"--log-level", "LEVEL", "diagnostics on standard error: trace, debug, info, warn, error, off (default warn)", kAll},
    {"--log-format", "text|json", "how diagnostics are written (default text)", kAll},
    {"--help", "", "says how the command is used", kAll},
};

// What one parse leaves: positional words, values by option, and words that nothing takes.
struct ParsedWords {
  std::vector<std::string> positional;
  std::map<std::string, std::vector<std::string>, std::less<>> options;
  std::vector<std::string> unknown;
};

std::string_view FirstWord(std::string_view message) { return message.substr(0, message.find_first_of(": ")); }

absl::Status ExplainParseError(const CLI::ParseError& error) {
  const std::string message = error.what();
  if (error.get_name() == "ArgumentMismatch") return InvalidError(Concat("option ", FirstWord(message), " needs a value"));
  return InvalidError(message);
}

// CLI11 would take the next word for the value of "--name=".
absl::Status CheckEmptyValues(std::span<const std::string> words) {
  for (const std::string& word : words) {
    if (word.starts_with("--") && word.find('=') == word.size() - 1) {
      return InvalidError(Concat("option ", std::string_view(word).substr(0, word.size() - 1), " needs a value"));
    }
  }
  return absl::OkStatus();
}

// Tokenizes with CLI11: options before or behind arguments, --name=value, --name value, "--" before words that begin with a dash.
absl::StatusOr<ParsedWords> ParseWords(Command command, std::span<const std::string> words) {
  ParsedWords parsed;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.add_option("words", parsed.positional)->expected(0, CLI::detail::expected_max_vector_size);
  std::vector<std::pair<std::string, CLI::Option*>> options;
  for (const OptionDescription& option : kOptions) {
    if (!IsOptionOf(option, command)) continue;
    const std::string name(option.name);
    CLI::Option* const added =
        option.value_name.empty()
            ? app.add_flag(name == "--help" ? "-h,--help" : name)
            : app.add_option_function<std::vector<std::string>>(name, [](const std::vector<std::string>&) {})
                  ->expected(1)
                  ->allow_extra_args(false)
                  ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    options.emplace_back(name, added);
  }
  const auto dashes = std::find(words.begin(), words.end(), "--");
  DREY_RETURN_IF_ERROR(CheckEmptyValues({words.begin(), dashes}));
  // CLI11 takes the words in reverse order.
  std::vector<std::string> reversed(words.begin(), dashes);
  std::reverse(reversed.begin(), reversed.end());
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    return ExplainParseError(error);
  }
  for (const auto& [name, option] : options) {
    if (option->count() > 0) parsed.options.emplace(name, option->results());
  }
  if (dashes != words.end()) parsed.positional.insert(parsed.positional.end(), dashes + 1, words.end());
  parsed.unknown = app.remaining();
  return parsed;
}

absl::Status UnknownCommand(std::string_view name) {
  std::vector<std::string> names;
  for (const CommandDescription& command : kCommands) names.emplace_back(command.name);
  std::string hint = DidYouMean(name, names);
  if (hint.empty()) hint = Concat("the commands are ", Join(names, ", "));
  return InvalidError(Concat("unknown command '", name, "'"), {}, hint);
}

absl::Status UnknownOption(Command command, std::string_view word) {
  const std::string_view name = word.substr(0, word.find('='));
  std::vector<std::string> names;
  for (const OptionDescription& option : kOptions) {
    if (option.name == name) {
      return InvalidError(Concat("drey ", DescriptionOf(command).name, " has no option ", name), {},
                          Concat("see drey help ", DescriptionOf(command).name));
    }
    if (IsOptionOf(option, command)) names.emplace_back(option.name);
  }
  std::string hint = DidYouMean(name, names);
  if (hint.empty()) hint = Concat("see drey help ", DescriptionOf(command).name);
  return InvalidError(Concat("unknown option ", name), {}, hint);
}

absl::Status CheckOption(const OptionDescription& option, const std::vector<std::string>& values) {
  // The key of a record may be empty.
  const bool is_empty = std::find(values.begin(), values.end(), "") != values.end();
  if (is_empty && !option.value_name.empty() && option.name != "--key") return InvalidError(Concat("option ", option.name, " needs a value"));
  if (values.size() > 1 && !option.repeatable && !option.value_name.empty()) {
    return InvalidError(Concat("option ", option.name, " is given twice"));
  }
  return absl::OkStatus();
}

absl::Status CheckArguments(const CommandDescription& command, const std::vector<std::string>& arguments) {
  const std::string usage = Concat("usage: drey ", command.name, " ", command.arguments);
  if (arguments.size() < command.minimum_arguments) {
    return InvalidError(Concat("drey ", command.name, " needs ", command.arguments), {}, usage);
  }
  if (arguments.size() > command.maximum_arguments) {
    return InvalidError(Concat("unexpected argument '", arguments[command.maximum_arguments], "'"), {}, usage);
  }
  return absl::OkStatus();
}

const CommandDescription* FindCommand(std::string_view name) {
  for (const CommandDescription& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

absl::StatusOr<CommandLine> ParseCommand(const CommandDescription& command, std::span<const std::string> words) {
  DREY_ASSIGN_OR_RETURN(ParsedWords parsed, ParseWords(command.command, words));
  if (parsed.options.contains("--help")) return CommandLine{.arguments = {std::string(command.name)}};
  if (!parsed.unknown.empty()) return UnknownOption(command.command, parsed.unknown.front());
  for (const OptionDescription& option : kOptions) {
    const auto found = parsed.options.find(option.name);
    if (found != parsed.options.end()) DREY_RETURN_IF_ERROR(CheckOption(option, found->second));
  }
  DREY_RETURN_IF_ERROR(CheckArguments(command, parsed.positional));
  return CommandLine{command.command, std::move(parsed.positional), std::move(parsed.options)};
}

}  // namespace

std::span<const CommandDescription> AllCommands() { return kCommands; }

std::span<const OptionDescription> AllOptions() { return kOptions; }

const CommandDescription& DescriptionOf(Command command) {
  return *std::find_if(std::begin(kCommands), std::end(kCommands),
                       [command](const CommandDescription& description) { return description.command == command; });
}

bool IsOptionOf(const OptionDescription& option, Command command) { return (option.commands & Bit(command)) != 0; }

std::optional<std::string> CommandLine::Value(std::string_view option) const {
  const auto found = options.find(option);
  if (found == options.end()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> CommandLine::Values(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>() : found->second;
}

absl::StatusOr<std::string> CommandLine::Choice(std::string_view option, std::span<const std::string_view> allowed) const {
  const std::optional<std::string> value = Value(option);
  if (!value) return std::string(allowed.front());
  if (std::find(allowed.begin(), allowed.end(), *value) != allowed.end()) return *value;
  const std::vector<std::string> names(allowed.begin(), allowed.end());
  return InvalidError(Concat("option ", option, " is one of ", Join(names, ", "), ", not '", *value, "'"), {},
                      DidYouMean(*value, names));
}

absl::StatusOr<CommandLine> ParseCommandLine(std::span<const std::string> arguments) {
  if (arguments.empty()) return InvalidError("expected a command", {}, "see drey help");
  const std::string& first = arguments.front();
  if (first == "--help" || first == "-h") return CommandLine{};
  const CommandDescription* const command = FindCommand(first == "-V" ? "--version" : first);
  if (command != nullptr) return ParseCommand(*command, arguments.subspan(1));
  if (first.starts_with("-")) {
    const std::vector<std::string> options = {"--help", "--version"};
    std::string hint = DidYouMean(first, options);
    if (hint.empty()) hint = "drey COMMAND [ARGUMENT…] [OPTION…]; see drey help";
    return InvalidError(Concat("expected a command before ", first), {}, hint);
  }
  return UnknownCommand(first);
}

}  // namespace drey
