// SPDX-License-Identifier: GPL-3.0-or-later
// What an engine says to a client that asked for the operation whose number comes first: frames
// with all that happens, the last of them, the reply, and the archive that may follow.
#include "core/nar/parse.hh"
#include "core/nar/write.hh"
#include "daemon/protocol/activities.hh"
#include "daemon/protocol/operations.hh"
#include "tests/fuzz/message.hh"
#include "tests/fuzz/target.hh"

namespace cairn::test {

namespace {

using protocol::Frame;
using protocol::Reader;

void expect_same_when_written(const Frame& frame) {
  const StoreDir store;
  StringSink sink;
  protocol::Writer out(sink, store);
  write_frame(out, frame);
  StringSource source(sink.text());
  Reader in(source, store);
  expect(protocol::read_frame(in) == frame, "a frame is read as it was written");
}

// Whether a reply follows.
bool wait_for_reply(Reader& in) {
  NoEvents nobody;
  protocol::ActivityReader activities(in.store(), nobody);
  for (;;) {
    Frame frame = protocol::read_frame(in);
    expect_same_when_written(frame);
    if (std::holds_alternative<protocol::Last>(frame)) return true;
    if (const auto* refusal = std::get_if<protocol::Refusal>(&frame)) {
      protocol::error_of(*refusal);
      return false;
    }
    activities.hear(frame);
  }
}

template <protocol::Operation Op>
void read_reply(Reader& in) {
  if (!wait_for_reply(in)) return;
  auto reply = protocol::read<typename Op::Reply>(in);
  in.check();
  test::expect_same_when_written(reply);
  if constexpr (Op::traits.stream != protocol::Stream::follows) return;
  StringSink sink;
  NarWriter archive(sink);
  nar::parse(in.source(), archive);
}

template <typename... Op>
bool read_one_of(std::uint64_t code, Reader& in, std::tuple<Op...>*) {
  return ((Op::traits.code == code && (read_reply<Op>(in), true)) || ...);
}

}  // namespace

bool takes(std::string_view bytes) {
  const StoreDir store;
  StringSource source(bytes);
  Reader in(source, store);
  bool is_known = false;
  bool taken = is_taken([&] {
    is_known = read_one_of(in.number(), in, static_cast<protocol::Operations*>(nullptr));
  });
  return taken && is_known;
}

}  // namespace cairn::test
