// SPDX-License-Identifier: GPL-3.0-or-later
// The session's loop: the one place where an operation's errors end.
#include "daemon/server/session.hh"

#include "core/base/files.hh"
#include "core/build/builtins.hh"
#include "daemon/protocol/handshake.hh"
#include "daemon/server/explained.hh"
#include "daemon/server/table.hh"
#include "daemon/server/user_folder.hh"

#include <fmt/ranges.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace cairn::server {

namespace {

// Told apart from those of all other processes, as Nix does it.
std::uint64_t first_activity() {
  return static_cast<std::uint64_t>(getpid()) << 32 | 1;
}

// Bytes of paths, some 400,000: collectors read them all.
constexpr std::size_t strangers_roots = 32 << 20;
constexpr time_t greeting_patience = 30;  // seconds

// How long to wait for the client's next bytes; 0: without end.
void wait_for_client(int socket, time_t seconds) {
  timeval patience{seconds, 0};
  checked(setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience),
          "cannot limit the wait for a client");
}

}  // namespace

Session::Session(Fd socket, Layout layout, EngineSettings settings)
    : layout_(std::move(layout)),
      settings_(std::move(settings)),
      peer_(peer_of(socket.get(), settings_)),
      duplex_(std::move(socket), layout_.store, "the client"),
      events_(duplex_, first_activity()) {
  if (peer_.user != geteuid()) settings_.builds.owner = Owner{peer_.user, peer_.group};
}

// Who connects and says nothing takes a place from others.
bool Session::greet() {
  wait_for_client(duplex_.socket(), greeting_patience);
  bool is_greeted = protocol::greet_client(duplex_, "Cairn " CAIRN_VERSION);
  wait_for_client(duplex_.socket(), 0);
  return is_greeted;
}

void Session::run() {
  if (!greet()) return;
  // The store is opened now, so that the client hears why where it cannot be.
  bool opened = attempt([this] { open(); });
  if (!store_) return;
  while (opened && answer_next()) {
  }
  store_->note_uses();
}

void Session::refuse(const Error& error) {
  if (greet()) tell(error);
}

void Session::open() {
  if (!peer_.allowed) {
    throw Error("user {} may not use this engine: its setting allowed-users does not name them",
                peer_.user);
  }
  store_.emplace(layout_);
  make_user_folder(layout_, peer_);
  if (!peer_.trusted) store_->temporary_roots().limit(strangers_roots);
  store_->merge_on_add(settings_.merges_on_add);
  store_->flush_on_add(settings_.flushes_on_add);
  begin_reply();
}

GcRequest Session::gc_rules() const {
  return {.keep_derivations = settings_.keep_derivations, .keep_outputs = settings_.keep_outputs};
}

void Session::make_room() {
  try {
    cairn::make_room(*store_, settings_.free_space, gc_rules(), events_);
  } catch (const Error& error) {
    // What the client asked for may do without.
    events_.send(Warned{fmt::format("cannot free some of the disk: {}", error.message())});
  }
}

// The spawner is forked by the first request to build: most sessions never make one. Each sandbox
// copies what it knows of our memory, of which a plan that was asked for may have filled much.
Spawner& Session::spawner() {
  if (!spawner_) {
    store().database().release_memory();
    spawner_.emplace(layout_.physical_store(), run_builtin);
  }
  return *spawner_;
}

int Session::cancel_fd() {
  if (!end_watch_) end_watch_.emplace(duplex_.socket());
  return end_watch_->fd();
}

void Session::require_trust(std::string_view what) const {
  if (peer_.trusted) return;
  throw Error("user {} may not {} here: only trusted users may", peer_.user, what)
      .with_hint("root can name them in the setting trusted-users of cairn.conf");
}

Fd Session::open_for_starter(std::uint32_t descriptor) const {
  bool is_starter = peer_.process > 0 && peer_.process == getppid() && peer_.user == geteuid();
  if (!is_starter) {
    throw Error("an engine reads files only for the process that started it");
  }
  return open_directory(fmt::format("/proc/{}/fd/{}", peer_.process, descriptor));
}

void Session::ignore_settings(std::vector<std::string> names) {
  std::erase_if(names, [this](const auto& name) { return !ignored_settings_.insert(name).second; });
  if (names.empty()) return;
  events_.send(
      Warned{names.size() == 1
                 ? fmt::format("the setting '{}' of the client has no effect here", names.front())
                 : fmt::format("these settings of the client have no effect here: {}",
                               fmt::join(names, ", "))});
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
    tell(explained(error, layout_, Tried::service));
  }
  end_watch_.reset();  // a signal that waited ends us here
  return duplex_.in().in_step();
}

void Session::tell(const Error& error) {
  events_.finish();
  protocol::write_frame(duplex_.out(), protocol::refusal_of(error));
  duplex_.flush();
}

namespace {

void until_hung_up(Session& session, const std::function<void()>& work) {
  try {
    work();
  } catch (const Error&) {
    if (!session.duplex().peer_is_gone()) throw;
  }
}

}  // namespace

void serve_session(Fd socket, const Layout& layout, const EngineSettings& settings) {
  Session session(std::move(socket), layout, settings);
  until_hung_up(session, [&] { session.run(); });
}

void refuse_session(Fd socket, const Layout& layout, const Error& error) {
  Session session(std::move(socket), layout);
  until_hung_up(session, [&] { session.refuse(error); });
}

}  // namespace cairn::server
