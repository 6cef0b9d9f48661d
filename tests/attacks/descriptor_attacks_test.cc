// SPDX-License-Identifier: GPL-3.0-or-later
// T-10: a build hands a descriptor of its output to somebody outside, who writes through it once
// the output's hash has been checked (CVE-2024-27297). Two defences: the descriptor does not come
// out, and what was written through one that did is not in the store.
#include "tests/support/attack_build.hh"
#include "tests/support/attack_verdict.hh"

#include <fcntl.h>
#include <linux/netlink.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;

namespace {

constexpr std::chrono::milliseconds soon{300};
constexpr const char* seconds = "0.3";

// A builder that makes its output and then sends a descriptor of it to ADDRESS.
std::string sender(const std::string& address, const std::string& patience = seconds) {
  return fmt::format("printf content > $out; attack send-descriptor {} $out {}; ", address,
                     patience);
}

Derivation fixed_sender(BuildPlace& place, const std::string& name, const std::string& script) {
  return fixed_attack_script(place, name, script, "content");
}

void write_through(const Fd& smuggled) {
  REQUIRE(pwrite(smuggled.get(), "rewritten", 9, 0) == 9);
}

ino_t inode_of(int fd) {
  struct stat status {};
  REQUIRE(fstat(fd, &status) == 0);
  return status.st_ino;
}

}  // namespace

TEST_CASE("T-10: a descriptor smuggled out of a fixed-output build cannot change the store",
          "[attack]") {
  BuildPlace place;
  std::string address = fresh_address();
  Accomplice accomplice(address);
  auto result = place.build(fixed_sender(place, "fixed", sender(address) + "attack linger $out"));
  REQUIRE(result.message == "");
  CHECK(place.events.log() == "connect: ECONNREFUSED\nlinger: done\n");
  CHECK(!accomplice.receive(soon));
  CHECK(place.read(result) == "content");
}

TEST_CASE("T-10: in a shared network namespace the descriptor comes out, but changes a copy",
          "[attack]") {
  BuildPlace place;
  std::string address = fresh_address();
  Accomplice accomplice(address);
  AttackBuild build(place, fixed_sender(place, "fixed", sender(address)), {.share_network = true});
  CHECK(build.builder().output() == "send: done\n");
  auto smuggled = accomplice.receive(soon);
  REQUIRE(smuggled);

  SECTION("an engine that copies is not harmed") {
    build.keep();
    write_through(*smuggled);
    CHECK(read_file(build.built()) == "rewritten");
    CHECK(read_file(build.item()) == "content");
    CHECK(inode_of(smuggled->get()) != inode_of(open_at(AT_FDCWD, build.item(), O_RDONLY).get()));
  }
  SECTION("an engine that renames is") {
    build.keep_naively();
    write_through(*smuggled);
    CHECK(read_file(build.item()) == "rewritten");
  }
}

TEST_CASE("T-10: two fixed-output builds that run together cannot pass descriptors", "[attack]") {
  BuildPlace place;
  std::string address = fresh_address();
  bool share = GENERATE(false, true);
  sandbox::Weaknesses weaknesses{.share_network = share};
  AttackBuild receiver(
      place,
      fixed_sender(place, "receiver", fmt::format("attack receive-descriptor {} 1", address)),
      weaknesses);
  AttackBuild build(place, fixed_sender(place, "sender", sender(address, "0.8")), weaknesses);
  CHECK(build.builder().output() == (share ? "send: done\n" : "connect: ECONNREFUSED\n"));
  CHECK(receiver.builder().output() == (share ? "receive: done\n" : "accept: ETIMEDOUT\n"));
  // The receiver has written by now: with the sender's network it could.
  CHECK(read_file(build.built()) == (share ? "rewritten" : "content"));
}

