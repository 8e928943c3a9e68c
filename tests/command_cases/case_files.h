// Text files that are tests: every *.case of a folder is one, run in an empty folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>

namespace drey {

// An empty folder for a case, removed afterwards.
class CaseFolder {
 public:
  explicit CaseFolder(const std::string& name);
  CaseFolder(const CaseFolder&) = delete;
  CaseFolder& operator=(const CaseFolder&) = delete;
  ~CaseFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string ReadCaseFile(const std::filesystem::path& path);
void WriteCaseFile(const std::filesystem::path& path, const std::string& content);

// Registers a test for every case of the folder, in the order of their names.
void RegisterCases(const std::filesystem::path& folder, const char* suite, const std::function<testing::Test*(std::filesystem::path)>& make);

// Puts the program under test, $DREY_PROGRAM, on the PATH and the repository into $REPOSITORY, and fixes what a terminal or a user's environment
// could change. False without a program.
bool FixEnvironment();

}  // namespace drey
