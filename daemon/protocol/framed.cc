// SPDX-License-Identifier: GPL-3.0-or-later
// Frames.
#include "daemon/protocol/framed.hh"

#include "core/base/chunk.hh"
#include "core/base/fd.hh"

#include <algorithm>

namespace cairn::protocol {

std::size_t FramedSource::read(std::span<char> buffer) {
  if (left_ == 0 && !ended_) {
    left_ = in_.number();
    ended_ = left_ == 0;
  }
  if (ended_ || buffer.empty()) return 0;
  auto part = buffer.first(std::min<std::uint64_t>(buffer.size(), left_));
  std::size_t count = in_.source().read(part);
  if (count == 0) throw Error("the sender hung up in the middle of a stream");
  left_ -= count;
  return count;
}

void FramedSource::expect_end() {
  char byte;
  if (read({&byte, 1}) != 0) throw Error("the stream goes on behind what was sent in it");
}

void FramedSource::skip_rest() {
  CountingSink nowhere;
  if (!ended_) drain(*this, nowhere);
}

void FramedSink::write(std::string_view bytes) {
  if (pending_.size() + bytes.size() < chunk_size) {
    pending_ += bytes;
    return;
  }
  send(pending_);
  pending_.clear();
  send(bytes);
}

bool FramedSink::take_file(int file, std::uint64_t count) {
  constexpr std::uint64_t longest_frame = 1 << 20;  // a receiver may hold all of one
  send(pending_);
  pending_.clear();
  for (std::uint64_t part = 0; count > 0; count -= part) {
    part = std::min(count, longest_frame);
    out_.number(part);
    if (out_.sink().take_file(file, part)) continue;
    FdSource source(file, "a file");
    copy_exactly(source, out_.sink(), part);
  }
  return true;
}

void FramedSink::finish() {
  send(pending_);
  pending_.clear();
  out_.number(0);
}

void FramedSink::send(std::string_view frame) {
  if (frame.empty()) return;
  out_.number(frame.size());
  out_.sink().write(frame);
}

}  // namespace cairn::protocol
