// SPDX-License-Identifier: GPL-3.0-or-later
// Commits and trees out of their bytes.
#include "channels/git/commit.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const std::string id = "0123456789abcdef0123456789abcdef01234567";
const std::string tree = "tree " + id + "\n";
const std::string parent = "parent " + id + "\n";
const std::string author = "author Ann <ann@x> 1600000000 +0000\n";
const std::string committer = "committer Bob <bob@x> 1600000001 -0130\n";
const std::string people = author + committer;
const std::string signature = "gpgsig -----BEGIN\n \n abc\n -----END\n";

std::string refusal_of(const std::string& bytes) {
  try {
    parse_commit(ObjectId{}, bytes);
  } catch (const Error& error) {
    return error.message().substr(error.message().find("malformed: ") + 11);
  }
  return "";
}

std::string tree_refusal(const std::string& bytes) {
  try {
    parse_tree(ObjectId{}, bytes);
  } catch (const Error& error) {
    return error.message().substr(ObjectId{}.text().size() + 10);
  }
  return "";
}

std::string entry(const std::string& mode_and_name) {
  return mode_and_name + std::string(1, '\0') + std::string(ObjectId::size, 'x');
}

}  // namespace

TEST_CASE("a commit is taken apart, and its payload is all but the signature", "[channels/git]") {
  std::string rest = "encoding x\n\nhello: greet\n\nAt last.\n";
  Commit commit = parse_commit(ObjectId{}, tree + parent + parent + people + signature + rest);
  CHECK(commit.tree.text() == id);
  CHECK(commit.parents.size() == 2);
  CHECK(commit.author == "Ann <ann@x>");
  CHECK(commit.time == 1600000001);
  CHECK(commit.summary() == "hello: greet");
  CHECK(commit.message == "hello: greet\n\nAt last.\n");
  CHECK(commit.signature == "-----BEGIN\n\nabc\n-----END\n");
  CHECK(commit.payload == tree + parent + parent + people + rest);
}

TEST_CASE("a commit may have neither parent nor signature nor text", "[channels/git]") {
  Commit commit = parse_commit(ObjectId{}, tree + people + "\n");
  CHECK(commit.parents.empty());
  CHECK(commit.signature.empty());
  CHECK(commit.message.empty());
}

TEST_CASE("what looks like a header in a message is none", "[channels/git]") {
  Commit commit = parse_commit(ObjectId{}, tree + people + "\nx\n" + signature + parent);
  CHECK(commit.signature.empty());
  CHECK(commit.parents.empty());
}

TEST_CASE("a commit that git would not write is refused", "[channels/git]") {
  auto [bytes, refusal] = GENERATE(table<std::string, std::string>({
      {"", "a header does not end"},
      {tree + people, "it has no message"},
      {people + "\n", "its headers are not in order"},
      {tree + committer + author + "\n", "its headers are not in order"},
      {tree + people + parent + "\n", "a header comes twice"},
      {tree + people + tree + "\n", "a header comes twice"},
      {tree + people + author + "\n", "a header comes twice"},
      {tree + people + signature + signature + "\n", "it has two signatures"},
      {tree + people + "gpgsig-sha256 x\n\n", "it has a signature of an unknown kind"},
      {tree + people + signature + "gpgsig-sha256 x\n\n", "it has a signature of an unknown kind"},
      {tree + people + "x\n\n", "a header has no value"},
      {tree + people + "\na" + std::string(1, '\0') + "b", "it holds a NUL"},
      {"tree 0123\n" + people + "\n", "an id is none"},
      {tree + "author Ann\n" + committer + "\n", "a person has no address or no time"},
      {tree + "author Ann <a> x\n" + committer + "\n", "a time is none"},
  }));
  CHECK(refusal_of(bytes) == refusal);
}

TEST_CASE("a commit may have many parents, but not any number", "[channels/git]") {
  std::string parents;
  for (int i = 0; i < 64; ++i) parents += parent;
  CHECK(refusal_of(tree + parents + people + "\n").empty());
  CHECK(refusal_of(tree + parents + parent + people + "\n") == "it has too many parents");
}

TEST_CASE("a tree is its entries", "[channels/git]") {
  auto entries = parse_tree(ObjectId{}, entry("100644 a") + entry("100755 b") + entry("120000 c") +
                                            entry("40000 d") + entry("160000 e"));
  using Kind = TreeEntry::Kind;
  ObjectId x{std::string(ObjectId::size, 'x')};
  CHECK(entries == std::vector<TreeEntry>{{"a", x, Kind::file},
                                          {"b", x, Kind::program},
                                          {"c", x, Kind::link},
                                          {"d", x, Kind::folder},
                                          {"e", x, Kind::submodule}});
  CHECK(parse_tree(ObjectId{}, "").empty());
}

TEST_CASE("a tree with names that lead elsewhere is refused", "[channels/git]") {
  auto name = GENERATE(as<std::string>(), "", ".", "..", ".git", "a/b");
  CHECK(tree_refusal(entry("100644 " + name)) == "has an entry that may not be: '" + name + "'");
}

TEST_CASE("a tree that is cut off is refused", "[channels/git]") {
  CHECK(tree_refusal("100644 a") == "is malformed");
  CHECK(tree_refusal(entry("100644 a").substr(0, 20)) == "is malformed");
  CHECK(tree_refusal(entry("100644")) == "is malformed");
  CHECK(tree_refusal(entry("777 a")) == "has an entry that may not be: 'a'");
}

}  // namespace cairn
