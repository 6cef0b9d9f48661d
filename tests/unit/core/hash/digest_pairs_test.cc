// SPDX-License-Identifier: GPL-3.0-or-later
// Threads that digest for each other.
#include "core/hash/digest_pairs.hh"

#include "core/hash/hasher.hh"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

namespace cairn {

namespace {

// Different for each NUMBER, and not made of whole blocks.
std::string text_of(std::size_t number) {
  std::string text(300'000 + number * 77'777, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * (number + 3) >> 5);
  return text;
}

Hash hash_with(DigestPairs& pairs, std::string_view text, std::size_t piece) {
  Hasher hasher(HashAlgorithm::sha256, &pairs);
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
    hasher.write(text.substr(0, piece));
  }
  return hasher.finish();
}

}  // namespace

TEST_CASE("threads that meet get each the hash of its own text", "[core/hash]") {
  constexpr std::size_t count = 12;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) texts.push_back(text_of(i));
  DigestPairs pairs(1);
  std::vector<std::optional<Hash>> found(count);
  std::atomic<std::size_t> next = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 5; ++i) {
      threads.emplace_back([&] {
        DigestPairs::Member member(pairs);
        // Pieces that are met for, and pieces that are not.
        for (std::size_t one = next++; one < count; one = next++) {
          found[one] = hash_with(pairs, texts[one], one % 3 == 0 ? 1'000 : 40'000 + one);
        }
      });
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    INFO(i);
    CHECK(found[i] == hash_of(HashAlgorithm::sha256, texts[i]));
  }
}

TEST_CASE("a thread alone waits for nobody", "[core/hash]") {
  DigestPairs pairs(1);
  std::string text = text_of(1);
  DigestPairs::Member member(pairs);
  CHECK(hash_with(pairs, text, text.size()) == hash_of(HashAlgorithm::sha256, text));
}

TEST_CASE("who waits goes on alone when the others have left", "[core/hash]") {
  DigestPairs pairs(1);
  std::string text = text_of(2);
  std::optional<Hash> found;
  {
    std::optional<DigestPairs::Member> other(std::in_place, pairs);
    std::jthread thread([&] {
      DigestPairs::Member member(pairs);
      found = hash_with(pairs, text, text.size());
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    other.reset();
  }
  CHECK(found == hash_of(HashAlgorithm::sha256, text));
}

TEST_CASE("nobody waits where each thread has a core of its own", "[core/hash]") {
  DigestPairs pairs(2);
  DigestPairs::Member other(pairs);  // it never comes
  std::string text = text_of(3);
  std::optional<Hash> found;
  std::jthread([&] {
    DigestPairs::Member member(pairs);
    found = hash_with(pairs, text, text.size());
  }).join();
  CHECK(found == hash_of(HashAlgorithm::sha256, text));
}

TEST_CASE("two threads of which one has much more to digest both come to an end", "[core/hash]") {
  DigestPairs pairs(1);
  std::string small(50'000, 's');
  std::string large(2'000'000, 'l');
  std::optional<Hash> found[2];
  {
    std::vector<std::jthread> threads;
    for (const std::string* text : {&small, &large}) {
      threads.emplace_back([&pairs, text, result = &found[text == &large]] {
        DigestPairs::Member member(pairs);
        *result = hash_with(pairs, *text, text->size());
      });
    }
  }
  CHECK(found[0] == hash_of(HashAlgorithm::sha256, small));
  CHECK(found[1] == hash_of(HashAlgorithm::sha256, large));
}

}  // namespace cairn
