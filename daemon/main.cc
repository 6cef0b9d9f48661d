// SPDX-License-Identifier: GPL-3.0-or-later
// cairn-daemon: the engine, for many users at a socket or for one command at an inherited one.
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/standard_streams.hh"
#include "core/store/rebuild.hh"
#include "core/store/staging.hh"
#include "core/store/store.hh"
#include "daemon/server/command_line.hh"
#include "daemon/server/complain.hh"
#include "daemon/server/explained.hh"
#include "daemon/server/listener.hh"
#include "daemon/server/serve_clients.hh"
#include "daemon/server/session.hh"
#include "daemon/server/settings.hh"

#include <exception>
#include <fmt/format.h>
#include <optional>
#include <signal.h>
#include <string>
#include <sys/stat.h>

namespace {

using namespace cairn;
using server::CommandLine;

// What sessions left that did not come to their end.
void clean_up(const Layout& layout) noexcept {
  try {
    clean_left_builds(layout);
    clean_staging(layout);
  } catch (const Error& error) {
    server::complain(fmt::format("what was left half made stays: {}", error.message()));
  }
}

void listen(const CommandLine& line) {
  signal(SIGPIPE, SIG_IGN);  // that nobody reads what we complain of is no reason to end
  // A store that cannot be opened is heard of now, not by each client; so are the settings.
  static_cast<void>(Store(line.layout));
  server::EngineSettings settings = server::read_engine_settings(line.layout);
  clean_up(line.layout);
  AtEnd end([&] { clean_up(line.layout); });  // of sessions that we ended
  if (auto given = server::inherited_listener()) {
    server::complain("listening at the socket that was handed over");
    return server::serve_clients(*given, line.layout, std::move(settings));
  }
  server::Listener listener(line.socket);
  server::complain(fmt::format("listening at {}", line.socket));
  server::serve_clients(listener, line.layout, std::move(settings));
}

// A private engine serves the user who started it; what the settings say of its builds counts.
void serve_one(const CommandLine& line) {
  Fd client(line.session);
  std::optional<server::EngineSettings> settings;
  try {
    settings = server::read_engine_settings(line.layout);
  } catch (const Error& error) {
    return server::refuse_session(std::move(client), line.layout, error);
  }
  server::serve_session(std::move(client), line.layout, *settings);
}

void print(std::string_view text) {
  write_fully(STDOUT_FILENO, text, "standard output");
}

class Notes : public EventSink {
 public:
  void send(const Event& event) override {
    if (const auto* noted = std::get_if<Noted>(&event)) server::complain(noted->text);
  }
};

void rebuild(const CommandLine& line) {
  Notes notes;
  RebuildReport report = rebuild_database(line.layout, notes);
  for (const std::string& item : report.left_out) server::complain("left out: " + item);
  print(fmt::format("registered {} items, {} of them with all that was known of them\n",
                    report.items, report.salvaged));
  if (report.old_folder.empty()) return;
  print(fmt::format("the old database is in {}, and can be deleted\n", report.old_folder));
}

void run(const CommandLine& line) {
  using Action = CommandLine::Action;
  if (line.action == Action::print_help) print(server::help_text());
  if (line.action == Action::print_version) print("cairn-daemon " CAIRN_VERSION "\n");
  if (line.action == Action::serve_one) serve_one(line);
  try {
    if (line.action == Action::rebuild) rebuild(line);
    if (line.action == Action::listen) listen(line);
  } catch (const Error& error) {
    bool is_rebuild = line.action == Action::rebuild;
    throw server::explained(error, line.layout,
                            is_rebuild ? server::Tried::rebuilding : server::Tried::service);
  }
}

int tell(const Error& error) {
  server::complain("error: " + error.message());
  if (!error.hint().empty()) fmt::print(stderr, "hint: {}\n", error.hint());
  return static_cast<int>(error.status());
}

}  // namespace

int main(int count, char** arguments) {
  keep_standard_streams();
  signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error like a full disk
  try {
    umask(022);
    run(server::parse_command_line(std::span(arguments, count).subspan(1)));
    return 0;
  } catch (const Error& error) {
    return tell(error);
  } catch (const std::exception& error) {
    return tell(Error(std::string(error.what())));
  }
}
