// SPDX-License-Identifier: GPL-3.0-or-later
// ChannelKeys: OpenPGP's public keys, out of the files *.key at the root of a channel's branch for
// them. Nobody vouches for that branch: a key in it counts when the authorizations name it.
#pragma once

#include "channels/git/repository.hh"
#include "channels/signature/keyring.hh"

#include <string>
#include <vector>

namespace cairn {

class ChannelKeys {
 public:
  // REVISIONS name the branch; the first that there is counts.
  ChannelKeys(const Repository& repository, std::vector<std::string> revisions)
      : repository_(repository), revisions_(std::move(revisions)) {}

  // What SIGNATURE takes to be verified; the branch is read when the first of OpenPGP comes.
  const Keyring& keyring_for(std::string_view signature);
  // To add to a message about a key that is missing; mostly empty.
  std::string why_it_may_be_missing() const;

 private:
  void read();

  const Repository& repository_;
  std::vector<std::string> revisions_;
  Keyring keyring_;
  bool is_read_ = false;
  bool has_branch_ = false;
  std::string problems_;
};

}  // namespace cairn
