#include "runtime/log/local/file_watcher.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>

#include "absl/time/clock.h"

namespace drey {
namespace {

constexpr absl::Duration kLongestLook = absl::Milliseconds(250);

}  // namespace

void FileWatcher::Watch(const std::string& path) {
  if (!inotify_) inotify_ = FileDescriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (inotify_) ::inotify_add_watch(inotify_.get(), path.c_str(), IN_MODIFY | IN_MOVE_SELF | IN_DELETE_SELF);
}

void FileWatcher::Wait(absl::Time deadline) {
  const absl::Duration left = std::clamp(deadline - absl::Now(), absl::ZeroDuration(), kLongestLook);
  const timespec time = absl::ToTimespec(left);
  pollfd event = {inotify_.get(), POLLIN, 0};
  if (::ppoll(&event, inotify_ ? 1 : 0, &time, nullptr) <= 0) return;
  char discarded[4096];
  while (::read(inotify_.get(), discarded, sizeof(discarded)) > 0) {
  }
}

}  // namespace drey
