// SPDX-License-Identifier: GPL-3.0-or-later
// T-15: builtins are the engine's own code doing a derivation's bidding; they must see and reach no
// more than any builder.
#include "core/base/error.hh"
#include "core/build/builtins.hh"
#include "tests/support/archive_bytes.hh"
#include "tests/support/sandbox.hh"
#include "tests/support/tree_text.hh"

#include <catch2/catch.hpp>
#include <filesystem>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

const std::string out = "/cairn/store/11111111111111111111111111111111-out";

// A sandbox in which builtins run, and an archive outside of it.
class Field {
 public:
  Field() {
    Fd folder = open_directory(place_.path());
    write_file_at(folder.get(), "secret.tar", tar_bytes({{"secret", '0', "", "text"}}));
  }

  std::string secret() const { return place_.path() + "/secret.tar"; }
  std::string store() const { return place_.store(); }

  sandbox::Spec spec(const std::string& builtin, std::map<std::string, std::string> environment) {
    sandbox::Spec spec = place_.script("");
    spec.entry = sandbox::Entry::builtin;
    spec.program = builtin;
    spec.environment = std::move(environment);
    return spec;
  }

  Ran ran(const sandbox::Spec& spec) { return run(spawner_, spec); }

 private:
  SandboxPlace place_;
  Spawner spawner_{place_.store(), run_builtin};
};

}  // namespace

TEST_CASE("T-15: a builtin reads nothing that the sandbox does not show", "[attack]") {
  Field field;
  sandbox::Spec spec = field.spec("builtin:unpack-1", {{"src", field.secret()}, {"out", out}});
  Ran blind = field.ran(spec);
  CHECK(blind.end.code == 1);
  CHECK(blind.output == fmt::format("cairn: unpack: cannot unpack {0}: cannot open {0}: No such "
                                    "file or directory\n",
                                    field.secret()));
  // The positive control: the same file, shown.
  sandbox::Spec shown = field.spec("builtin:unpack-1", {{"src", field.secret()}, {"out", out}});
  shown.binds.push_back({field.secret(), field.secret()});
  Ran seeing = field.ran(shown);
  CHECK(seeing.output == "");
  CHECK(seeing.end.code == 0);
  CHECK(tree_text(shown.scratch + "/store/" + out.substr(out.rfind('/'))) == "secret 644 text\n");
}

TEST_CASE("T-15: a builtin writes nowhere but where its outputs appear", "[attack]") {
  Field field;
  auto write_to = [&](const std::string& place) {
    return field.ran(field.spec("builtin:text-1", {{"text", "pwned"}, {"out", place}}));
  };
  std::string before = tree_text(field.store());
  for (std::string place : {"/pwned", "/proc/pwned", "/cairn/pwned"}) {
    INFO(place);
    CHECK(write_to(place).end.code == 1);
  }
  CHECK(write_to(fmt::format("/cairn/store/{}/pwned", SandboxPlace::busybox)).end.code == 1);
  CHECK(write_to(field.store() + "/pwned").end.code == 1);
  CHECK(tree_text(field.store()) == before);
  // The positive control: where outputs appear.
  CHECK(write_to(out).end.code == 0);
}

TEST_CASE("T-15: a builtin's union shows no file of the machine", "[attack]") {
  Field field;
  sandbox::Spec spec = field.spec("builtin:union-1", {{"inputs", "/root /home"}, {"out", out}});
  Ran ran = field.ran(spec);
  CHECK(ran.end.code == 1);
  CHECK(ran.output == "cairn: union: the input /root is not a folder\n");
}
