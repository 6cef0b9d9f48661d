// SPDX-License-Identifier: GPL-3.0-or-later
// The spawner's loop.
#include "core/sandbox/spawner_loop.hh"

#include "core/base/error.hh"
#include "core/sandbox/filter.hh"
#include "core/sandbox/fresh_heap.hh"
#include "core/sandbox/inside.hh"
#include "core/sandbox/message.hh"
#include "core/sandbox/namespaces.hh"
#include "core/sandbox/spec_text.hh"
#include "core/sandbox/step.hh"
#include "core/sandbox/store_mounts.hh"

#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <list>
#include <poll.h>
#include <sched.h>
#include <set>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {

// For root each sandbox has a user of its own on the machine, so that no two can touch each other:
// above the ranges that distributions and containers hand out, told apart by our process number.
constexpr uid_t first_machine_user = 0x78000000;
constexpr unsigned users_of_a_spawner = 256;

struct Running {
  Fd process;  // pidfd of process 1
  Fd channel;  // held open until nothing is left of the sandbox: its closing tells the engine
  Fd network;
  unsigned user_number = 0;
};

class SpawnerLoop {
 public:
  SpawnerLoop(Fd socket, const std::string& store, const Builtin& builtin)
      : socket_(std::move(socket)), builtin_(builtin), is_root_(is_root_of_all()) {
    try {
      enter_mount_namespace(0);
      seal_store(store);
      filter_ = make_filter();
    } catch (const Error& error) {
      refusal_ = record_of(error);
    }
    for (unsigned number = 0; number < users_of_a_spawner; ++number) free_users_.insert(number);
    use_fresh_heap();
  }

  // Whether there will be more to do.
  bool step() {
    std::vector<pollfd> watched = {{socket_.get(), POLLIN, 0}};
    for (const Running& running : running_) {
      watched.push_back({running.process.get(), POLLIN, 0});
      watched.push_back({running.channel.get(), POLLRDHUP, 0});
    }
    if (poll(watched.data(), watched.size(), -1) < 0) return errno == EINTR;
    auto running = running_.begin();
    for (std::size_t i = 1; i < watched.size(); i += 2) {
      auto current = running++;
      if (watched[i + 1].revents) kill_all(*current);
      if (watched[i].revents) finish(current);
    }
    return watched[0].revents == 0 || accept_request();
  }

 private:
  // In our view nothing below STORE can be written, and so in every sandbox that shows it.
  static void seal_store(const std::string& store) {
    checked(mount(store.c_str(), store.c_str(), nullptr, MS_BIND, nullptr), "cannot show {}",
            store);
    mount_attr attributes{};
    attributes.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
    checked(mount_setattr(AT_FDCWD, store.c_str(), 0, &attributes, sizeof attributes),
            "cannot make {} read-only", store);
  }

  bool accept_request() {
    std::optional<Message> message = receive_message(socket_.get());
    if (!message) return false;
    if (message->descriptors.size() == 1) {
      forget_mounts(message->bytes);
      return true;  // the engine waits until its descriptor closes
    }
    if (message->descriptors.size() != 2) throw Error("bad sandbox request: no descriptors");
    Fd output = std::move(message->descriptors[0]);
    Fd channel = std::move(message->descriptors[1]);
    if (!refusal_.empty()) {
      write_fully(channel.get(), refusal_, "how the sandbox ended");
      return true;
    }
    try {
      start(decode(message->bytes), std::move(output), std::move(channel));
    } catch (const Error& error) {
      write_fully(channel.get(), record_of(error), "how the sandbox ended");
    }
    return true;
  }

  void forget_mounts(const std::string& folder) {
    try {
      mounts_.forget(folder);
    } catch (const Error&) {
      // What is still mounted costs sandboxes a little, and goes with us.
    }
  }

