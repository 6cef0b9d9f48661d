// SPDX-License-Identifier: GPL-3.0-or-later
// What was skimmed, as bytes and back.
#include "channels/index/module_block.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

constexpr const char* text = R"((define-module (d base))
(define-public a
  (package (inherit b) (name "a\"b") (version (f)) (synopsis "") (license (list gpl3+ expat))
           (outputs '("out" "doc")) (inputs (list c)) (properties '((hidden? . #t)))))
(define b (f (package)))
)";

}  // namespace

TEST_CASE("a block holds all that skimming found", "[channels/index]") {
  ModulePackages skimmed = packages_in(text);
  Block block = module_block(text);
  auto read = BlockView::read(block.head, block.entries);
  REQUIRE(read);
  CHECK(read->problem().empty());
  CHECK(read->module() == skimmed.module);
  REQUIRE(read->size() == skimmed.packages.size());
  for (std::size_t i = 0; i < read->size(); ++i) CHECK(read->entry(i) == skimmed.packages[i]);
  CHECK(read->entry(1).is_wrapped);
}

TEST_CASE("the table tells variables and names by their hashes", "[channels/index]") {
  Block block = module_block(text);
  auto read = BlockView::read(block.head, block.entries);
  CHECK(read->variable_hash(0) == text_hash("a"));
  CHECK(read->name_hash(0) == 0);  // its version is computed
  Block plain =
      module_block("(define-module (d))(define v (package (name \"n\") (version \"1\")))");
  auto own = BlockView::read(plain.head, plain.entries);
  CHECK(own->variable_hash(0) == text_hash("v"));
  CHECK(own->name_hash(0) == text_hash("n"));
}

TEST_CASE("the hash of texts is FNV-1a and never 0", "[channels/index]") {
  CHECK(text_hash("") == 0x811c9dc5);  // the vectors of draft-eastlake-fnv
  CHECK(text_hash("a") == 0xe40c292c);
  CHECK(text_hash("foobar") == 0xbf9cf968);
  CHECK(text_hash("\xcc\x24\x31\xc4") == 1);  // one of those whose hash would be 0
}

TEST_CASE("a file that cannot be skimmed has a block that says why", "[channels/index]") {
  Block block = module_block("\n(define-module (d x)");
  auto read = BlockView::read(block.head, block.entries);
  REQUIRE(read);
  CHECK(read->problem() == "a list that begins in line 2 does not end");
  CHECK(read->size() == 0);
}

namespace {

// Whether the block can be read, with all its packages.
bool is_whole(const std::string& head, const std::string& entries) {
  auto read = BlockView::read(head, entries);
  if (!read) return false;
  try {
    for (std::size_t i = 0; i < read->size(); ++i) read->entry(i);
  } catch (const Error& error) {
    CHECK(error.message() == "the index of a channel is damaged");
    return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a damaged block is refused and never read beyond its end", "[channels/index]") {
  const Block block = module_block(text);
  CHECK(is_whole(block.head, block.entries));
  for (std::size_t length = 0; length < block.head.size(); ++length) {
    CHECK_FALSE(is_whole(block.head.substr(0, length), block.entries));
  }
  for (std::size_t length = 0; length < block.entries.size(); ++length) {
    CHECK_FALSE(is_whole(block.head, block.entries.substr(0, length)));
  }
  CHECK_FALSE(is_whole(block.head + '\0', block.entries));
  std::string all = block.head + block.entries;
  for (std::size_t at = 0; at < all.size(); ++at) {
    std::string damaged = all;
    damaged[at] = '\xff';
    // Whatever it is: the sanitizers watch.
    is_whole(damaged.substr(0, block.head.size()), damaged.substr(block.head.size()));
  }
}

TEST_CASE("a count that the bytes cannot hold reserves nothing", "[channels/index]") {
  std::string huge(8, '\0');
  huge += std::string(4, '\xff');
  CHECK_FALSE(BlockView::read(huge, ""));
}

}  // namespace cairn
