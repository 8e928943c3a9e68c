// The program drey as a process of its own.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace drey {

class DreyProcess {
 public:
  // Starts $DREY_PROGRAM in `folder`; its streams go to files there.
  DreyProcess(const std::string& folder, const std::vector<std::string>& arguments);
  DreyProcess(const DreyProcess&) = delete;
  DreyProcess& operator=(const DreyProcess&) = delete;
  // Kills it when it still runs.
  ~DreyProcess();

  void Signal(int signal_number) const;
  // The exit code, 128 + N after signal N.
  int Wait();

  std::string StandardOutput() const;
  std::string StandardError() const;

 private:
  std::string folder_;
  pid_t process_ = -1;
  bool ended_ = false;
};

}  // namespace drey
