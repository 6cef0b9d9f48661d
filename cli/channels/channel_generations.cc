// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping the states of channels.
#include "cli/channels/channel_generations.hh"

#include "channels/git/repository.hh"
#include "core/base/files.hh"

namespace cairn {

ChannelGenerations::ChannelGenerations(StoreDir store, std::string root, ChannelFolders folders)
    : store_(std::move(store)),
      root_(std::move(root)),
      folders_(std::move(folders)),
      profile_(store_, folders_.generations) {}

PulledChannels ChannelGenerations::states(const Generation& generation) const {
  std::string file = root_ + store_.print(generation.item);
  return with_context(fmt::format("cannot read generation {} of the channels", generation.number),
                      [&] { return parse_state_text(read_file(file, 4 << 20), file); });
}

PulledChannels ChannelGenerations::current() const {
  auto generation = profile_.current_generation();
  return generation ? states(*generation) : PulledChannels{};
}

std::string ChannelGenerations::ref_of(std::uint64_t number, const Channel& channel) const {
  return fmt::format("refs/cairn/generations/{}/{}/{}", folders_.owner, number, channel.name);
}

std::uint64_t ChannelGenerations::add(Engine& engine, const PulledChannels& states) {
  StorePath item = engine.add_text("channels.json", state_text(states), {});
  ProfileChange change = ProfileChange::begin(profile_);
  std::uint64_t number = change.next_number();
  // The refs first: no generation is ever seen whose commits nothing keeps.
  for (const PulledChannel& state : states) {
    Repository repository = Repository::open(folders_.repository(state.channel));
    auto commit = ObjectId::parse(state.channel.commit);
    repository.set_ref(ref_of(number, state.channel), commit.value());
  }
  change.add(number, item);
  if (!folders_.is_in_state) engine.add_indirect_root(profile_.link_of(number));
  change.switch_to(number);
  return number;
}

void ChannelGenerations::switch_to(std::uint64_t number) {
  ProfileChange::begin(profile_).switch_to(number);
}

void ChannelGenerations::remove(std::uint64_t number) {
  auto generation = profile_.find(number);
  if (!generation) return;
  PulledChannels states = this->states(*generation);
  ProfileChange::begin(profile_).remove(number);
  for (const PulledChannel& state : states) {
    Repository repository = Repository::open(folders_.repository(state.channel));
    repository.remove_ref(ref_of(number, state.channel));
  }
}

}  // namespace cairn
