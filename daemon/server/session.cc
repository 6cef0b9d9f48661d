// SPDX-License-Identifier: GPL-3.0-or-later
// The session's loop: the one place where an operation's errors end.
#include "daemon/server/session.hh"

#include "core/build/builtins.hh"
#include "daemon/protocol/handshake.hh"
#include "daemon/server/table.hh"

#include <unistd.h>
#include <utility>

namespace cairn::server {

namespace {

// Told apart from those of all other processes, as Nix does it.
std::uint64_t first_activity() {
  return static_cast<std::uint64_t>(getpid()) << 32 | 1;
}

}  // namespace

Session::Session(Fd socket, Layout layout)
    : layout_(std::move(layout)),
      peer_(peer_of(socket.get())),
      duplex_(std::move(socket), layout_.store, "what the client says"),
      events_(duplex_, first_activity()) {
  if (peer_.user != geteuid()) settings_.owner = Owner{peer_.user, peer_.group};
}

void Session::run() {
  if (!protocol::greet_client(duplex_, "Cairn " CAIRN_VERSION)) return;
  // The store is opened now, so that the client hears why where it cannot be.
  bool opened = attempt([this] {
    store_.emplace(layout_);
    begin_reply();
  });
  while (opened && answer_next()) {
  }
}

// The spawner is forked by the first request to build: most sessions never make one, and the
// process is still small then, for a session holds no more than its store's database.
Spawner& Session::spawner() {
  if (!spawner_) spawner_.emplace(layout_.physical_store(), run_builtin);
  return *spawner_;
}

int Session::cancel_fd() {
  if (!end_watch_) end_watch_.emplace(duplex_.socket());
  return end_watch_->fd();
}

void Session::require_trust(std::string_view what) const {
  if (peer_.trusted) return;
  throw Error("user {} may not {} here: only root and the engine's own user may", peer_.user, what);
}

void Session::ignore_setting(const std::string& setting) {
  if (!ignored_settings_.insert(setting).second) return;
  events_.send(Warned{fmt::format("the setting '{}' of the client has no effect here", setting)});
}

protocol::FramedSource& Session::open_stream() {
  return stream_.emplace(duplex_.in());
}

void Session::begin_reply() {
  events_.finish();
  protocol::write_frame(duplex_.out(), protocol::Last{});
  is_replying_ = true;
}

// False when the conversation is over.
bool Session::answer_next() {
  std::optional<std::uint64_t> code = duplex_.in().number_unless_end();
  if (!code) return false;
  Perform perform = operation_of(*code);
  if (perform) return attempt([&] { perform(*this); });
  // Nobody knows how long the request is.
  tell(Error("there is no operation {} in version 1.34 of the worker protocol", *code));
  return false;
}

// Do WORK, or tell the client why not. False when the conversation cannot go on.
bool Session::attempt(const std::function<void()>& work) {
  stream_.reset();
  is_replying_ = false;
  try {
    work();
    duplex_.flush();
  } catch (const Error& error) {
    // In the middle of a reply there is no way to say anything else.
    if (is_replying_) throw;
    if (stream_ && duplex_.in().in_step()) stream_->skip_rest();
    tell(error);
  }
  end_watch_.reset();  // a signal that waited ends us here
  return duplex_.in().in_step();
}

void Session::tell(const Error& error) {
  events_.finish();
  protocol::write_frame(duplex_.out(), protocol::refusal_of(error));
  duplex_.flush();
}

void serve_session(Fd socket, const Layout& layout) {
  Session session(std::move(socket), layout);
  try {
    session.run();
  } catch (const Error&) {
    if (!session.duplex().peer_is_gone()) throw;
  }
}

}  // namespace cairn::server
