// SPDX-License-Identifier: GPL-3.0-or-later
// Showing states of channels.
#include "cli/channel_display.hh"

#include "cli/channels/channel_news.hh"
#include "cli/collection.hh"
#include "cli/evaluation/package_index.hh"
#include "cli/generation_title.hh"

#include <cstdlib>

namespace cairn {

namespace {

const PulledChannel* find_named(const PulledChannels& states, const std::string& name) {
  for (const PulledChannel& state : states) {
    if (state.channel.name == name) return &state;
  }
  return nullptr;
}

std::string short_id(const PulledChannel& state) {
  return state.channel.commit.substr(0, 9);
}

// The modules of PULLED alone.
LoadPath path_of(const ChannelFolders& folders, const PulledChannel& pulled) {
  LoadPath path{{}};
  path.add(module_tree(folders, pulled));
  path.cache_in(folders.caches());
  return path;
}

std::vector<std::string> news_of_packages(const PackageIndex& before, const PackageIndex& now) {
  std::set<std::string> names = now.names_unlike(before);
  names.merge(before.names_unlike(now));
  return package_news(before.versions_of(names), now.versions_of(names));
}

// Modules that cannot be read: their packages seem to be gone.
std::vector<std::string> faults_of_modules(const PackageIndex& now) {
  constexpr std::size_t limit = 10;
  std::vector<std::string> lines;
  for (const std::string& problem : now.problems()) {
    if (lines.size() == limit) {
      lines.push_back(fmt::format("not read: {} more", now.problems().size() - limit));
      break;
    }
    lines.push_back("not read: " + problem);
  }
  return lines;
}

std::string indented(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += "\n    " + line;
  return text;
}

// "de" of LANG=de_DE.UTF-8.
std::string language() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value && *value)
      return std::string(value).substr(0, std::string_view(value).find_first_of("_.@"));
  }
  return "en";
}

std::string in_plain_words(const Translations& texts) {
  return without_marks(text_in(texts, language()));
}

// Titles alone. News that cannot be read are no reason not to go on.
std::vector<std::string> titles_of_news(const Repository& repository, const PulledChannel& now,
                                        const std::vector<ObjectId>& commits) {
  std::vector<std::string> lines;
  try {
    for (const NewsEntry& entry : author_news(repository, now, commits)) {
      lines.push_back("news: " + in_plain_words(entry.title));
    }
  } catch (const Error& error) {
    lines.push_back("its news cannot be read: " + error.message());
  }
  return lines;
}

std::string change_text(const ChannelFolders& folders, const PulledChannel& before,
                        const PulledChannel& now) {
  constexpr std::size_t commit_limit = 10;
  Repository repository = Repository::open(folders.repository(now.channel));
  std::vector<ObjectId> commits = commits_between(repository, before, now);
  PackageIndex index(path_of(folders, now));
  return fmt::format("  {}  {} -> {}", now.channel.name, short_id(before), short_id(now)) +
         indented(commit_news(repository, commits, commit_limit)) +
         indented(titles_of_news(repository, now, commits)) +
         indented(news_of_packages(PackageIndex(path_of(folders, before)), index)) +
         indented(faults_of_modules(index));
}

std::string first_text(const ChannelFolders& folders, const PulledChannel& now) {
  std::size_t count = 0;
  PackageIndex index(path_of(folders, now));
  index.each([&](const IndexedPackage&) { ++count; });
  return fmt::format("  {}  {}  (new: {} package{})", now.channel.name, short_id(now), count,
                     count == 1 ? "" : "s") +
         indented(faults_of_modules(index));
}

}  // namespace

std::string channels_text(const PulledChannels& states) {
  std::string text;
  for (const PulledChannel& state : states) {
    const Channel& channel = state.channel;
    text += fmt::format("  {} {}\n    repository URL: {}\n", channel.name, short_id(state),
                        channel.url);
    if (!channel.branch.empty()) text += fmt::format("    branch: {}\n", channel.branch);
    text += fmt::format("    commit: {}\n    of: {}\n", channel.commit, local_time(state.time));
  }
  return text;
}

std::string changes_text(const ChannelFolders& folders, const PulledChannels& before,
                         const PulledChannels& now) {
  std::vector<std::string> lines;
  for (const PulledChannel& state : now) {
    const PulledChannel* old = find_named(before, state.channel.name);
    if (!old) {
      lines.push_back(first_text(folders, state));
    } else if (old->channel.commit != state.channel.commit) {
      lines.push_back(change_text(folders, *old, state));
    } else if (old->channel != state.channel) {
      lines.push_back(
          fmt::format("  {}  {}  (declared in another way)", state.channel.name, short_id(state)));
    }
  }
  for (const PulledChannel& old : before) {
    if (find_named(now, old.channel.name)) continue;
    lines.push_back(fmt::format("  {}  {}  (gone)", old.channel.name, short_id(old)));
  }
  return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string news_text(const ChannelFolders& folders, const PulledChannels& before,
                      const PulledChannels& now) {
  std::string text;
  for (const PulledChannel& state : now) {
    const PulledChannel* old = find_named(before, state.channel.name);
    if (!old) continue;
    Repository repository = Repository::open(folders.repository(state.channel));
    std::vector<ObjectId> commits = commits_between(repository, *old, state);
    for (const NewsEntry& entry : author_news(repository, state, commits)) {
      text += fmt::format("{}: {}\n{}\n\n", state.channel.name, in_plain_words(entry.title),
                          in_plain_words(entry.body));
    }
  }
  return text;
}

}  // namespace cairn
