// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers and texts as bytes.
#include "daemon/protocol/wire.hh"

#include "core/base/chunk.hh"

#include <algorithm>
#include <array>
#include <utility>

namespace cairn::protocol {

namespace {

constexpr std::size_t word_size = 8;

std::uint64_t from_little_end(const std::array<char, word_size>& word) {
  std::uint64_t value = 0;
  for (std::size_t at = word_size; at-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(word[at]);
  }
  return value;
}

std::size_t padding(std::uint64_t size) {
  return (word_size - size % word_size) % word_size;
}

}  // namespace

std::uint64_t Reader::number() {
  std::array<char, word_size> word;
  source_.read_exactly(word);
  return from_little_end(word);
}

std::optional<std::uint64_t> Reader::number_unless_end() {
  std::array<char, word_size> word;
  std::size_t count = source_.read(word);
  if (count == 0) return std::nullopt;
  source_.read_exactly(std::span(word).subspan(count));
  return from_little_end(word);
}

std::uint64_t Reader::count() {
  std::uint64_t count = number();
  if (count > list_limit) {
    lose_step(
        Error("a list of {} elements was announced; at most {} are taken", count, list_limit));
  }
  return count;
}

std::string Reader::text(std::uint64_t limit) {
  std::uint64_t size = number();
  if (size > limit) {
    lose_step(Error("a text of {} bytes was announced; at most {} are taken", size, limit));
  }
  if ((sum_ += size) > sum_limit) {
    lose_step(Error("a request holds more than {} bytes of text", sum_limit));
  }
  // Grows with what has arrived, not with what was announced.
  std::string text;
  while (text.size() < size) {
    std::size_t begin = text.size();
    text.resize(begin + std::min<std::uint64_t>(size - begin, chunk_size));
    source_.read_exactly(std::span(text).subspan(begin));
  }
  std::array<char, word_size> zeros;
  auto filling = std::span(zeros).first(padding(size));
  source_.read_exactly(filling);
  if (std::ranges::any_of(filling, [](char byte) { return byte != 0; })) {
    lose_step(Error("a text of {} bytes is not filled with zeros", size));
  }
  return text;
}

void Reader::refuse(Error error) {
  if (!refused_) refused_ = std::move(error);
}

void Reader::check() {
  sum_ = 0;
  if (auto error = std::exchange(refused_, std::nullopt)) throw *error;
}

void Reader::lose_step(Error error) {
  in_step_ = false;
  throw error;
}

void Writer::number(std::uint64_t value) {
  std::array<char, word_size> word;
  for (char& byte : word) {
    byte = static_cast<char>(value & 0xff);
    value >>= 8;
  }
  sink_.write({word.data(), word.size()});
}

void Writer::text(std::string_view bytes) {
  constexpr std::string_view zeros("\0\0\0\0\0\0\0", word_size - 1);
  number(bytes.size());
  sink_.write(bytes);
  sink_.write(zeros.substr(0, padding(bytes.size())));
}

}  // namespace cairn::protocol
