// SPDX-License-Identifier: GPL-3.0-or-later
// T-18: a fixed-output build meets somebody: a process outside, another build, a service of the
// machine, by whatever kind of address (CVE-2025-46416); also when it then fails, and also with the
// descriptor of a program that runs with the builder's rights.
#include "tests/support/attack_build.hh"
#include "tests/support/attack_verdict.hh"

#include <arpa/inet.h>
#include <fcntl.h>
#include <filesystem>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds soon{300};

std::string sender(const std::string& address, const std::string& file) {
  return fmt::format("attack send-descriptor {} {} 0.3; ", address, file);
}

// A service of the machine: a TCP port on the loopback device that accepts everybody.
struct Service {
  Fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  int port = 0;

  Service() {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof name;
    checked(bind(socket.get(), reinterpret_cast<sockaddr*>(&name), size), "cannot bind");
    checked(listen(socket.get(), 4), "cannot listen");
    checked(getsockname(socket.get(), reinterpret_cast<sockaddr*>(&name), &size), "no port");
    port = ntohs(name.sin_port);
  }
};

// The first line that says WHAT in LINES, whole.
std::string line_of(const std::string& lines, const std::string& what) {
  auto begin = lines.find(what + ": ");
  if (begin == std::string::npos) return "";
  return lines.substr(begin, lines.find('\n', begin) - begin);
}

constexpr const char* namespaces =
    "for n in net ipc mnt pid user uts; do readlink /proc/self/ns/$n; done; ";

}  // namespace

TEST_CASE("T-18: a fixed-output build that fails has sent nothing either", "[attack]") {
  BuildPlace place;
  std::string address = fresh_address();
  Accomplice accomplice(address);
  std::string script = "printf content > $out; " + sender(address, "$out") + "exit 1";
  auto result = place.build(fixed_attack_script(place, "failing", script, "content"));
  CHECK(result.message == "the builder failed with exit status 1");
  CHECK(place.events.log() == "connect: ECONNREFUSED\n");
  CHECK(!accomplice.receive(soon));
}

TEST_CASE("T-18: where the network is shared and failed outputs are renamed, it could change them",
          "[attack]") {
  BuildPlace place;
  std::string address = fresh_address();
  Accomplice accomplice(address);
  std::string script = "printf content > $out; " + sender(address, "$out") + "exit 1";
  AttackBuild build(place, fixed_attack_script(place, "failing", script, "content"),
                    {.share_network = true});
  build.builder().output();
  auto smuggled = accomplice.receive(soon);
  REQUIRE(smuggled);
  build.keep_naively();
  REQUIRE(pwrite(smuggled->get(), "rewritten", 9, 0) == 9);
  CHECK(read_file(build.item()) == "rewritten");
}

// Since Linux 4.8 a program that is executed by a descriptor from another mount namespace does not
// get its owner's rights, so the control can only show that the descriptor is there to be tried.
TEST_CASE("T-18: no descriptor of a set-id program leaves a build", "[attack]") {
  BuildPlace place;
  std::string address = fresh_address();
  Accomplice accomplice(address);
  std::string script = "cp $item/bin/attack $out; chmod 0555 $out; chmod 4555 $out || true; " +
                       sender(address, "$out");
  Derivation derivation = fixed_attack_script(place, "program", script, "");
  SECTION("of a build as it is") {
    AttackBuild build(place, derivation);
    CHECK(line_of(build.builder().output(), "connect") == "connect: ECONNREFUSED");
    CHECK(!accomplice.receive(soon));
  }
  SECTION("but of one without its defences") {
    AttackBuild build(place, derivation, {.share_network = true, .no_seccomp = true});
    CHECK(build.builder().output() == "send: done\n");
    auto smuggled = accomplice.receive(soon);
    REQUIRE(smuggled);
    struct stat status {};
    REQUIRE(fstat(smuggled->get(), &status) == 0);
    CHECK((status.st_mode & S_ISUID) != 0);
  }
}

TEST_CASE("T-18: a build reaches no service of the machine and nothing beyond", "[attack]") {
  Service service;
  AttackPlace place;
  std::string script = fmt::format("attack connect-to-port {}", service.port);
  CHECK(place.output_of(script) ==
        "the machine's port: ECONNREFUSED\n"
        "TCP to elsewhere: ENETUNREACH\n"
        "UDP to elsewhere: ENETUNREACH\n");
  CHECK(line_of(AttackPlace().output_of(script, {.share_network = true}), "the machine's port") ==
        "the machine's port: done");
}

