// Reads every #include of engine/ and runtime/: a folder uses only folders below it, a third-party library is used in one folder, and
// the engine does not touch the world.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

// From the lowest folder to the highest; a folder uses itself and those before it.
constexpr std::array<std::string_view, 25> kFolders = {
    "engine/base",       "engine/types",   "engine/json", "engine/functions", "engine/sql", "engine/catalog",   "engine/connector",
    "engine/formats",    "engine/expression", "engine/plan", "engine/operators", "engine/job", "engine/compiler", "engine/check", "runtime/logging",
    "runtime/log",       "runtime/connectors", "runtime/checkpoint", "runtime/ledger", "runtime/task", "runtime/job",  "runtime/metrics", "runtime/testing", "runtime/terminal", "runtime/cli"};

// Headers of third-party libraries by their beginning, and the folder that uses them; an empty folder is every folder. ANTLR's are those
// of its include directory. OpenSSL hashes for SQL and reads key stores for Kafka.
constexpr std::pair<std::string_view, std::string_view> kLibraries[] = {
    {"absl/", ""},
    {"FlinkSql", "engine/sql"},
    {"rapidjson/", "engine/json"},
    {"simdjson", "engine/json"},
    {"pcre2.h", "engine/functions"},
    {"openssl/", "engine/functions"},
    {"openssl/", "runtime/log/librdkafka"},
    {"librdkafka/", "runtime/log/librdkafka"},
    {"spdlog/", "runtime/logging"},
    {"fmt/", "runtime/logging"},
    {"CLI/", "runtime/cli"},
    {"libfyaml", "runtime/testing"},
    {"histedit.h", "runtime/terminal"},
    {"httplib.h", "runtime/metrics"},
};

// Threads, clocks, files, streams and what else the engine must not know.
constexpr std::array<std::string_view, 13> kWorldlyHeaders = {
    "absl/time/clock.h", "chrono",   "condition_variable", "csignal", "fcntl.h", "filesystem", "fstream",
    "future",            "iostream", "signal.h",           "thread",  "unistd.h", "sys/"};

struct Include {
  std::string header;
  bool quoted = false;  // "header", not <header>
};

std::optional<Include> ParseInclude(std::string_view line) {
  constexpr std::string_view kDirective = "#include";
  if (!line.starts_with(kDirective)) return std::nullopt;
  const size_t open = line.find_first_of("\"<", kDirective.size());
  if (open == std::string_view::npos) return std::nullopt;
  const bool quoted = line[open] == '"';
  const size_t close = line.find(quoted ? '"' : '>', open + 1);
  return Include{std::string(line.substr(open + 1, close - open - 1)), quoted};
}

bool IsAntlrHeader(std::string_view header) { return fs::exists(fs::path(DREY_ANTLR_INCLUDE_DIR) / header); }

// Index of the folder that holds the path, among kFolders.
std::optional<size_t> FolderOf(std::string_view path) {
  for (size_t i = 0; i < kFolders.size(); ++i) {
    if (path.starts_with(std::string(kFolders[i]) + "/")) return i;
  }
  return std::nullopt;
}

// What is wrong with an include of the file; empty when nothing is.
std::string FindViolation(std::string_view file, const Include& include) {
  const std::optional<size_t> folder = FolderOf(file);
  if (!folder) return "the folder has no place in the order of folders";
  for (const std::string_view worldly : kWorldlyHeaders) {
    const bool matches = worldly.ends_with('/') ? include.header.starts_with(worldly) : include.header == worldly;
    if (matches && file.starts_with("engine/")) return "the engine touches no thread, socket, file, clock or signal";
  }
  bool is_library = IsAntlrHeader(include.header);
  bool may_use = is_library && file.starts_with("engine/sql/");
  for (const auto& [beginning, owner] : kLibraries) {
    if (!include.header.starts_with(beginning)) continue;
    is_library = true;
    may_use = may_use || file.starts_with(owner);
  }
  if (is_library) return may_use ? "" : "another folder uses this library";
  if (!include.quoted) {
    const bool standard = include.header.find('/') == std::string::npos || include.header.starts_with("sys/");
    return standard ? "" : "a library that has no folder";
  }
  const std::optional<size_t> used = FolderOf(include.header);
  if (!used) return "not a path from the repository's root";
  return *used <= *folder ? "" : "wrong direction: " + std::string(kFolders[*used]) + " stands above " + std::string(kFolders[*folder]);
}

std::vector<std::string> FindViolations(const fs::path& root, const fs::path& file) {
  std::vector<std::string> violations;
  const std::string name = fs::relative(file, root).generic_string();
  std::ifstream in(file);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const std::optional<Include> include = ParseInclude(line);
    if (!include) continue;
    const std::string violation = FindViolation(name, *include);
    if (!violation.empty()) violations.push_back(name + ":" + std::to_string(number) + ": " + include->header + ": " + violation);
  }
  return violations;
}

std::vector<fs::path> SourceFiles(const fs::path& root) {
  std::vector<fs::path> files;
  for (const char* const top : {"engine", "runtime"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / top)) {
      if (entry.path().extension() == ".cc" || entry.path().extension() == ".h") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST(IncludeDirectionTest, EveryIncludeOfEngineAndRuntimeIsAllowed) {
  const fs::path root = SourceDirectory();
  const std::vector<fs::path> files = SourceFiles(root);
  ASSERT_GT(files.size(), 50U);
  for (const fs::path& file : files) {
    for (const std::string& violation : FindViolations(root, file)) ADD_FAILURE() << violation;
  }
}

TEST(IncludeDirectionTest, WrongDirectionsAndForeignLibrariesAreFound) {
  EXPECT_EQ(FindViolation("engine/plan/rule.cc", {"engine/base/error.h", true}), "");
  EXPECT_EQ(FindViolation("engine/base/error.cc", {"engine/plan/rule.h", true}), "wrong direction: engine/plan stands above engine/base");
  EXPECT_EQ(FindViolation("engine/job/job.cc", {"runtime/log/record_log.h", true}),
            "wrong direction: runtime/log stands above engine/job");
  EXPECT_EQ(FindViolation("engine/functions/f.cc", {"rapidjson/reader.h", false}), "another folder uses this library");
  EXPECT_EQ(FindViolation("runtime/log/local/l.cc", {"librdkafka/rdkafka.h", false}), "another folder uses this library");
  EXPECT_EQ(FindViolation("engine/sql/p.cc", {"CommonToken.h", true}), "");
  EXPECT_EQ(FindViolation("engine/plan/p.cc", {"CommonToken.h", true}), "another folder uses this library");
  EXPECT_EQ(FindViolation("runtime/log/librdkafka/l.cc", {"librdkafka/rdkafka.h", false}), "");
  EXPECT_EQ(FindViolation("engine/types/t.cc", {"thread", false}), "the engine touches no thread, socket, file, clock or signal");
  EXPECT_EQ(FindViolation("runtime/job/j.cc", {"thread", false}), "");
  EXPECT_EQ(FindViolation("runtime/job/j.cc", {"boost/asio.hpp", false}), "a library that has no folder");
  EXPECT_EQ(FindViolation("runtime/job/j.cc", {"job.h", true}), "not a path from the repository's root");
  EXPECT_EQ(FindViolation("engine/new_folder/x.cc", {"string", false}), "the folder has no place in the order of folders");
}

}  // namespace
}  // namespace drey
