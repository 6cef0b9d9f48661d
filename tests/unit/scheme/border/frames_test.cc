// SPDX-License-Identifier: GPL-3.0-or-later
// Frames: what goes in comes out, and nothing else comes in.
#include "scheme/border/frames.hh"

#include "core/base/error.hh"
#include "core/base/fd.hh"

#include <catch2/catch.hpp>
#include <sys/socket.h>

namespace cairn {

namespace {

Message read_back(std::string_view bytes) {
  StringSource source(bytes);
  Message message;
  CHECK(read_frame(source, message));
  CHECK(source.rest().empty());
  return message;
}

// PAYLOAD behind its length.
std::string framed(const std::string& payload) {
  std::string header(4, '\0');
  for (int i = 0; i < 4; ++i) header[i] = static_cast<char>(payload.size() >> (8 * i));
  return header + payload;
}

std::string refusal_of(const std::string& bytes) {
  StringSource source(bytes);
  Message message;
  try {
    read_frame(source, message);
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

std::string repeated(std::string_view part, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += part;
  return text;
}

}  // namespace

TEST_CASE("a message comes out of its frame as it went in", "[scheme/border]") {
  Message message = {{"text", "\xc3\xa4"},           {"number", -3},
                     {"large", 1ull << 62},          {"yes", true},
                     {"nothing", nullptr},           {"list", {1, "a", Message::array()}},
                     {"table", {{"a", {{"b", 1}}}}}, {"bytes", Message::binary({0, 255})}};
  CHECK(read_back(frame_of(message)) == message);
}

TEST_CASE("a frame has its length in four bytes, the least first", "[scheme/border]") {
  CHECK(frame_of("abc") == std::string("\x04\0\0\0\x63"
                                       "abc",
                                       8));
  std::string frame = frame_of(std::string(300, 'a'));
  CHECK(frame.substr(0, 4) == std::string("\x2f\x01\0\0", 4));
}

TEST_CASE("frames follow each other, until somebody hangs up", "[scheme/border]") {
  auto [one, other] = make_socket_pair(SOCK_STREAM);
  write_frame(one.get(), 1);
  write_frame(one.get(), "two");
  one.close();
  Message message;
  CHECK(read_frame(other.get(), message));
  CHECK(message == 1);
  CHECK(read_frame(other.get(), message));
  CHECK(message == "two");
  CHECK_FALSE(read_frame(other.get(), message));
}

TEST_CASE("half of a frame is an error", "[scheme/border]") {
  std::string frame = frame_of("abcdef");
  for (std::size_t length = 1; length < frame.size(); ++length) {
    CAPTURE(length);
    CHECK(refusal_of(frame.substr(0, length)).find("end") != std::string::npos);
  }
}

TEST_CASE("what is no frame is refused", "[scheme/border]") {
  CHECK(refusal_of("\xff\xff\xff\xff") == "a message of 4294967295 bytes is too long");
  for (const char* payload : {"", "\xff\xff", "\x82", "\x81", "\xa1", "\x7f", "\x1c"}) {
    CHECK(refusal_of(framed(payload)) == "a message is not well formed");
  }
  CHECK(refusal_of(framed("\x01\x01")) == "a message is not well formed");  // two
  for (const char* announced :
       {"\x9b\xff\xff\xff\xff\xff\xff\xff\xff", "\x9b\x8b\xa3\x78tdna", "\xbb\x8b\xa3\x78tdna"}) {
    CHECK(refusal_of(framed(announced)) == "a message is not well formed");
  }
}

TEST_CASE("a message has integers that can be counted on", "[scheme/border]") {
  for (std::int64_t number : {std::int64_t{1} << 62, -(std::int64_t{1} << 62)}) {
    CHECK(read_back(frame_of(number)) == number);
  }
  std::string zeros(7, '\0');
  for (const std::string& payload : {"\x1b\x40" + zeros.substr(1) + "\x01", "\x3b\x40" + zeros,
                                     "\xf9\x3c" + zeros.substr(6), "\xfb\x3f" + zeros}) {
    CHECK(refusal_of(framed(payload)) == "a message is not well formed");
  }
}

TEST_CASE("a message does not nest deeper than a stack", "[scheme/border]") {
  CHECK(refusal_of(framed(repeated("\x81", 199) + "\x01")) == "");
  CHECK(refusal_of(framed(repeated("\x81", 201) + "\x01")) == "a message is not well formed");
  CHECK(refusal_of(framed(repeated("\x81", 5'000'000) + "\x01")) != "");
  CHECK(refusal_of(framed(repeated("\xa1\x61x", 5'000'000) + "\x01")) != "");
}

TEST_CASE("a message has no more values than memory", "[scheme/border]") {
  auto list_of = [](std::uint32_t count) {
    std::string bytes = "\x9a";
    for (int shift : {24, 16, 8, 0}) bytes += static_cast<char>(count >> shift);
    return framed(bytes + std::string(count, '\0'));
  };
  CHECK(refusal_of(list_of(value_limit - 1)) == "");
  CHECK(refusal_of(list_of(value_limit)) == "a message is not well formed");
}

}  // namespace cairn