TEST_CASE("T-18: a socket with a place in the file system is not there in a build", "[attack]") {
  AttackPlace place;
  std::string folder = place.place.path() + "/meeting";
  fs::create_directory(folder);
  std::string address = folder + "/socket";
  Accomplice accomplice(address);
  fs::permissions(address, fs::perms(0777));
  sandbox::Spec spec = place.script("touch file; " + sender(address, "file"));
  CHECK(run(place.spawner, spec).output == "connect: ENOENT\n");
  CHECK(!accomplice.receive(soon));

  // Seen, it crosses every other border, and the mount may even be read-only.
  sandbox::Spec control = place.script("touch file; " + sender("/meeting/socket", "file"));
  control.binds = {{folder, "/meeting", false}};
  CHECK(run(place.spawner, control).output == "send: done\n");
  CHECK(accomplice.receive(soon));
}

TEST_CASE("T-18: builds that run together share no folder to meet in", "[attack]") {
  BuildPlace place;
  std::string folder = GENERATE("/tmp", "/build", "/dev/shm", "/cairn/store", "/dev/pts");
  std::string address = folder + "/socket";
  AttackBuild receiver(
      place, attack_script(place, "receiver", "attack receive-descriptor " + address + " 0.5"));
  AttackBuild build(place, attack_script(place, "sender", "touch f; " + sender(address, "f")));
  CHECK(line_of(build.builder().output(), "send") == "");
  CHECK(line_of(receiver.builder().output(), "receive") == "");
}

TEST_CASE("T-18: builds in a folder that both see meet there", "[attack]") {
  AttackPlace place;
  std::string folder = place.place.path() + "/meeting";
  fs::create_directory(folder);
  fs::permissions(folder, fs::perms(0777));
  sandbox::Spec receiving = place.script("umask 0; attack receive-descriptor /meeting/socket 60");
  sandbox::Spec sending = place.script("touch f; attack send-descriptor /meeting/socket f 60");
  receiving.binds = sending.binds = {{folder, "/meeting", true}};
  Started receiver(place.spawner, receiving);
  CHECK(run(place.spawner, sending).output == "send: done\n");
}

TEST_CASE("T-18: builds that run together, and the machine, have nothing in common", "[attack]") {
  AttackPlace place;
  std::string script = std::string(namespaces) + "echo ready; sleep 100";
  Started one(place.spawner, place.script(script));
  Started other(place.spawner, place.script(script));
  REQUIRE(one.has_printed("ready"));
  REQUIRE(other.has_printed("ready"));
  for (const char* name : {"net", "ipc", "mnt", "pid", "user", "uts"}) {
    INFO(name);
    std::string ours = fs::read_symlink(fmt::format("/proc/self/ns/{}", name)).string();
    CHECK(one.printed().find(ours) == std::string::npos);
    CHECK(other.printed().find(ours) == std::string::npos);
    auto begin = one.printed().find(fmt::format("{}:[", name));
    REQUIRE(begin != std::string::npos);
    std::string theirs = one.printed().substr(begin, one.printed().find('\n', begin) - begin);
    CHECK(other.printed().find(theirs) == std::string::npos);
  }
  std::string ours = fs::read_symlink("/proc/self/ns/net").string();
  CHECK(AttackPlace().output_of(namespaces, {.share_network = true}).find(ours) !=
        std::string::npos);
}

TEST_CASE("T-18: a build has no socket that reaches another machine or the hypervisor",
          "[attack]") {
  AttackPlace place;
  CHECK(place.output_of("attack connect-to-vsock") ==
        "a vsock: EAFNOSUPPORT\n"
        "a vsock with a long family: EAFNOSUPPORT\n"
        "a pair of vsocks: EAFNOSUPPORT\n"
        "vsock to the machine: EAFNOSUPPORT\n"
        "vsock to the hypervisor: EAFNOSUPPORT\n");
}

TEST_CASE("T-18: without the filter a build has vsocks, whatever its network", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack connect-to-vsock", {.no_seccomp = true});
  if (line_of(shown, "a vsock") != "a vsock: done") return skip("this kernel has no vsocks");
  CHECK(line_of(shown, "a vsock with a long family") == "a vsock with a long family: done");
}

TEST_CASE("T-18: a build has no socket of any unusual family", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack other-sockets");
  CHECK(line_of(shown, "ALG") == "ALG: EAFNOSUPPORT");
  CHECK(shown.find("done") == std::string::npos);
  CHECK(shown.find("EPERM") ==
        std::string::npos);  // it would be the kernel's, and not the filter's
}
