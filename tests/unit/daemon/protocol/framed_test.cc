// SPDX-License-Identifier: GPL-3.0-or-later
// Streams in frames.
#include "daemon/protocol/framed.hh"

#include "core/base/files.hh"
#include "tests/unit/daemon/protocol/bytes_by_hand.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>

namespace cairn::protocol {

using test::Bytes;

namespace {

const StoreDir store;

std::string all_of(FramedSource& frames) {
  return read_all(frames, 1 << 20, "the stream");
}

}  // namespace

TEST_CASE("frames are put together until an empty one, and nothing behind it is read",
          "[daemon/protocol]") {
  std::string bytes = Bytes().number(3).raw("abc").number(1).raw("d").number(0).number(17).all();
  StringSource source(bytes);
  Reader in(source, store);
  FramedSource frames(in);
  CHECK(all_of(frames) == "abcd");
  CHECK_NOTHROW(frames.expect_end());
  CHECK(in.number() == 17);
}

TEST_CASE("what is left of a stream can be skipped", "[daemon/protocol]") {
  std::string bytes = Bytes().number(3).raw("abc").number(2).raw("de").number(0).number(17).all();
  StringSource source(bytes);
  Reader in(source, store);
  FramedSource frames(in);
  char byte;
  frames.read_exactly({&byte, 1});
  CHECK_THROWS_WITH(frames.expect_end(), "the stream goes on behind what was sent in it");
  frames.skip_rest();
  CHECK(in.number() == 17);
  CHECK_NOTHROW(frames.skip_rest());
}

TEST_CASE("T-26: a frame as long as can be said is not allocated", "[daemon/protocol]") {
  std::string bytes = Bytes().number(~std::uint64_t{0}).raw("abc").all();
  StringSource source(bytes);
  Reader in(source, store);
  FramedSource frames(in);
  CHECK_THROWS_WITH(all_of(frames), "the sender hung up in the middle of a stream");
}

TEST_CASE("small writes become one frame, large ones their own", "[daemon/protocol]") {
  StringSink sink;
  Writer out(sink, store);
  FramedSink frames(out);
  std::string large(chunk_size, 'x');
  frames.write("ab");
  frames.write("c");
  frames.write(large);
  frames.write("d");
  frames.finish();
  CHECK(sink.text() == Bytes()
                           .number(3)
                           .raw("abc")
                           .number(large.size())
                           .raw(large)
                           .number(1)
                           .raw("d")
                           .number(0)
                           .all());
}

TEST_CASE("an empty stream is its end", "[daemon/protocol]") {
  StringSink sink;
  Writer out(sink, store);
  FramedSink frames(out);
  frames.finish();
  CHECK(sink.text() == Bytes().number(0).all());
}

TEST_CASE("a file is taken in frames that a receiver can hold", "[daemon/protocol]") {
  TemporaryDirectory folder;
  std::string content(3 << 20, 'x');
  content += "end";
  write_file_at(folder.fd(), "f", content);
  Fd file = open_at(folder.fd(), "f", O_RDONLY);
  StringSink sink;
  Writer out(sink, store);
  FramedSink frames(out);
  frames.write("ab");
  CHECK(frames.take_file(file.get(), content.size()));
  frames.finish();
  StringSource source(sink.text());
  Reader in(source, store);
  CHECK(in.number() == 2);
  char two[2];
  in.source().read_exactly(two);
  CHECK(in.number() == 1 << 20);
  StringSource again(sink.text());
  Reader from_start(again, store);
  FramedSource taken(from_start);
  CHECK(read_all(taken, 4 << 20, "the stream") == "ab" + content);
}

}  // namespace cairn::protocol
