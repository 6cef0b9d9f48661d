// SPDX-License-Identifier: GPL-3.0-or-later
// Sandboxes, started for real.
#include "core/sandbox/spawner.hh"

#include "core/sandbox/namespaces.hh"
#include "tests/support/sandbox.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <set>
#include <signal.h>
#include <unistd.h>

namespace cairn {

using test::run;
using test::SandboxPlace;

namespace {
int print_program(const sandbox::Spec& spec) {
  write_fully(1, spec.program, "standard output");
  return 3;
}
}  // namespace

TEST_CASE("a sandboxed program's output and exit status come back", "[core/sandbox]") {
  SandboxPlace place;
  Spawner spawner(place.store(), print_program);
  auto ran = run(spawner, place.script("echo hello; exit 7"));
  CHECK(ran.end.message == "");
  CHECK(ran.output == "hello\n");
  CHECK(ran.end.kind == SandboxEnd::Kind::exited);
  CHECK(ran.end.code == 7);
}

TEST_CASE("a builtin runs inside the sandbox", "[core/sandbox]") {
  SandboxPlace place;
  Spawner spawner(place.store(), print_program);
  sandbox::Spec spec = place.script("");
  spec.entry = sandbox::Entry::builtin;
  spec.program = "builtin:test";
  auto ran = run(spawner, spec);
  CHECK(ran.output == "builtin:test");
  CHECK(ran.end.code == 3);
}

TEST_CASE("a builder's death by a signal is told as such", "[core/sandbox]") {
  SandboxPlace place;
  Spawner spawner(place.store(), print_program);
  auto ran = run(spawner, place.script("kill -ABRT $$"));
  CHECK(ran.end.kind == SandboxEnd::Kind::signalled);
  CHECK(ran.end.code == SIGABRT);
}

TEST_CASE("a builder that does not exist is named", "[core/sandbox]") {
  SandboxPlace place;
  Spawner spawner(place.store(), print_program);
  sandbox::Spec spec = place.script("");
  spec.program = "/bin/sh";
  auto ran = run(spawner, spec);
  CHECK(ran.end.kind == SandboxEnd::Kind::not_started);
  CHECK(ran.end.message == "cannot run the builder /bin/sh: No such file or directory");
}

TEST_CASE("what all sandboxes share is as the first of them found it", "[core/sandbox]") {
  SandboxPlace place;
  Spawner spawner(place.store(), print_program);
  sandbox::Spec one = place.script(
      "echo kept > /dev/shm/left; cat /dev/shm/left; touch /dev/left 2>/dev/null || echo refused");
  sandbox::Spec other = place.script("echo /dev/shm/* /dev/left*; echo x > /dev/null");
  other.mount_point = one.mount_point;
  CHECK(run(spawner, one).output == "kept\nrefused\n");
  auto ran = run(spawner, other);
  CHECK(ran.output == "/dev/shm/* /dev/left*\n");
  CHECK(ran.end.code == 0);
}

TEST_CASE("root's sandboxes have each a user of its own, of whatever spawner", "[core/sandbox]") {
  SandboxPlace place;
  std::set<uid_t> users;
  std::set<gid_t> groups;
  for (int i = 0; i < 2; ++i) {
    Spawner spawner(place.store(), print_program);
    for (int j = 0; j < 2; ++j) {
      sandbox::Spec spec = place.script("true");
      REQUIRE(run(spawner, spec).end.code == 0);
      auto status = status_at(AT_FDCWD, spec.scratch + "/build");
      users.insert(status->st_uid);
      groups.insert(status->st_gid);
    }
  }
  CHECK(users.size() == (sandbox::is_root_of_all() ? 4 : 1));
  CHECK(groups.size() == users.size());
}

TEST_CASE("what a builder leaves running is ended with it", "[core/sandbox]") {
  SandboxPlace place;
  Spawner spawner(place.store(), print_program);
  sandbox::Spec spec = place.script("(sleep 1; echo alive > /build/late) & exit 0");
  CHECK(run(spawner, spec).end.code == 0);
  usleep(1500000);
  CHECK(!status_at(AT_FDCWD, spec.scratch + "/build/late"));
}

TEST_CASE("letting go of a sandbox ends it", "[core/sandbox]") {
  SandboxPlace place;
  Spawner spawner(place.store(), print_program);
  Pipe pipe = make_pipe();
  sandbox::Spec spec = place.script("while :; do sleep 1; done");
  { SandboxProcess process = spawner.start(spec, pipe.write_end); }
  pipe.write_end.close();
  char byte;
  CHECK(FdSource(pipe.read_end.get(), "the pipe").read({&byte, 1}) == 0);
}

TEST_CASE("a sandbox holds nothing but what its spec names", "[core/sandbox]") {
  SandboxPlace place;
  Spawner spawner(place.store(), print_program);
  auto ran =
      run(spawner, place.script("echo /* /cairn/store/*; id; cat /proc/net/dev | wc -l; hostname"));
  CHECK(ran.output ==
        "/build /cairn /dev /etc /proc /tmp "
        "/cairn/store/00000000000000000000000000000000-busybox\n"
        "uid=30001(builder) gid=30001(builder)\n3\nlocalhost\n");
}

}  // namespace cairn
