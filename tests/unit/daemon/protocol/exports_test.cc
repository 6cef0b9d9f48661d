// SPDX-License-Identifier: GPL-3.0-or-later
// Exports, read by themselves: what the server does with them is in session_test.cc.
#include "daemon/protocol/exports.hh"

#include "tests/support/nar_bytes.hh"
#include "tests/unit/daemon/protocol/bytes_by_hand.hh"

#include <catch2/catch.hpp>

namespace cairn::protocol {

using test::Bytes;

namespace {

constexpr std::uint64_t magic = 0x4558494e;
const StoreDir store;
const std::string path = "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo";
const std::string other = "/cairn/store/00000000000000000000000000000000-bar";
const std::string archive = test::nar_archive(test::nar_file("hello\n"));

struct Read {
  std::vector<Provenance> items;
  std::vector<std::string> archives;
};

Read read_all_of(const Bytes& bytes) {
  StringSource source(bytes.all());
  ExportReader exports(source, store);
  Read found;
  for (;;) {
    StringSink sink;
    auto item = exports.next(sink);
    if (!item) return found;
    found.items.push_back(*item);
    found.archives.push_back(sink.take());
  }
}

std::string refusal(const Bytes& bytes) {
  try {
    read_all_of(bytes);
  } catch (const Error& error) {
    return error.message();
  }
  return "taken";
}

Bytes one() {
  return Bytes().number(1).raw(archive);
}

}  // namespace

TEST_CASE("a stream may hold no item", "[daemon/protocol]") {
  CHECK(read_all_of(Bytes().number(0)).items.empty());
}

TEST_CASE("an export is an archive, and behind it what the item is", "[daemon/protocol]") {
  Read found = read_all_of(
      one().number(magic).text(path).number(1).text(other).text("").number(0).number(0));
  REQUIRE(found.items.size() == 1);
  CHECK(found.items[0] == Provenance{store.parse(path), {store.parse(other)}, std::nullopt});
  CHECK(found.archives[0] == archive);
}

TEST_CASE("what is written behind an archive is read again", "[daemon/protocol]") {
  Provenance item{store.parse(path), {store.parse(other)}, store.parse(other)};
  StringSink sink;
  Writer writer(sink, store);
  write_provenance(writer, item);
  Bytes bytes = one().raw(sink.text()).raw(one().all()).raw(sink.text()).number(0);
  CHECK(read_all_of(bytes).items == std::vector{item, item});
}

TEST_CASE("an old signature is passed over", "[daemon/protocol]") {
  Bytes bytes = one().number(magic).text(path).number(0).text("").number(1).text("x").number(0);
  CHECK(read_all_of(bytes).items.size() == 1);
}

TEST_CASE("what is no export is refused", "[daemon/protocol]") {
  const std::string no_export = "what is imported is not an export";
  CHECK(refusal(Bytes().number(2)) == no_export);
  CHECK(refusal(one().number(magic + 1)) == no_export);
  CHECK(refusal(Bytes().number(1).text("nix-archive-2")) ==
        "bad archive: \"nix-archive-1\" expected, not \"nix-archive-2\"");
  CHECK(refusal(one().number(magic).text("/etc").number(0).text("").number(0).number(0)) ==
        "\"/etc\" is not in the store /cairn/store");
  CHECK(refusal(one()) == "unexpected end of input");
}

}  // namespace cairn::protocol
