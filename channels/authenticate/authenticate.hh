// SPDX-License-Identifier: GPL-3.0-or-later
// Authenticating a channel: from its introduction on, each commit must be signed by a key that the
// authorizations of all its parents name. The rule is Guix's: Courtès, "Building a Secure Software
// Supply Chain with GNU Guix", Programming 7(1), 2022, section 4. See manual/formats/channels.md.
#pragma once

#include "channels/authenticate/cache.hh"
#include "channels/authenticate/decision.hh"
#include "channels/authenticate/history.hh"
#include "channels/git/repository.hh"

#include <functional>
#include <map>

namespace cairn {

struct AuthenticationRequest {
  ObjectId target;
  ObjectId introduction;
  Fingerprint signer;  // of the introduction
  // Where OpenPGP's public keys are: the first revision that there is. Keys of SSH need none.
  std::vector<std::string> keyrings;
  // Who could sign children of commits that lack authorizations.
  std::optional<Authorizations> historical;
  std::string cache_folder;  // empty: nothing is remembered
  std::string cache_key;     // parts what is remembered further; may be empty
};

struct Authentication {
  std::optional<CommitRefusal> refusal;        // none: the target is authentic
  std::size_t checked = 0;                     // commits that were not known before
  std::map<Fingerprint, std::size_t> signers;  // of those
};

using AuthenticationProgress = std::function<void(std::size_t done, std::size_t all)>;

// Throws for objects of REPOSITORY that are missing or malformed; that a commit is not to be
// believed is an answer. Nothing in the repository is run.
Authentication authenticate(const Repository& repository, const AuthenticationRequest& request,
                            const AuthenticationProgress& progress);

// Whether the target was found authentic before. It takes no repository: an id fixes a commit.
bool is_remembered(const AuthenticationRequest& request);

// The history of REPOSITORY, which must outlive it.
History history_of(const Repository& repository);

}  // namespace cairn
