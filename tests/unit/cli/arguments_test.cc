// SPDX-License-Identifier: GPL-3.0-or-later
// Command lines.
#include "cli/arguments.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

struct Wishes {
  bool quiet = false;
  bool all = false;
  std::optional<std::uint64_t> jobs;
  std::optional<std::string> link;
  std::vector<std::string> names;
  std::vector<std::string> paths;
};

Options options_of(Wishes& wishes) {
  return {
      {"-q,--quiet", "", "say little", &wishes.quiet},
      {"-a,--all", "", "take all", &wishes.all},
      {"-M,--max-jobs", "N", "do N things", &wishes.jobs},
      {"-r,--root", "LINK", "make LINK", &wishes.link},
      {"--name", "NAME", "take NAME", &wishes.names},
      {"PATH...", "", "", &wishes.paths},
  };
}

Wishes read(const Arguments& arguments, Reading reading = Reading::options_anywhere) {
  Wishes wishes;
  read_arguments(options_of(wishes), arguments, reading, "cairn try");
  return wishes;
}

std::string refusal(const Arguments& arguments) {
  try {
    read(arguments);
  } catch (const Error& error) {
    CHECK(error.status() == Exit::misused);
    return error.message() + " / " + error.hint();
  }
  return "accepted";
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("options may stand anywhere, joined and with their values in any way", "[cli]") {
  Wishes wishes = read({"a", "-qa", "-M3", "b", "--root=x y", "--name", "n1", "--name=n2", "c"});
  CHECK(wishes.quiet);
  CHECK(wishes.all);
  CHECK(wishes.jobs == 3);
  CHECK(wishes.link == "x y");
  CHECK(wishes.names == Words{"n1", "n2"});
  CHECK(wishes.paths == Words{"a", "b", "c"});
}

TEST_CASE("the last value of an option counts", "[cli]") {
  CHECK(read({"-M1", "-M", "2", "a"}).jobs == 2);
}

TEST_CASE("behind two dashes all are operands", "[cli]") {
  CHECK(read({"-q", "--", "-a", "--", "-"}).paths == Words{"-a", "--", "-"});
  CHECK(read({"--"}).paths.empty());
  CHECK(read({"-"}).paths == Words{"-"});
}

TEST_CASE("a command of another's keeps its options", "[cli]") {
  Wishes wishes = read({"-q", "ls", "-a", "--what"}, Reading::options_first);
  CHECK(wishes.quiet);
  CHECK_FALSE(wishes.all);
  CHECK(wishes.paths == Words{"ls", "-a", "--what"});
  CHECK(read({"--", "ls", "-a"}, Reading::options_first).paths == Words{"ls", "-a"});
}

TEST_CASE("before a command of another's an option may have its value behind it", "[cli]") {
  for (const Arguments& arguments :
       {Arguments{"-M", "3", "--root", "x", "ls", "-a"},
        Arguments{"-qM", "3", "--root", "x", "--", "ls", "-a"}, Arguments{"-M3", "-rx", "ls", "-a"},
        Arguments{"--max-jobs=3", "-r", "x", "ls", "-a"}}) {
    Wishes wishes = read(arguments, Reading::options_first);
    CHECK(wishes.jobs == 3);
    CHECK(wishes.link == "x");
    CHECK(wishes.paths == Words{"ls", "-a"});
  }
}

TEST_CASE("what is passed on is not looked at, but a call for help is", "[cli]") {
  CHECK(read({"--what", "-x"}, Reading::none).paths == Words{"--what", "-x"});
  CHECK(read({"--", "--quiet"}, Reading::none).paths == Words{"--quiet"});
}

TEST_CASE("misuse is told with a hint", "[cli]") {
  CHECK(refusal({"--quite", "a"}) ==
        "there is no option '--quite' / did you mean '--quiet'? See: cairn try --help");
  CHECK(refusal({"--wxyz=3", "a"}) == "there is no option '--wxyz' / cairn try --help");
  CHECK(refusal({"-qx", "a"}) == "there is no option '-x' / cairn try --help");
  CHECK(refusal({"-M", "many", "a"}) ==
        "cannot read 'many' as a number for --max-jobs / cairn try --help");
  CHECK(refusal({"-M-1", "a"}) == "cannot read '-1' as a number for --max-jobs / cairn try --help");
  CHECK(refusal({"a", "-M"}) == "the option '--max-jobs' needs a value / cairn try --help");
}

TEST_CASE("an empty value is a value, and refused where it cannot be meant", "[cli]") {
  std::string empty = "the value of '--root' cannot be empty / cairn try --help";
  CHECK(refusal({"--root=", "a", "b"}) == empty);
  CHECK(refusal({"a", "--root", ""}) == empty);
  CHECK(refusal({"--max-jobs=", "3"}) ==
        "the value of '--max-jobs' cannot be empty / cairn try --help");
  CHECK(read({"--", "--root="}).paths == Words{"--root="});
  Wishes command = read({"ls", "--root="}, Reading::options_first);
  CHECK(command.paths == Words{"ls", "--root="});
  Words words;
  Words operands;
  Options options{{"--word", "WORD", "", &words, true}, {"[X...]", "", "", &operands}};
  read_arguments(options, {"--word=", "x", "--word", "", "y"}, Reading::options_anywhere, "try");
  CHECK(words == Words{"", ""});
  CHECK(operands == Words{"x", "y"});
}

TEST_CASE("nor can the empty value of an option before the verb be the verb", "[cli]") {
  std::optional<std::string> root;
  Options options{{"--root", "DIR", "", &root}};
  Arguments arguments{"--root=", "gc"};
  CHECK_THROWS_WITH(take_leading_options(options, arguments, "cairn"),
                    "the value of '--root' cannot be empty");
  arguments = {"--root", "x", "store", "add", "--root="};
  take_leading_options(options, arguments, "cairn");
  CHECK(arguments == Words{"store", "add", "--root="});
}

TEST_CASE("an empty path is refused", "[cli]") {
  Words paths{"a", ""};
  CHECK_THROWS_WITH(check_operands({{"PATH...", "", "", &paths}}, "cairn try"),
                    "the name of a file or folder cannot be empty");
}

TEST_CASE("an operand too many is refused, and one that is missing", "[cli]") {
  std::string file;
  Options options{{"FILE", "", "", &file}};
  CHECK_THROWS_WITH(check_operands(options, "cairn try"), "cairn try needs a FILE");
  CHECK_THROWS_WITH(read_arguments(options, {"a", "b"}, Reading::options_anywhere, "cairn try"),
                    "'b' is one operand too many");
  CHECK(file == "a");
  CHECK_NOTHROW(check_operands(options, "cairn try"));
}

TEST_CASE("options before the verb are taken off, those behind it are left", "[cli]") {
  std::optional<std::string> root;
  Arguments arguments{"--root", "/x", "build", "--root=y", "-q"};
  take_leading_options({{"--root", "DIR", "", &root}}, arguments, "cairn");
  CHECK(root == "/x");
  CHECK(arguments == Words{"build", "--root=y", "-q"});
}

TEST_CASE("a command may stand behind a mark", "[cli]") {
  bool quiet = false;
  Words packages;
  Words command;
  Options options = {{"-q,--quiet", "", "say little", &quiet},
                     {"[PACKAGE...]", "", "", &packages},
                     {"[-- COMMAND...]", "", "", &command}};
  read_arguments(options, {"a", "-q", "b", "--", "-x", "--", "c"}, Reading::options_anywhere,
                 "try");
  CHECK(quiet);
  CHECK(packages == Words{"a", "b"});
  CHECK(command == Words{"-x", "--", "c"});
}

}  // namespace cairn
