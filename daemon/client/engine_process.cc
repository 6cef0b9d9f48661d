// SPDX-License-Identifier: GPL-3.0-or-later
// Finding cairn-daemon, starting it and waiting for its end.
#include "daemon/client/engine_process.hh"

#include "core/base/child.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/uninterrupted.hh"

#include <array>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace cairn {

namespace {

constexpr int session_fd = 3;   // where the engine finds its end of the socket
constexpr int patience = 5000;  // milliseconds that an engine may take to end

std::string folder_of_this_program() {
  std::string program = read_link_at(AT_FDCWD, "/proc/self/exe");
  return program.substr(0, program.rfind('/'));
}

std::string find_program(const EnginePlace& place) {
  if (!place.program.empty()) return place.program;
  std::string folder = folder_of_this_program();
  for (std::string_view way : {"/cairn-daemon", "/../libexec/cairn-daemon"}) {
    std::string program = folder + std::string(way);
    if (access(program.c_str(), X_OK) == 0) return program;
  }
  throw Error("cannot find cairn-daemon beside {} or in {}/../libexec", folder, folder)
      .with_hint("install both programs together");
}

std::vector<std::string> arguments_for(const EnginePlace& place, const std::string& program) {
  std::vector<std::string> arguments = {program,    "--session",        std::to_string(session_fd),
                                        "--store",  place.store.path(), "--state",
                                        place.state};
  if (!place.root.empty()) arguments.insert(arguments.end(), {"--root", place.root});
  return arguments;
}

// What the engine has open: nothing to read, its messages where ours go, and SOCKET.
class OpenFiles {
 public:
  explicit OpenFiles(int socket) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, socket, session_fd);
  }
  ~OpenFiles() { posix_spawn_file_actions_destroy(&actions_); }
  OpenFiles(OpenFiles&&) = delete;
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

bool ends_in_time(pid_t process) {
  Fd handle(static_cast<int>(syscall(SYS_pidfd_open, process, 0)));
  pollfd watched{handle.get(), POLLIN, 0};
  return uninterrupted([&] { return poll(&watched, 1, patience); }) != 0;
}

}  // namespace

std::pair<EngineProcess, Fd> EngineProcess::start(const EnginePlace& place) {
  auto [ours, theirs] = make_socket_pair(SOCK_STREAM);
  std::string program = find_program(place);
  std::vector<std::string> arguments = arguments_for(place, program);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  OpenFiles files(theirs.get());
  pid_t process = -1;
  int problem =
      posix_spawn(&process, program.c_str(), files.get(), nullptr, pointers.data(), environ);
  if (problem != 0) throw numbered_error(problem, "cannot start {}", program);
  return {EngineProcess(process), std::move(ours)};
}

EngineProcess::~EngineProcess() {
  if (process_ < 0) return;
  if (!ends_in_time(process_)) kill(process_, SIGKILL);
  reap(process_);
}

}  // namespace cairn
