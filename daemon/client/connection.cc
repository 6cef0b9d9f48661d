// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for replies.
#include "daemon/client/connection.hh"

#include "core/nar/parse.hh"
#include "core/nar/write.hh"
#include "daemon/protocol/framed.hh"
#include "daemon/protocol/handshake.hh"

#include <sys/socket.h>
#include <utility>

namespace cairn {

Connection::Connection(Fd socket, StoreDir store, EventSink& events,
                       std::optional<EngineProcess> process)
    : process_(std::move(process)),
      duplex_(std::move(socket), std::move(store), "the engine"),
      events_(duplex_.store(), events),
      engine_name_(protocol::greet_server(duplex_)) {}

void Connection::call(const protocol::NarFromPath& asked, Sink& sink) {
  send(asked);
  wait_for_reply();
  NarWriter archive(sink);
  nar::parse(duplex_.in().source(), archive);
}

void Connection::send_stream(const std::function<void(Sink&)>& write_stream) {
  protocol::FramedSink sink(duplex_.out());
  try {
    write_stream(sink);
    sink.finish();
    duplex_.flush();
  } catch (const Error&) {
    // An engine that went away in the middle may have said why. Where it is we who cannot go on,
    // the engine must not take the half for the whole, so this is the end of the conversation.
    if (duplex_.peer_is_gone()) wait_for_reply();
    hang_up();
    throw;
  }
}

void Connection::hang_up() {
  shutdown(duplex_.socket(), SHUT_RDWR);
}

void Connection::wait_for_reply() {
  for (;;) {
    protocol::Frame frame = with_context("no answer from the engine", [this] {
      duplex_.flush();
      return protocol::read_frame(duplex_.in());
    });
    if (std::holds_alternative<protocol::Last>(frame)) return;
    if (const auto* refusal = std::get_if<protocol::Refusal>(&frame)) {
      throw protocol::error_of(*refusal);
    }
    events_.hear(frame);
  }
}

}  // namespace cairn
