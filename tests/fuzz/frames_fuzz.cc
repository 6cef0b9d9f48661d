// SPDX-License-Identifier: GPL-3.0-or-later
// Frames, one behind the other, as an evaluator sends them that a channel's code has taken over.
#include "core/base/bytes.hh"
#include "scheme/border/frames.hh"
#include "tests/fuzz/target.hh"

namespace {

using namespace cairn;

Message read_again(const Message& message) {
  std::string frame = frame_of(message);
  StringSource source(frame);
  Message again;
  cairn::test::expect(read_frame(source, again), "what is written is a frame");
  return again;
}

}  // namespace

bool cairn::test::takes(std::string_view bytes) {
  StringSource source(bytes);
  Message message;
  return is_taken([&] {
    while (read_frame(source, message)) {
      expect(read_again(message) == message, "a message is read as it was written");
    }
  });
}
