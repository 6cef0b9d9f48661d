// SPDX-License-Identifier: GPL-3.0-or-later
// Packages found by what people call them.
#include "cli/evaluation/package_index.hh"

#include "channels/index/module_block.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/hash/hasher.hh"

#include <catch2/catch.hpp>
#include <map>

namespace cairn {

namespace {

struct Channel {
  TemporaryDirectory folder;

  void module(const std::string& name, const std::string& definitions) {
    make_directories(folder.path() + "/d");
    write_file_at(open_directory(folder.path() + "/d").get(), name + ".scm",
                  "(define-module (d " + name + "))\n" + definitions);
  }
  void package(const std::string& module_name, const std::string& variable, const std::string& name,
               const std::string& version) {
    module(module_name, "(define-public " + variable + " (package (name \"" + name +
                            "\") (version \"" + version + "\")))");
  }
  PackageIndex index() const { return PackageIndex(LoadPath({folder.path()})); }
};

std::size_t count_of(const PackageIndex& index) {
  std::size_t count = 0;
  index.each([&](const IndexedPackage&) { ++count; });
  return count;
}

Error refusal_of(const PackageIndex& index, const char* text) {
  try {
    index.find(parse_specification(text));
  } catch (const Error& error) {
    return error;
  }
  return Error("");
}

}  // namespace

TEST_CASE("the newest package of a name is meant", "[cli/evaluation]") {
  Channel channel;
  channel.package("a", "guile-2", "guile", "2.2.7");
  channel.package("b", "guile-3", "guile", "3.0.10");
  channel.package("c", "guile-3-old", "guile", "3.0.9");
  PackageIndex index = channel.index();
  CHECK(count_of(index) == 3);
  CHECK(index.find({"guile", "", ""}).variable == "guile-3");
  CHECK(index.find({"guile", "", ""}).module == std::vector<std::string>{"d", "b"});
  CHECK(index.find({"guile", "3", ""}).variable == "guile-3");
  CHECK(index.find({"guile", "3.0.9", ""}).variable == "guile-3-old");
  CHECK(index.find({"guile", "2", ""}).variable == "guile-2");
  CHECK(index.find({"guile", "2.2", ""}).file == channel.folder.path() + "/d/a.scm");
}

TEST_CASE("a package has the name and version of the one it inherits", "[cli/evaluation]") {
  Channel channel;
  channel.module("a",
                 "(define-public hello (package (name \"hello\") (version \"2\")))"
                 "(define-public hello-3 (package (inherit hello) (version \"3\")))"
                 "(define-public hello-3-again (package (inherit hello-3) (name \"again\")))"
                 "(define-public unknown (package (inherit hello) (version (f))))"
                 "(define-public one (package (inherit two)))"
                 "(define-public two (package (inherit one)))"
                 "(define-public lost (package (inherit (f))))");
  channel.module("b",
                 "(define-public hello (package (name \"other\") (version \"7\")))"
                 "(define-public from-b (package (inherit hello)))"
                 "(define-public from-a (package (inherit hello-3)))");
  PackageIndex index = channel.index();
  CHECK(index.find({"hello", "2", ""}).variable == "hello");
  CHECK(index.find({"again", "3", ""}).variable == "hello-3-again");
  std::map<std::string, std::string> names;
  index.each([&](const IndexedPackage& package) {
    names[std::string(package.entry.variable)] =
        fmt::format("{}@{}", package.name, package.version);
  });
  CHECK(names["hello-3"] == "hello@3");
  CHECK(names["unknown"] == "hello@");
  CHECK(names["one"] == "one@");
  CHECK(names["lost"] == "lost@");
  CHECK(names["from-b"] == "other@7");
  CHECK(names["from-a"] == "hello@3");
}

TEST_CASE("who names none is told of those nearby", "[cli/evaluation]") {
  Channel channel;
  channel.package("a", "hello", "hello", "2.10");
  PackageIndex index = channel.index();
  CHECK(refusal_of(index, "helo").message() == "there is no package 'helo'");
  CHECK(refusal_of(index, "helo").hint() == "did you mean 'hello'?");
  CHECK(refusal_of(index, "something-else").hint() ==
        "name a folder of modules with -L DIR, or a file with -f FILE");
  CHECK(refusal_of(index, "hello@3").message() == "there is no 'hello' of version 3");
  CHECK(refusal_of(index, "hello@2.1").hint() == "there are: 2.10");
}

TEST_CASE("a file that cannot be skimmed hides no other", "[cli/evaluation]") {
  Channel channel;
  channel.package("a", "hello", "hello", "2.10");
  channel.module("b", "(define-public x (package (name \"x\")");
  channel.module("c", "(define-public y \"");
  PackageIndex index = channel.index();
  CHECK(index.find({"hello", "", ""}).variable == "hello");
  REQUIRE(index.problems().size() == 2);
  CHECK(index.problems()[0] ==
        channel.folder.path() + "/d/b.scm: a list that begins in line 2 does not end");
  CHECK(refusal_of(index, "x").message().find("not read: " + channel.folder.path() + "/d/b.scm") !=
        std::string::npos);
  CHECK(refusal_of(index, "x").hint() ==
        "mend what is not read; channels go back with: cairn pull --roll-back");
}

TEST_CASE("a module whose file has another name is none, and told to who wants a package of it",
          "[cli/evaluation]") {
  Channel channel;
  channel.package("a", "hello", "hello", "2.10");
  for (const char* name : {"(d other)", "(b)", "(d b c)", "(d bb)", "(d d b)"}) {
    write_file_at(
        open_directory(channel.folder.path() + "/d").get(), "b.scm",
        fmt::format("(define-module {})\n(define-public x (package (name \"y\")))", name));
    CHECK(count_of(channel.index()) == 1);
    CHECK(channel.index().problems().empty());
  }
  std::string problem = "\n  not read: " + channel.folder.path() +
                        "/d/b.scm: it defines the module (d d b), which is the file d/d/b.scm";
  CHECK(refusal_of(channel.index(), "y").message() == "there is no package 'y'" + problem);
  CHECK(refusal_of(channel.index(), "x").message() == "there is no package 'x'" + problem);
  CHECK(refusal_of(channel.index(), "z").message() == "there is no package 'z'");
}

namespace {

// A channel with one module, (d NAME), whose definitions are DEFINITIONS.
PackageSource channel_with(const std::string& prefix, const std::string& name,
                           const std::string& definitions) {
  Block block = module_block("(define-module (d " + name + "))" + definitions);
  ObjectId blob(hash_of(HashAlgorithm::sha1, block.entries).digest());
  auto index = ChannelIndex::read(
      index_pieces(ObjectId(), {{"d/" + name + ".scm", blob, block.head, block.entries}}).joined());
  return IndexedChannel{prefix, std::move(index.value())};
}

std::string definition(const std::string& variable, const std::string& fields) {
  return "(define-public " + variable + " (package " + fields + "))";
}

std::vector<PackageSource> both(PackageSource one, PackageSource other) {
  std::vector<PackageSource> sources;
  sources.push_back(std::move(one));
  sources.push_back(std::move(other));
  return sources;
}

}  // namespace

TEST_CASE("packages come from folders and channels alike", "[cli/evaluation]") {
  Channel folder;
  folder.package("a", "hello", "hello", "1");
  PackageIndex index(both(SkimmedFiles{{{folder.folder.path(), "d/a.scm"}}},
                          channel_with("mine:", "b", definition("sed", "(name \"sed\")"))));
  CHECK(index.find({"hello", "", ""}).file == folder.folder.path() + "/d/a.scm");
  CHECK(index.find({"sed", "", ""}).file == "mine:d/b.scm");
  CHECK(index.find({"sed", "", ""}).module == std::vector<std::string>{"d", "b"});
}

TEST_CASE("of a module that two sources have the first counts", "[cli/evaluation]") {
  PackageIndex index(
      both(channel_with("one:", "a", definition("x", "(name \"x\") (version \"1\")")),
           channel_with(
               "two:", "a",
               definition("x", "(name \"x\") (version \"2\")") + definition("y", "(name \"y\")"))));
  CHECK(index.find({"x", "", ""}).file == "one:d/a.scm");
  CHECK(count_of(index) == 1);
}

TEST_CASE("hidden and private packages are not found but inherited from", "[cli/evaluation]") {
  PackageIndex index(
      both(channel_with("", "a",
                        "(define base (package (name \"base\") (version \"1\")))" +
                            definition("new", "(inherit base) (name \"new\")") +
                            definition("secret", "(name \"s\") (properties '((hidden? . #t)))") +
                            definition("secret-too", "(inherit secret)") +
                            definition("open", "(inherit secret) (properties '())")),
           channel_with("", "b", definition("far", "(inherit base) (name \"far\")"))));
  CHECK(index.find({"new", "1", ""}).variable == "new");
  CHECK(index.find({"s", "", ""}).variable == "open");
  CHECK(index.find({"far", "", ""}).version.empty());  // another module's private variable
  CHECK(count_of(index) == 3);
}

TEST_CASE("packages unlike another state's are those of files that changed", "[cli/evaluation]") {
  std::string heir = definition("heir", "(inherit base) (name \"heir\")");
  std::string own = definition("own", "(name \"own\") (version \"1\")");
  auto state = [&](const std::string& version) {
    return both(
        channel_with("", "a", definition("base", "(name \"base\") (version \"" + version + "\")")),
        channel_with("", "b", heir + own));
  };
  PackageIndex before(state("1"));
  PackageIndex now(state("2"));
  std::set<std::string> names = now.names_unlike(before);
  CHECK(names == std::set<std::string>{"base", "heir"});
  CHECK(before.versions_of(names) ==
        std::map<std::string, std::string>{{"base", "1"}, {"heir", "1"}});
  CHECK(now.versions_of(names) == std::map<std::string, std::string>{{"base", "2"}, {"heir", "2"}});
  CHECK(now.versions_of({"gone"}).empty());
  CHECK(now.has("own"));
  CHECK_FALSE(now.has("gone"));
}

TEST_CASE("a field that may come from two packages is not known", "[cli/evaluation]") {
  std::string base = definition("base", "(name \"base\") (version \"1\")");
  std::vector<PackageSource> sources =
      both(channel_with("", "a", base), channel_with("", "b", base));
  sources.push_back(channel_with("", "c", definition("heir", "(inherit base) (name \"heir\")")));
  PackageIndex index(std::move(sources));
  IndexedPackage heir = index.get({"heir", "", ""});
  CHECK(heir.version == "1");
  CHECK(index.resolve(heir, &PackageEntry::version).field.kind == PackageField::Kind::computed);
  CHECK(index.resolve(heir, &PackageEntry::name).field.text == "heir");
  CHECK_FALSE(index.meaning(*heir.file, "base").is_sure);
  CHECK_FALSE(index.meaning(*heir.file, "nothing").package.file);
}

}  // namespace cairn
