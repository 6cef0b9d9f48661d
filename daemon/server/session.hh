// SPDX-License-Identifier: GPL-3.0-or-later
// Session: one connection and all that belongs to it. It is the whole of a process: what it holds
// is let go of when the client hangs up.
#pragma once

#include "core/build/settings.hh"
#include "core/sandbox/spawner.hh"
#include "core/store/gc.hh"
#include "core/store/store.hh"
#include "daemon/protocol/activities.hh"
#include "daemon/protocol/duplex.hh"
#include "daemon/protocol/framed.hh"
#include "daemon/server/end_watch.hh"
#include "daemon/server/peer.hh"
#include "daemon/server/settings.hh"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace cairn::server {

class Session {
 public:
  Session(Fd socket, Layout layout, EngineSettings settings = {});
  Session(Session&&) = delete;

  // Serve until the client hangs up. Throws where not even an error can be told to the client.
  void run();
  // Tell the client nothing but ERROR.
  void refuse(const Error& error);

  // For the operations.
  Store& store() { return *store_; }
  Spawner& spawner();
  // Of the builds that the client asks for.
  BuildSettings& settings() { return settings_.builds; }
  const EngineSettings& engine_settings() const { return settings_; }
  EventSink& events() { return events_; }
  const Peer& peer() const { return peer_; }
  protocol::Duplex& duplex() { return duplex_; }
  // Readable when what the current request asked for shall be given up.
  int cancel_fd();
  // Throws unless the client is trusted; WHAT it may not: "repair items".
  void require_trust(std::string_view what) const;
  // The folder that is DESCRIPTOR of the process that started this engine, which must be the
  // client: of nobody else's files do we know that the client may read them.
  Fd open_for_starter(std::uint32_t descriptor) const;
  // What a collection keeps and deletes where the client says nothing of it.
  GcRequest gc_rules() const;
  // Free some of the disk, if little is: for whoever is about to add to the store.
  void make_room();
  // Say that the client's settings NAMES do nothing here; once.
  void ignore_settings(std::vector<std::string> names);
  // Whether the client shows what builders say while they say it.
  bool shows_logs() const { return shows_logs_; }
  void show_logs(bool shows) { shows_logs_ = shows; }

  // For the table of operations: a framed stream follows the request; the reply begins.
  protocol::FramedSource& open_stream();
  protocol::FramedSource& stream() { return *stream_; }
  void begin_reply();

 private:
  void open();
  bool greet();
  bool answer_next();
  bool attempt(const std::function<void()>& work);
  void tell(const Error& error);

  Layout layout_;
  EngineSettings settings_;
  Peer peer_;
  protocol::Duplex duplex_;
  protocol::ActivityWriter events_;
  std::optional<Store> store_;
  std::optional<Spawner> spawner_;
  std::optional<protocol::FramedSource> stream_;
  std::optional<EndWatch> end_watch_;
  bool is_replying_ = false;
  bool shows_logs_ = true;
  std::set<std::string> ignored_settings_;
};

// Serve the client at the other end of SOCKET; quiet when it hangs up in the middle.
void serve_session(Fd socket, const Layout& layout, const EngineSettings& settings);
// The same where ERROR keeps us from serving anybody: the client hears of it.
void refuse_session(Fd socket, const Layout& layout, const Error& error);

}  // namespace cairn::server
