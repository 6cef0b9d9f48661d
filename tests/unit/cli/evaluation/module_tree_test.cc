// SPDX-License-Identifier: GPL-3.0-or-later
// A channel's files, read out of git.
#include "cli/evaluation/module_tree.hh"

#include "cli/evaluation/load_path.hh"
#include "core/base/error.hh"
#include "tests/support/git.hh"

#include <catch2/catch.hpp>
#include <filesystem>

namespace cairn {

namespace {

struct Channel {
  Channel() {
    git.write("modules/a/b.scm", "(define-module (a b))");
    git.write("modules/a/files/run", "#!/bin/sh");
    std::filesystem::permissions(git.path() + "/modules/a/files/run",
                                 std::filesystem::perms::owner_all);
    std::filesystem::create_symlink("../../../secret", git.path() + "/modules/a/files/link");
    git.write("secret", "not a module");
    git.commit();
    Repository repository = Repository::open(git.path());
    Commit commit = repository.commit(repository.find("HEAD").value());
    modules = repository.entry(commit.tree, "modules").value().id;
  }
  ModuleTree tree() const { return {git.path(), modules, "c@1/modules"}; }

  GitFolder git;
  ObjectId modules;
};

}  // namespace

TEST_CASE("a module's text comes out of git, with the name that errors call it", "[cli]") {
  Channel channel;
  CHECK(channel.tree().text("a/b.scm", 100) == "(define-module (a b))");
  CHECK(!channel.tree().text("a/c.scm", 100));
  CHECK(!channel.tree().text("a/b.scm/x", 100));
  CHECK_THROWS_AS(channel.tree().text("a", 100), Error);
  CHECK_THROWS_AS(channel.tree().text("a/b.scm", 3), Error);
  LoadPath path{{}};
  path.add(channel.tree());
  CHECK(path.find({"a", "b"}).value().file == "c@1/modules/a/b.scm");
}

TEST_CASE("a name leads nowhere but below the channel's folder of modules", "[cli]") {
  Channel channel;
  CHECK(channel.tree().path_of("c@1/modules/a/./b.scm") == "a/b.scm");
  CHECK(!channel.tree().path_of("c@1/modules/../secret"));
  CHECK(!channel.tree().path_of("c@1"));
  CHECK(!channel.tree().path_of("/etc/passwd"));
  CHECK(!channel.tree().text("../secret", 100));
}

TEST_CASE("a folder of a channel is copied as it is, its links unfollowed", "[cli]") {
  Channel channel;
  ModuleTree tree = channel.tree();
  std::string copy = tree.copy_out("a/files");
  CHECK(read_file(copy + "/run") == "#!/bin/sh");
  auto is_executable = std::filesystem::perms::owner_exec;
  CHECK((std::filesystem::status(copy + "/run").permissions() & is_executable) == is_executable);
  CHECK(std::filesystem::read_symlink(copy + "/link") == "../../../secret");
  CHECK_THROWS_AS(tree.copy_out("a/nothing"), Error);
  CHECK(tree.copy_out("a/files") == copy);
  CHECK(read_file(tree.copy_out("") + "/a/b.scm") == "(define-module (a b))");
  for (const char* itself : {"c@1/modules", "c@1/modules/.", "c@1/modules/a/.."}) {
    CHECK(tree.path_of(itself) == "");
  }
  CHECK(tree.path_of("c@1/modules/a/.") == "a");
}

TEST_CASE("a folder of a channel is listed out of git", "[cli]") {
  Channel channel;
  std::string text;
  for (const FolderEntry& one : channel.tree().list("a/files")) {
    text += fmt::format("{} {} {} {}\n", one.name, one.kind, one.size, one.is_executable);
  }
  CHECK(text == "link symlink 0 false\nrun regular 9 true\n");
  CHECK(channel.tree().list("").size() == 1);
  CHECK_THROWS_AS(channel.tree().list("a/b.scm"), Error);
  CHECK_THROWS_AS(channel.tree().list("b"), Error);
}

}  // namespace cairn
