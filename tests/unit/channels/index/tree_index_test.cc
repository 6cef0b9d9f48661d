// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes of trees of repositories that git made.
#include "channels/index/tree_index.hh"

#include "core/base/error.hh"
#include "tests/support/git.hh"

#include <catch2/catch.hpp>
#include <filesystem>

namespace cairn {

namespace {

std::string module_text(const std::string& name, const std::string& package) {
  return "(define-module (d " + name + "))\n(define-public " + package + " (package (name \"" +
         package + "\") (version \"1\")))\n";
}

struct Channel {
  GitFolder git;
  TemporaryDirectory state;
  std::string indexes = state.path() + "/channels/index";

  Channel() {
    git.write("d/a.scm", module_text("a", "hello"));
    git.write("d/deep/b.scm", module_text("deep b", "sed"));
    git.write("d/notes.txt", "(define-public no (package))");
    git.write(".hidden/c.scm", module_text("c", "no"));
  }
  ObjectId commit() const { return *ObjectId::parse(git.commit()); }
  Repository repository() const { return Repository::open(git.path()); }
  std::string stored(const ObjectId& tree) const { return read_file(indexes + "/" + tree.text()); }
  void store(const ObjectId& tree, std::string_view bytes) const {
    make_directories(indexes);
    write_file_at(open_directory(indexes).get(), tree.text(), bytes);
  }
};

std::string packages_of(const ChannelIndex& index) {
  std::string text;
  for (const IndexedModule& module : index.modules()) {
    text += std::string(module.file) + ":";
    for (std::size_t i = 0; i < module.view.size(); ++i) {
      text += " " + std::string(module.view.entry(i).name.text);
    }
    text += "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("the index of a tree has its modules by file and blob", "[channels/index]") {
  Channel channel;
  ObjectId tree = channel.commit();
  ChannelIndex index = index_tree(channel.repository(), tree, nullptr);
  CHECK(index.tree() == tree);
  CHECK(packages_of(index) == "d/a.scm: hello\nd/deep/b.scm: sed\n");
  CHECK(index.modules()[0].blob.text() == channel.git.run("rev-parse HEAD:d/a.scm"));
}

TEST_CASE("an index stays true when it is moved", "[channels/index]") {
  Channel channel;
  ChannelIndex index = index_tree(channel.repository(), channel.commit(), nullptr);
  std::string before = packages_of(index);
  ChannelIndex moved = std::move(index);
  CHECK(packages_of(moved) == before);
}

TEST_CASE("links lead nowhere, and a module that cannot be skimmed says so", "[channels/index]") {
  Channel channel;
  std::filesystem::create_symlink("a.scm", channel.git.path() + "/d/link.scm");
  channel.git.write("d/bad.scm", "(define-module (d bad)");
  ChannelIndex index = index_tree(channel.repository(), channel.commit(), nullptr);
  CHECK(packages_of(index) == "d/a.scm: hello\nd/bad.scm:\nd/deep/b.scm: sed\n");
  CHECK(index.modules()[1].view.problem() == "a list that begins in line 1 does not end");
}

TEST_CASE("an index that helps gives the same as none", "[channels/index]") {
  Channel channel;
  ChannelIndex older = index_tree(channel.repository(), channel.commit(), nullptr);
  channel.git.write("d/a.scm", module_text("a", "hi"));
  channel.git.write("d/new.scm", module_text("new", "new"));
  ObjectId tree = channel.commit();
  ChannelIndex fresh = index_tree(channel.repository(), tree, nullptr);
  CHECK(index_tree(channel.repository(), tree, &older).bytes() == fresh.bytes());
}

TEST_CASE("a blob that the older index has is not read again", "[channels/index]") {
  Channel channel;
  ObjectId tree = channel.commit();
  ChannelIndex older = index_tree(channel.repository(), tree, nullptr);
  std::string blob = channel.git.run("rev-parse HEAD:d/a.scm");
  std::filesystem::remove(channel.git.path() + "/.git/objects/" + blob.substr(0, 2) + "/" +
                          blob.substr(2));
  CHECK_THROWS_AS(index_tree(channel.repository(), tree, nullptr), Error);
  CHECK(index_tree(channel.repository(), tree, &older).bytes() == older.bytes());
}

TEST_CASE("an index is kept by the id of its tree", "[channels/index]") {
  Channel channel;
  ObjectId tree = channel.commit();
  CHECK_FALSE(find_index(channel.indexes, tree));
  Repository repository = channel.repository();
  ChannelIndex made = make_index(channel.indexes, repository, tree);
  CHECK(channel.stored(tree) == made.bytes());
  auto found = find_index(channel.indexes, tree);
  REQUIRE(found);
  CHECK(found->bytes() == made.bytes());
  CHECK(packages_of(*found) == packages_of(made));
}

TEST_CASE("a damaged index is made anew", "[channels/index]") {
  Channel channel;
  ObjectId tree = channel.commit();
  Repository repository = channel.repository();
  std::string whole(make_index(channel.indexes, repository, tree).bytes());
  std::string other_version = whole;
  other_version[12] = '\x7f';
  std::string other_tree = whole;
  other_tree[13] ^= 1;
  for (const std::string& damaged :
       {std::string(), whole.substr(0, 20), whole.substr(0, whole.size() - 1), whole + "x",
        other_version, other_tree}) {
    channel.store(tree, damaged);
    CHECK_FALSE(find_index(channel.indexes, tree));
    CHECK(make_index(channel.indexes, repository, tree).bytes() == whole);
    CHECK(channel.stored(tree) == whole);
  }
}

TEST_CASE("of many indexes the oldest go", "[channels/index]") {
  Channel channel;
  Repository repository = channel.repository();
  std::vector<ObjectId> trees;
  for (std::size_t i = 0; i < kept_indexes + 2; ++i) {
    channel.git.write("d/c.scm", module_text("c", "number-" + std::to_string(i)));
    trees.push_back(channel.commit());
    make_index(channel.indexes, repository, trees.back());
  }
  CHECK_FALSE(find_index(channel.indexes, trees[0]));
  CHECK_FALSE(find_index(channel.indexes, trees[1]));
  CHECK(find_index(channel.indexes, trees[2]));
  CHECK(find_index(channel.indexes, trees.back()));
}

TEST_CASE("an index cut off anywhere is refused", "[channels/index]") {
  Channel channel;
  std::string whole(index_tree(channel.repository(), channel.commit(), nullptr).bytes());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CHECK_FALSE(ChannelIndex::read(whole.substr(0, length)));
  }
}

TEST_CASE("what is no tree has no index", "[channels/index]") {
  Channel channel;
  channel.commit();
  CHECK_THROWS_AS(index_tree(channel.repository(), ObjectId(), nullptr), Error);
}

}  // namespace cairn
