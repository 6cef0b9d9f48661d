// SPDX-License-Identifier: GPL-3.0-or-later
// HEAD, read from the files that git writes.
#include "channels/git/head_file.hh"

#include "tests/support/git.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("HEAD is found in the files of a repository", "[channels/git]") {
  GitFolder git;
  CHECK_FALSE(head_in_files(git.path()));  // a branch without commits
  git.write("a", "1");
  git.commit();
  std::string head = git.run("rev-parse HEAD");
  CHECK(head_in_files(git.path())->text() == head);
  git.run("pack-refs --all");
  CHECK(head_in_files(git.path())->text() == head);
  CHECK(head_in_files(git.path() + "/.git")->text() == head);
  git.run("branch other");
  git.write("a", "2");
  git.commit();
  CHECK(head_in_files(git.path())->text() == git.run("rev-parse HEAD"));
  git.run("checkout -q --detach other");
  CHECK(head_in_files(git.path())->text() == head);
}

TEST_CASE("where it takes git to know HEAD there is no answer", "[channels/git]") {
  GitFolder git;
  CHECK_FALSE(head_in_files(git.path() + "/nothing"));
  git.write("a", "1");
  git.commit();
  git.run("worktree add -q beside");
  CHECK_FALSE(head_in_files(git.path() + "/beside"));
  std::string packed = git.run("rev-parse HEAD") + " refs/heads/longer\n";
  for (const char* head : {"ref: ../x\n", "ref: refs/../HEAD\n", "ref: refs/heads/none\n",
                           "ref: refs/heads/long\n", "4f3a\n", "", "ref: refs/heads/main"}) {
    CAPTURE(head);
    git.write(".git/HEAD", head);
    git.write(".git/packed-refs", packed);
    CHECK_FALSE(head_in_files(git.path()));
  }
}

}  // namespace cairn
