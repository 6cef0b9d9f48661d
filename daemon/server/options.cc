// SPDX-License-Identifier: GPL-3.0-or-later
// What a client may choose, as one table. All else that it sends does nothing (T-36): not what the
// sandbox is, not whom we trust, not what runs.
#include "daemon/server/serve.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace cairn::server {

namespace {

struct Setting {
  std::string_view name;
  void (*apply)(BuildSettings& settings, std::string_view value);
};

template <typename Number>
Number number_of(std::string_view value) {
  Number number{};
  auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (problem == std::errc{} && end == value.data() + value.size()) return number;
  throw Error("'{}' is not a number that can stand here", value);
}

std::chrono::seconds seconds_of(std::string_view value) {
  return std::chrono::seconds(number_of<std::uint32_t>(value));
}

bool truth_of(std::string_view value) {
  if (value == "true") return true;
  if (value == "false") return false;
  throw Error("'{}' is neither true nor false", value);
}

constexpr std::uint32_t most_jobs = 256;  // what one spawner can run
constexpr unsigned most_rounds = 1000;

// The number that TEXT is, brought into the range from LEAST to MOST.
unsigned number_within(unsigned least, unsigned most, std::string_view text) {
  return std::clamp(number_of<unsigned>(text), least, most);
}

constexpr std::array settings_obeyed = {
    Setting{"max-jobs",
            [](auto& s, auto value) { s.max_jobs = number_within(0, most_jobs, value); }},
    Setting{"cores", [](auto& s, auto value) { s.cores = number_of<unsigned>(value); }},
    Setting{"timeout", [](auto& s, auto value) { s.timeout = seconds_of(value); }},
    Setting{"max-silent-time", [](auto& s, auto value) { s.max_silent = seconds_of(value); }},
    Setting{"keep-failed", [](auto& s, auto value) { s.keep_failed = truth_of(value); }},
    Setting{"keep-going", [](auto& s, auto value) { s.keep_going = truth_of(value); }},
    Setting{"max-build-log-size",
            [](auto& s, auto value) { s.max_log_size = number_of<std::uint64_t>(value); }},
    Setting{"rounds", [](auto& s, auto value) { s.rounds = number_within(1, most_rounds, value); }},
    // Nix counts the rounds behind the first.
    Setting{"repeat",
            [](auto& s, auto value) { s.rounds = 1 + number_within(0, most_rounds, value); }},
};

// What concerns the client alone, or asks for what is so anyway: nothing to warn of.
constexpr std::array<std::string_view, 12> settings_of_clients = {
    "allow-import-from-derivation",
    "connect-timeout",
    "experimental-features",
    "extra-experimental-features",
    "fallback",
    "log-lines",
    "print-missing",
    "pure-eval",
    "show-trace",
    "substitute",
    "tarball-ttl",
    "warn-dirty",
};

void apply(Session& session, const std::string& name, const std::string& value) {
  for (const Setting& setting : settings_obeyed) {
    if (setting.name != name) continue;
    return with_context(fmt::format("cannot set '{}'", name),
                        [&] { setting.apply(session.settings(), value); });
  }
  if (std::ranges::find(settings_of_clients, name) == settings_of_clients.end()) {
    session.ignore_setting(name);
  }
}

}  // namespace

protocol::Nothing serve(Session& session, const protocol::SetOptions& asked) {
  constexpr std::uint64_t longest_silence = std::numeric_limits<std::uint32_t>::max();
  BuildSettings& settings = session.settings();
  settings.keep_failed = asked.keep_failed;
  settings.keep_going = asked.keep_going;
  settings.max_jobs = std::min(asked.max_jobs, most_jobs);
  settings.cores = asked.cores;
  settings.max_silent = std::chrono::seconds(std::min(asked.max_silent, longest_silence));
  for (const auto& [name, value] : asked.others) apply(session, name, value);
  return {};
}

}  // namespace cairn::server
