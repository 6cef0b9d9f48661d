// SPDX-License-Identifier: GPL-3.0-or-later
// Answers to an evaluator, and whether they would be the same again.
#include "cli/evaluation/broker.hh"

#include "core/base/files.hh"
#include "tests/support/git.hh"

#include <catch2/catch.hpp>
#include <unistd.h>

namespace cairn {

namespace {

const Message of_module = {{"ask", "module"}, {"name", {"my", "words"}}};
const Message of_package = {{"ask", "specification"}, {"text", "p"}};

struct Asking {
  TemporaryDirectory folder;
  StoreDir store;
  LoadPath path{{folder.path()}};
  std::vector<std::string> told;
  EvaluatorOutput output{[this](std::string_view line) { told.emplace_back(line); }};
  Broker broker{store, path, output};
  Fd my = make_directory_at(folder.fd(), "my");

  Message of_file(bool recursive) const {
    return {
        {"ask", "file"}, {"name", "f"}, {"file", folder.path() + "/f"}, {"recursive", recursive}};
  }
  Message traced(const Message& question) {
    return broker.trace(question, broker.answer(question));
  }
  bool repeats(const Message& question, const Message& trace) {
    return Broker(store, path, output).repeats(question, trace);
  }
};

std::string package(const std::string& name) {
  return "(define-module (my words))\n(define-public p (package (name \"" + name +
         "\") (version \"1\")))\n";
}

}  // namespace

TEST_CASE("a module's text repeats until it changes", "[cli/evaluation]") {
  Asking asking;
  Message none = asking.traced(of_module);
  CHECK(asking.repeats(of_module, none));
  write_file_at(asking.my.get(), "words.scm", "1");
  CHECK(!asking.repeats(of_module, none));
  Message first = asking.traced(of_module);
  CHECK(first.dump().find("\"text\":\"6b86b273") != std::string::npos);  // sha256sum
  CHECK(asking.repeats(of_module, first));
  write_file_at(asking.my.get(), "words.scm", "2");
  CHECK(!asking.repeats(of_module, first));
  REQUIRE(unlinkat(asking.my.get(), "words.scm", 0) == 0);
  CHECK(!asking.repeats(of_module, first));
  CHECK(asking.repeats(of_module, none));
}

TEST_CASE("a local file repeats until it changes and is there to be added", "[cli/evaluation]") {
  Asking asking;
  write_file_at(asking.folder.fd(), "f", "1");
  for (bool recursive : {false, true}) {
    Message question = asking.of_file(recursive);
    Message trace = asking.traced(question);
    Broker later(asking.store, asking.path, asking.output);
    CHECK(later.repeats(question, trace));
    CHECK(later.files().items().size() == 1);
    write_file_at(asking.folder.fd(), "f", "2");
    CHECK(!asking.repeats(question, trace));
    write_file_at(asking.folder.fd(), "f", "1");
  }
  Message trace = asking.traced(asking.of_file(false));
  REQUIRE(unlinkat(asking.folder.fd(), "f", 0) == 0);
  CHECK_THROWS_AS(asking.repeats(asking.of_file(false), trace), Error);
}

TEST_CASE("a folder's list repeats until something in it changes", "[cli/evaluation]") {
  Asking asking;
  write_file_at(asking.folder.fd(), "f", "1");
  Message question = {{"ask", "folder"}, {"file", asking.folder.path() + "/."}};
  Message trace = asking.traced(question);
  CHECK(trace == Message{{"entries", {{"f", "regular", 1, false}, {"my", "directory", 0, false}}}});
  CHECK(asking.repeats(question, trace));
  write_file_at(asking.folder.fd(), "f", "12");
  CHECK(!asking.repeats(question, trace));
}

TEST_CASE("of a question there is kept what its answer depends on", "[cli/evaluation]") {
  Message question = of_module;
  question["padding"] = std::string(1000, 'x');
  CHECK(Broker::bare(question) == of_module);
}

TEST_CASE("a question that only looks as if it were about a file is asked again",
          "[cli/evaluation]") {
  Asking asking;
  asking.path.add(ModuleTree("/no/repository", ObjectId(), "c@1"));
  Message question = of_package;
  question["file"] = "c@1/f";
  CHECK_THROWS_AS(asking.repeats(question, nullptr), Error);  // it looks into the repository
}

TEST_CASE("a package by its name repeats until another has it", "[cli/evaluation]") {
  Asking asking;
  Message none = asking.traced(of_package);
  CHECK(none.contains("unknown"));
  CHECK(asking.repeats(of_package, none));
  write_file_at(asking.my.get(), "words.scm", package("p"));
  CHECK(!asking.repeats(of_package, none));
  Message found = Broker(asking.store, asking.path, asking.output).answer(of_package);
  CHECK(found == Message{{"module", {"my", "words"}}, {"variable", "p"}, {"output", "out"}});
  CHECK(asking.repeats(of_package, found));
  write_file_at(asking.my.get(), "words.scm", package("q"));
  CHECK(!asking.repeats(of_package, found));
}

TEST_CASE("what is in a tree repeats without a look into its repository", "[cli/evaluation]") {
  GitFolder git;
  git.write("my/words.scm", "1");
  git.write("f", "1");
  git.commit();
  Repository repository = Repository::open(git.path());
  ObjectId root = repository.commit(repository.find("HEAD").value()).tree;
  Asking asking;
  asking.path.add(ModuleTree(git.path(), root, "c@1"));
  Message of_file = {{"ask", "file"}, {"name", "f"}, {"file", "c@1/f"}, {"recursive", true}};
  Message module = asking.traced(of_module);
  Message file = asking.traced(of_file);
  CHECK(module.is_null());
  LoadPath gone({asking.folder.path()});
  gone.add(ModuleTree("/no/repository", root, "c@1"));
  Broker later(asking.store, gone, asking.output);
  CHECK(later.repeats(of_module, module));
  CHECK(later.repeats(of_file, file));
  CHECK(later.files().items() == asking.broker.files().items());
  write_file_at(asking.my.get(), "words.scm", "1");  // a folder's is used before a tree's
  CHECK(!later.repeats(of_module, module));
}

TEST_CASE("what the language tells goes to the user and what is no question is refused",
          "[cli/evaluation]") {
  Asking asking;
  CHECK(asking.broker.answer({{"ask", "note"}, {"text", "look"}}) == Message::object());
  CHECK(asking.told == std::vector<std::string>{"look"});
  CHECK_THROWS_WITH(asking.broker.answer({{"ask", "secret"}}),
                    "the evaluator asks for what there is not");
  CHECK_THROWS_WITH(asking.broker.answer({{"no", "question"}}),
                    Catch::Contains("is not as it must be"));
}

}  // namespace cairn
