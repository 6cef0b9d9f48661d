// SPDX-License-Identifier: GPL-3.0-or-later
// Modules of folders and of channels, by a word in them.
#include "cli/evaluation/module_search.hh"

#include "core/base/files.hh"
#include "tests/support/git.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

void write(const TemporaryDirectory& folder, const std::string& file, const std::string& text) {
  std::size_t slash = file.rfind('/');
  std::string path = folder.path() + "/" + file.substr(0, slash);
  make_directories(path);
  write_file_at(open_directory(path).get(), file.substr(slash + 1), text);
}

}  // namespace

TEST_CASE("modules are found by what they speak of", "[cli]") {
  TemporaryDirectory folder;
  write(folder, "a/one.scm", "(define-module (a one)) (service-type)");
  write(folder, "a/two.scm", "(define-module (a two))");
  write(folder, "a/machine.scm", "(operating-system (service-type))");
  write(folder, "a/notes.txt", "(define-module (service-type))");
  GitFolder git;
  git.write("m/a/one.scm", "(define-module (a one)) hidden");
  git.write("m/b/deep/three.scm", "(define-module (b deep three)) (service-type)");
  git.commit();
  Repository repository = Repository::open(git.path());
  Commit commit = repository.commit(repository.find("HEAD").value());
  LoadPath path({folder.path()});
  path.add(ModuleTree(git.path(), repository.entry(commit.tree, "m").value().id, "c@1/m"));
  CHECK(modules_with(path, "(service-type") ==
        std::vector<ModuleName>{{"a", "one"}, {"b", "deep", "three"}});
  CHECK(modules_with(path, "hidden").empty());
}

}  // namespace cairn
