#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/record_log_choice.h"
#include "runtime/connectors/kafka/client_properties.h"
#include "runtime/ledger/run_ledger.h"

namespace drey {
namespace {

// The client settings that the command line alone gives.
absl::StatusOr<ClientSettings> ReadSettings(const CommandLine& line) {
  if (line.Has("--local")) return ClientSettings();
  DREY_ASSIGN_OR_RETURN(const CompileOptions options, ReadCompileOptions(line));
  std::vector<ClientProperty> properties;
  if (options.integrations.size() > 1) return InvalidError("option --integration is given twice");
  for (const auto& [name, integration] : options.integrations) {
    for (const auto& [key, value] : integration) properties.push_back({.name = key, .value = value});
  }
  if (options.bootstrap_servers) properties.push_back({.name = "bootstrap.servers", .value = *options.bootstrap_servers});
  DREY_ASSIGN_OR_RETURN(ClientConfiguration client, MapClientProperties(ClientRole::kAdmin, properties));
  if (!client.has_servers) {
    return InvalidError("where are the runs?", {}, "give --bootstrap-servers LIST, --integration NAME=FILE or --local DIR");
  }
  return std::move(client.settings);
}

std::string TimeText(int64_t milliseconds) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixMillis(milliseconds), absl::UTCTimeZone());
}

// "my_pg.message-0 0–410, my_pg.message-1 0–12".
std::string PositionsText(const RunEntry& entry) {
  std::vector<std::string> texts;
  for (const auto& [id, range] : entry.positions) texts.push_back(Concat(id.topic, "-", id.partition, " ", range.from, "–", range.to));
  return Join(texts, ", ");
}

std::string Padded(std::string_view text, size_t width, bool right) {
  const std::string blanks(width > text.size() ? width - text.size() : 0, ' ');
  return right ? Concat(blanks, text) : Concat(text, blanks);
}

void PrintTable(const std::vector<RunEntry>& entries, Console& console) {
  constexpr size_t kColumns = 8;
  using Row = std::array<std::string, kColumns>;
  std::vector<Row> rows = {{"group", "start (UTC)", "seconds", "outcome", "in", "out", "skipped", "offsets"}};
  for (const RunEntry& entry : entries) {
    const std::string seconds = entry.end == 0 ? "" : Concat((entry.end - entry.start + 500) / 1000);
    rows.push_back({entry.group, TimeText(entry.start), seconds, entry.outcome, Concat(entry.records_in), Concat(entry.records_out),
                    Concat(entry.records_skipped), PositionsText(entry)});
  }
  std::array<size_t, kColumns> widths = {};
  for (const Row& row : rows) {
    for (size_t i = 0; i < kColumns; ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const Row& row : rows) {
    std::string text;
    for (size_t i = 0; i + 1 < kColumns; ++i) {
      const bool is_number = i == 2 || (i >= 4 && i <= 6);
      Append(text, Padded(row[i], widths[i], is_number), "  ");
    }
    console.Print(Concat(text, row.back(), "\n"));
  }
}

absl::StatusOr<std::vector<RunEntry>> ReadEntries(RecordLog& log, const CommandLine& line, const ClientSettings& settings) {
  const bool on_broker = !line.Has("--local");
  std::vector<std::string> groups = line.Values("--group");
  if (groups.empty()) {
    DREY_ASSIGN_OR_RETURN(groups, ListLedgerGroups(log, settings, on_broker));
  }
  std::vector<RunEntry> all;
  for (const std::string& group : groups) {
    RunLedger ledger(log, {.group = group, .settings = settings, .on_broker = on_broker, .holder = "drey runs"});
    DREY_ASSIGN_OR_RETURN(std::vector<RunEntry> entries, ledger.Read());
    if (entries.empty() && line.Has("--group")) {
      return InvalidError(Concat("no run of group '", group, "' is known"), {}, "run --since-last-run enters runs into the ledger");
    }
    all.insert(all.end(), entries.begin(), entries.end());
  }
  return all;
}

// False when the runs do not touch.
bool Verify(const std::vector<RunEntry>& entries, Console& console) {
  std::vector<std::string> found;
  for (auto first = entries.begin(); first != entries.end();) {
    const auto last = std::find_if(first, entries.end(), [&](const RunEntry& entry) { return entry.group != first->group; });
    const std::vector<std::string> of_group = FindGapsAndOverlaps({first, last});
    for (const std::string& text : of_group) found.push_back(Concat("group ", first->group, ": ", text));
    first = last;
  }
  for (const std::string& text : found) console.Print(Concat(text, "\n"));
  console.Print(found.empty() ? Concat(entries.size(), entries.size() == 1 ? " run" : " runs", " without gap or overlap\n")
                              : Concat(found.size(), " gaps or overlaps\n"));
  return found.empty();
}

}  // namespace

int RunsCommand(const CommandLine& line, Console& console) {
  constexpr std::array<std::string_view, 2> kFormats = {"table", "json"};
  const absl::StatusOr<std::string> format = line.Choice("--format", kFormats);
  if (!format.ok()) return console.Report(format.status());
  const absl::StatusOr<ClientSettings> settings = ReadSettings(line);
  if (!settings.ok()) return console.Report(settings.status());
  const std::shared_ptr<RecordLog> log = ChooseRecordLog(line);
  const absl::StatusOr<std::vector<RunEntry>> entries = ReadEntries(*log, line, *settings);
  if (!entries.ok()) return console.Report(entries.status());
  if (line.Has("--verify")) return Verify(*entries, console) ? 0 : 1;
  if (*format == "table") {
    PrintTable(*entries, console);
  } else {
    for (const RunEntry& entry : *entries) console.Print(Concat(ToJson(entry), "\n"));
  }
  return 0;
}

}  // namespace drey
