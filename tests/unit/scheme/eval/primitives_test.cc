// SPDX-License-Identifier: GPL-3.0-or-later
// The primitives as Scheme calls them, with the test in the command's place.
#include "scheme/eval/primitives.hh"

#include "core/base/fd.hh"
#include "core/item/content_address.hh"
#include "tests/unit/scheme/eval/in_guile.hh"

#include <catch2/catch.hpp>
#include <sys/socket.h>

namespace cairn::eval {

namespace {

// A module of primitives whose broker's answers are said before they are asked for.
struct Primitives {
  std::pair<Fd, Fd> ends = make_socket_pair(SOCK_STREAM);
  Recorder recorder{StoreDir()};
  Broker broker{ends.first.get()};
  Evaluation evaluation{recorder, broker};

  // What EXPRESSION gives, printed.
  std::string operator()(const std::string& expression) {
    std::string value;
    test::in_guile([&] {
      define_primitives(evaluation);
      value = test::value_of("(let () (use-modules (cairn primitives)) " + expression + ")");
    });
    return value;
  }
  void will_answer(const Message& message) { write_frame(ends.second.get(), message); }
  Message asked() {
    Message message;
    REQUIRE(read_frame(ends.second.get(), message));
    return message;
  }
};

constexpr const char* zeros = "0000000000000000000000000000000000000000000000000000";

std::string drv(const std::string& outputs, const std::string& more = "") {
  return "(derivation \"x\" \"x86_64-linux\" \"/bin/sh\" '(\"-c\") '((\"a\" . \"b\")" + more +
         ") '() '() '(" + outputs + ") #f)";
}

}  // namespace

TEST_CASE("items get the paths that follow from them", "[scheme/eval]") {
  Primitives primitives;
  CHECK(primitives("(store-folder)") == "\"/cairn/store\"");
  std::string path = StoreDir().print(text_path(StoreDir(), "a", "text", {}));
  CHECK(primitives("(text-item \"a\" \"text\" '())") == '"' + path + '"');
  CHECK(primitives("(text-item \"b\" #vu8(1 2) '(\"" + path + "\"))").ends_with("-b\""));
  CHECK(primitives("(tree-item \"t\" '((\"a/b\" . \"x\")))").ends_with("-t\""));
  CHECK(primitives.recorder.take().at("items").size() == 3);
}

TEST_CASE("a derivation answers with its path and those of its outputs", "[scheme/eval]") {
  Primitives primitives;
  std::string value = primitives(drv("\"out\" \"lib\""));
  CHECK(value.starts_with("(\"/cairn/store/"));
  CHECK(value.find("-x.drv\" (\"lib\" . \"/cairn/store/") != std::string::npos);
  CHECK(value.find("(\"out\" . \"/cairn/store/") != std::string::npos);
  std::string fixed = primitives(drv(std::string("(\"out\" \"flat\" \"sha256:") + zeros + "\")"));
  CHECK(fixed.find("-x\")") != std::string::npos);
}

TEST_CASE("a derivation that cannot be is refused in words", "[scheme/eval]") {
  Primitives primitives;
  auto [expression, reason] = GENERATE(table<std::string, std::string>({
      {drv(""), "a derivation needs an output"},
      {drv("5"), "an output must be a list"},
      {drv("(\"out\" \"text\" \"x\")"), "must be flat or recursive, not 'text'"},
      {drv("(\"out\" \"flat\" \"md5:00000000000000000000000000000000\")"), "it is not sha256"},
      {drv("(\"out\" \"flat\")"), "a fixed output is a name, a method and a hash"},
      {drv("\"../out\""), "out"},
      {drv("\"out\"", " (\"a\" . \"c\")"), "the environment has 'a' twice"},
      {drv("\"out\"", " 5"), "the environment must be an alist"},
      {drv("\"out\"", " (\"b\" . 5)"), "the value of a variable must be"},
      {"(derivation \"x\")", "a derivation takes nine arguments"},
      {"(derivation 5 \"\" \"\" '() '() '() '() '(\"out\") #f)", "the name must be a string"},
      {"(derivation \"a/b\" \"\" \"\" '() '() '() '() '(\"out\") #f)", "a/b"},
      {"(derivation \"x\" \"\" \"\" '() '() '((\"/etc/passwd\" \"out\")) '() '(\"out\") #f)",
       "/etc/passwd"},
      {"(derivation \"x\" \"\" \"\" '() '() '() '(\"/etc/passwd\") '(\"out\") #f)", "/etc/passwd"},
      {"(derivation \"x\" \"\" \"\" '() '() '() '() '(\"out\") '(1 2))", "the place must be"},
  }));
  CAPTURE(expression);
  std::string told = primitives(expression);
  CHECK(told.find("misc-error: derivation: ") == 0);
  CHECK(told.find(reason) != std::string::npos);
}

TEST_CASE("the broker is asked for files and modules", "[scheme/eval]") {
  Primitives primitives;
  primitives.will_answer({{"path", "/cairn/store/x"}});
  CHECK(primitives("(local-item \"n\" \"f\" #t #f)") == "\"/cairn/store/x\"");
  Message question = {{"ask", "file"}, {"name", "n"}, {"file", "f"}, {"recursive", true}};
  CHECK(primitives.asked() == question);
  primitives.will_answer({{"path", "/cairn/store/y"}});
  CHECK(primitives("(local-item \"n\" \"f\" #t '(\"a\" \"a/b\"))") == "\"/cairn/store/y\"");
  question["chosen"] = {"a", "a/b"};
  CHECK(primitives.asked() == question);
  primitives.will_answer({{"entries", {{"a", "directory", 0, false}, {"b", "regular", 5, true}}}});
  CHECK(primitives("(folder-entries \"d\")") == "((\"a\" directory 0 #f) (\"b\" regular 5 #t))");
  CHECK(primitives.asked() == Message{{"ask", "folder"}, {"file", "d"}});
  primitives.will_answer({{"file", "a/b.scm"}, {"text", "(b)"}});
  CHECK(primitives("(module-source '(a b))") == "(\"a/b.scm\" . \"(b)\")");
  CHECK(primitives.asked() == Message{{"ask", "module"}, {"name", {"a", "b"}}});
  primitives.will_answer({{"file", nullptr}});
  CHECK(primitives("(module-source '(a c))") == "#f");
  primitives.will_answer({{"error", "it is a pipe"}});
  CHECK(primitives("(module-source '(a d))") == "misc-error: module-source: it is a pipe");
  primitives.will_answer(Message::object());
  CHECK(primitives("(begin (note \"hello\") 1)") == "1");
}

TEST_CASE("forms are skimmed with their text and their place", "[scheme/eval]") {
  Primitives primitives;
  CHECK(primitives("(skim \"(define a 1)\\n (b) c\")") ==
        "(#(define a \"(define a 1)\" 0 0) #(b #f \"(b)\" 1 1) #(#f #f \"c\" 1 5))");
  CHECK(primitives("(skim \"(a\")") ==
        "misc-error: skim: a list that begins in line 1 does not end");
}

TEST_CASE("hashes are checked whatever they are written in", "[scheme/eval]") {
  Primitives primitives;
  std::string right = "\"sha256:" + std::string(64, '0') + "\"";
  for (const std::string& text :
       {std::string(zeros), std::string(64, '0'), "sha256:" + std::string(zeros),
        std::string("sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")}) {
    CAPTURE(text);
    CHECK(primitives("(checked-hash \"" + text + "\")") == right);
  }
  CHECK(primitives("(checked-hash \"x\")").find("misc-error: checked-hash: ") == 0);
  CHECK(primitives("(checked-hash 5)") == "misc-error: checked-hash: a hash must be a string");
  CHECK(primitives("(checked-hash \"sha1:0000000000000000000000000000000000000000\")")
            .find("it is not sha256") != std::string::npos);
  CHECK(primitives("(sha256 \"abc\")") ==
        "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
}

TEST_CASE("a package is asked for by the name that a person gives it", "[scheme/eval]") {
  Primitives primitives;
  primitives.will_answer({{"module", {"a", "b"}}, {"variable", "hello"}, {"output", "doc"}});
  CHECK(primitives("(package-named \"hello:doc\")") == "((a b) hello \"doc\")");
  CHECK(primitives.asked() == Message{{"ask", "specification"}, {"text", "hello:doc"}});
  primitives.will_answer({{"unknown", "none"}, {"hint", "try"}});
  CHECK(primitives("(package-named \"x\")") == "(\"none\" . \"try\")");
}

}  // namespace cairn::eval
