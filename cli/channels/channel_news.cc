// SPDX-License-Identifier: GPL-3.0-or-later
// Telling what is new.
#include "cli/channels/channel_news.hh"

#include "channels/authenticate/authenticate.hh"
#include "cli/channels/channel_file_at.hh"
#include "cli/evaluation/package_specification.hh"

#include <algorithm>

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

std::vector<ObjectId> commits_between(const Repository& repository, const PulledChannel& before,
                                      const PulledChannel& now) {
  auto from = ObjectId::parse(before.channel.commit);
  auto to = ObjectId::parse(now.channel.commit);
  if (!from || !to || !repository.has(*from)) return {};
  History history = history_of(repository);
  return commits_beyond(history, {*from}, *to, Extent::exact);
}

std::vector<std::string> commit_news(const Repository& repository,
                                     const std::vector<ObjectId>& commits, std::size_t limit) {
  std::vector<std::string> lines;
  for (auto id = commits.rbegin(); id != commits.rend() && lines.size() < limit; ++id) {
    lines.push_back(id->short_text() + " " + repository.commit(*id).summary());
  }
  if (commits.size() > limit) lines.push_back(fmt::format("and {} more", commits.size() - limit));
  return lines;
}

std::vector<NewsEntry> author_news(const Repository& repository, const PulledChannel& now,
                                   const std::vector<ObjectId>& commits) {
  if (commits.empty()) return {};
  Commit commit = repository.commit(commits.back());
  std::string file = channel_file_at(repository, commit, now.channel.name).news_file;
  auto entry = file.empty() ? std::nullopt : repository.entry(commit.tree, file);
  if (!entry) return {};
  std::string place = fmt::format("{}@{}/{}", now.channel.name, commit.id.short_text(), file);
  if (!entry->is_file()) throw Error("{} is no file", place);
  std::vector<NewsEntry> news =
      read_news_file(repository.blob(entry->id, DataReader::size_limit), place);
  std::erase_if(news, [&](const NewsEntry& one) {
    auto id = repository.find(one.tag.empty() ? one.commit : "refs/tags/" + one.tag);
    return !id || std::ranges::find(commits, *id) == commits.end();
  });
  return news;
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
