// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a command; at the N-th system call of PROGRAM that can meet a FAULT (see usage) it meets it.
// By ptrace: it can stop after a call, too. Seccomp's notifications cannot, and builders, which are
// none of our business, would inherit the filter; here forks of PROGRAM are not followed.
#include "core/base/error.hh"
#include "core/base/fd.hh"
#include "core/base/files.hh"
#include "tests/support/fault_table.hh"

#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <signal.h>
#include <span>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace cairn::fault {

namespace {

struct Order {
  std::string program;  // the name of its file
  std::string folder;   // the count begins with the first call on something below it
  std::string report;
  std::optional<FaultName> fault;  // nothing: only count
  std::uint64_t at = 0;            // from 1
};

// What a process of PROGRAM, or of what starts it, is stopped at.
struct Traced {
  bool is_target = false;
  bool is_in_call = false;
  bool meets_now = false;  // the fault, when the call at hand ends
};

std::string link_of(pid_t process, const std::string& what) {
  char target[4096];
  std::string path = fmt::format("/proc/{}/{}", process, what);
  ssize_t size = readlink(path.c_str(), target, sizeof target);
  return size < 0 ? "" : std::string(target, static_cast<std::size_t>(size));
}

std::string text_at(pid_t process, std::uint64_t address) {
  char bytes[4096] = {};
  Fd memory(open(fmt::format("/proc/{}/mem", process).c_str(), O_RDONLY | O_CLOEXEC));
  ssize_t size = pread(memory.get(), bytes, sizeof bytes - 1, static_cast<off_t>(address));
  return size < 0 ? "" : std::string(bytes);
}

std::string folder_of(pid_t process, std::uint64_t fd) {
  auto number = static_cast<int>(fd);
  return link_of(process, number == AT_FDCWD ? "cwd" : fmt::format("fd/{}", number));
}

// The file that CALL works on, as far as we can tell.
std::string subject_of(pid_t process, const Call& call, const std::uint64_t* arguments) {
  switch (call.subject) {
    case Subject::none: return "";
    case Subject::fd: return folder_of(process, arguments[0]);
    case Subject::path: return text_at(process, arguments[0]);
    case Subject::path_in_folder: break;
  }
  std::string path = text_at(process, arguments[1]);
  return path.starts_with('/') ? path : folder_of(process, arguments[0]) + "/" + path;
}

void set_call_number(pid_t process, long number) {
  user_regs_struct registers{};
  checked(ptrace(PTRACE_GETREGS, process, nullptr, &registers), "cannot read registers");
  registers.orig_rax = static_cast<unsigned long long>(number);
  checked(ptrace(PTRACE_SETREGS, process, nullptr, &registers), "cannot set registers");
}

void set_result(pid_t process, long result) {
  user_regs_struct registers{};
  checked(ptrace(PTRACE_GETREGS, process, nullptr, &registers), "cannot read registers");
  registers.rax = static_cast<unsigned long long>(result);
  checked(ptrace(PTRACE_SETREGS, process, nullptr, &registers), "cannot set registers");
}

std::string end_text(int status) {
  if (WIFSIGNALED(status)) return fmt::format("signal {}", WTERMSIG(status));
  return fmt::format("exit {}", WEXITSTATUS(status));
}

class Injection {
 public:
  explicit Injection(Order order) : order_(std::move(order)) {}

  // The status of COMMAND, when all that was traced has ended.
  int run(char** command) {
    pid_t first = start(command);
    int result = 0;
    int status = 0;
    for (pid_t process; (process = next(status)) > 0;) {
      if (WIFSTOPPED(status)) {
        stopped(process, status);
      } else {
        if (traced_[process].is_target) ends_.push_back(end_text(status));
        traced_.erase(process);
        if (process == first) result = status;
      }
    }
    report();
    return WIFEXITED(result) ? WEXITSTATUS(result) : 128 + WTERMSIG(result);
  }

 private:
  static pid_t next(int& status) {
    for (;;) {
      pid_t process = waitpid(-1, &status, __WALL);
      if (process >= 0 || errno != EINTR) return process;
    }
  }

  static long options(bool is_target) {
    long always = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    long children = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE;
    return is_target ? always : always | children;
  }

  pid_t start(char** command) {
    Pipe gate = make_pipe();
    pid_t process = checked(fork(), "cannot start a process");
    if (process == 0) {
      gate.write_end.close();
      char byte = 0;
      static_cast<void>(!read(gate.read_end.get(), &byte, 1));
      execvp(command[0], command);
      perror(command[0]);
      _exit(127);
    }
    checked(ptrace(PTRACE_SEIZE, process, nullptr, options(false)), "cannot trace {}", command[0]);
    return process;
  }

