// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of evaluations, and when it is believed.
#include "cli/evaluation/evaluation_memo.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

const Message request = {{"do", "derivations"}};
const Message question = {{"ask", "module"}, {"name", {"a"}}};
const Message reply = {{"answer", 1}, {"made", {{"items", Message::array()}}}};

bool yes(const Message&, const Message&) {
  return true;
}

struct Memo {
  TemporaryDirectory around;
  std::string folder = around.path() + "/evaluations";
  EvaluationMemo memo{folder, {{"evaluator", "1"}}};

  Memo() { memo.remember(request, Message::array({{question, "trace"}}), reply); }

  std::string only_file() const {
    std::vector<std::string> names = list_directory(open_directory(folder).get());
    REQUIRE(names.size() == 1);
    return names[0];
  }
  void overwrite(std::size_t at, std::string_view bytes) const {
    Fd fd = open_at(open_directory(folder).get(), only_file(), O_WRONLY);
    REQUIRE(pwrite(fd.get(), bytes.data(), bytes.size(), static_cast<off_t>(at)) > 0);
  }
};

}  // namespace

TEST_CASE("an evaluation is remembered with its questions", "[cli/evaluation]") {
  Memo kept;
  Message asked;
  CHECK(kept.memo.recall(request, [&](const Message& one, const Message& trace) {
    asked = {one, trace};
    return true;
  }) == reply);
  CHECK(asked == Message::array({question, "trace"}));
}

TEST_CASE("an evaluation is recalled when all its questions repeat", "[cli/evaluation]") {
  Memo kept;
  auto no = [](const Message&, const Message&) { return false; };
  auto refused = [](const Message&, const Message&) -> bool { throw Error("no such file"); };
  CHECK(!kept.memo.recall(request, no));
  CHECK(!kept.memo.recall(request, refused));
}

TEST_CASE("only the same request in the same circumstances is recalled", "[cli/evaluation]") {
  Memo kept;
  CHECK(!kept.memo.recall({{"do", "entries"}}, yes));
  CHECK(!EvaluationMemo(kept.folder, {{"evaluator", "2"}}).recall(request, yes));
  CHECK(EvaluationMemo(kept.folder, {{"evaluator", "1"}}).recall(request, yes) == reply);
}

TEST_CASE("traces are whole when each question was answered and they are not too large",
          "[cli/evaluation]") {
  EvaluationTraces traces;
  traces.expect_one();
  CHECK(!traces.are_whole());
  traces.add(question, "trace");
  CHECK(traces.are_whole());
  std::string large(30 << 20, 'x');
  for (int i = 0; i < 3; ++i) {
    traces.expect_one();
    traces.add(question, large);
  }
  CHECK(!traces.are_whole());
  CHECK(std::move(traces).pairs().empty());
}

TEST_CASE("without a folder nothing is remembered", "[cli/evaluation]") {
  EvaluationMemo memo("", {});
  memo.remember(request, Message::array(), reply);
  CHECK(!memo.recall(request, yes));
}

TEST_CASE("what is damaged is not recalled", "[cli/evaluation]") {
  Memo kept;
  SECTION("a byte") {
    kept.overwrite(60, "?");
  }
  SECTION("the hash") {
    kept.overwrite(0, "?");
  }
  SECTION("the end") {
    REQUIRE(truncate((kept.folder + "/" + kept.only_file()).c_str(), 50) == 0);
  }
  SECTION("all") {
    REQUIRE(truncate((kept.folder + "/" + kept.only_file()).c_str(), 0) == 0);
  }
  CHECK(!kept.memo.recall(request, yes));
  kept.memo.remember(request, Message::array(), reply);
  CHECK(kept.memo.recall(request, yes) == reply);
}

TEST_CASE("a folder that others may write to is not believed", "[cli/evaluation]") {
  Memo kept;
  REQUIRE(chmod(kept.folder.c_str(), 0775) == 0);
  CHECK(!kept.memo.recall(request, yes));
  REQUIRE(chmod(kept.folder.c_str(), 0755) == 0);
  CHECK(kept.memo.recall(request, yes) == reply);
  if (geteuid() != 0) return;
  REQUIRE(chown(kept.folder.c_str(), 1000, 1000) == 0);
  CHECK(!kept.memo.recall(request, yes));
}

TEST_CASE("there are never more files than places", "[cli/evaluation]") {
  Memo kept;
  for (int i = 0; i < 600; ++i) {
    kept.memo.remember({{"do", i}}, Message::array(), reply);
  }
  CHECK(list_directory(open_directory(kept.folder).get()).size() <= 256);
  CHECK(kept.memo.recall({{"do", 599}}, yes) == reply);
}

TEST_CASE("a folder that cannot be made is no error", "[cli/evaluation]") {
  TemporaryDirectory around;
  write_file_at(around.fd(), "file", "");
  EvaluationMemo memo(around.path() + "/file/evaluations", {});
  memo.remember(request, Message::array(), reply);
  CHECK(!memo.recall(request, yes));
}

}  // namespace cairn
