// SPDX-License-Identifier: GPL-3.0-or-later
// Options whose value may be left out.
#include "cli/optional_values.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

struct Taken {
  MaybeValue list{};
  OperandList install{};
  OperandList remove{};
  bool dry = false;
  std::optional<std::string> profile{};
  std::vector<std::string> rest{};

  explicit Taken(std::vector<std::string> arguments) {
    Options options = {{"-l,--list", "[N]", "", &list},
                       {"-i,--install", "[PACKAGE]", "", &install},
                       {"-r,--remove", "[PACKAGE]", "", &remove},
                       {"-n,--dry-run", "", "", &dry},
                       {"-p,--profile", "PATH", "", &profile}};
    take_optional_values(options, arguments);
    rest = std::move(arguments);
  }
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("an optional value is attached to its option", "[cli]") {
  CHECK(Taken({"-l"}).list.given);
  CHECK(Taken({"-l"}).list.value.empty());
  CHECK(Taken({"-l3"}).list.value == "3");
  CHECK(Taken({"--list=3"}).list.value == "3");
  CHECK(Taken({"-nl3"}).list.value == "3");
  CHECK(Taken({"-nl3"}).rest == Words{"-n"});
  CHECK(!Taken({"-n"}).list.given);
}

TEST_CASE("what can be no operand is an option's value", "[cli]") {
  CHECK(Taken({"-l", "3"}).list.value == "3");
  CHECK(Taken({"-nl", "3", "-n"}).list.value == "3");
  CHECK(Taken({"-l", "3", "4"}).rest == Words{"4"});
  CHECK(Taken({"-l", "-n"}).list.value.empty());
  Taken installing({"-i", "a", "-l", "3"});
  CHECK(installing.install.words == Words{"a", "3"});
  std::vector<std::string> items;
  MaybeValue list;
  Words words{"-l", "3"};
  take_optional_values({{"-l", "[N]", "", &list}, {"[ITEM...]", "", "", &items}}, words);
  CHECK(words == Words{"3"});
  CHECK((list.given && list.value.empty()));
}

TEST_CASE("an empty word is not the same as no value", "[cli]") {
  CHECK_THROWS_WITH(Taken({"-l", ""}), "the value behind '-l' cannot be empty");
}

TEST_CASE("operands belong to the option before them", "[cli]") {
  Taken taken({"x", "-i", "a", "-p", "q", "b", "-rc", "-n", "d", "--install=e", "--", "-f"});
  CHECK(taken.install.words == Words{"a", "b", "e", "-f"});
  CHECK(taken.remove.words == Words{"c", "d"});
  CHECK(taken.rest == Words{"x", "-p", "q", "-n"});
}

TEST_CASE("values of other options are left alone", "[cli]") {
  CHECK(Taken({"-p", "-l"}).rest == Words{"-p", "-l"});
  CHECK(Taken({"-np", "-l"}).rest == Words{"-np", "-l"});
  CHECK(Taken({"-pl"}).rest == Words{"-pl"});
  CHECK(Taken({"--profile", "-l", "--what"}).rest == Words{"--profile", "-l", "--what"});
}

}  // namespace cairn