  void start(const Spec& spec, Fd output, Fd&& channel) {
    prepare(spec.mount_point);
    if (spec.keeps_mounts) mounts_.show(spec.store_folder, spec.store_source, spec.items);
    if (free_users_.empty()) throw Error("more than {} sandboxes at once", users_of_a_spawner);
    Running running;
    running.user_number = take_user();
    // Asked for here: the sandbox's first process has the number 1.
    uid_t user = machine_user(running.user_number);
    bool shares_network = spec.network || spec.weaknesses.share_network;
    if (!shares_network) running.network = networks_.enter();
    int process = -1;
    clone_args arguments{};
    arguments.flags = CLONE_PIDFD | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS;
    if (!spec.weaknesses.share_ipc) arguments.flags |= CLONE_NEWIPC;
    arguments.pidfd = reinterpret_cast<std::uint64_t>(&process);
    arguments.exit_signal = SIGCHLD;
    long child = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (child < 0) throw refused_namespace("make the mount and process namespaces of a sandbox");
    if (child == 0) {
      run_first_process({spec, builtin_, filter_, user, std::move(output), std::move(channel)});
    }
    free_users_.erase(running.user_number);
    running.process = Fd(process);
    running.channel = std::move(channel);
    running_.push_back(std::move(running));
  }

  void prepare(const std::string& mount_point) {
    if (prepared_.contains(mount_point)) return;
    for (const Step& step : steps_for_all(mount_point)) perform(step);
    prepared_.insert(mount_point);
  }

  // Each in its turn, so that a user is somebody else's again as late as can be.
  unsigned take_user() {
    auto user = free_users_.lower_bound(next_user_);
    if (user == free_users_.end()) user = free_users_.begin();
    next_user_ = *user + 1;
    return *user;
  }

  uid_t machine_user(unsigned number) const {
    if (!is_root_) return 0;
    return first_machine_user + static_cast<uid_t>(getpid()) * users_of_a_spawner + number;
  }

  static void kill_all(const Running& running) {
    syscall(SYS_pidfd_send_signal, running.process.get(), SIGKILL, nullptr, 0);
  }

  void finish(std::list<Running>::iterator running) {
    siginfo_t info{};
    waitid(static_cast<idtype_t>(P_PIDFD), static_cast<id_t>(running->process.get()), &info,
           WEXITED);
    if (running->network) networks_.give_back(std::move(running->network));
    free_users_.insert(running->user_number);
    running_.erase(running);
  }

  Fd socket_;
  const Builtin& builtin_;
  bool is_root_;
  std::string refusal_;  // why nothing can be started here, as a record
  std::vector<sock_filter> filter_;
  NetworkPool networks_;
  std::set<std::string> prepared_;  // mount points
  StoreMounts mounts_;
  std::set<unsigned> free_users_;
  unsigned next_user_ = 0;
  std::list<Running> running_;
};

// Keep nothing of the engine: not its descriptors, its signals, its terminal.
Fd detach(Fd socket) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, "cairn-spawner");
  setsid();
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  signal(SIGPIPE, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  Fd kept(fcntl(socket.get(), F_DUPFD_CLOEXEC, 3));
  if (kept.get() != 3) {
    dup3(kept.get(), 3, O_CLOEXEC);
    static_cast<void>(kept.release());
    kept = Fd(3);
  }
  static_cast<void>(socket.release());
  close_range(4, ~0U, 0);
  Fd null(open("/dev/null", O_RDWR | O_CLOEXEC));
  for (int stream : {0, 1}) dup2(null.get(), stream);
  return kept;
}

}  // namespace

void run_spawner(Fd socket, const std::string& store, const Builtin& builtin) {
  try {
    SpawnerLoop loop(detach(std::move(socket)), store, builtin);
    while (loop.step()) {
    }
    _exit(0);
  } catch (const std::exception& error) {
    // The engine hears of it by the closing of all channels; this line tells why.
    std::string text = fmt::format("cairn: sandbox spawner: {}\n", error.what());
    static_cast<void>(!write(2, text.data(), text.size()));
    _exit(1);
  }
}

}  // namespace cairn::sandbox
