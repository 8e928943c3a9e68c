#include "runtime/terminal/history_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "engine/base/error.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

class HistoryFileTest : public testing::Test {
 protected:
  HistoryFileTest() : folder_(fs::path(testing::TempDir()) / ("drey-history-" + std::to_string(getpid()))) { fs::remove_all(folder_); }
  ~HistoryFileTest() override { fs::remove_all(folder_); }

  fs::path folder_;
};

TEST_F(HistoryFileTest, KeepsEntriesInTheirOrder) {
  const HistoryFile file((folder_ / "state" / "sql_history").string());
  EXPECT_EQ(file.Load(10).value(), std::vector<std::string>());
  ASSERT_TRUE(file.Append("SELECT 1;").ok());
  ASSERT_TRUE(file.Append("SELECT 'ä';").ok());
  EXPECT_EQ(file.Load(10).value(), (std::vector<std::string>{"SELECT 1;", "SELECT 'ä';"}));
  EXPECT_EQ(file.Load(1).value(), (std::vector<std::string>{"SELECT 'ä';"}));
}

TEST_F(HistoryFileTest, IsForItsOwnerAlone) {
  const fs::path path = folder_ / "state" / "sql_history";
  ASSERT_TRUE(HistoryFile(path.string()).Append("SELECT 1;").ok());
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(HistoryFileTest, IsCutWhenItIsMuchLongerThanWhatIsRead) {
  const fs::path path = folder_ / "sql_history";
  const HistoryFile file(path.string());
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(file.Append(std::to_string(i)).ok());
  EXPECT_EQ(file.Load(3).value(), (std::vector<std::string>{"4", "5", "6"}));
  std::ifstream in(path);
  std::string first;
  std::getline(in, first);
  EXPECT_EQ(first, "4");
}

TEST_F(HistoryFileTest, SaysWhatCannotBeWritten) {
  fs::create_directories(folder_ / "sql_history");
  const absl::Status status = HistoryFile((folder_ / "sql_history").string()).Append("SELECT 1;");
  EXPECT_NE(std::string(MessageOf(status)).find("cannot write the history: Is a directory"), std::string::npos) << status;
}

TEST(HistoryFileOfUserTest, FollowsTheBaseDirectories) {
  setenv("HOME", "/home/bob", 1);
  unsetenv("XDG_STATE_HOME");
  EXPECT_EQ(HistoryFile::OfUser("sql_history").path(), "/home/bob/.local/state/drey/sql_history");
  setenv("XDG_STATE_HOME", "/state", 1);
  EXPECT_EQ(HistoryFile::OfUser("sql_history").path(), "/state/drey/sql_history");
  setenv("XDG_STATE_HOME", "relative", 1);
  EXPECT_EQ(HistoryFile::OfUser("sql_history").path(), "/home/bob/.local/state/drey/sql_history");
  unsetenv("XDG_STATE_HOME");
  unsetenv("HOME");
  EXPECT_EQ(HistoryFile::OfUser("sql_history").path(), "");
  EXPECT_TRUE(HistoryFile::OfUser("sql_history").Append("SELECT 1;").ok());
}

}  // namespace
}  // namespace drey
