// SPDX-License-Identifier: GPL-3.0-or-later
// Every operation and every reply, on the wire.
#include "daemon/protocol/operations.hh"

#include "tests/unit/daemon/protocol/bytes_by_hand.hh"
#include "tests/unit/daemon/protocol/samples.hh"

#include <catch2/catch.hpp>

namespace cairn::protocol {

using test::Bytes;

namespace {

const StoreDir store;
const std::string item = "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo.drv";
const std::string sha256_hex(64, '1');

template <typename T>
std::string encoded(const T& value) {
  StringSink sink;
  Writer out(sink, store);
  write(out, value);
  return sink.take();
}

template <typename T>
T decoded(const std::string& bytes) {
  StringSource source(bytes);
  Reader in(source, store);
  T value = read<T>(in);
  in.check();
  CHECK(source.rest().empty());
  return value;
}

// Whether BYTES are refused, or read as some T; a crash or a huge allocation is neither.
template <typename T>
bool is_survived(const std::string& bytes) {
  StringSource source(bytes);
  Reader in(source, store);
  try {
    read<T>(in);
    in.check();
    return true;
  } catch (const Error&) {
    return true;
  }
}

std::vector<std::uint64_t> hostile_numbers() {
  std::vector<std::uint64_t> numbers = {
      0, 1, 7, 8, std::uint64_t{1} << 31, (std::uint64_t{1} << 32) - 1, std::uint64_t{1} << 63};
  for (std::uint64_t below = 8; below > 0; --below)
    numbers.push_back(~std::uint64_t{0} - below + 1);
  return numbers;
}

}  // namespace

TEST_CASE("what is written is what was read, for all operations and replies", "[daemon/protocol]") {
  test::for_each_message([]<typename T>() {
    std::string bytes = encoded(test::sample<T>());
    CHECK(encoded(decoded<T>(bytes)) == bytes);
  });
}

TEST_CASE("T-26: no length in any operation or reply does harm", "[daemon/protocol]") {
  test::for_each_message([]<typename T>() {
    const std::string bytes = encoded(test::sample<T>());
    for (std::size_t at = 0; at < bytes.size(); at += 8) {
      for (std::uint64_t number : hostile_numbers()) {
        std::string hostile = bytes;
        hostile.replace(at, 8, Bytes().number(number).all());
        CHECK(is_survived<T>(hostile));
      }
    }
  });
}

TEST_CASE("an operation that ends early is refused, wherever it ends", "[daemon/protocol]") {
  test::for_each_message([]<typename T>() {
    const std::string bytes = encoded(test::sample<T>());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      StringSource source(std::string_view(bytes).substr(0, size));
      Reader in(source, store);
      CHECK_THROWS_AS(read<T>(in), Error);
    }
  });
}

TEST_CASE("no two operations have the same number", "[daemon/protocol]") {
  std::set<std::uint64_t> codes;
  auto collect = [&]<typename... Op>(std::tuple<Op...>*) { (codes.insert(Op::traits.code), ...); };
  collect(static_cast<Operations*>(nullptr));
  CHECK(codes.size() == std::tuple_size_v<Operations>);
}

TEST_CASE("AddToStore is a name, a method, references and no repair", "[daemon/protocol]") {
  auto asked = decoded<AddToStore>(
      Bytes().text("t.drv").text("text:sha256").number(1).text(item).number(0).all());
  CHECK(asked.name == "t.drv");
  CHECK(asked.addressing == Addressing{ContentMethod::text, HashAlgorithm::sha256});
  CHECK(asked.references.size() == 1);
  CHECK(!asked.repair);
}

TEST_CASE("QueryPathInfo is answered as Nix answers it", "[daemon/protocol]") {
  ItemFacts facts{.deriver = std::nullopt,
                  .nar_hash = parse_hash("sha256:" + sha256_hex),
                  .references = {test::sample<StorePath>()},
                  .registered = 1795400371,
                  .nar_size = 120,
                  .ultimate = true,
                  .signatures = {"key:sig"},
                  .content_address = std::nullopt};
  CHECK(encoded(QueryPathInfo::Reply(facts)) == Bytes()
                                                    .number(1)
                                                    .text("")
                                                    .text(sha256_hex)
                                                    .number(1)
                                                    .text(item)
                                                    .number(1795400371)
                                                    .number(120)
                                                    .number(1)
                                                    .number(1)
                                                    .text("key:sig")
                                                    .text("")
                                                    .all());
  CHECK(encoded(QueryPathInfo::Reply()) == Bytes().number(0).all());
}

TEST_CASE("SetOptions is what the Nix client sends first", "[daemon/protocol]") {
  Bytes bytes;
  for (std::uint64_t value : {0, 1, 0, 3, 4, 60, 1, 0, 0, 0, 2, 1, 0}) bytes.number(value);
  auto asked = decoded<SetOptions>(bytes.all());
  CHECK(!asked.keep_failed);
  CHECK(asked.keep_going);
  CHECK(asked.max_jobs == 4);
  CHECK(asked.max_silent == 60);
  CHECK(asked.cores == 2);
  CHECK(encoded(asked) == bytes.all());
}

TEST_CASE("a build's result names its outputs as Nix does", "[daemon/protocol]") {
  OutputId id{parse_hash("sha256:" + sha256_hex), "out"};
  BuildOutcome outcome;
  outcome.status = BuildStatus::already_valid;
  outcome.outputs = {{id, {id, test::sample<StorePath>()}}};
  BuildPathsWithResults::Reply reply{{test::sample<Target>(), outcome}};
  std::string id_text = "sha256:" + sha256_hex + "!out";
  CHECK(encoded(reply) ==
        Bytes()
            .number(1)
            .text(item + "!lib,out")
            .number(2)
            .text("")
            .number(0)
            .number(0)
            .number(0)
            .number(0)
            .number(1)
            .text(id_text)
            .text(R"({"dependentRealisations":{},"id":")" + id_text +
                  R"(","outPath":"g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo.drv","signatures":[]})")
            .all());
}

TEST_CASE("CollectGarbage ends in three numbers that mean nothing", "[daemon/protocol]") {
  CollectGarbage asked{
      .action = GcAction::delete_these, .these = {test::sample<StorePath>()}, .enough = 99};
  CHECK(encoded(asked) == Bytes()
                              .number(3)
                              .number(1)
                              .text(item)
                              .number(0)
                              .number(99)
                              .number(0)
                              .number(0)
                              .number(0)
                              .all());
  CHECK(encoded(Collected{{"a"}, 5}) == Bytes().number(1).text("a").number(5).number(0).all());
}

}  // namespace cairn::protocol
