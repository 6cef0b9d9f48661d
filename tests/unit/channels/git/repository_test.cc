// SPDX-License-Identifier: GPL-3.0-or-later
// A repository that git made, as we read it.
#include "channels/git/repository.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace cairn {

namespace {

// A repository with two commits on main; the second has a tag.
class MadeRepository {
 public:
  MadeRepository() {
    git("init -q -b main .");
    shell("mkdir sub && echo text > sub/file && ln -s sub link && touch run && chmod +x run");
    git("add .");
    git("commit -q -m first");
    git("commit -q --allow-empty -m second");
    git("tag -a -m 'a tag' v1");
  }

  const std::string& path() const { return folder_.path(); }
  void git(const std::string& arguments) {
    shell("git -c user.name=Ann -c user.email=ann@x -c commit.gpgsign=false " + arguments);
  }

 private:
  void shell(const std::string& command) {
    std::string all = "cd " + folder_.path() + " && " + command;
    if (std::system(all.c_str()) != 0) throw Error("this failed: {}", all);
  }
  TemporaryDirectory folder_;
};

std::string refusal_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("a repository's commits, trees and files are read", "[channels/git]") {
  MadeRepository made;
  Repository repository = Repository::open(made.path());
  auto head = repository.find("HEAD");
  REQUIRE(head);
  CHECK(repository.find("main") == head);
  CHECK(repository.find("v1") == head);
  CHECK(repository.find(head->text()) == head);
  CHECK(repository.find(head->text().substr(0, 10)) == head);
  CHECK(repository.has(*head));

  Commit commit = repository.commit(*head);
  CHECK(commit.id == *head);
  CHECK(commit.summary() == "second");
  CHECK(commit.author == "Ann <ann@x>");
  REQUIRE(commit.parents.size() == 1);
  CHECK(repository.commit(commit.parents[0]).summary() == "first");

  using Kind = TreeEntry::Kind;
  auto kind_of = [&](std::string_view path) { return repository.entry(commit.tree, path)->kind; };
  CHECK(repository.tree(commit.tree).size() == 3);
  CHECK(kind_of("sub") == Kind::folder);
  CHECK(kind_of("run") == Kind::program);
  CHECK(kind_of("link") == Kind::link);
  CHECK(repository.blob(repository.entry(commit.tree, "sub/file")->id) == "text\n");
}

TEST_CASE("no link is followed, and no folder left, on the way to a file", "[channels/git]") {
  MadeRepository made;
  Repository repository = Repository::open(made.path());
  ObjectId tree = repository.commit(*repository.find("main")).tree;
  auto path = GENERATE("link/file", "sub/../run", "sub/file/x", "absent", "sub//file", "/run");
  CHECK_FALSE(repository.entry(tree, path));
}

TEST_CASE("what is not there, or is something else, is told of", "[channels/git]") {
  MadeRepository made;
  Repository repository = Repository::open(made.path());
  ObjectId head = *repository.find("main");
  CHECK_FALSE(repository.has(ObjectId{}));
  CHECK(refusal_of([&] {
          repository.commit(ObjectId{});
        }).starts_with("cannot read the commit " + ObjectId{}.text()));
  CHECK(refusal_of([&] { repository.blob(head); }) == head.text() + " is no file");
  CHECK(refusal_of([&] {
          repository.commit(repository.commit(head).tree);
        }).ends_with(" is no commit"));
  ObjectId file = repository.entry(repository.commit(head).tree, "sub/file")->id;
  CHECK(refusal_of([&] { repository.blob(file, 3); }) ==
        "the file " + file.text() + " has more than 3 bytes");
  CHECK(refusal_of([] {
          Repository::open("/nonexistent");
        }).starts_with("cannot open the git repository /nonexistent"));
}

TEST_CASE("a revision is a name and no expression", "[channels/git]") {
  MadeRepository made;
  Repository repository = Repository::open(made.path());
  auto revision = GENERATE("", "main~1", "main^", "@{0}", ":/first", "main:sub", "absent", "..");
  CHECK_FALSE(repository.find(revision));
}

TEST_CASE("refs are set, listed and removed", "[channels/git]") {
  MadeRepository made;
  Repository repository = Repository::open(made.path());
  ObjectId head = *repository.find("main");
  CHECK_FALSE(repository.ref("refs/cairn/a"));
  repository.set_ref("refs/cairn/b", head);
  repository.set_ref("refs/cairn/a", head);
  CHECK(repository.ref("refs/cairn/a") == head);
  CHECK(repository.refs("refs/cairn/*") ==
        std::vector<std::string>{"refs/cairn/a", "refs/cairn/b"});
  repository.remove_ref("refs/cairn/a");
  repository.remove_ref("refs/cairn/a");
  CHECK_FALSE(repository.ref("refs/cairn/a"));
}

TEST_CASE("a repository is made once, without a work tree", "[channels/git]") {
  TemporaryDirectory folder;
  std::string path = folder.path() + "/made";
  CHECK_FALSE(Repository::open_or_make(path).find("HEAD"));
  std::ofstream(path + "/kept");
  CHECK(Repository::open_or_make(path).refs("refs/*").empty());
  CHECK(status_at(folder.fd(), "made/HEAD"));
  CHECK(status_at(folder.fd(), "made/kept"));
}

TEST_CASE("locks that a killed pull left are no hindrance", "[channels/git]") {
  MadeRepository made;
  Repository repository = Repository::open(made.path());
  ObjectId head = *repository.find("main");
  repository.set_ref("refs/cairn/1", head);
  made.git("pack-refs --all");
  std::string leftover = GENERATE("refs/cairn/1", "refs/cairn/2", "packed-refs");
  std::ofstream(made.path() + "/.git/" + leftover + ".lock");
  repository.set_ref("refs/cairn/2", head);
  CHECK(repository.ref("refs/cairn/2") == head);
  repository.remove_ref("refs/cairn/1");
  CHECK(repository.refs("refs/cairn/*") == std::vector<std::string>{"refs/cairn/2"});
}

TEST_CASE("what is left of a repository half made is made anew", "[channels/git]") {
  TemporaryDirectory folder;
  make_directories(folder.path() + "/made/refs");
  for (const char* name : {"config.lock", "HEAD.lock"}) {
    std::ofstream(folder.path() + "/made/" + name) << "[core";
  }
  CHECK(Repository::open_or_make(folder.path() + "/made").refs("refs/*").empty());
  CHECK_FALSE(status_at(folder.fd(), "made/config.lock"));
}

TEST_CASE("an object that is not what its id says is refused", "[channels/git]") {
  MadeRepository made;
  Repository repository = Repository::open(made.path());
  ObjectId tree = repository.commit(*repository.find("main")).tree;
  std::string real = repository.entry(tree, "sub/file")->id.text();
  std::string false_id = "00" + real.substr(2);
  std::string objects = made.path() + "/.git/objects/";
  make_directories(objects + "00");
  std::filesystem::copy(objects + real.substr(0, 2) + "/" + real.substr(2),
                        objects + "00/" + false_id.substr(2));
  CHECK(refusal_of([&] {
          repository.blob(*ObjectId::parse(false_id));
        }).find("is damaged: its content has another id") != std::string::npos);
}

}  // namespace cairn