  void stopped(pid_t process, int status) {
    Traced& traced = traced_[process];
    int signal = WSTOPSIG(status);
    int event = status >> 16;
    if (event == PTRACE_EVENT_EXEC) executed(process, traced);
    if (event == PTRACE_EVENT_STOP && signal != SIGTRAP) {
      ptrace(PTRACE_LISTEN, process, nullptr, nullptr);
      return;
    }
    bool is_at_call = signal == (SIGTRAP | 0x80);
    if (is_at_call && traced.is_target) at_call(process, traced);
    bool is_ours = is_at_call || event != 0;
    auto way = traced.is_target ? PTRACE_SYSCALL : PTRACE_CONT;
    // It may be dead by now, and then there is nothing to continue.
    ptrace(way, process, nullptr, static_cast<long>(is_ours ? 0 : signal));
  }

  void executed(pid_t process, Traced& traced) {
    std::string program = link_of(process, "exe");
    traced.is_target = program.substr(program.rfind('/') + 1) == order_.program;
    // The end of the execve itself is still to come.
    traced.is_in_call = traced.is_target;
    ptrace(PTRACE_SETOPTIONS, process, nullptr, options(traced.is_target));
  }

  void at_call(pid_t process, Traced& traced) {
    traced.is_in_call = !traced.is_in_call;
    if (traced.is_in_call) {
      begin_call(process, traced);
    } else if (std::exchange(traced.meets_now, false)) {
      end_call(process);
    }
  }

  void begin_call(pid_t process, Traced& traced) {
    user_regs_struct registers{};
    if (ptrace(PTRACE_GETREGS, process, nullptr, &registers) < 0) return;
    const Call* call = call_of(static_cast<long>(registers.orig_rax));
    if (!call) return;
    const std::uint64_t arguments[] = {registers.rdi, registers.rsi, registers.rdx,
                                       registers.r10, registers.r8,  registers.r9};
    std::string subject = subject_of(process, *call, arguments);
    has_begun_ = has_begun_ || subject.starts_with(order_.folder + "/");
    // What is in /proc has no disk, and there is more or less of it each time.
    if (!has_begun_ || subject.starts_with("/proc")) return;
    bool is_on_disk = subject.starts_with('/') && !subject.starts_with("/dev/");
    unsigned faults = faults_of(*call, arguments, is_on_disk);
    for (const FaultName& one : fault_names) {
      if ((faults & static_cast<unsigned>(one.fault)) == 0) continue;
      bool is_now =
          ++points_[one.name] == order_.at && order_.fault && order_.fault->name == one.name;
      if (is_now) meet(process, traced, fmt::format("{} {}", call->name, subject));
    }
  }

  void meet(pid_t process, Traced& traced, std::string where) {
    met_ = std::move(where);
    traced.meets_now = true;
    if (order_.fault->fault == Fault::kill_before) kill(process, SIGKILL);
    if (order_.fault->error != 0) set_call_number(process, -1);
  }

  void end_call(pid_t process) {
    if (order_.fault->error != 0) set_result(process, -order_.fault->error);
    if (order_.fault->fault == Fault::kill_after) kill(process, SIGKILL);
  }

  void report() const {
    std::string text;
    for (const auto& [name, count] : points_) text += fmt::format("points {} {}\n", name, count);
    for (const std::string& end : ends_) text += fmt::format("ended {}\n", end);
    if (met_) text += fmt::format("met {} {}\n", order_.fault->name, *met_);
    Fd file(checked(open(order_.report.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600),
                    "cannot write {}", order_.report));
    write_fully(file.get(), text, order_.report);
  }

  Order order_;
  std::map<pid_t, Traced> traced_{};
  std::map<std::string_view, std::uint64_t> points_{};  // how many calls could meet each fault
  std::vector<std::string> ends_{};                     // of the processes of the program
  std::optional<std::string> met_{};                    // the call that met the fault
  bool has_begun_ = false;
};

constexpr int own_arguments = 6;

Order order_of(char** values) {
  Order order{values[1], values[2], values[3], fault_named(values[4]), std::stoull(values[5])};
  if (order.fault || std::string_view(values[4]) == "none") return order;
  throw Error("there is no fault {}", values[4]);
}

}  // namespace

}  // namespace cairn::fault

int main(int count, char** values) {
  using namespace cairn::fault;
  if (count <= own_arguments) {
    fmt::print(stderr, "usage: inject_fault PROGRAM FOLDER REPORT FAULT|none N COMMAND...\n");
    return 2;
  }
  try {
    return Injection(order_of(values)).run(values + own_arguments);
  } catch (const cairn::Error& error) {
    fmt::print(stderr, "inject_fault: error: {}\n", error.message());
    return 1;
  }
}
