// SPDX-License-Identifier: GPL-3.0-or-later
// Limits of downloads as text.
#include "core/transfer/download_limits.hh"

#include "core/base/error.hh"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace cairn {

namespace {

using std::chrono::seconds;

struct Limit {
  std::string_view name;
  std::uint64_t most;
  std::uint64_t (*get)(const DownloadLimits& limits);
  void (*set)(DownloadLimits& limits, std::uint64_t value);
};

constexpr std::uint64_t day = 24 * 60 * 60;

// All must be 1 at least: 0 means "no limit" to libcurl.
constexpr Limit known_limits[] = {
    {"connecting", day,
     [](const DownloadLimits& limits) { return std::uint64_t(limits.connecting.count()); },
     [](DownloadLimits& limits, std::uint64_t value) { limits.connecting = seconds(value); }},
    {"stalled", day,
     [](const DownloadLimits& limits) { return std::uint64_t(limits.stalled.count()); },
     [](DownloadLimits& limits, std::uint64_t value) { limits.stalled = seconds(value); }},
    {"slowest", 1ull << 30,
     [](const DownloadLimits& limits) { return std::uint64_t(limits.slowest); },
     [](DownloadLimits& limits, std::uint64_t value) { limits.slowest = long(value); }},
    {"size", 1ull << 50, [](const DownloadLimits& limits) { return limits.size; },
     [](DownloadLimits& limits, std::uint64_t value) { limits.size = value; }},
    {"tries", 100, [](const DownloadLimits& limits) { return std::uint64_t(limits.tries); },
     [](DownloadLimits& limits, std::uint64_t value) { limits.tries = unsigned(value); }},
};

const Limit& find_limit(std::string_view name) {
  auto found = std::ranges::find(known_limits, name, &Limit::name);
  if (found != std::end(known_limits)) return *found;
  std::string names;
  for (const Limit& limit : known_limits) names += fmt::format(" {}", limit.name);
  throw Error("there is no limit '{}'; there are:{}", name, names);
}

std::uint64_t number_of(const std::string& word, const Limit& limit) {
  std::uint64_t number = 0;
  const char* end = word.data() + word.size();
  auto [rest, problem] = std::from_chars(word.data(), end, number);
  if (problem != std::errc{} || rest != end || number < 1 || number > limit.most) {
    throw Error("'{}' must be a number from 1 to {}, not {:?}", limit.name, limit.most, word);
  }
  return number;
}

void read_line(const std::string& line, DownloadLimits& limits) {
  std::istringstream words(line.substr(0, line.find('#')));
  std::string name, value, more;
  if (!(words >> name)) return;
  const Limit& limit = find_limit(name);
  words >> value;
  if (words >> more) throw Error("'{}' is one number", name);
  limit.set(limits, number_of(value, limit));
}

}  // namespace

DownloadLimits parse_download_limits(std::string_view text, const std::string& file) {
  DownloadLimits limits;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    with_context(fmt::format("{}:{}", file, number), [&] { read_line(line, limits); });
  }
  return limits;
}

std::string to_text(const DownloadLimits& limits) {
  std::string text;
  for (const Limit& limit : known_limits) {
    text += fmt::format("{} {}\n", limit.name, limit.get(limits));
  }
  return text;
}

}  // namespace cairn
