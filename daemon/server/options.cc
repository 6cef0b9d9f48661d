// SPDX-License-Identifier: GPL-3.0-or-later
// What a client may choose: how its builds are run. All else that it sends does nothing (T-36): not
// what the sandbox is, not whom we trust, not what runs.
#include "daemon/server/build_options.hh"
#include "daemon/server/serve.hh"

#include <algorithm>
#include <array>
#include <limits>

namespace cairn::server {

namespace {

// What concerns the client alone, or asks for what is so anyway: nothing to warn of.
constexpr std::array<std::string_view, 13> settings_of_clients = {
    "allow-import-from-derivation",
    "connect-timeout",
    "experimental-features",
    "extra-experimental-features",
    "fallback",
    "log-lines",
    "print-missing",
    "pure-eval",
    "show-trace",
    "store",
    "substitute",
    "tarball-ttl",
    "warn-dirty",
};

void apply(Session& session, const std::map<std::string, std::string>& options) {
  std::vector<std::string> ignored;
  for (const auto& [name, value] : options) {
    bool is_known = set_build_option(session.settings(), name, value) ||
                    std::ranges::find(settings_of_clients, name) != settings_of_clients.end();
    if (!is_known) ignored.push_back(name);
  }
  session.ignore_settings(std::move(ignored));
}

}  // namespace

protocol::Nothing serve(Session& session, const protocol::SetOptions& asked) {
  constexpr std::uint32_t shows_logs = 0;  // that of errors: others are for who shows none
  constexpr std::uint64_t longest_silence = std::numeric_limits<std::uint32_t>::max();
  BuildSettings& settings = session.settings();
  settings.keep_failed = asked.keep_failed;
  settings.keep_going = asked.keep_going;
  settings.max_jobs = std::min<std::uint32_t>(asked.max_jobs, most_jobs);
  settings.cores = asked.cores;
  settings.max_silent = std::chrono::seconds(std::min(asked.max_silent, longest_silence));
  session.show_logs(asked.build_verbosity == shows_logs);
  apply(session, asked.others);
  return {};
}

protocol::Done serve(Session& session, const protocol::SetBuildOptions& options) {
  apply(session, options.asked);
  return {};
}

}  // namespace cairn::server
