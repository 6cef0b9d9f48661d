// SPDX-License-Identifier: GPL-3.0-or-later
// What a server says before its reply.
#include "daemon/protocol/frames.hh"

#include "tests/unit/daemon/protocol/bytes_by_hand.hh"

#include <catch2/catch.hpp>

namespace cairn::protocol {

using test::Bytes;

namespace {

const StoreDir store;

std::string encoded(const Frame& frame) {
  StringSink sink;
  Writer out(sink, store);
  write_frame(out, frame);
  return sink.take();
}

Frame decoded(const std::string& bytes) {
  StringSource source(bytes);
  Reader in(source, store);
  Frame frame = read_frame(in);
  CHECK(source.rest().empty());
  return frame;
}

}  // namespace

TEST_CASE("a frame has the bytes that Nix gives it", "[daemon/protocol]") {
  auto [frame, bytes] = GENERATE(table<Frame, Bytes>({
      {Line{"text"}, Bytes().number(0x6f6c6d67).text("text")},
      {Pull{5}, Bytes().number(0x64617461).number(5)},
      {Push{"bytes"}, Bytes().number(0x64617416).text("bytes")},
      {Last{}, Bytes().number(0x616c7473)},
      {Refusal{.message = "no"}, Bytes()
                                     .number(0x63787470)
                                     .text("Error")
                                     .number(0)
                                     .text("Error")
                                     .text("no")
                                     .number(0)
                                     .number(0)},
      {StartActivity{1, 3, 105, "building", {"drv", std::uint64_t{7}}, 0}, Bytes()
                                                                               .number(0x53545254)
                                                                               .number(1)
                                                                               .number(3)
                                                                               .number(105)
                                                                               .text("building")
                                                                               .number(2)
                                                                               .number(1)
                                                                               .text("drv")
                                                                               .number(0)
                                                                               .number(7)
                                                                               .number(0)},
      {StopActivity{1}, Bytes().number(0x53544f50).number(1)},
      {ActivityResult{1, 101, {"line"}},
       Bytes().number(0x52534c54).number(1).number(101).number(1).number(1).text("line")},
  }));
  CHECK(encoded(frame) == bytes.all());
  CHECK(decoded(bytes.all()) == frame);
}

TEST_CASE("a number that begins no frame is refused", "[daemon/protocol]") {
  CHECK_THROWS_WITH(decoded(Bytes().number(0x12).all()),
                    "the number 0x12 came where a frame should begin");
}

TEST_CASE("a field is a number or a text", "[daemon/protocol]") {
  CHECK_THROWS_WITH(
      decoded(Bytes().number(ActivityResult::code).number(1).number(101).number(1).number(2).all()),
      "a field of an activity has the type 2");
}

TEST_CASE("an error keeps its hint on its way", "[daemon/protocol]") {
  Error error("it did not go");
  error.with_hint("do that");
  CHECK(refusal_of(error).message == "it did not go\nhint: do that");
  Error heard = error_of(refusal_of(error));
  CHECK(heard.message() == "it did not go");
  CHECK(heard.hint() == "do that");
  CHECK(error_of(refusal_of(Error("alone"))).hint().empty());
}

}  // namespace cairn::protocol
