// SPDX-License-Identifier: GPL-3.0-or-later
// Telling what is new.
#include "cli/channels/channel_news.hh"

#include "channels/authenticate/authenticate.hh"
#include "cli/evaluation/package_specification.hh"

#include <ranges>

namespace cairn {

namespace {

constexpr std::size_t names_limit = 12;  // of a line

// "LABEL: a, b, and 5 more"; nothing for no ITEMS.
void add_line(std::vector<std::string>& lines, std::string_view label,
              const std::vector<std::string>& items) {
  if (items.empty()) return;
  std::string line(label);
  for (std::size_t i = 0; i < items.size() && i < names_limit; ++i) {
    line += (i == 0 ? ": " : ", ") + items[i];
  }
  if (items.size() > names_limit) line += fmt::format(", and {} more", items.size() - names_limit);
  lines.push_back(std::move(line));
}

}  // namespace

std::vector<std::string> commit_news(const ChannelFolders& folders, const PulledChannel& before,
                                     const PulledChannel& now, std::size_t limit) {
  auto from = ObjectId::parse(before.channel.commit);
  auto to = ObjectId::parse(now.channel.commit);
  Repository repository = Repository::open(folders.repository(now.channel));
  if (!from || !to || !repository.has(*from)) return {};
  History history = history_of(repository);
  std::vector<ObjectId> commits = commits_beyond(history, {*from}, *to, Extent::exact);
  std::vector<std::string> lines;
  for (const ObjectId& id : std::views::reverse(commits) | std::views::take(limit)) {
    lines.push_back(id.short_text() + " " + repository.commit(id).summary());
  }
  if (commits.size() > limit) lines.push_back(fmt::format("and {} more", commits.size() - limit));
  return lines;
}

std::vector<std::string> package_news(const PackageVersions& before, const PackageVersions& now) {
  std::vector<std::string> came;
  std::vector<std::string> upgraded;
  std::vector<std::string> downgraded;
  std::vector<std::string> went;
  for (const auto& [name, version] : now) {
    auto found = before.find(name);
    if (found == before.end()) {
      came.push_back(name + " " + version);
    } else if (found->second != version) {
      auto& changed = is_older(version, found->second) ? downgraded : upgraded;
      changed.push_back(fmt::format("{} {} -> {}", name, found->second, version));
    }
  }
  for (const auto& [name, version] : before) {
    if (!now.contains(name)) went.push_back(name);
  }
  std::vector<std::string> lines;
  add_line(lines, "new", came);
  add_line(lines, "upgraded", upgraded);
  add_line(lines, "downgraded", downgraded);
  add_line(lines, "gone", went);
  return lines;
}

}  // namespace cairn
