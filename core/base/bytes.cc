// SPDX-License-Identifier: GPL-3.0-or-later
// Streams of bytes: the loops.
#include "core/base/bytes.hh"

#include "core/base/chunk.hh"
#include "core/base/error.hh"

#include <algorithm>
#include <array>

namespace cairn {

void Source::read_exactly(std::span<char> buffer) {
  while (!buffer.empty()) {
    std::size_t count = read(buffer);
    if (count == 0) throw Error("unexpected end of {}", name());
    buffer = buffer.subspan(count);
  }
}

std::size_t StringSource::read(std::span<char> buffer) {
  std::size_t count = std::min(buffer.size(), rest_.size());
  std::copy_n(rest_.data(), count, buffer.data());
  rest_.remove_prefix(count);
  return count;
}

std::size_t TeeSource::read(std::span<char> buffer) {
  std::size_t count = inner_.read(buffer);
  sink_.write({buffer.data(), count});
  return count;
}

std::uint64_t drain(Source& source, Sink& sink) {
  Chunk buffer;
  std::uint64_t total = 0;
  while (std::size_t count = source.read(buffer.all())) {
    sink.write({buffer.data(), count});
    total += count;
  }
  return total;
}

void copy_exactly(Source& source, Sink& sink, std::uint64_t count) {
  Chunk buffer;
  while (count > 0) {
    auto part = buffer.first(std::min<std::uint64_t>(count, chunk_size));
    source.read_exactly(part);
    sink.write({part.data(), part.size()});
    count -= part.size();
  }
}

std::string read_all(Source& source, std::size_t limit, std::string_view what,
                     std::size_t expected) {
  // Most texts are small, and there are many: a buffer on the stack, not filled first. A large one
  // from malloc() would have it sort out its small free pieces, each time.
  std::array<char, 16 * 1024> buffer;
  std::string text;
  if (expected > buffer.size()) text.reserve(std::min(expected, limit));
  while (std::size_t count = source.read(buffer)) {
    if (text.size() + count > limit) throw Error("{} is larger than {} bytes", what, limit);
    text.append(buffer.data(), count);
  }
  return text;
}

}  // namespace cairn
