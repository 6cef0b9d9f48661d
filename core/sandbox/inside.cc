// SPDX-License-Identifier: GPL-3.0-or-later
// Process 1 of a sandbox and its one child.
#include "core/sandbox/inside.hh"

#include "core/base/error_text.hh"
#include "core/base/uninterrupted.hh"
#include "core/sandbox/filter.hh"
#include "core/sandbox/namespaces.hh"
#include "core/sandbox/step.hh"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {

void drop_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  checked(syscall(SYS_capset, &header, none), "cannot drop capabilities");
}

// From here on the process owns nothing but what the builder is to own.
void become_builder(uid_t machine_user) {
  if (machine_user != 0) {
    checked(setgroups(0, nullptr), "cannot leave the groups");
    checked(setresgid(machine_user, machine_user, machine_user), "cannot change the group");
    checked(setresuid(machine_user, machine_user, machine_user), "cannot change the user");
  }
  // Process 1 is closed to itself, and so were we; the maps of the next namespace need it open.
  checked(prctl(PR_SET_DUMPABLE, 1), "cannot open our own /proc");
  enter_user_namespace(sandbox_user);
  forbid_control_group_namespaces();
  // Until its program runs the builder's memory, and what is said of it, are those of process 1.
  checked(prctl(PR_SET_DUMPABLE, 0), "cannot close our own /proc");
  checked(setresgid(sandbox_user, sandbox_user, sandbox_user), "cannot become the builder's group");
  checked(setresuid(sandbox_user, sandbox_user, sandbox_user), "cannot become the builder");
  drop_capabilities();
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

void set_limits() {
  rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  umask(022);
  signal(SIGPIPE, SIG_DFL);  // the spawner ignores it, and pipelines end by it
  // Programs that print or sort by addresses give the same result each time.
  personality(ADDR_NO_RANDOMIZE);
}

void attach_standard_streams(const Inside& inside) {
  Fd null(checked(open("/dev/null", O_RDWR | O_CLOEXEC), "cannot open /dev/null"));
  checked(dup2(null.get(), 0), "cannot set standard input");
  checked(dup2(inside.output.get(), 1), "cannot set standard output");
  checked(dup2(inside.output.get(), 2), "cannot set standard error");
}

[[noreturn]] void execute(const Spec& spec) {
  std::vector<std::string> arguments = spec.arguments;
  std::vector<std::string> environment;
  for (const auto& [name, value] : spec.environment) environment.push_back(name + "=" + value);
  execve(spec.program.c_str(), pointers(arguments).data(), pointers(environment).data());
  throw errno_error("cannot run the builder {}", spec.program);
}

[[noreturn]] void run_builder(const Inside& inside) {
  setsid();
  attach_standard_streams(inside);
  checked(chdir(inside.spec.working_directory.c_str()), "cannot enter {}",
          inside.spec.working_directory);
  set_limits();
  if (!inside.spec.weaknesses.keep_root) become_builder(inside.machine_user);
  if (!inside.spec.weaknesses.no_seccomp) install_filter(inside.filter);
  if (inside.spec.entry == Entry::builtin) {
    close_range(3, ~0U, 0);
    _exit(inside.builtin(inside.spec));
  }
  close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  execute(inside.spec);
}

Fd open_own_folder(const std::string& path) {
  return Fd(checked(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
                    "cannot open {}", path));
}

// The builder owns the folders that it writes: made by us, empty, not to be reached by others. Not
// that of the outputs, which may serve the next builder: who owned it could leave a word in its
// flags, its attributes or its generation, and a sticky one gives those who may write no
// attributes.
void hand_over(const Spec& spec, uid_t machine_user) {
  for (const char* folder : {scratch_build, scratch_tmp}) {
    std::string path = spec.scratch + "/" + folder;
    checked(fchown(open_own_folder(path).get(), machine_user, machine_user), "cannot hand over {}",
            path);
  }
  Fd store = open_own_folder(spec.store_folder);
  checked(fchown(store.get(), 0, machine_user), "cannot hand over {}", spec.store_folder);
  checked(fchmod(store.get(), 01770), "cannot open {}", spec.store_folder);
}

// How BUILDER ended; when FOR_ALL, only after everybody else has ended by himself.
SandboxEnd wait_for(pid_t builder, bool for_all) {
  SandboxEnd end;
  for (;;) {
    int status = 0;
    pid_t child = uninterrupted([&] { return waitpid(-1, &status, 0); });
    if (child < 0) return end;
    if (child != builder) continue;
    end.kind = WIFSIGNALED(status) ? SandboxEnd::Kind::signalled : SandboxEnd::Kind::exited;
    end.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    if (!for_all) return end;
  }
}

[[noreturn]] void tell(const Inside& inside, const std::string& record, int status) {
  write_fully(inside.channel.get(), record, "how the sandbox ended");
  _exit(status);
}

// Keep OUTPUT and CHANNEL alone: what else the spawner holds belongs to other sandboxes.
void close_others(Inside& inside) {
  constexpr int first_closed = 5;
  int output =
      checked(fcntl(inside.output.get(), F_DUPFD_CLOEXEC, first_closed), "cannot keep the output");
  int channel = checked(fcntl(inside.channel.get(), F_DUPFD_CLOEXEC, first_closed),
                        "cannot keep the channel");
  checked(dup3(output, 3, O_CLOEXEC), "cannot keep the output");
  checked(dup3(channel, 4, O_CLOEXEC), "cannot keep the channel");
  static_cast<void>(inside.output.release());
  static_cast<void>(inside.channel.release());
  close_range(first_closed, ~0U, 0);
  inside.output = Fd(3);
  inside.channel = Fd(4);
}

// Whether the engine died, and the spawner with it, before we said that we follow.
bool is_abandoned(const Inside& inside) {
  pollfd watched{inside.channel.get(), 0, 0};
  return poll(&watched, 1, 0) > 0 && (watched.revents & POLLHUP);
}

void set_up(const Inside& inside) {
  // Die with the spawner; and let nobody inside look into this process.
  checked(prctl(PR_SET_PDEATHSIG, SIGKILL), "cannot follow the spawner");
  if (is_abandoned(inside)) _exit(0);
  checked(prctl(PR_SET_DUMPABLE, 0), "cannot close our own /proc");
  if (inside.machine_user != 0) hand_over(inside.spec, inside.machine_user);
  for (const Step& step : steps_for(inside.spec)) perform(step);
}

}  // namespace

