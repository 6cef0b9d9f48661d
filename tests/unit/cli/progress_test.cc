// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown of builds.
#include "cli/progress.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

using namespace std::chrono_literals;
using Amount = ProgressStyle::Amount;
using Kind = ProgressLine::Kind;

const StorePath hello("0c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-hello-2.10.drv");
const StorePath other("1c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-gcc-12.drv");
const std::string hello_path = "/cairn/store/" + hello.base_name();
const ProgressTime start{};

Progress plain(Amount amount = Amount::usual) {
  return Progress({.amount = amount, .is_live = false, .store = StoreDir(), .command = "cairn"});
}

Progress live(Amount amount = Amount::usual) {
  return Progress({.amount = amount, .is_live = true, .store = StoreDir(), .command = "cairn"});
}

using Lines = std::vector<ProgressLine>;
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("where nothing can be redrawn, begin and end of a build are lines", "[cli]") {
  Progress progress = plain();
  CHECK(progress.hear(BuildStarted{hello}, start) ==
        Lines{{Kind::plain, "building " + hello_path}});
  CHECK(progress.hear(BuildLogged{hello, "working\n"}, start).empty());
  CHECK(progress.hear(BuildEnded{hello, true, ""}, start + 5s) ==
        Lines{{Kind::plain, "built " + hello_path}});
}

TEST_CASE("on a terminal what runs is at the bottom, and what is built stays", "[cli]") {
  Progress progress = live();
  CHECK(progress.hear(BuildStarted{hello}, start).empty());
  CHECK(progress.status(start, 80, 8) == Texts{"[1 running] hello-2.10 0s"});
  progress.hear(BuildsProgressed{2, 5, 1, 0}, start);
  CHECK(progress.status(start + 12s, 80, 8) == Texts{"[2/5 built, 1 running] hello-2.10 12s"});
  CHECK(progress.hear(BuildEnded{hello, true, ""}, start + 65s) ==
        Lines{{Kind::plain, "built " + hello_path + " in 1m05s"}});
  CHECK(progress.status(start + 65s, 80, 8).empty());
}

TEST_CASE("several jobs have a line each, and what ends is counted at once", "[cli]") {
  Progress progress = live();
  progress.hear(BuildStarted{hello}, start);
  progress.hear(BuildStarted{other}, start + 3s);
  progress.hear(BuildsProgressed{0, 4, 2, 0}, start + 3s);
  CHECK(progress.status(start + 10s, 80, 8) ==
        Texts{"[0/4 built, 2 running] hello-2.10 10s", "                       gcc-12 7s"});
  CHECK(progress.status(start + 10s, 80, 1) == Texts{"[0/4 built, 2 running] and 2 more"});
  progress.hear(BuildEnded{hello, false, "it broke"}, start + 10s);
  CHECK(progress.status(start + 10s, 80, 8) == Texts{"[0/4 built, 1 running, 1 failed] gcc-12 7s"});
}

TEST_CASE("lines at the bottom are shorter than the terminal is wide", "[cli]") {
  Progress progress = live();
  progress.hear(BuildStarted{hello}, start);
  progress.hear(BuildsProgressed{2, 5, 1, 0}, start);
  CHECK(progress.status(start, 30, 8) == Texts{"hello-2.10 0s"});
  CHECK(progress.status(start, 12, 8) == Texts{"hello-2...."});
  CHECK(progress.status(start, 3, 8) == Texts{""});
  for (std::size_t columns = 1; columns < 60; ++columns) {
    for (const std::string& line : progress.status(start, columns, 8)) {
      CHECK(line.size() < columns);
    }
  }
}

TEST_CASE("a failure shows the end of its log and how to see the rest", "[cli]") {
  Progress progress = plain();
  progress.hear(BuildStarted{hello}, start);
  for (int i = 1; i <= 12; ++i) {
    progress.hear(BuildLogged{hello, fmt::format("line {}\n", i)}, start);
  }
  progress.hear(BuildLogged{hello, "the la"}, start);
  progress.hear(BuildLogged{hello, "st"}, start);
  Lines lines = progress.hear(BuildEnded{hello, false, "it broke"}, start);
  REQUIRE(lines.size() == 12);
  CHECK(lines[0] == ProgressLine{Kind::failure, "failed " + hello_path + ": it broke"});
  CHECK(lines[1] == ProgressLine{Kind::log, "  > line 4"});
  CHECK(lines[10] == ProgressLine{Kind::log, "  > the last"});
  CHECK(lines[11] == ProgressLine{Kind::hint, "hint: cairn log " + hello_path});
}

