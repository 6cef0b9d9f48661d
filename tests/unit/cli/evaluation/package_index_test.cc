// SPDX-License-Identifier: GPL-3.0-or-later
// Packages found by what people call them.
#include "cli/evaluation/package_index.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

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

Error refusal_of(const PackageIndex& index, const char* text) {
  try {
    index.find(parse_specification(text));
  } catch (const Error& error) {
    return error;
  }
  return Error("");
}

}  // namespace

TEST_CASE("a specification is a name, a version and an output", "[cli/evaluation]") {
  auto [text, name, version, output] =
      GENERATE(table<std::string, std::string, std::string, std::string>({
          {"hello", "hello", "", ""},
          {"hello@2.10", "hello", "2.10", ""},
          {"hello:doc", "hello", "", "doc"},
          {"hello@2.10:doc", "hello", "2.10", "doc"},
          {"perl-a.b+c", "perl-a.b+c", "", ""},
      }));
  PackageSpecification read = parse_specification(text);
  CHECK(read.name == name);
  CHECK(read.version == version);
  CHECK(read.output == output);
}

TEST_CASE("what names no package is misuse", "[cli/evaluation]") {
  for (const char* text : {"", "@", ":", "@1", ":out", "a@", "a:", "a@1:", "a@:out"}) {
    CAPTURE(text);
    try {
      parse_specification(text);
      FAIL("it was read");
    } catch (const Error& error) {
      CHECK(error.status() == Exit::misused);
    }
  }
}

TEST_CASE("versions are compared as people count", "[cli/evaluation]") {
  const char* ascending[] = {"",      "0.9",          "1",     "1.2",
                             "1.2.1", "1.10",         "1.10a", "1.10b",
                             "2.0",   "2.0.20240101", "10",    "100000000000000000000"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      CAPTURE(ascending[i], ascending[j]);
      CHECK(is_older(ascending[i], ascending[j]) == (i < j));
    }
  }
  CHECK_FALSE(is_older("1.02", "1.2"));
  CHECK_FALSE(is_older("1.2", "1.02"));
}

TEST_CASE("the newest package of a name is meant", "[cli/evaluation]") {
  Channel channel;
  channel.package("a", "guile-2", "guile", "2.2.7");
  channel.package("b", "guile-3", "guile", "3.0.10");
  channel.package("c", "guile-3-old", "guile", "3.0.9");
  PackageIndex index = channel.index();
  CHECK(index.all().size() == 3);
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
  for (const FoundPackage& package : index.all()) {
    names[package.variable] = package.name + "@" + package.version;
  }
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
}

}  // namespace cairn
