// SPDX-License-Identifier: GPL-3.0-or-later
// A session's conversation as a whole.
#include "daemon/server/session.hh"

#include "tests/unit/daemon/server/hand_client.hh"
#include "tests/unit/daemon/server/served_store.hh"

#include <catch2/catch.hpp>

namespace cairn::server {

using test::Bytes;
using test::HandClient;
using test::ServedStore;

namespace {

const std::string item = "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo";

// How a path is asked for that does not stand alone in its request.
struct Asking {
  const char* what;
  Bytes (*with)(std::string_view path);
};

const std::string no_hash(64, '0');

const Asking askings[] = {
    {"QueryValidPaths",
     [](std::string_view path) { return Bytes().number(31).number(1).text(path).number(0); }},
    {"QuerySubstitutablePaths",
     [](std::string_view path) { return Bytes().number(32).number(1).text(path); }},
    {"QuerySubstitutablePathInfos",
     [](std::string_view path) { return Bytes().number(30).number(1).text(path).text(""); }},
    {"QueryClosure", [](std::string_view path) { return Bytes().number(60).number(1).text(path); }},
    {"AddTempRoots", [](std::string_view path) { return Bytes().number(61).number(1).text(path); }},
    {"FindKeepers", [](std::string_view path) { return Bytes().number(64).number(1).text(path); }},
    {"ExportPath", [](std::string_view path) { return Bytes().number(16).text(path).number(0); }},
    {"BuildPaths",
     [](std::string_view path) { return Bytes().number(9).number(1).text(path).number(0); }},
    {"BuildPathsWithResults",
     [](std::string_view path) { return Bytes().number(46).number(1).text(path).number(0); }},
    {"QueryMissing", [](std::string_view path) { return Bytes().number(40).number(1).text(path); }},
    {"CollectGarbage",
     [](std::string_view path) {
       Bytes asked = Bytes().number(20).number(3).number(1).text(path);
       return asked.number(0).number(99).number(0).number(0).number(0);
     }},
    {"BuildDerivation",
     [](std::string_view path) {
       Bytes asked = Bytes().number(36).text(path).number(0).number(0);
       return asked.text("x86_64-linux").text("/bin/sh").number(0).number(0).number(0);
     }},
    {"AddSignatures",
     [](std::string_view path) { return Bytes().number(37).text(path).number(1).text("key:AA"); }},
    {"AddToStore that refers to it",
     [](std::string_view path) {
       Bytes asked = Bytes().number(7).text("name").text("text:sha256").number(1).text(path);
       return asked.number(0).number(0);
     }},
    {"AddToStoreNar",
     [](std::string_view path) {
       Bytes asked = Bytes().number(39).text(path).text("").text(no_hash).number(0).number(0);
       return asked.number(0).number(0).number(0).text("").number(0).number(1).number(0);
     }},
    {"AddMultipleToStore",
     [](std::string_view path) {
       Bytes told = Bytes().number(1).text(path).text("").text(no_hash).number(0).number(0);
       told.number(0).number(0).number(0).text("");
       Bytes asked = Bytes().number(44).number(0).number(1).number(told.all().size());
       return asked.raw(told.all()).number(0);
     }},
    {"AddBuildLog", [](std::string_view path) { return Bytes().number(45).text(path).number(0); }},
};

const std::string evil_paths[] = {
    "/etc/passwd",
    "/",
    "..",
    "/cairn/store",
    "/cairn/store/",
    "/cairn/store/..",
    "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo/../../../etc/passwd",
    std::string("/cairn/store/\0x", 15)};

}  // namespace

TEST_CASE("T-02: whatever path is asked for, only store paths are answered", "[daemon/server]") {
  ServedStore served;
  HandClient client(served.take_socket());
  for (int code : {1, 6, 10, 11, 18, 21, 26, 28, 33, 38, 41}) {
    for (const std::string& path : evil_paths) {
      client.say(Bytes().number(code).text(path));
      CHECK(!client.refusal().empty());
    }
  }
  CHECK(client.is_still_served());
}

TEST_CASE("T-02: nor are others answered where a path is one of several values",
          "[daemon/server]") {
  ServedStore served;
  HandClient client(served.take_socket());
  for (const Asking& asking : askings) {
    for (const std::string& path : evil_paths) {
      INFO(asking.what << " " << path);
      client.say(asking.with(path));
      CHECK(!client.refusal().empty());
    }
  }
  CHECK(client.is_still_served());
}

TEST_CASE("T-02: a path that is not valid is told to be so", "[daemon/server]") {
  ServedStore served;
  HandClient client(served.take_socket());
  for (int code : {10, 18, 38}) {
    client.say(Bytes().number(code).text(item));
    CHECK(client.refusal().starts_with(item + " is not valid"));
  }
  CHECK(client.is_still_served());
}

TEST_CASE("a stream that belongs to a bad request is passed over", "[daemon/server]") {
  ServedStore served;
  HandClient client(served.take_socket());
  client.say(Bytes().number(7).text("../name").text("text:sha256").number(0).number(0));
  client.say(Bytes().number(5).raw("bytes").number(0));
  CHECK(!client.refusal().empty());
  client.say(Bytes().number(7).text("name").text("text:sha256").number(1).text("/etc").number(0));
  client.say(Bytes().number(5).raw("bytes").number(0));
  CHECK(!client.refusal().empty());
  CHECK(client.is_still_served());
}

TEST_CASE("an archive that goes on behind its end is refused", "[daemon/server]") {
  ServedStore served;
  HandClient client(served.take_socket());
  std::string archive = Bytes()
                            .text("nix-archive-1")
                            .text("(")
                            .text("type")
                            .text("symlink")
                            .text("target")
                            .text("x")
                            .text(")")
                            .all();
  client.say(Bytes().number(7).text("name").text("fixed:r:sha256").number(0).number(0));
  client.say(Bytes().number(archive.size() + 1).raw(archive + "x").number(0));
  CHECK(client.refusal() == "the stream goes on behind what was sent in it");
  CHECK(client.is_still_served());
}

TEST_CASE("T-26: after a length that cannot be meant the session ends", "[daemon/server]") {
  ServedStore served;
  HandClient client(served.take_socket());
  client.say(Bytes().number(1).number(~std::uint64_t{0} - 7));
  CHECK(client.refusal() ==
        "a text of 18446744073709551608 bytes was announced; at most 4096 are taken");
  CHECK(client.is_hung_up());
}

TEST_CASE("an operation that does not exist ends the session", "[daemon/server]") {
  auto code = GENERATE(std::uint64_t{0}, std::uint64_t{8}, std::uint64_t{47}, std::uint64_t{65},
                       ~std::uint64_t{0});
  ServedStore served;
  HandClient client(served.take_socket());
  client.say(Bytes().number(code));
  CHECK(client.refusal() == fmt::format("there is no operation {} in version 1.34 of the worker "
                                        "protocol",
                                        code));
  CHECK(client.is_hung_up());
}

TEST_CASE("why a store cannot be opened is told to the client", "[daemon/server]") {
  ServedStore served(ServedStore::As::owner, "/proc/nothing");
  CHECK_THROWS_WITH(HandClient(served.take_socket()),
                    Catch::StartsWith("cannot open the store /proc/nothing/cairn/store: "));
}

TEST_CASE("a client that is too old is told so", "[daemon/server]") {
  ServedStore served;
  Fd socket = served.take_socket();
  write_fully(socket.get(), Bytes().number(0x6e697863).number(0x120).number(0).number(0).all(),
              "the test");
  FdSource source(socket.get(), "the session");
  std::string heard = read_all(source, 4096, "the session");
  CHECK(heard.find("from version 1.34 on; the client has 1.32") != std::string::npos);
}

TEST_CASE("what was exported is imported again", "[daemon/server]") {
  ServedStore from;
  HandClient giver(from.take_socket());
  std::string path = giver.add("name", "bytes");
  giver.say(Bytes().number(16).text(path).number(0));
  std::string exported = giver.pushed();
  CHECK(giver.hears_number(1));
  ServedStore to;
  HandClient taker(to.take_socket());
  taker.say(Bytes().number(27));
  CHECK(taker.feed(Bytes().number(1).raw(exported).number(0).all()).empty());
  CHECK(taker.hears_number(1));
  CHECK(taker.text() == path);
  taker.say(Bytes().number(1).text(path));
  CHECK(taker.refusal().empty());
  CHECK(taker.hears_number(1));
}

TEST_CASE("what is no export is not imported", "[daemon/server]") {
  ServedStore served;
  HandClient client(served.take_socket());
  client.say(Bytes().number(27));
  CHECK(client.feed(Bytes().number(2).all()) == "what is imported is not an export");
  CHECK(client.is_still_served());
}

}  // namespace cairn::server
