// SPDX-License-Identifier: GPL-3.0-or-later
// The right to build outputs.
#include "core/schedule/output_locks.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <poll.h>

namespace cairn {

namespace {
Derivation with_outputs(const std::vector<std::string>& names) {
  Derivation derivation;
  for (const std::string& name : names) {
    derivation.outputs.emplace(name,
                               DerivationOutput{StorePath(std::string(32, '0') + "-" + name)});
  }
  return derivation;
}
}  // namespace

TEST_CASE("outputs are built by one, and a watch wakes who waits", "[core/schedule]") {
  TemporaryDirectory root;
  LockFolder folder(Layout{root.path()});
  std::optional<OutputLocks> held =
      std::get<OutputLocks>(OutputLocks::take(folder, with_outputs({"out", "lib"})));
  auto waiting = OutputLocks::take(folder, with_outputs({"lib"}));
  REQUIRE(std::holds_alternative<LockWatch>(waiting));
  CHECK(std::holds_alternative<OutputLocks>(OutputLocks::take(folder, with_outputs({"doc"}))));
  held.reset();
  pollfd watched{std::get<LockWatch>(waiting).fd(), POLLIN, 0};
  CHECK(poll(&watched, 1, 5000) == 1);
  CHECK(std::holds_alternative<OutputLocks>(OutputLocks::take(folder, with_outputs({"lib"}))));
}

TEST_CASE("no lock file is left", "[core/schedule]") {
  TemporaryDirectory root;
  LockFolder folder(Layout{root.path()});
  { auto held = OutputLocks::take(folder, with_outputs({"out", "lib"})); }
  CHECK(list_directory(folder.fd.get()).empty());
}

}  // namespace cairn