TEST_CASE("a failure without a log has no hint to look at it", "[cli]") {
  Progress progress = plain(Amount::quiet);
  CHECK(progress.hear(BuildStarted{hello}, start).empty());
  CHECK(progress.hear(BuildEnded{hello, false, "it broke"}, start) ==
        Lines{{Kind::failure, "failed " + hello_path + ": it broke"}});
}

TEST_CASE("what builders say is shown line by line when asked for", "[cli]") {
  Progress progress = plain(Amount::verbose);
  progress.hear(BuildStarted{hello}, start);
  CHECK(progress.hear(BuildLogged{hello, "one\ntwo\nth"}, start) ==
        Lines{{Kind::log, "hello-2.10> one"}, {Kind::log, "hello-2.10> two"}});
  CHECK(progress.hear(BuildLogged{hello, "ree\n"}, start) ==
        Lines{{Kind::log, "hello-2.10> three"}});
  progress.hear(BuildLogged{hello, "end"}, start);
  CHECK(progress.hear(BuildEnded{hello, true, ""}, start) ==
        Lines{{Kind::log, "hello-2.10> end"}, {Kind::plain, "built " + hello_path}});
}

TEST_CASE("a builder cannot write escapes to the terminal", "[cli]") {
  Progress progress = plain(Amount::verbose);
  progress.hear(BuildStarted{hello}, start);
  CHECK(progress.hear(BuildLogged{hello, "\x1b[2Jgone\r\n"}, start) ==
        Lines{{Kind::log, "hello-2.10> ^[[2Jgone^M"}});
  CHECK(progress.hear(Noted{"a\x1b]0;title\x07"}, start) == Lines{{Kind::plain, "a^[]0;title^G"}});
}

TEST_CASE("a line without end is shown in pieces, not kept", "[cli]") {
  Progress progress = plain(Amount::verbose);
  progress.hear(BuildStarted{hello}, start);
  Lines lines = progress.hear(BuildLogged{hello, std::string(5000, 'x')}, start);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].text.size() < 1100);
}

TEST_CASE("waiting is told until something else happens", "[cli]") {
  Progress progress = live();
  CHECK(progress.hear(Waiting{"another session builds x"}, start).empty());
  CHECK(progress.status(start, 80, 8) == Texts{"waiting: another session builds x"});
  progress.hear(BuildsProgressed{0, 1, 0, 0}, start);
  CHECK(progress.status(start, 80, 8).empty());
  CHECK(plain().hear(Waiting{"for x"}, start) == Lines{{Kind::plain, "waiting: for x"}});
}

TEST_CASE("warnings are always told, notes unless quiet", "[cli]") {
  CHECK(plain(Amount::quiet).hear(Warned{"look"}, start) ==
        Lines{{Kind::warning, "cairn: warning: look"}});
  CHECK(plain().hear(Warned{"look\nhint: cairn x"}, start) ==
        Lines{{Kind::warning, "cairn: warning: look"}, {Kind::hint, "hint: cairn x"}});
  CHECK(plain(Amount::quiet).hear(Noted{"look"}, start).empty());
  CHECK(plain().hear(Noted{"look"}, start) == Lines{{Kind::plain, "look"}});
}

TEST_CASE("events of builds that were never begun are passed over", "[cli]") {
  Progress progress = plain();
  CHECK(progress.hear(BuildLogged{hello, "x\n"}, start).empty());
  CHECK(progress.hear(BuildEnded{hello, false, "it broke"}, start).empty());
}

TEST_CASE("durations are short", "[cli]") {
  CHECK(duration_text(0s) == "0s");
  CHECK(duration_text(59s) == "59s");
  CHECK(duration_text(60s) == "1m00s");
  CHECK(duration_text(3599s) == "59m59s");
  CHECK(duration_text(2h + 3min + 4s) == "2h03m");
}

}  // namespace cairn
