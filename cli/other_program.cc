// SPDX-License-Identifier: GPL-3.0-or-later
// Running programs.
#include "cli/other_program.hh"

#include "core/base/bytes.hh"
#include "core/base/child.hh"
#include "core/base/error.hh"
#include "core/base/fd.hh"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

extern char** environ;

namespace cairn {

namespace {

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(FileActions&&) = delete;

  void copy(int from, int to) { posix_spawn_file_actions_adddup2(&actions_, from, to); }
  void open_nothing(int fd) {
    posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_RDWR, 0);
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

std::string text_of(const CommandLine& command) {
  std::string text;
  for (const std::string& word : command) text += (text.empty() ? "" : " ") + word;
  return text;
}

pid_t start(const CommandLine& command, const FileActions& actions) {
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t process = -1;
  int failure = posix_spawnp(&process, words[0], actions.get(), nullptr, words.data(), environ);
  if (failure == ENOENT) {
    throw Error("there is no program '{}' here", command.front())
        .with_hint("install it: apt install " + command.front());
  }
  errno = failure;
  checked(failure == 0 ? 0 : -1, "cannot run '{}'", text_of(command));
  return process;
}

void check(int status, const CommandLine& command) {
  if (status != 0) throw Error("'{}' ended with status {}", text_of(command), status);
}

}  // namespace

bool has_program(const std::string& program) {
  std::string_view rest = getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin";
  while (!rest.empty()) {
    std::size_t end = std::min(rest.find(':'), rest.size());
    std::string file = std::string(rest.substr(0, end)) + "/" + program;
    if (access(file.c_str(), X_OK) == 0) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

std::string output_of(const CommandLine& command) {
  int ends[2];
  checked(pipe2(ends, O_CLOEXEC), "cannot make a pipe");
  Fd read_end(ends[0]);
  Fd write_end(ends[1]);
  FileActions actions;
  actions.copy(write_end.get(), STDOUT_FILENO);
  pid_t process = start(command, actions);
  write_end = Fd();
  FdSource source(read_end.get(), command.front());
  std::string output = read_all(source, 64 << 20, command.front());
  check(status_of(process), command);
  while (output.ends_with('\n')) output.pop_back();
  return output;
}

void run_program(const CommandLine& command) {
  FileActions actions;
  actions.copy(STDERR_FILENO, STDOUT_FILENO);
  check(status_of(start(command, actions)), command);
}

int status_of(const CommandLine& command) {
  FileActions actions;
  actions.open_nothing(STDOUT_FILENO);
  actions.open_nothing(STDERR_FILENO);
  return status_of(start(command, actions));
}

}  // namespace cairn
