// SPDX-License-Identifier: GPL-3.0-or-later
// Deciding, and saying why not.
#include "channels/authenticate/decision.hh"

#include <algorithm>

namespace cairn {

namespace {

using Kind = CommitRefusal::Kind;

CommitRefusal refuse(Kind kind, const Commit& commit, std::string message, std::string hint) {
  return {kind, commit.id, std::move(message), std::move(hint)};
}

std::string look_at(const ObjectId& commit) {
  return "git show " + commit.short_text();
}

std::optional<CommitRefusal> signature_refusal(const Commit& commit,
                                               const SignatureVerdict& verdict) {
  std::string what = description_of(commit);
  if (commit.signature.empty()) {
    return refuse(Kind::unsigned_commit, commit, what + " is not signed",
                  "sign it if it is yours: git commit --amend --gpg-sign");
  }
  if (verdict.key_is_missing) {
    return refuse(Kind::missing_key, commit, what + ": " + verdict.reason,
                  "the channel's branch 'keyring' shall hold the key, in a file of its own: "
                  "gpg --export --armor KEY > NAME.key");
  }
  if (!verdict.good) {
    return refuse(Kind::bad_signature, commit,
                  fmt::format("{} has no good signature: {}", what, verdict.reason),
                  look_at(commit.id) + " --show-signature");
  }
  return std::nullopt;
}

const Fingerprint* named_in(const Authorizations& authorizations,
                            const std::vector<Fingerprint>& keys) {
  auto named = std::ranges::find_if(
      keys, [&](const Fingerprint& key) { return authorizations.keys.contains(key); });
  return named == keys.end() ? nullptr : &*named;
}

// "alice (SHA256:...), bob (...)", the first few of them.
std::string list_of(const Authorizations& authorizations) {
  constexpr std::size_t shown = 3;
  if (authorizations.keys.empty()) return "nobody";
  std::string list;
  std::size_t count = 0;
  for (const auto& [key, name] : authorizations.keys) {
    if (count++ == shown) {
      return list + fmt::format(" and {} more", authorizations.keys.size() - shown);
    }
    if (!list.empty()) list += ", ";
    list += name.empty() ? key.text() : fmt::format("{} ({})", name, key.text());
  }
  return list;
}

CommitRefusal not_authorized(const Evidence& evidence, const ParentRights& parent,
                             const Authorizations& authorized) {
  const Commit& commit = evidence.commit;
  std::string message =
      fmt::format("{} is signed by {}, whom its parent {} does not authorize: that authorizes {}",
                  description_of(commit), evidence.verdict.by.front().text(),
                  parent.parent.short_text(), list_of(authorized));
  bool adds_itself = evidence.own.kind == Rights::Kind::named &&
                     named_in(evidence.own.authorizations, evidence.verdict.by);
  const char* hint = adds_itself
                         ? "a key counts from the commit behind the one that adds it: let somebody "
                           "who is authorized add it in a commit before"
                         : "if it is yours, sign it with a key that is authorized, or let somebody "
                           "who is add your key to the authorizations in a commit before";
  return refuse(Kind::not_authorized, commit, std::move(message), hint);
}

CommitRefusal without_authorizations(const Commit& commit, const ParentRights& parent) {
  std::string id = parent.parent.short_text();
  std::string what = description_of(commit);
  if (parent.parent_had_some) {
    return refuse(
        Kind::removed_authorizations, commit,
        fmt::format("{} cannot be judged: its parent {} removed the authorizations", what, id),
        look_at(parent.parent) + " --stat");
  }
  return refuse(Kind::no_authorizations, commit,
                fmt::format("{} cannot be judged: its parent {} has no {}", what, id,
                            cairn_authorizations_name),
                "introduce the channel by a commit that has one, or name those who could sign "
                "before: --historical-authorizations=FILE");
}

std::optional<CommitRefusal> parent_refusal(const Evidence& evidence, const ParentRights& parent) {
  const Commit& commit = evidence.commit;
  const Rights& rights = *parent.rights;
  if (rights.kind == Rights::Kind::malformed) {
    return refuse(Kind::malformed_authorizations, commit,
                  fmt::format("{} cannot be judged: in its parent {}: {}", description_of(commit),
                              parent.parent.short_text(), rights.problem),
                  look_at(parent.parent) + ":" +
                      rights.problem.substr(0, rights.problem.find_first_of(": ")));
  }
  bool is_absent = rights.kind == Rights::Kind::absent;
  bool is_historical = is_absent && evidence.historical && !parent.parent_had_some;
  if (is_absent && !is_historical) return without_authorizations(commit, parent);
  const Authorizations& authorized = is_historical ? *evidence.historical : rights.authorizations;
  if (named_in(authorized, evidence.verdict.by)) return std::nullopt;
  return not_authorized(evidence, parent, authorized);
}

CommitRefusal beginning_refusal(const Commit& commit) {
  return refuse(Kind::unrelated, commit,
                description_of(commit) +
                    " has no parent: it begins a history that does not come "
                    "from the channel's introduction",
                "a merge may only join what comes from the introduction: git rebase, or git am");
}

}  // namespace

std::string description_of(const Commit& commit) {
  constexpr std::size_t shown = 60;
  std::string summary = commit.summary();
  if (summary.size() > shown) {
    summary.resize(shown);
    summary += "...";
  }
  return fmt::format("the commit {} '{}' of {}", commit.id.short_text(), summary, commit.author);
}

std::optional<CommitRefusal> refusal_of(const Evidence& evidence) {
  const Commit& commit = evidence.commit;
  bool is_beginning = commit.parents.empty();
  if (is_beginning && !evidence.historical) return beginning_refusal(commit);
  if (auto refusal = signature_refusal(commit, evidence.verdict)) return refusal;
  if (is_beginning && !named_in(*evidence.historical, evidence.verdict.by)) {
    return beginning_refusal(commit);
  }
  for (const ParentRights& parent : evidence.parents) {
    if (auto refusal = parent_refusal(evidence, parent)) return refusal;
  }
  return std::nullopt;
}

std::optional<CommitRefusal> introduction_refusal(const Commit& commit,
                                                  const SignatureVerdict& verdict,
                                                  const Fingerprint& signer) {
  if (auto refusal = signature_refusal(commit, verdict)) return refusal;
  if (std::ranges::find(verdict.by, signer) != verdict.by.end()) return std::nullopt;
  return refuse(Kind::wrong_introduction, commit,
                fmt::format("{} is signed by {}, where the introduction names {}",
                            description_of(commit), verdict.by.front().text(), signer.text()),
                "ask the channel's authors for its introduction, by a way that you trust");
}

}  // namespace cairn
