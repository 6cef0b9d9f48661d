// SPDX-License-Identifier: GPL-3.0-or-later
// A client that knows nothing of the protocol but how a frame looks.
#pragma once

#include "daemon/protocol/frames.hh"
#include "daemon/protocol/handshake.hh"
#include "daemon/protocol/operations.hh"
#include "tests/unit/daemon/protocol/bytes_by_hand.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn::test {

// A client that writes its requests byte by byte.
class HandClient {
 public:
  explicit HandClient(Fd socket) : duplex_(std::move(socket), StoreDir(), "the session") {
    protocol::greet_server(duplex_);
  }
  void say(const Bytes& bytes) {
    duplex_.out().sink().write(bytes.all());
    duplex_.flush();
  }
  protocol::Frame frame() { return protocol::read_frame(duplex_.in()); }
  // What the operation that was asked for last failed with; empty when it did not.
  std::string refusal() {
    for (;;) {
      protocol::Frame heard = frame();
      if (const auto* refused = std::get_if<protocol::Refusal>(&heard)) return refused->message;
      if (std::holds_alternative<protocol::Last>(heard)) return "";
    }
  }
  bool hears_number(std::uint64_t number) { return duplex_.in().number() == number; }
  std::string text() { return duplex_.in().text(); }
  void skip_facts() { protocol::read<protocol::ItemFacts>(duplex_.in()); }
  // All that is pushed before the reply.
  std::string pushed() {
    std::string bytes;
    for (protocol::Frame heard = frame(); !std::holds_alternative<protocol::Last>(heard);
         heard = frame()) {
      if (auto* push = std::get_if<protocol::Push>(&heard)) bytes += push->bytes;
    }
    return bytes;
  }
  // Gives STREAM as it is pulled. What the operation failed with, as refusal().
  std::string feed(std::string_view stream) {
    for (;;) {
      protocol::Frame heard = frame();
      if (std::holds_alternative<protocol::Last>(heard)) return "";
      if (const auto* refused = std::get_if<protocol::Refusal>(&heard)) return refused->message;
      if (const auto* pull = std::get_if<protocol::Pull>(&heard)) {
        std::string_view piece = stream.substr(0, std::min<std::uint64_t>(pull->size, 100));
        stream.remove_prefix(piece.size());
        say(Bytes().text(piece));
      }
    }
  }
  // Adds a text of BYTES; its path.
  std::string add(std::string_view name, std::string_view bytes) {
    say(Bytes().number(7).text(name).text("text:sha256").number(0).number(0));
    say(Bytes().number(bytes.size()).raw(bytes).number(0));
    CHECK(refusal().empty());
    std::string path = text();
    skip_facts();
    return path;
  }
  bool is_hung_up() { return !duplex_.in().number_unless_end(); }
  bool is_still_served() {
    say(Bytes().number(1).text("/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo"));
    return refusal().empty() && hears_number(0);
  }

 private:
  protocol::Duplex duplex_;
};

}  // namespace cairn::test