void run_first_process(Inside inside) {
  try {
    close_others(inside);
    set_up(inside);
    // The child borrows our memory until its program runs: copying it would cost more than all else
    // that it does. We stand still meanwhile. A builtin gets a copy: it reads what strangers made,
    // and must not do that in the memory of a process with our rights.
    bool is_builtin = inside.spec.entry == Entry::builtin;
    pid_t builder = checked(is_builtin ? fork() : vfork(), "cannot start a process");
    if (builder == 0) run_builder(inside);
    inside.output.close();
    tell(inside, record_of(wait_for(builder, inside.spec.weaknesses.keep_processes)), 0);
  } catch (const Error& error) {
    // Also the builder's process comes here, before its program runs: its record is the first.
    tell(inside, record_of(error), 127);
  }
}

std::string record_of(const SandboxEnd& end) {
  return fmt::format("{}{}", static_cast<char>(end.kind), end.code) + '\0';
}

std::string record_of(const Error& error) {
  return static_cast<char>(SandboxEnd::Kind::not_started) + text_of(error) + '\0';
}

SandboxEnd parse_record(std::string_view bytes) {
  std::string record(bytes.substr(0, bytes.find('\0')));
  if (record.empty()) return {SandboxEnd::Kind::not_started, 0, "the sandbox was killed"};
  auto kind = static_cast<SandboxEnd::Kind>(record[0]);
  if (kind == SandboxEnd::Kind::not_started) return {kind, 0, record.substr(1)};
  return {kind, std::atoi(record.c_str() + 1), ""};
}

}  // namespace cairn::sandbox
