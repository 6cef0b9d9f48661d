// SPDX-License-Identifier: GPL-3.0-or-later
// A Spec on its way to the spawner.
#include "core/sandbox/spec_text.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn::sandbox {

namespace {
Spec full_spec() {
  Spec spec;
  spec.entry = Entry::builtin;
  spec.program = "builtin:unpack-1";
  spec.arguments = {"a", "", "c"};
  spec.environment = {{"out", "/cairn/store/x"}, {"empty", ""}};
  spec.working_directory = "/build";
  spec.store_source = "/r/cairn/store";
  spec.store_target = "/cairn/store";
  spec.items = {"one", "two"};
  spec.store_folder = "/r/var/cairn/builds/store";
  spec.keeps_mounts = true;
  spec.scratch = "/r/var/cairn/builds/1";
  spec.mount_point = "/r/var/cairn/builds/root";
  spec.binds = {{"/src", "/dst", true}};
  spec.network = true;
  spec.weaknesses.no_seccomp = true;
  return spec;
}
}  // namespace

TEST_CASE("a spec comes back from its bytes as it was", "[core/sandbox]") {
  CHECK(decode(encode(full_spec())) == full_spec());
  CHECK(decode(encode(Spec{})) == Spec{});
}

TEST_CASE("a spec that ends early or late is refused", "[core/sandbox]") {
  std::string bytes = encode(full_spec());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_THROWS_AS(decode(std::string_view(bytes).substr(0, size)), Error);
  }
  CHECK_THROWS_WITH(decode(bytes + "x"), "bad sandbox request: bytes behind its end");
}

}  // namespace cairn::sandbox
