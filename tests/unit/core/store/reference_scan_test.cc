// SPDX-License-Identifier: GPL-3.0-or-later
// The search for hash parts in bytes.
#include "core/store/reference_scan.hh"

#include "core/hash/encoding.hh"

#include <catch2/catch.hpp>
#include <random>

namespace cairn {

namespace {

std::string random_bytes(std::mt19937& random, std::size_t size, std::string_view alphabet) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) {
    auto number = static_cast<std::uint32_t>(random());
    byte = alphabet.empty() ? static_cast<char>(number) : alphabet[number % alphabet.size()];
  }
  return bytes;
}

StorePath random_item(std::mt19937& random) {
  return {random_bytes(random, 20, ""), "item"};
}

StorePathSet naive_search(const StorePathSet& items, std::string_view bytes) {
  StorePathSet found;
  for (const StorePath& item : items) {
    if (bytes.find(item.hash_part()) != std::string_view::npos) found.insert(item);
  }
  return found;
}

StorePathSet scanned(const StorePathSet& items, const std::vector<std::string_view>& pieces) {
  ReferenceCandidates candidates(items);
  ReferenceScan scan(candidates);
  for (std::string_view piece : pieces) scan.write(piece);
  return scan.found();
}

}  // namespace

TEST_CASE("a reference is found wherever it stands and however it is cut", "[core/store]") {
  std::mt19937 random(1);
  StorePath item = random_item(random);
  for (std::size_t before = 0; before < 70; ++before) {
    std::string text = std::string(before, 'a') + std::string(item.hash_part()) + "b-";
    std::string_view view = text;
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      REQUIRE(scanned({item}, {view.substr(0, cut), view.substr(cut)}).size() == 1);
    }
  }
}

TEST_CASE("a reference is found when bytes come one by one", "[core/store]") {
  std::mt19937 random(2);
  StorePath item = random_item(random);
  std::string text = "aaa/" + item.base_name() + "aaa";
  StorePathSet items = {item};
  ReferenceCandidates candidates(items);
  ReferenceScan scan(candidates);
  for (char& byte : text) scan.write({&byte, 1});
  CHECK(scan.found().size() == 1);
}

TEST_CASE("a reference cut in three is found", "[core/store]") {
  std::mt19937 random(3);
  StorePath item = random_item(random);
  std::string_view text = item.hash_part();
  for (std::size_t first = 0; first <= 32; ++first) {
    for (std::size_t second = first; second <= 32; ++second) {
      REQUIRE(scanned({item}, {text.substr(0, first), text.substr(first, second - first),
                               text.substr(second)})
                  .size() == 1);
    }
  }
}

TEST_CASE("what a changed byte or a gap makes different is no reference", "[core/store]") {
  std::mt19937 random(4);
  StorePath item = random_item(random);
  for (std::size_t at = 0; at < 32; ++at) {
    std::string text(item.hash_part());
    text[at] = text[at] == 'z' ? 'y' : 'z';
    CHECK(scanned({item}, {text}).empty());
    text[at] = 'e';  // no digit
    CHECK(scanned({item}, {text}).empty());
  }
  std::string_view text = item.hash_part();
  CHECK(scanned({item}, {text.substr(0, 16), "/", text.substr(16)}).empty());
  CHECK(scanned({item}, {text.substr(0, 31)}).empty());
  CHECK(scanned({}, {text}).empty());
}

TEST_CASE("items of one hash part and two names are found together", "[core/store]") {
  std::string hash(20, 'x');
  StorePathSet items = {StorePath(hash, "a"), StorePath(hash, "b")};
  CHECK(scanned(items, {items.begin()->hash_part()}) == items);
}

TEST_CASE("the scan finds what a plain search finds", "[core/store]") {
  std::mt19937 random(5);
  for (int round = 0; round < 400; ++round) {
    StorePathSet items;
    for (int i = 0; i < 20; ++i) items.insert(random_item(random));
    // Few or many digits of nix-base32, so that windows are jumped over or all looked at.
    std::string_view alphabet = round % 3 == 0 ? "" : round % 3 == 1 ? nix32_alphabet : "ab/";
    std::string bytes = random_bytes(random, random() % 2000, alphabet);
    for (const StorePath& item : items) {
      if (random() % 2 == 0 || bytes.size() < 64) continue;
      bytes.replace(random() % (bytes.size() - 32), 32, item.hash_part());
    }
    std::vector<std::string_view> pieces;
    for (std::string_view rest = bytes; !rest.empty(); rest.remove_prefix(pieces.back().size())) {
      pieces.push_back(rest.substr(0, random() % 100));
    }
    REQUIRE(scanned(items, pieces) == naive_search(items, bytes));
  }
}

}  // namespace cairn
