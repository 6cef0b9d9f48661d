// SPDX-License-Identifier: GPL-3.0-or-later
// Connection: a conversation with an engine, operation by operation. What happens meanwhile goes to
// an EventSink; an operation that fails is an Error, after which the conversation can go on.
#pragma once

#include "core/event/event.hh"
#include "daemon/client/engine_process.hh"
#include "daemon/protocol/activities.hh"
#include "daemon/protocol/duplex.hh"
#include "daemon/protocol/operations.hh"

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cairn {

class Connection {
 public:
  // Greet the engine at the other end of SOCKET. EVENTS is borrowed; PROCESS, if it is a private
  // engine, is waited for at the end.
  Connection(Fd socket, StoreDir store, EventSink& events,
             std::optional<EngineProcess> process = std::nullopt);
  Connection(Connection&&) = delete;

  const StoreDir& store() const { return duplex_.store(); }
  const std::string& engine_name() const { return engine_name_; }
  // Whether it knows the operations that Nix's has not.
  bool is_cairn() const { return engine_name_.starts_with("Cairn "); }

  // Whether it is ours alone, started by us, and can read our files itself.
  bool is_private() const { return process_.has_value() && is_cairn(); }

  template <protocol::Operation Op>
  requires(Op::traits.stream == protocol::Stream::none) typename Op::Reply call(const Op& asked) {
    send(asked);
    return receive<Op>();
  }

  // With all that WRITE_STREAM writes as the request's stream.
  template <protocol::Operation Op>
  requires(Op::traits.stream == protocol::Stream::framed) typename Op::Reply
      call(const Op& asked, const std::function<void(Sink&)>& write_stream) {
    send(asked);
    send_stream(write_stream);
    return receive<Op>();
  }

  // The item's archive goes to SINK.
  void call(const protocol::NarFromPath& asked, Sink& sink);

  // call(), taken apart: several requests can be on their way before the first reply is read. They
  // are answered in order. No more than pipeline_limit: both sides must not block on writing.
  template <protocol::Operation Op>
  void send(const Op& asked) {
    duplex_.out().number(Op::traits.code);
    protocol::write(duplex_.out(), asked);
  }
  template <protocol::Operation Op>
  typename Op::Reply receive() {
    wait_for_reply();
    auto reply = protocol::read<typename Op::Reply>(duplex_.in());
    duplex_.in().check();
    return reply;
  }
  static constexpr std::size_t pipeline_limit = 128;

  // All of ASKED, answered in order.
  template <protocol::Operation Op>
  std::vector<typename Op::Reply> call_all(const std::vector<Op>& asked) {
    std::vector<typename Op::Reply> replies;
    try {
      for (std::size_t sent = 0; replies.size() < asked.size();) {
        while (sent < asked.size() && sent - replies.size() < pipeline_limit) send(asked[sent++]);
        while (replies.size() < sent) replies.push_back(receive<Op>());
      }
    } catch (...) {
      hang_up();
      throw;
    }
    return replies;
  }

  // End the conversation: replies that are on their way would be taken for those of later requests.
  void hang_up();

 private:
  void send_stream(const std::function<void(Sink&)>& write_stream);
  void wait_for_reply();

  std::optional<EngineProcess> process_;  // outlives the socket
  protocol::Duplex duplex_;
  protocol::ActivityReader events_;
  std::string engine_name_;
};

// Connect to the engine that serves PLACE, or start a private one where none does.
std::unique_ptr<Connection> connect_to_engine(const EnginePlace& place, EventSink& events);

}  // namespace cairn
