#include "tests/program/drey_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace drey {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Where the process writes to. Several may be at work in one folder.
std::string StreamPath(const std::string& folder, const char* stream, pid_t process) {
  return folder + "/" + stream + "." + std::to_string(process);
}

[[noreturn]] void Become(const std::string& folder, std::vector<char*> arguments) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
  dup2(open(StreamPath(folder, "stdout", getpid()).c_str(), kFlags, 0644), STDOUT_FILENO);
  dup2(open(StreamPath(folder, "stderr", getpid()).c_str(), kFlags, 0644), STDERR_FILENO);
  if (chdir(folder.c_str()) != 0) _exit(126);
  execv(arguments.front(), arguments.data());
  _exit(127);
}

}  // namespace

DreyProcess::DreyProcess(const std::string& folder, const std::vector<std::string>& arguments) : folder_(folder) {
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), std::getenv("DREY_PROGRAM"));
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  process_ = fork();
  if (process_ == 0) Become(folder, pointers);
}

DreyProcess::~DreyProcess() {
  if (process_ <= 0 || ended_) return;
  Signal(SIGKILL);
  Wait();
}

void DreyProcess::Signal(int signal_number) const { kill(process_, signal_number); }

int DreyProcess::Wait() {
  int status = 0;
  waitpid(process_, &status, 0);
  ended_ = true;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string DreyProcess::StandardOutput() const { return ReadFile(StreamPath(folder_, "stdout", process_)); }

std::string DreyProcess::StandardError() const { return ReadFile(StreamPath(folder_, "stderr", process_)); }

}  // namespace drey
