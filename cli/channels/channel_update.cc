// SPDX-License-Identifier: GPL-3.0-or-later
// Updating channels.
#include "cli/channels/channel_update.hh"

#include "channels/authenticate/relation.hh"
#include "channels/declaration/channel_file.hh"
#include "cli/channels/trust.hh"

#include <deque>
#include <set>

namespace cairn {

namespace {

// What one channel says of itself where it holds no file that does.
ChannelFile file_at(const Repository& repository, const Commit& commit, const std::string& name) {
  using Read = ChannelFile (*)(std::string_view, const std::string&);
  constexpr std::pair<const char*, Read> files[] = {
      {".cairn-channel", read_channel_file},
      {".guix-channel", read_guix_channel_file},
  };
  for (const auto& [file, read] : files) {
    auto entry = repository.entry(commit.tree, file);
    if (!entry) continue;
    std::string place = fmt::format("{}@{}/{}", name, commit.id.short_text(), file);
    if (!entry->is_file()) throw Error("{} is no file", place);
    return read(repository.blob(entry->id, 1 << 20), place);
  }
  return {};
}

ObjectId directory_at(const Repository& repository, const Commit& commit, const Channel& channel,
                      const std::string& directory) {
  auto entry = repository.entry(commit.tree, directory);
  if (!entry || entry->kind != TreeEntry::Kind::folder) {
    throw Error("the channel '{}' has its modules in '{}', which is not there in {}", channel.name,
                directory, commit.id.short_text());
  }
  return entry->id;
}

const ChannelState* find_state(const ChannelStates& states, const Channel& channel) {
  for (const ChannelState& state : states) {
    bool is_same = state.channel.name == channel.name && state.channel.url == channel.url;
    if (is_same && state.channel.introduction == channel.introduction) return &state;
  }
  return nullptr;
}

ObjectId id_of(const Channel& channel) {
  auto id = ObjectId::parse(channel.commit);
  if (!id) throw Error("'{}' is no id of a commit: forty digits are", channel.commit);
  return *id;
}

}  // namespace

ChannelState state_at(const Repository& repository, Channel channel) {
  Commit commit = repository.commit(id_of(channel));
  ChannelState state{std::move(channel), "", commit.tree, commit.time};
  state.directory = file_at(repository, commit, state.channel.name).directory;
  if (state.directory == ".") state.directory.clear();
  if (!state.directory.empty()) {
    state.tree = directory_at(repository, commit, state.channel, state.directory);
  }
  return state;
}

ChannelUpdate::ChannelUpdate(const ChannelFolders& folders, const ChannelStates& before,
                             const UpdateWishes& wishes, Tell tell)
    : folders_(folders), before_(before), wishes_(wishes), tell_(std::move(tell)) {}

ChannelStates ChannelUpdate::states(const std::vector<Channel>& declared) {
  std::deque<Wanted> wanted;
  std::set<std::string> names;
  for (const Channel& channel : declared) {
    wanted.push_back({channel, ""});
    names.insert(channel.name);
  }
  ChannelStates states;
  for (; !wanted.empty(); wanted.pop_front()) {
    const Wanted next = wanted.front();
    states.push_back(state_of(next.channel));
    Repository repository = Repository::open(folders_.repository(next.channel));
    Commit commit = repository.commit(id_of(states.back().channel));
    for (const Channel& needed : file_at(repository, commit, next.channel.name).dependencies) {
      if (names.insert(needed.name).second) wanted.push_back({needed, next.channel.name});
    }
  }
  return states;
}

ChannelState ChannelUpdate::state_of(const Channel& wanted) {
  ChannelCopy copy(folders_, wanted);
  Channel now = wanted;
  now.commit = wanted_commit(wanted, copy, now.branch).text();
  const Repository& repository = *copy.repository();
  if (wishes_.authenticate) check_trust(repository, now, folders_);
  if (!wishes_.allow_downgrades) refuse_going_back(repository, now);
  return state_at(repository, std::move(now));
}

// A commit that is named and already here needs no network.
ObjectId ChannelUpdate::wanted_commit(const Channel& wanted, ChannelCopy& copy,
                                      std::string& branch) {
  const Repository& repository = *copy.repository();
  if (!wanted.commit.empty() && repository.has(id_of(wanted))) return id_of(wanted);
  tell_(fmt::format("fetching the channel '{}' from {}", wanted.name, wanted.url));
  FetchedBranch head = copy.fetch({});
  branch = head.name;
  if (wanted.commit.empty()) return head.commit;
  ObjectId commit = id_of(wanted);
  Relation relation =
      repository.has(commit) ? relation_of(repository, commit, head.commit) : Relation::unrelated;
  if (relation != Relation::same && relation != Relation::ahead) {
    throw Error("the branch '{}' of {} does not hold the commit {}", branch, wanted.url,
                wanted.commit)
        .with_hint("name its branch: (branch \"...\")");
  }
  return commit;
}

void ChannelUpdate::refuse_going_back(const Repository& repository, const Channel& now) {
  const ChannelState* before = find_state(before_, now);
  if (!before || !repository.has(id_of(before->channel))) return;
  Relation relation = relation_of(repository, id_of(before->channel), id_of(now));
  if (relation == Relation::same || relation == Relation::ahead) return;
  std::string from = before->channel.commit.substr(0, 9);
  std::string to = now.commit.substr(0, 9);
  std::string why = relation == Relation::behind
                        ? fmt::format("{} is older than {}, where it is now", to, from)
                        : fmt::format("{} does not follow {}, where it is now", to, from);
  throw Error("refusing to take the channel '{}' back: {}", now.name, why)
      .with_hint(fmt::format(
          "whoever serves {} may hold updates back; if you mean it: cairn pull --allow-downgrades",
          now.url));
}

}  // namespace cairn
