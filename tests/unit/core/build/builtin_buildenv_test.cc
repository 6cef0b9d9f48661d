// SPDX-License-Identifier: GPL-3.0-or-later
// builtin:buildenv joins the packages of a profile of nix-env's. (That Debian's nix-env makes
// profiles by it is tested by tests/end-to-end/nix_clients.py.)
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/build/builtin.hh"
#include "tests/support/tree_text.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <filesystem>
#include <fstream>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

struct Packages {
  std::string path(const std::string& name) const { return folder.path() + "/" + name; }

  void file(const std::string& name, const std::string& content) const {
    fs::create_directories(fs::path(path(name)).parent_path());
    std::ofstream(path(name)) << content;
  }

  // The profile of DERIVATIONS, in which '@' stands for the folder.
  std::string profile(std::string derivations) const {
    for (std::size_t at; (at = derivations.find('@')) != std::string::npos;) {
      derivations.replace(at, 1, folder.path());
    }
    builtin_buildenv({{"derivations", derivations}, {"manifest", "/m"}, {"out", path("out")}});
    return shown(tree_text(path("out")));
  }

  std::string shown(std::string text) const {
    for (std::size_t at; (at = text.find(folder.path())) != std::string::npos;) {
      text.replace(at, folder.path().size(), "@");
    }
    return text;
  }

  TemporaryDirectory folder;
};

}  // namespace

TEST_CASE("of two packages the one with the lower priority wins", "[core/build]") {
  Packages packages;
  packages.file("a/bin/x", "a");
  packages.file("b/bin/x", "b");
  packages.file("b/bin/y", "b");
  std::string profile = packages.profile("true 5 1 @/b true 4 1 @/a");
  CHECK(profile.find("@/a/bin/x") != std::string::npos);
  CHECK(profile.find("@/b/bin/x") == std::string::npos);
  CHECK(profile.find("@/b/bin/y") != std::string::npos);
  CHECK(read_link_at(AT_FDCWD, packages.path("out/manifest.nix")) == "/m");
}

TEST_CASE("packages that are files, and links to nowhere, are left out", "[core/build]") {
  Packages packages;
  packages.file("a/bin/x", "a");
  packages.file("b", "b");
  fs::create_symlink("/nowhere", packages.path("a/dangling"));
  std::string profile = packages.profile("true 5 1 @/a true 5 1 @/b");
  CHECK(profile.find("@/a/bin") != std::string::npos);
  CHECK(profile.find("dangling") == std::string::npos);
  CHECK(profile.find("@/b") == std::string::npos);
  fs::remove_all(packages.path("out"));
  CHECK(packages.profile("true 5 1 @/b").find("manifest.nix") != std::string::npos);
}

TEST_CASE("the same priority is a collision", "[core/build]") {
  Packages packages;
  packages.file("a/bin/x", "a");
  packages.file("b/bin/x", "b");
  CHECK_THROWS_AS(packages.profile("true 5 1 @/b true 5 1 @/a"), Error);
}

TEST_CASE("a package may have several folders and may not be shown", "[core/build]") {
  Packages packages;
  packages.file("a/bin/x", "a");
  packages.file("a-man/man/x", "a");
  packages.file("b/bin/y", "b");
  std::string profile = packages.profile("true 5 2 @/a @/a-man false 5 1 @/b");
  CHECK(profile.find("@/a/bin") != std::string::npos);
  CHECK(profile.find("@/a-man/man") != std::string::npos);
  CHECK(profile.find("@/b") == std::string::npos);
}

TEST_CASE("what a package wants beside it stands behind what was asked for", "[core/build]") {
  Packages packages;
  packages.file("a/bin/x", "a");
  packages.file("a/nix-support/propagated-user-env-packages",
                packages.path("c") + " " + packages.path("a") + "\n");
  packages.file("c/bin/x", "c");
  packages.file("c/bin/z", "c");
  std::string profile = packages.profile("true 5 1 @/a");
  CHECK(profile.find("@/a/bin/x") != std::string::npos);
  CHECK(profile.find("@/c/bin/z") != std::string::npos);
  CHECK(profile.find("@/c/bin/x") == std::string::npos);
  CHECK(profile.find("nix-support") == std::string::npos);
}

TEST_CASE("what cannot be meant is refused", "[core/build]") {
  Packages packages;
  CHECK_THROWS_WITH(packages.profile("true 5"), "'derivations' ends in the middle");
  CHECK_THROWS_WITH(packages.profile("true high 1 /x"),
                    "'derivations' holds 'high' where a number belongs");
  CHECK_THROWS_WITH(packages.profile("true 5 1 relative"),
                    "the input 'relative' is no absolute path");
}
