// SPDX-License-Identifier: GPL-3.0-or-later
// T-10, T-18: descriptors on their way out of a build, and processes that outlive it.
#include "tests/attacks/programs/attack.hh"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <set>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace cairn::attack {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::string_view abstract = "abstract:";
constexpr std::string_view rewritten = "rewritten";
constexpr useconds_t pause = 20'000;

struct Address {
  sockaddr_un name{};
  socklen_t size = 0;

  explicit Address(std::string_view text) {
    name.sun_family = AF_UNIX;
    char* place = name.sun_path;
    if (text.starts_with(abstract)) {
      text.remove_prefix(abstract.size());
      ++place;
    }
    text.copy(place, sizeof name.sun_path - 2);
    size = static_cast<socklen_t>(place - reinterpret_cast<char*>(&name) +
                                  static_cast<std::ptrdiff_t>(text.size()));
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&name); }
};

Clock::time_point end_of(const char* seconds) {
  return Clock::now() + std::chrono::milliseconds(static_cast<int>(std::atof(seconds) * 1000));
}

// The receiver may come later than we do.
int connect_until(const Address& address, Clock::time_point end) {
  for (;;) {
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, address.get(), address.size) == 0) return fd;
    int number = errno;
    close(fd);
    errno = number;
    if (Clock::now() > end) return -1;
    usleep(pause);
  }
}

struct Message {
  std::uint64_t size = 0;  // as core/sandbox/message.hh has it: what follows, nothing
  iovec part{&size, sizeof size};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header{};

  Message() {
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
  }
};

int accept_until(int listener, Clock::time_point end) {
  auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
  pollfd watched{listener, POLLIN, 0};
  if (poll(&watched, 1, static_cast<int>(left)) > 0) return accept(listener, nullptr, nullptr);
  errno = ETIMEDOUT;
  return -1;
}

int descriptor_from(int connection) {
  Message message;
  if (recvmsg(connection, &message.header, 0) < 0) return -1;
  int fd = -1;
  if (cmsghdr* rights = CMSG_FIRSTHDR(&message.header)) {
    std::memcpy(&fd, CMSG_DATA(rights), sizeof fd);
  }
  return fd;
}

// Write through the descriptor and through a mapping until somebody ends us, or a second is over;
// first let the build end.
void rewrite_for_a_second(int fd) {
  usleep(10 * pause);
  void* mapped = mmap(nullptr, rewritten.size(), PROT_WRITE, MAP_SHARED, fd, 0);
  for (auto end = Clock::now() + std::chrono::seconds(1); Clock::now() < end; usleep(pause)) {
    static_cast<void>(!pwrite(fd, rewritten.data(), rewritten.size(), 0));
    if (mapped != MAP_FAILED) std::memcpy(mapped, rewritten.data(), rewritten.size());
  }
}

}  // namespace

int send_descriptor(Arguments arguments) {
  int fd = open(arguments[1], O_RDWR | O_CLOEXEC);
  if (fd < 0) fd = open(arguments[1], O_PATH | O_CLOEXEC);
  int connection = connect_until(Address(arguments[0]), end_of(arguments[2]));
  if (connection < 0) {
    tell("connect", -1);
    return 0;
  }
  Message message;
  cmsghdr* rights = CMSG_FIRSTHDR(&message.header);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof fd);
  std::memcpy(CMSG_DATA(rights), &fd, sizeof fd);
  tell("send", sendmsg(connection, &message.header, 0));
  return 0;
}

int receive_descriptor(Arguments arguments) {
  Address address(arguments[0]);
  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener, address.get(), address.size) < 0 || listen(listener, 1) < 0) {
    tell("bind", -1);
    return 0;
  }
  int connection = accept_until(listener, end_of(arguments[1]));
  if (connection < 0) {
    tell("accept", -1);
    return 0;
  }
  int fd = descriptor_from(connection);
  tell("receive", fd);
  rewrite_for_a_second(fd);
  return 0;
}

int linger(Arguments arguments) {
  int fd = open(arguments[0], O_RDWR | O_CLOEXEC);
  pid_t child = fork();
  if (child != 0) {
    tell("linger", child);
    return 0;
  }
  setsid();
  if (fork() != 0) _exit(0);
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_IGN);
  for (int stream : {0, 1, 2}) close(stream);
  rewrite_for_a_second(fd);
  _exit(0);
}

int list_descriptors(Arguments) {
  DIR* folder = opendir("/proc/self/fd");
  std::set<std::string> lines;
  while (dirent* entry = readdir(folder)) {
    std::string name = entry->d_name;
    if (name == "." || name == ".." || name == std::to_string(dirfd(folder))) continue;
    char target[256] = {};
    static_cast<void>(!readlinkat(dirfd(folder), entry->d_name, target, sizeof target - 1));
    std::string shown = target;
    lines.insert(name + " " + shown.substr(0, shown.find(":[")));
  }
  closedir(folder);
  for (const std::string& line : lines) tell("descriptor", line);
  return 0;
}

}  // namespace cairn::attack
