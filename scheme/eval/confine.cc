// SPDX-License-Identifier: GPL-3.0-or-later
// Putting the evaluator's sandbox together.
#include "scheme/eval/confine.hh"

#include "core/base/fd.hh"
#include "core/sandbox/filter.hh"
#include "core/sandbox/namespaces.hh"
#include "core/sandbox/quiet_filter.hh"
#include "core/sandbox/step.hh"
#include "scheme/border/frames.hh"

#include <grp.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::eval {

namespace {

using namespace sandbox;

// Of all evaluators of one user together; one takes two or three.
constexpr rlim_t thread_limit = 256;

void enter_namespaces() {
  enter_mount_namespace(sandbox_user);
  if (unshare(CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWPID) < 0) {
    throw refused_namespace("make the namespaces of the evaluator");
  }
}

std::vector<Step> steps_for(const Confinement& confinement) {
  const std::string& root = confinement.mount_point;
  std::vector<Step> steps{MountFileSystem{"tmpfs", root, "mode=0755"}};
  for (const std::string& folder : confinement.shown) {
    for (std::size_t slash = folder.find('/', 1); slash != std::string::npos;
         slash = folder.find('/', slash + 1)) {
      steps.push_back(MakeFolder{root + folder.substr(0, slash)});
    }
    steps.push_back(ShowPath{folder, root + folder, ShowPath::Access::read_only});
  }
  steps.push_back(SealFolder{root});
  steps.push_back(EnterRoot{root});
  steps.push_back(SetHostName{"localhost"});
  return steps;
}

// As root we become somebody without rights; who entered a user namespace has rights nowhere else.
void drop_rights(bool as_root) {
  if (as_root) {
    checked(setgroups(0, nullptr), "cannot leave the groups");
    checked(setresgid(sandbox_user, sandbox_user, sandbox_user), "cannot change the group");
    checked(setresuid(sandbox_user, sandbox_user, sandbox_user), "cannot change the user");
  }
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  checked(syscall(SYS_capset, &header, none), "cannot drop capabilities");
}

// Whether the command died before we said that we follow.
bool is_abandoned(int socket) {
  pollfd watched{socket, 0, 0};
  return poll(&watched, 1, 0) > 0 && (watched.revents & POLLHUP) != 0;
}

// Die with whoever started us; a change of the user undoes that.
void follow_parent(int socket) {
  checked(prctl(PR_SET_PDEATHSIG, SIGKILL), "cannot follow the command");
  if (is_abandoned(socket)) _exit(0);
}

void set_limits() {
  rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  rlimit threads{thread_limit, thread_limit};
  setrlimit(RLIMIT_NPROC, &threads);
}

void close_others(int socket) {
  if (socket > 3) close_range(3, static_cast<unsigned>(socket) - 1, 0);
  close_range(static_cast<unsigned>(socket) + 1, ~0U, 0);
}

void confine(const Confinement& confinement, bool as_root) {
  follow_parent(confinement.socket);
  for (const Step& step : steps_for(confinement)) perform(step);
  set_limits();
  close_others(confinement.socket);
  drop_rights(as_root);
  follow_parent(confinement.socket);
  install_filter(make_quiet_filter());
}

[[noreturn]] void end_like(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
  }
  _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

}  // namespace

void enter_confinement(const Confinement& confinement) {
  follow_parent(confinement.socket);
  const bool as_root = is_root_of_all();
  enter_namespaces();
  Pipe go = make_pipe();
  pid_t child = checked(fork(), "cannot start the evaluator");
  if (child == 0) {
    go.write_end.close();
    char byte = 0;
    FdSource(go.read_end.get(), "the start signal").read_exactly(std::span(&byte, 1));
    confine(confinement, as_root);
    return;
  }
  write_frame(confinement.socket, {{"process", child}});
  write_fully(go.write_end.get(), "g", "the start signal");
  close(confinement.socket);
  end_like(child);
}

}  // namespace cairn::eval
