// SPDX-License-Identifier: GPL-3.0-or-later
// Updating channels.
#include "cli/channels/channel_update.hh"

#include "channels/authenticate/authenticate.hh"
#include "cli/channels/channel_file_at.hh"
#include "cli/channels/trust.hh"

#include <deque>
#include <set>

namespace cairn {

namespace {

ObjectId directory_at(const Repository& repository, const Commit& commit, const Channel& channel,
                      const std::string& directory) {
  auto entry = repository.entry(commit.tree, directory);
  if (!entry || entry->kind != TreeEntry::Kind::folder) {
    throw Error("the channel '{}' has its modules in '{}', which is not there in {}", channel.name,
                directory, commit.id.short_text());
  }
  return entry->id;
}

Relation relation_of(const Repository& repository, const ObjectId& from, const ObjectId& to) {
  History history = history_of(repository);
  return relation(history, from, to);
}

const PulledChannel* find_state(const PulledChannels& states, const Channel& channel) {
  for (const PulledChannel& state : states) {
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

PulledChannel state_at(const Repository& repository, Channel channel) {
  Commit commit = repository.commit(id_of(channel));
  PulledChannel state{std::move(channel), "", commit.tree, commit.time};
  state.directory = channel_file_at(repository, commit, state.channel.name).directory;
  if (state.directory == ".") state.directory.clear();
  if (!state.directory.empty()) {
    state.tree = directory_at(repository, commit, state.channel, state.directory);
  }
  return state;
}

ChannelUpdate::ChannelUpdate(const ChannelFolders& folders, const PulledChannels& before,
                             const UpdateWishes& wishes, UpdateDisplay display)
    : folders_(folders), before_(before), wishes_(wishes), display_(std::move(display)) {}

PulledChannels ChannelUpdate::states(const std::vector<Channel>& declared) {
  std::deque<Wanted> wanted;
  std::set<std::string> names;
  for (const Channel& channel : declared) {
    wanted.push_back({channel, ""});
    names.insert(channel.name);
  }
  PulledChannels states;
  for (; !wanted.empty(); wanted.pop_front()) {
    const Wanted next = wanted.front();
    states.push_back(state_of(next.channel));
    Repository repository = Repository::open(folders_.repository(next.channel));
    Commit commit = repository.commit(id_of(states.back().channel));
    for (const Channel& needed :
         channel_file_at(repository, commit, next.channel.name).dependencies) {
      if (names.insert(needed.name).second) wanted.push_back({needed, next.channel.name});
    }
  }
  return states;
}

PulledChannel ChannelUpdate::state_of(const Channel& wanted) {
  ChannelCopy copy(folders_, wanted);
  Channel now = wanted;
  now.commit = wanted_commit(wanted, copy, now.branch).text();
  const Repository& repository = *copy.repository();
  if (wishes_.authenticate) check_trust(repository, now, folders_, display_.authenticating());
  if (!wishes_.allow_downgrades) refuse_going_back(repository, now);
  return state_at(repository, std::move(now));
}

// A commit that is named and already here needs no network.
ObjectId ChannelUpdate::wanted_commit(const Channel& wanted, ChannelCopy& copy,
                                      std::string& branch) {
  const Repository& repository = *copy.repository();
  if (!wanted.commit.empty() && repository.has(id_of(wanted))) return id_of(wanted);
  display_.tell(fmt::format("fetching the channel '{}' from {}", wanted.name, wanted.url));
  FetchedBranch head = copy.fetch(display_.fetching());
  branch = head.name;
  if (wanted.commit.empty()) return head.commit;
  ObjectId commit = id_of(wanted);
  Relation found =
      repository.has(commit) ? relation_of(repository, commit, head.commit) : Relation::unrelated;
  if (found != Relation::same && found != Relation::ahead) {
    throw Error("the branch '{}' of {} does not hold the commit {}", branch, wanted.url,
                wanted.commit)
        .with_hint("name its branch: (branch \"...\")");
  }
  return commit;
}

void ChannelUpdate::refuse_going_back(const Repository& repository, const Channel& now) {
  const PulledChannel* before = find_state(before_, now);
  if (!before || !repository.has(id_of(before->channel))) return;
  Relation found = relation_of(repository, id_of(before->channel), id_of(now));
  if (found == Relation::same || found == Relation::ahead) return;
  std::string from = before->channel.commit.substr(0, 9);
  std::string to = now.commit.substr(0, 9);
  std::string why = found == Relation::behind
                        ? fmt::format("{} is older than {}, where it is now", to, from)
                        : fmt::format("{} does not follow {}, where it is now", to, from);
  throw Error("refusing to take the channel '{}' back: {}", now.name, why)
      .with_hint(fmt::format(
          "whoever serves {} may hold updates back; if you mean it: cairn pull --allow-downgrades",
          now.url));
}

}  // namespace cairn
