// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a channel's own file.
#include "cli/channels/channel_file_at.hh"

#include "core/base/error.hh"

namespace cairn {

ChannelFile channel_file_at(const Repository& repository, const Commit& commit,
                            const std::string& name) {
  using Read = ChannelFile (*)(std::string_view, const std::string&);
  constexpr std::pair<std::string_view, Read> files[] = {
      {cairn_channel_file_name, read_channel_file},
      {guix_channel_file_name, read_guix_channel_file},
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

}  // namespace cairn
