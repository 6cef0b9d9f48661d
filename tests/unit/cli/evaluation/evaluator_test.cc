// SPDX-License-Identifier: GPL-3.0-or-later
// The command's side of the border, with a script of the shell in the evaluator's place.
#include "cli/evaluation/evaluator.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

using namespace std::chrono_literals;

// A program that says that it runs, and then does what SCRIPT says, with frames as files beside it.
struct Fake {
  TemporaryDirectory folder;
  EvaluatorFiles files;
  std::vector<std::string> printed;
  EvaluatorOutput output{[this](std::string_view line) { printed.emplace_back(line); }};
  EvaluationLimits limits{.processor = 1s, .waiting = 2s};

  explicit Fake(const std::string& script) {
    frame("process", {{"process", getpid()}});
    frame("question", {{"ask", "something"}});
    frame("answer", {{"answer", 5}});
    frame("error", {{"error", {{"message", "bad"}}}});
    write_file_at(
        folder.fd(), "eval",
        "#!/bin/sh\ncd " + folder.path() + "\ncat process >&3\n" + script + "\nsleep 0.2\n", 0755);
    files.program = folder.path() + "/eval";
  }
  void frame(const std::string& name, const Message& message) {
    write_file_at(folder.fd(), name, frame_of(message));
  }

  Message ask(const Evaluator::Answerer& answerer = [](const Message&) { return Message(); }) {
    Evaluator evaluator(files, StoreDir(), limits, output);
    return evaluator.ask({{"do", "it"}}, answerer);
  }
  std::string refusal() {
    try {
      ask();
    } catch (const Error& error) {
      return error.message();
    }
    return "";
  }
};

}  // namespace

TEST_CASE("an answer is what comes of a request", "[cli/evaluation]") {
  CHECK(Fake("cat answer >&3").ask() == Message{{"answer", 5}});
  CHECK(Fake("cat error >&3").ask() == Message{{"error", {{"message", "bad"}}}});
}

TEST_CASE("questions are answered on the way, with what is wrong where something is",
          "[cli/evaluation]") {
  Fake fake("cat question question answer >&3; cat <&3 > heard");
  unsigned asked = 0;
  fake.ask([&](const Message& question) -> Message {
    CHECK(question == Message{{"ask", "something"}});
    if (++asked == 2) throw Error("that is not to be had");
    return {{"given", 1}};
  });
  CHECK(asked == 2);
  std::string heard = read_file(fake.folder.path() + "/heard");
  CHECK(heard == frame_of({{"do", "it"}}) + frame_of({{"given", 1}}) +
                     frame_of({{"error", "that is not to be had"}}));
}

TEST_CASE("what is printed is shown line by line", "[cli/evaluation]") {
  Fake fake("echo one; echo two >&2; printf three; cat answer >&3");
  fake.ask();
  CHECK(fake.printed == std::vector<std::string>{"one", "two", "three"});
}

TEST_CASE("all that was printed before the answer is shown", "[cli/evaluation]") {
  Fake fake("seq 10000 10999; cat answer >&3");
  fake.ask();
  REQUIRE(fake.printed.size() == EvaluatorOutput::line_limit);
  CHECK(fake.printed.back() == "10999");
}

TEST_CASE("an evaluator that does not answer is told of", "[cli/evaluation]") {
  CHECK(Fake("exit 3").refusal() == "the evaluator ended without an answer (status 3)");
  CHECK(Fake("kill -TERM $$").refusal() == "the evaluation ended by signal 15 (SIGTERM)");
  CHECK(Fake("exec 3>&-; sleep 100").refusal() ==
        "the evaluator hung up without an answer and was ended");
  CHECK(Fake("printf '\\001\\000\\000\\000\\377' >&3; sleep 100").refusal() ==
        "the evaluation failed: a message is not well formed");
  CHECK(Fake("sleep 100").refusal().find("gave no answer for 2 seconds") != std::string::npos);
}

TEST_CASE("what is no message is refused", "[cli/evaluation]") {
  Fake fake("cat list >&3");
  fake.frame("list", Message::array({1}));
  CHECK(fake.refusal() == "the evaluator said what is no message");
}

TEST_CASE("one who does not listen ends neither us nor the test", "[cli/evaluation]") {
  Fake fake("cat question >&3; exec 3>&-; exec sleep 100");
  Message much = std::string(10 << 20, 'x');
  try {
    fake.ask([&](const Message&) { return much; });
    FAIL("it was heard");
  } catch (const Error& error) {
    CHECK(error.message() == "the evaluator hung up without an answer and was ended");
  }
}

TEST_CASE("an evaluator is useful until it fails us", "[cli/evaluation]") {
  Fake fake("cat answer error >&3");
  Evaluator evaluator(fake.files, StoreDir(), fake.limits, fake.output);
  auto nothing = [](const Message&) { return Message(); };
  CHECK(evaluator.is_useful());
  evaluator.ask(Message::object(), nothing);
  evaluator.ask(Message::object(), nothing);
  CHECK(evaluator.is_useful());
  CHECK_THROWS_AS(evaluator.ask(Message::object(), nothing), Error);
  CHECK_FALSE(evaluator.is_useful());
}

TEST_CASE("an evaluator gets no environment", "[cli/evaluation]") {
  setenv("SECRET", "word", 1);
  Fake fake("/usr/bin/env > environment; cat answer >&3");
  fake.ask();
  unsetenv("SECRET");
  CHECK(read_file(fake.folder.path() + "/environment").find("word") == std::string::npos);
}

TEST_CASE("a program that is not there is told of", "[cli/evaluation]") {
  Fake fake("");
  fake.files.program = fake.folder.path() + "/nothing";
  CHECK(fake.refusal().find("cannot start " + fake.files.program) == 0);
}

}  // namespace cairn
