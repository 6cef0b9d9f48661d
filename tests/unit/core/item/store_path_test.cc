// SPDX-License-Identifier: GPL-3.0-or-later
// Store paths, read and checked.
#include "core/item/store_path.hh"

#include "core/hash/encoding.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const std::string hash_part = "9301civladwjyffc3r9dbwzsfwjnm2rr";

}  // namespace

TEST_CASE("a store path has a hash and a name", "[core/item]") {
  StorePath path(hash_part + "-hello-2.10");
  CHECK(path.base_name() == hash_part + "-hello-2.10");
  CHECK(path.hash_part() == hash_part);
  CHECK(path.name() == "hello-2.10");
  CHECK(!path.is_derivation());
  CHECK(StorePath(hash_part + "-hello.drv").is_derivation());
  CHECK(StorePath(from_nix32(hash_part, 20), "hello-2.10") == path);
}

TEST_CASE("a store path that is not one is refused with its reason", "[core/item]") {
  auto refusal = [](const std::string& base_name, const std::string& reason) {
    CHECK_THROWS_WITH(StorePath(base_name), "\"" + base_name + "\" is not a store item: " + reason);
  };
  std::string lacking = "it lacks 32 characters and a dash before its name";
  refusal("", lacking);
  refusal("hello", lacking);
  refusal(hash_part, lacking);
  refusal(hash_part + "x-a", lacking);
  refusal("-" + hash_part, lacking);
  refusal(hash_part + "-", "its name is empty");
  refusal("e" + hash_part.substr(1) + "-a", "its hash is not nix32");
  refusal(hash_part.substr(1) + "--a", "its hash is not nix32");
  refusal(hash_part.substr(1) + "A-a", "its hash is not nix32");
  refusal(hash_part + "-.a", "its name starts with a dot");
  refusal(hash_part + "-" + std::string(212, 'a'), "its name is longer than 211 characters");
}

TEST_CASE("a store path cannot climb out of the store", "[core/item]") {
  for (const char* name : {".", "..", "a/b", "/", "../a", "a/../../b"}) {
    CHECK_THROWS_AS(StorePath(hash_part + "-" + name), Error);
    CHECK_THROWS_AS(check_item_name(name), Error);
  }
}

TEST_CASE("a name holds nothing but its alphabet", "[core/item]") {
  std::string allowed = "abcxyzABCXYZ0123456789+-._?=";
  CHECK_NOTHROW(check_item_name(allowed));
  CHECK_NOTHROW(check_item_name(std::string(211, 'a')));
  std::size_t accepted = 0;
  for (int c = 0; c < 256; ++c) {
    try {
      check_item_name("a" + std::string(1, static_cast<char>(c)));
      ++accepted;
    } catch (const Error&) {
      CHECK(allowed.find(static_cast<char>(c)) == std::string::npos);
    }
  }
  CHECK(accepted == 26 + 26 + 10 + 6);
  CHECK_THROWS_WITH(check_item_name("a\x1b"),
                    "the item name \"a\\x1b\" holds \"\\x1b\", but only letters, digits and "
                    "+-._?= are allowed");
}

TEST_CASE("a store directory reads only its own items", "[core/item]") {
  StoreDir store;
  StorePath path(hash_part + "-a");
  CHECK(store.print(path) == "/cairn/store/" + hash_part + "-a");
  CHECK(store.parse("/cairn/store/" + hash_part + "-a") == path);
  CHECK_THROWS_WITH(store.parse("/nix/store/" + hash_part + "-a"),
                    "\"/nix/store/" + hash_part + "-a\" is not in the store /cairn/store");
  for (std::string text : {"/cairn/store", "/cairn/store/", "", "/"}) {
    CHECK_THROWS_AS(store.parse(text), Error);
  }
  for (std::string rest : {"/cairn/storex/", "/cairn/store//", "cairn/store/", "/cairn/store"}) {
    CHECK_THROWS_AS(store.parse(rest + hash_part + "-a"), Error);
  }
  CHECK_THROWS_AS(store.parse("/cairn/store/" + hash_part + "-a/bin"), Error);
  CHECK_THROWS_AS(store.parse("/cairn/store/" + hash_part + "-a/"), Error);
}

TEST_CASE("the item of a path is the one that the path is in", "[core/item]") {
  StoreDir store;
  StorePath path(hash_part + "-a");
  std::string text = store.print(path);
  CHECK(store.item_of(text) == path);
  CHECK(store.item_of(text + "/") == path);
  CHECK(store.item_of(text + "/bin/a") == path);
  CHECK(store.item_of("/usr/bin/a") == std::nullopt);
  CHECK(store.item_of("/cairn/store") == std::nullopt);
  CHECK(store.item_of("/cairn/store/.links/" + hash_part) == std::nullopt);
  CHECK(store.item_of("/cairn/store/" + hash_part + "-/a") == std::nullopt);
}

TEST_CASE("a store directory is absolute and has no slash at its end", "[core/item]") {
  CHECK_NOTHROW(StoreDir("/gnu/store"));
  for (const char* path : {"", "/", "store", "/store/"}) CHECK_THROWS_AS(StoreDir(path), Error);
}

}  // namespace cairn
