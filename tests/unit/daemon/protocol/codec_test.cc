// SPDX-License-Identifier: GPL-3.0-or-later
// How values travel.
#include "daemon/protocol/codec.hh"

#include "daemon/protocol/values.hh"
#include "tests/unit/daemon/protocol/bytes_by_hand.hh"

#include <catch2/catch.hpp>

namespace cairn::protocol {

using test::Bytes;

namespace {

const StoreDir store;
const std::string item = "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo";
const std::string other = "/cairn/store/00000000000000000000000000000001-other";

template <typename T>
T decoded(const Bytes& bytes) {
  StringSource source(bytes.all());
  Reader in(source, store);
  T value = read<T>(in);
  in.check();
  CHECK(source.rest().empty());
  return value;
}

template <typename T>
std::string encoded(const T& value) {
  StringSink sink;
  Writer out(sink, store);
  write(out, value);
  return sink.take();
}

}  // namespace

TEST_CASE("yes is 1, no is 0, and nothing else is either", "[daemon/protocol]") {
  CHECK(decoded<bool>(Bytes().number(1)));
  CHECK(!decoded<bool>(Bytes().number(0)));
  CHECK_THROWS_WITH(decoded<bool>(Bytes().number(2)), "2 is neither 0 (no) nor 1 (yes)");
}

TEST_CASE("a number is refused where its place is too small for it", "[daemon/protocol]") {
  std::uint64_t large = std::uint64_t{1} << 32;
  CHECK(decoded<std::uint32_t>(Bytes().number(large - 1)) == large - 1);
  CHECK_THROWS_WITH(decoded<std::uint32_t>(Bytes().number(large)),
                    "the number 4294967296 is too large here");
  CHECK_THROWS_AS(decoded<std::time_t>(Bytes().number(std::uint64_t{1} << 63)), Error);
  CHECK(decoded<std::uint64_t>(Bytes().number(~std::uint64_t{0})) == ~std::uint64_t{0});
}

TEST_CASE("a number that names nothing of an enumeration is refused", "[daemon/protocol]") {
  CHECK(decoded<GcAction>(Bytes().number(3)) == GcAction::delete_these);
  CHECK_THROWS_WITH(decoded<GcAction>(Bytes().number(4)), "the number 4 stands for nothing here");
}

TEST_CASE("a store path travels with its folder", "[daemon/protocol]") {
  StorePath path = decoded<StorePath>(Bytes().text(item));
  CHECK(path.base_name() == "g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo");
  CHECK(encoded(path) == Bytes().text(item).all());
}

TEST_CASE("T-02: what is no store path is refused, and what follows is still read",
          "[daemon/protocol]") {
  auto path = GENERATE(as<std::string>(), "/etc/passwd", "", "../x", "/cairn/store",
                       "/cairn/store/", "/cairn/store/..", "/cairn/store/../etc/passwd",
                       "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo/bin",
                       "/nix/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo",
                       "g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo",
                       std::string("/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-f\0o", 49));
  std::string bytes = Bytes().number(2).text(path).text(item).number(17).all();
  StringSource source(bytes);
  Reader in(source, store);
  read<std::vector<StorePath>>(in);
  CHECK(in.in_step());
  CHECK(in.number() == 17);
  CHECK_THROWS_AS(in.check(), Error);
}

TEST_CASE("what may be absent is an empty text", "[daemon/protocol]") {
  CHECK(decoded<std::optional<StorePath>>(Bytes().text("")) == std::nullopt);
  CHECK(decoded<std::optional<StorePath>>(Bytes().text(item)).has_value());
  CHECK(encoded(std::optional<StorePath>()) == Bytes().text("").all());
  CHECK(encoded(std::optional<ContentAddress>()) == Bytes().text("").all());
}

TEST_CASE("a record that may be absent has a yes or no before it", "[daemon/protocol]") {
  CHECK(decoded<std::optional<BasicOutput>>(Bytes().number(0)) == std::nullopt);
  auto output =
      decoded<std::optional<BasicOutput>>(Bytes().number(1).text(item).text("r:sha256").text("00"));
  REQUIRE(output);
  CHECK(output->method == "r:sha256");
  CHECK(encoded(std::optional<BasicOutput>()) == Bytes().number(0).all());
}

TEST_CASE("sets may come in any order and leave in theirs", "[daemon/protocol]") {
  auto set = decoded<StorePathSet>(Bytes().number(2).text(item).text(other));
  CHECK(encoded(set) == Bytes().number(2).text(other).text(item).all());
}

TEST_CASE("nothing is twice in a set or a map", "[daemon/protocol]") {
  CHECK_THROWS_WITH(decoded<StorePathSet>(Bytes().number(2).text(item).text(item)),
                    "an element of a set came twice");
  using Map = std::map<std::string, std::string>;
  CHECK(decoded<Map>(Bytes().number(1).text("a").text("1")) == Map{{"a", "1"}});
  CHECK_THROWS_WITH(decoded<Map>(Bytes().number(2).text("a").text("1").text("a").text("2")),
                    "a key of a map came twice");
}

TEST_CASE("what nobody needs any more is read as anything and written as agreed",
          "[daemon/protocol]") {
  CHECK_NOTHROW(decoded<Unused<1>>(Bytes().number(99)));
  CHECK(encoded(Unused<1>()) == Bytes().number(1).all());
}

TEST_CASE("done is 1", "[daemon/protocol]") {
  CHECK(encoded(Done()) == Bytes().number(1).all());
  CHECK_THROWS_WITH(decoded<Done>(Bytes().number(0)), "0 came where only 1 can stand");
}

TEST_CASE("a path that is too long loses the step", "[daemon/protocol]") {
  std::string bytes = Bytes().text("/cairn/store/" + std::string(path_limit, 'x')).all();
  StringSource source(bytes);
  Reader in(source, store);
  CHECK_THROWS_WITH(read<StorePath>(in),
                    "a text of 4109 bytes was announced; at most 4096 are taken");
  CHECK(!in.in_step());
}

}  // namespace cairn::protocol
