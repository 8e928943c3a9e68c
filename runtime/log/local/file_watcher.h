// Waits until one of some files may have changed.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "runtime/log/local/file_io.h"

namespace drey {

class FileWatcher {
 public:
  // Where the system cannot watch the file, Wait ends by its time.
  void Watch(const std::string& path);
  // Returns after a change, a signal, or at the latest at the deadline or after a quarter of a second: not every file system reports
  // every change, so look again then.
  void Wait(absl::Time deadline);

 private:
  FileDescriptor inotify_;
};

}  // namespace drey
