// SPDX-License-Identifier: GPL-3.0-or-later
// Duplex: one end of a conversation over a socket.
#pragma once

#include "core/base/fd.hh"
#include "daemon/protocol/wire.hh"

#include <string>
#include <utility>

namespace cairn::protocol {

// Collects small writes. A peer that is gone is an Error here, not a signal.
class SocketSink : public Sink {
 public:
  // PEER names the other side in errors: "the client".
  SocketSink(int socket, std::string peer) : socket_(socket), peer_(std::move(peer)) {}
  void write(std::string_view bytes) override;
  bool take_file(int file, std::uint64_t count) override;
  void flush();
  // From now on keep what is written instead of waiting for the peer to read, or no longer so.
  void hold(bool held) { is_held_ = held; }
  // Send what the peer takes without waiting.
  void send_some();
  std::size_t unsent() const { return pending_.size(); }
  // Whether a write found that nobody reads any more.
  bool peer_is_gone() const { return peer_is_gone_; }

 private:
  void send_all(std::string_view bytes);
  void note_gone();  // if errno says so
  // How many of BYTES went; 0 when FLAGS forbid to wait and the peer does not read.
  std::size_t send_once(std::string_view bytes, int flags);

  int socket_;
  std::string peer_;
  std::string pending_;
  bool is_held_ = false;
  bool peer_is_gone_ = false;
};

class Duplex {
 public:
  // PEER names the other side as above.
  Duplex(Fd socket, StoreDir store, const std::string& peer);
  Duplex(Duplex&&) = delete;

  int socket() const { return socket_.get(); }
  const StoreDir& store() const { return store_; }
  Reader& in() { return in_; }
  Writer& out() { return out_; }
  void flush() { sink_.flush(); }
  SocketSink& sink() { return sink_; }
  const SocketSink& sink() const { return sink_; }
  bool peer_is_gone() const { return sink_.peer_is_gone(); }

 private:
  Fd socket_;
  StoreDir store_;
  FdSource raw_;
  BufferedSource buffered_;
  SocketSink sink_;
  Reader in_;
  Writer out_;
};

}  // namespace cairn::protocol
