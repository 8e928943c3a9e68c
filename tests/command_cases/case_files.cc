#include "tests/command_cases/case_files.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/source_directory/source_directory.h"

namespace drey {

namespace fs = std::filesystem;

CaseFolder::CaseFolder(const std::string& name)
    : path_(fs::path(testing::TempDir()) / ("drey-case-" + std::to_string(getpid()) + "-" + name)) {
  fs::remove_all(path_);
  fs::create_directories(path_);
}

CaseFolder::~CaseFolder() { fs::remove_all(path_); }

std::string ReadCaseFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void WriteCaseFile(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

void RegisterCases(const fs::path& folder, const char* suite, const std::function<testing::Test*(fs::path)>& make) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".case") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    testing::RegisterTest(suite, file.stem().c_str(), nullptr, nullptr, file.c_str(), 1,
                          [file, make]() -> testing::Test* { return make(file); });
  }
}

bool FixEnvironment() {
  const char* const program = std::getenv("DREY_PROGRAM");
  if (program == nullptr) return false;
  const std::string path = std::getenv("PATH");
  setenv("PATH", (fs::path(program).parent_path().string() + ":" + path).c_str(), 1);
  setenv("REPOSITORY", SourceDirectory().c_str(), 1);
  setenv("LC_ALL", "C.UTF-8", 1);
  unsetenv("NO_COLOR");
  return true;
}

}  // namespace drey