TEST_CASE("T-10: what a build leaves running cannot write on", "[attack]") {
  BuildPlace place;
  bool keep_processes = GENERATE(false, true);
  AttackBuild build(place,
                    fixed_sender(place, "lingering", "printf content > $out; attack linger $out"),
                    {.keep_processes = keep_processes});
  CHECK(build.builder().output() == "linger: done\n");
  // Let go, it begins to write after 0.2 seconds; who is there is given much longer.
  int longest = keep_processes ? 60'000 : 400;
  for (int ms = 0; ms < longest && read_file(build.built()) == "content"; ++ms) usleep(1000);
  CHECK(read_file(build.built()) == (keep_processes ? "rewritten" : "content"));
}

TEST_CASE("T-10: a builder inherits no descriptor of the engine", "[attack]") {
  // The engine is careless and lets programs that it executes have this one.
  Fd careless(open("/dev/null", O_RDONLY));
  Fd moved(fcntl(careless.get(), F_DUPFD, 77));
  AttackPlace place;
  std::string script = "attack list-descriptors";
  CHECK(place.output_of(script) ==
        "descriptor: 0 /dev/null\ndescriptor: 1 pipe\ndescriptor: 2 pipe\n");
  CHECK(output_outside(script).find("descriptor: 77 /dev/null\n") != std::string::npos);
}

TEST_CASE("T-10: a builder has no io_uring to keep a file in", "[attack]") {
  AttackPlace place;
  CHECK(place.output_of("attack make-ring") == "io_uring_setup: ENOSYS\n");
}

TEST_CASE("T-10: without the filter it has one", "[attack]") {
  AttackPlace place;
  if (output_outside("attack make-ring") != "io_uring_setup: done\n") {
    return skip("this kernel has no io_uring, or not for everybody");
  }
  CHECK(place.output_of("attack make-ring", {.no_seccomp = true}) == "io_uring_setup: done\n");
}

TEST_CASE("T-10: netlink does not leave a build's network namespace", "[attack]") {
  Fd receiver(socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_USERSOCK));
  sockaddr_nl name{};
  name.nl_family = AF_NETLINK;
  socklen_t size = sizeof name;
  REQUIRE(bind(receiver.get(), reinterpret_cast<sockaddr*>(&name), size) == 0);
  REQUIRE(getsockname(receiver.get(), reinterpret_cast<sockaddr*>(&name), &size) == 0);
  AttackPlace place;
  std::string script = fmt::format("attack send-netlink {}", name.nl_pid);
  char text[16] = {};
  CHECK(place.output_of(script) == "netlink: ECONNREFUSED\n");
  CHECK(recv(receiver.get(), text, sizeof text, 0) < 0);
  CHECK(AttackPlace().output_of(script, {.share_network = true}) == "netlink: done\n");
  CHECK(recv(receiver.get(), text, sizeof text, 0) == 8);
}

TEST_CASE("T-10: System V shared memory does not leave a build", "[attack]") {
  constexpr key_t key = 0x0ca12ca1;
  int id = shmget(key, 4096, IPC_CREAT | IPC_EXCL | 0666);
  REQUIRE(id >= 0);
  AtEnd remove([id] { shmctl(id, IPC_RMID, nullptr); });
  const char* memory = static_cast<const char*>(shmat(id, nullptr, 0));
  AttackPlace place;
  std::string script = fmt::format("attack attach-memory {}", key);
  CHECK(place.output_of(script) == "shmget: ENOENT\n");
  CHECK(std::string(memory) == "");
  CHECK(place.output_of(script, {.share_ipc = true}) == "shmget: done\n");
  CHECK(std::string(memory) == "rewritten");
  shmdt(memory);
}

TEST_CASE("T-10: POSIX message queues do not leave a build", "[attack]") {
  std::string name = fmt::format("cairn-attack-{}", getpid());
  Fd queue(static_cast<int>(
      syscall(SYS_mq_open, name.c_str(), O_RDONLY | O_CREAT | O_NONBLOCK, 0666, nullptr)));
  REQUIRE(queue);
  AtEnd remove([&] { syscall(SYS_mq_unlink, name.c_str()); });
  REQUIRE(fchmod(queue.get(), 0666) == 0);
  AttackPlace place;
  CHECK(place.output_of("attack open-queue " + name) == "mq_open: ENOENT\n");
  CHECK(place.output_of("attack open-queue " + name, {.share_ipc = true}) == "mq_open: done\n");
}
