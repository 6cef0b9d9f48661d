// SPDX-License-Identifier: GPL-3.0-or-later
// A library for LD_PRELOAD: what lies in the store's folder is never flushed, though the engine
// believes it. The database is, so that its rows last earlier than what they speak of: a test of
// power cuts must find that.
#include <string_view>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

bool is_in_store(int fd) {
  char path[] = "/proc/self/fd/..........";
  char* end = path + sizeof "/proc/self/fd/" - 1;
  char digits[10];
  int count = 0;
  for (int rest = fd; count == 0 || rest > 0; rest /= 10) {
    digits[count++] = static_cast<char>('0' + rest % 10);
  }
  while (count > 0) *end++ = digits[--count];
  *end = '\0';
  char target[4096];
  ssize_t size = readlink(path, target, sizeof target);
  std::string_view place(target, size < 0 ? 0 : static_cast<std::size_t>(size));
  return place.find("/cairn/store") != std::string_view::npos;
}

}  // namespace

extern "C" int fsync(int fd) {
  return is_in_store(fd) ? 0 : static_cast<int>(syscall(SYS_fsync, fd));
}

extern "C" int syncfs(int) noexcept {
  return 0;
}
