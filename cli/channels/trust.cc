// SPDX-License-Identifier: GPL-3.0-or-later
// Authenticating a channel as a whole.
#include "cli/channels/trust.hh"

#include "cli/channels/channel_copy.hh"
#include "cli/channels/channel_file_at.hh"

namespace cairn {

void check_trust(const Repository& repository, const Channel& channel,
                 const ChannelFolders& folders, const AuthenticationProgress& progress) {
  std::string tried = fmt::format("cannot trust the channel '{}'", channel.name);
  if (!channel.introduction) {
    throw Error("{}: it has no introduction, so nothing tells who may sign its commits", tried)
        .with_hint(
            "ask who made it for its (introduction ...); to believe whoever serves it: "
            "--disable-authentication");
  }
  auto target = ObjectId::parse(channel.commit);
  auto introduction = ObjectId::parse(channel.introduction->commit);
  if (!target || !introduction) throw Error("{}: '{}' is no commit", tried, channel.commit);
  Commit commit = repository.commit(*target);
  std::string keyring = channel_file_at(repository, commit, channel.name).keyring_reference;
  AuthenticationRequest request{
      .target = *target,
      .introduction = *introduction,
      .signer = Fingerprint::parse(channel.introduction->signer),
      .keyrings = {fetched_ref(keyring)},
      .historical = {},
      .cache_folder = folders.authenticated(),
      .cache_key = "",
  };
  Authentication found = authenticate(repository, request, progress);
  if (!found.refusal) return;
  throw Error("{}: {}", tried, found.refusal->message).with_hint(found.refusal->hint);
}

}  // namespace cairn
