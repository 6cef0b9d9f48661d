// SPDX-License-Identifier: GPL-3.0-or-later
// What was skimmed, as bytes and back.
#include "channels/index/module_block.hh"

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
  std::string block = module_block(text);
  auto read = read_block(block);
  REQUIRE(read);
  CHECK(read->problem.empty());
  CHECK(read->module == skimmed.module);
  CHECK(read->packages == skimmed.packages);
  CHECK(read->packages[1].is_wrapped);
}

TEST_CASE("a file that cannot be skimmed has a block that says why", "[channels/index]") {
  auto read = read_block(module_block("\n(define-module (d x)"));
  REQUIRE(read);
  std::string block = module_block("\n(define-module (d x)");
  CHECK(read_block(block)->problem == "a list that begins in line 2 does not end");
  CHECK(read_block(block)->packages.empty());
}

TEST_CASE("a damaged block is refused and never read beyond its end", "[channels/index]") {
  const std::string block = module_block(text);
  for (std::size_t length = 0; length < block.size(); ++length) {
    CHECK_FALSE(read_block(std::string(block, 0, length)));
  }
  CHECK_FALSE(read_block(block + '\0'));
  for (std::size_t at = 0; at < block.size(); ++at) {
    std::string damaged = block;
    damaged[at] = '\xff';
    read_block(damaged);  // whatever it is: the sanitizers watch
  }
}

TEST_CASE("a count that the bytes cannot hold reserves nothing", "[channels/index]") {
  std::string huge(8, '\0');
  huge += std::string(4, '\xff');
  CHECK_FALSE(read_block(huge));
}

}  // namespace cairn
