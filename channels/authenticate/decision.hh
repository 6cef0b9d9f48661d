// SPDX-License-Identifier: GPL-3.0-or-later
// The decision whether a commit is authentic, without any file or repository: a pure function of
// who signed it and whom its parents authorize.
#pragma once

#include "channels/authenticate/rights.hh"
#include "channels/git/commit.hh"
#include "channels/signature/verify_signature.hh"

#include <optional>
#include <span>
#include <string>

namespace cairn {

// Why a commit is not believed: what callers expect, and tell the user of.
struct CommitRefusal {
  enum class Kind : std::uint8_t {
    unsigned_commit,
    bad_signature,
    missing_key,
    not_authorized,
    no_authorizations,         // a parent has none
    removed_authorizations,    // a parent lacks what its own parent has
    malformed_authorizations,  // of a parent
    unrelated,                 // it begins a history of its own
    no_introduction,           // the introduction's commit is not in the repository
    wrong_introduction,        // the introduction's commit is signed by another
    not_a_descendant,          // the target does not come from the introduction
  };
  Kind kind;
  ObjectId commit;
  std::string message;
  std::string hint;
};

struct ParentRights {
  ObjectId parent;
  const Rights* rights;          // never null
  bool parent_had_some = false;  // if it has none: whether a parent of the parent has
};

// All that is known about a commit when it is decided.
struct Evidence {
  const Commit& commit;
  const SignatureVerdict& verdict;
  std::span<const ParentRights> parents;
  const Rights& own;                                // what it says itself, for the hint alone
  const std::optional<Authorizations>& historical;  // for parents that say nothing
};

// Nothing if the commit is authentic: a key signed it that each of its parents authorizes.
std::optional<CommitRefusal> refusal_of(const Evidence& evidence);

// Nothing if the commit of an introduction is signed by SIGNER; its parents do not count.
std::optional<CommitRefusal> introduction_refusal(const Commit& commit,
                                                  const SignatureVerdict& verdict,
                                                  const Fingerprint& signer);

// "the commit 4f3c0ffee 'hello: greet' of Alice <alice@example.org>"
std::string description_of(const Commit& commit);

}  // namespace cairn
