// SPDX-License-Identifier: GPL-3.0-or-later
// The table of build settings.
#include "daemon/server/build_options.hh"

#include "core/base/error.hh"
#include "core/base/size_text.hh"

#include <algorithm>
#include <array>
#include <charconv>

namespace cairn::server {

bool truth_of(std::string_view value) {
  if (value == "true") return true;
  if (value == "false") return false;
  throw Error("'{}' is neither true nor false", value);
}

namespace {

struct Option {
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

constexpr unsigned most_rounds = 1000;

// The number that TEXT is, brought into the range from LEAST to MOST.
unsigned number_within(unsigned least, unsigned most, std::string_view text) {
  return std::clamp(number_of<unsigned>(text), least, most);
}

constexpr std::array options = {
    Option{"max-jobs",
           [](auto& s, auto value) { s.max_jobs = number_within(0, most_jobs, value); }},
    Option{"cores", [](auto& s, auto value) { s.cores = number_of<unsigned>(value); }},
    Option{"timeout", [](auto& s, auto value) { s.timeout = seconds_of(value); }},
    Option{"max-silent-time", [](auto& s, auto value) { s.max_silent = seconds_of(value); }},
    Option{"keep-failed", [](auto& s, auto value) { s.keep_failed = truth_of(value); }},
    Option{"keep-going", [](auto& s, auto value) { s.keep_going = truth_of(value); }},
    Option{"max-build-log-size", [](auto& s, auto value) { s.max_log_size = parse_size(value); }},
    Option{"rounds", [](auto& s, auto value) { s.rounds = number_within(1, most_rounds, value); }},
    // Nix counts the rounds behind the first.
    Option{"repeat",
           [](auto& s, auto value) { s.rounds = 1 + number_within(0, most_rounds, value); }},
};

}  // namespace

bool set_build_option(BuildSettings& settings, std::string_view name, std::string_view value) {
  for (const Option& option : options) {
    if (option.name != name) continue;
    with_context(fmt::format("cannot set '{}'", name), [&] { option.apply(settings, value); });
    return true;
  }
  return false;
}

std::vector<std::string> build_option_names() {
  std::vector<std::string> names;
  for (const Option& option : options) names.emplace_back(option.name);
  return names;
}

}  // namespace cairn::server
