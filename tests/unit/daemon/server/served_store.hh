// SPDX-License-Identifier: GPL-3.0-or-later
// A store in a temporary folder and a process that serves it to one client, who is trusted or not.
#pragma once

#include "core/base/files.hh"
#include "core/store/layout.hh"
#include "daemon/client/engine.hh"
#include "daemon/server/settings.hh"

#include <sys/types.h>
#include <vector>

namespace cairn::test {

class Recorder : public EventSink {
 public:
  void send(const Event& event) override { events.push_back(event); }
  std::vector<Event> events;
};

class ServedStore {
 public:
  enum class As { owner, stranger };
  // As a stranger only root can connect: see can_be_stranger(). ROOT is the folder of the test
  // where it is empty.
  // Whose child the engine is.
  enum class By { client, another };
  explicit ServedStore(As as = As::owner, const std::string& root = "",
                       const server::EngineSettings& settings = {}, By by = By::client);
  ~ServedStore();
  ServedStore(ServedStore&&) = delete;

  // Says "skip: ..." when not.
  static bool can_be_stranger();

  // The client's end of the socket, once.
  Fd take_socket() { return std::move(socket_); }
  // An engine over it, made when first asked for.
  Engine& engine();
  const Layout& layout() const { return layout_; }
  const std::vector<Event>& events() const { return recorder_.events; }
  const std::string& folder() const { return folder_.path(); }

 private:
  TemporaryDirectory folder_;
  Layout layout_;
  Recorder recorder_;
  Fd socket_;
  std::unique_ptr<Engine> engine_;
  pid_t server_ = -1;
};

}  // namespace cairn::test
