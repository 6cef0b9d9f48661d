// SPDX-License-Identifier: GPL-3.0-or-later
// A session's conversation as a whole.
#include "daemon/server/session.hh"

#include "daemon/protocol/handshake.hh"
#include "daemon/protocol/operations.hh"
#include "tests/unit/daemon/protocol/bytes_by_hand.hh"
#include "tests/unit/daemon/server/served_store.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn::server {

using test::Bytes;
using test::ServedStore;
using namespace protocol;

namespace {

const std::string item = "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo";

// A client that writes its requests byte by byte.
class HandClient {
 public:
  explicit HandClient(Fd socket) : duplex_(std::move(socket), StoreDir(), "the session") {
    greet_server(duplex_);
  }
  void say(const Bytes& bytes) {
    duplex_.out().sink().write(bytes.all());
    duplex_.flush();
  }
  Frame frame() { return read_frame(duplex_.in()); }
  // What the operation that was asked for last failed with; empty when it did not.
  std::string refusal() {
    for (;;) {
      Frame heard = frame();
      if (const auto* refused = std::get_if<Refusal>(&heard)) return refused->message;
      if (std::holds_alternative<Last>(heard)) return "";
    }
  }
  bool hears_number(std::uint64_t number) { return duplex_.in().number() == number; }
  std::string text() { return duplex_.in().text(); }
  void skip_facts() { protocol::read<ItemFacts>(duplex_.in()); }
  // All that is pushed before the reply.
  std::string pushed() {
    std::string bytes;
    for (Frame heard = frame(); !std::holds_alternative<Last>(heard); heard = frame()) {
      if (auto* push = std::get_if<Push>(&heard)) bytes += push->bytes;
    }
    return bytes;
  }
  // Gives STREAM as it is pulled. What the operation failed with, as refusal().
  std::string feed(std::string_view stream) {
    for (;;) {
      Frame heard = frame();
      if (std::holds_alternative<Last>(heard)) return "";
      if (const auto* refused = std::get_if<Refusal>(&heard)) return refused->message;
      if (const auto* pull = std::get_if<Pull>(&heard)) {
        std::string_view piece = stream.substr(0, std::min<std::uint64_t>(pull->size, 100));
        stream.remove_prefix(piece.size());
        say(Bytes().text(piece));
      }
    }
  }
  // Adds a text of BYTES; its path.
  std::string add(std::string_view name, std::string_view bytes) {
    say(Bytes().number(7).text(name).text("text:sha256").number(0).number(0));
    say(Bytes().number(bytes.size()).raw(bytes).number(0));
    CHECK(refusal().empty());
    std::string path = text();
    skip_facts();
    return path;
  }
  bool is_hung_up() { return !duplex_.in().number_unless_end(); }
  bool is_still_served() {
    say(Bytes().number(IsValidPath::traits.code).text(item));
    return refusal().empty() && hears_number(0);
  }

 private:
  Duplex duplex_;
};

}  // namespace

TEST_CASE("T-02: whatever path is asked for, only store paths are answered", "[daemon/server]") {
  ServedStore served;
  HandClient client(served.take_socket());
  auto codes = {1, 6, 10, 11, 18, 21, 26, 28, 33, 38, 41};
  auto paths = {"/etc/passwd",
                "",
                "/",
                "..",
                "/cairn/store",
                "/cairn/store/",
                "/cairn/store/..",
                "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo/../../../etc/passwd"};
  for (int code : codes) {
    for (const char* path : paths) {
      client.say(Bytes().number(code).text(path));
      CHECK(!client.refusal().empty());
    }
    client.say(Bytes().number(code).text(std::string("/cairn/store/\0x", 15)));
    CHECK(!client.refusal().empty());
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
  auto code = GENERATE(std::uint64_t{0}, std::uint64_t{8}, std::uint64_t{47}, std::uint64_t{64},
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
