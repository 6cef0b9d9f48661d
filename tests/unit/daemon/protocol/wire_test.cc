// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers and texts, and what nobody should send.
#include "daemon/protocol/wire.hh"

#include "tests/unit/daemon/protocol/bytes_by_hand.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn::protocol {

using test::Bytes;

namespace {

const StoreDir store;

std::string text_in(const std::string& bytes, std::uint64_t limit = text_limit) {
  StringSource source(bytes);
  return Reader(source, store).text(limit);
}

// Gives BYTES and then zeros for ever, as a sender may who wants us to fill our memory.
class EndlessSource : public Source {
 public:
  explicit EndlessSource(std::string bytes) : bytes_(std::move(bytes)) {}
  std::size_t read(std::span<char> buffer) override {
    if (bytes_.empty()) {
      given_ += buffer.size();
      std::fill(buffer.begin(), buffer.end(), '\0');
      return buffer.size();
    }
    StringSource source(bytes_);
    std::size_t count = source.read(buffer);
    bytes_.erase(0, count);
    return count;
  }
  std::uint64_t given() const { return given_; }  // zeros

 private:
  std::string bytes_;
  std::uint64_t given_ = 0;
};

// One text as large as a text can be after the other.
class LargeTexts : public Source {
 public:
  std::size_t read(std::span<char> buffer) override {
    if (left_ == 0) {
      left_ = text_limit;
      StringSource header(header_);
      return header.read(buffer);
    }
    std::size_t count = std::min<std::uint64_t>(buffer.size(), left_);
    std::fill_n(buffer.begin(), count, 'x');
    left_ -= count;
    return count;
  }

 private:
  std::string header_ = Bytes().number(text_limit).all();
  std::uint64_t left_ = 0;
};

}  // namespace

TEST_CASE("a number is eight bytes, the little end first", "[daemon/protocol]") {
  StringSource source(std::string_view("\x08\x07\x06\x05\x04\x03\x02\x01", 8));
  CHECK(Reader(source, store).number() == 0x0102030405060708);
  StringSink sink;
  Writer(sink, store).number(0x0102030405060708);
  CHECK(sink.text() == std::string("\x08\x07\x06\x05\x04\x03\x02\x01", 8));
}

TEST_CASE("a text has its length in front and zeros behind, up to a multiple of eight",
          "[daemon/protocol]") {
  StringSink sink;
  Writer writer(sink, store);
  writer.text("");
  writer.text("1234567");
  writer.text("12345678");
  std::string seven(
      "\7\0\0\0\0\0\0\0"
      "1234567\0",
      16);
  std::string eight(
      "\10\0\0\0\0\0\0\0"
      "12345678",
      16);
  CHECK(sink.text() == std::string(8, '\0') + seven + eight);
  CHECK(text_in(std::string(8, '\0')).empty());
  CHECK(text_in(seven) == "1234567");
  CHECK(text_in(eight) == "12345678");
}

TEST_CASE("a text that is not filled with zeros is refused, and the step is lost",
          "[daemon/protocol]") {
  std::string bytes = Bytes().text("1234567").all();
  bytes.back() = 1;
  StringSource source(bytes);
  Reader in(source, store);
  CHECK_THROWS_WITH(in.text(), "a text of 7 bytes is not filled with zeros");
  CHECK(!in.in_step());
}

TEST_CASE("T-26: a length that cannot be meant is refused before anything is allocated",
          "[daemon/protocol]") {
  auto length = GENERATE(std::uint64_t{1} << 31, (std::uint64_t{1} << 32) - 1,
                         std::uint64_t{1} << 63, ~std::uint64_t{0} - 7, ~std::uint64_t{0} - 6,
                         ~std::uint64_t{0} - 5, ~std::uint64_t{0} - 4, ~std::uint64_t{0} - 3,
                         ~std::uint64_t{0} - 2, ~std::uint64_t{0} - 1, ~std::uint64_t{0});
  EndlessSource source(Bytes().number(length).all());
  Reader in(source, store);
  CHECK_THROWS_AS(in.text(), Error);
  CHECK(!in.in_step());
  CHECK(source.given() == 0);
  EndlessSource list(Bytes().number(length).all());
  Reader in_list(list, store);
  CHECK_THROWS_AS(in_list.count(), Error);
  CHECK(!in_list.in_step());
}

TEST_CASE("T-26: a text that is shorter than its length ends in an error", "[daemon/protocol]") {
  auto length = GENERATE(1, 7, 8, 1 << 20);
  CHECK_THROWS_WITH(text_in(Bytes().number(length).all()), "unexpected end of input");
}

TEST_CASE("the limit of a text is its last length that is taken", "[daemon/protocol]") {
  CHECK(text_in(Bytes().text("1234").all(), 4) == "1234");
  CHECK_THROWS_WITH(text_in(Bytes().text("12345").all(), 4),
                    "a text of 5 bytes was announced; at most 4 are taken");
}

TEST_CASE("a list may be long, but not without end", "[daemon/protocol]") {
  std::string bytes = Bytes().number(list_limit).number(list_limit + 1).all();
  StringSource source(bytes);
  Reader in(source, store);
  CHECK(in.count() == list_limit);
  CHECK_THROWS_WITH(in.count(),
                    "a list of 1048577 elements was announced; at most 1048576 are taken");
}

TEST_CASE("the texts of one request cannot fill the memory together", "[daemon/protocol]") {
  LargeTexts source;
  Reader in(source, store);
  for (int i = 0; i < 4; ++i) CHECK(in.text().size() == text_limit);
  CHECK_THROWS_WITH(in.text(), "a request holds more than 268435456 bytes of text");
  CHECK(!in.in_step());
}

TEST_CASE("a number may be missing at the end, but not half of it", "[daemon/protocol]") {
  StringSource nothing("");
  CHECK(Reader(nothing, store).number_unless_end() == std::nullopt);
  StringSource half("1234");
  Reader in(half, store);
  CHECK_THROWS_WITH(in.number_unless_end(), "unexpected end of input");
}

TEST_CASE("the first refusal is told at the check, once", "[daemon/protocol]") {
  StringSource source("");
  Reader in(source, store);
  in.refuse(Error("first"));
  in.refuse(Error("second"));
  CHECK(in.in_step());
  CHECK_THROWS_WITH(in.check(), "first");
  CHECK_NOTHROW(in.check());
}

}  // namespace cairn::protocol
