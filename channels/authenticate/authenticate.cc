// SPDX-License-Identifier: GPL-3.0-or-later
// Walking from the introduction to the target.
#include "channels/authenticate/authenticate.hh"

#include "channels/authenticate/keys.hh"

#include <algorithm>

namespace cairn {

namespace {

using Kind = CommitRefusal::Kind;

// All that the answers depend on beside the commits. Lines, so that no two requests share one.
std::string identity_of(const AuthenticationRequest& request) {
  std::string identity = request.introduction.text() + "\n" + request.signer.text() + "\n";
  if (request.historical) {
    for (const auto& [key, name] : request.historical->keys)
      identity += "also " + key.text() + "\n";
  }
  return identity + "key " + request.cache_key;
}

// Why the cache is sound. It holds targets that were found authentic: for each, every commit that
// it descends from, but for the introduction and what lies before that, was judged authentic; and
// each target descends from the introduction. That never changes, since an id fixes a commit and
// all before it. So behind a kept commit nothing is left to judge, and a commit that a kept one
// descends from is authentic itself if it descends from the introduction.
class Authenticator {
 public:
  Authenticator(const Repository& repository, const AuthenticationRequest& request,
                const AuthenticationProgress& progress)
      : repository_(repository),
        request_(request),
        progress_(progress),
        cache_(request.cache_folder, identity_of(request)),
        history_(history_of(repository)),
        rights_(repository),
        keys_(repository, request.keyrings) {}

  Authentication answer() {
    std::vector<ObjectId> known;
    if (!request_.cache_folder.empty()) known = cache_.commits();
    if (!repository_.has(request_.introduction)) return refused(absent_introduction());
    if (auto refusal = judge_introduction()) return refused(std::move(*refusal));
    std::vector<ObjectId> stops = known;  // of another clone, perhaps: some may not be here
    std::erase_if(stops, [&](const ObjectId& commit) { return !repository_.has(commit); });
    stops.push_back(request_.introduction);
    if (auto refusal = judge_beyond(stops)) return refused(std::move(*refusal));
    if (!request_.cache_folder.empty()) cache_.keep(known, request_.target);
    return std::move(found_);
  }

 private:
  Authentication refused(CommitRefusal refusal) {
    found_.refusal = std::move(refusal);
    return std::move(found_);
  }

  SignatureVerdict verdict_of(const Commit& commit) {
    if (commit.signature.empty()) return {};
    return verify_signature(commit.payload, commit.signature, keys_.keyring_for(commit.signature));
  }

  CommitRefusal absent_introduction() const {
    std::string id = request_.introduction.text();
    return {Kind::no_introduction, request_.introduction,
            fmt::format("the commit {} of the introduction is not in {}", id, repository_.folder()),
            "ask the channel's authors for its introduction, by a way that you trust"};
  }

  std::optional<CommitRefusal> judge_introduction() {
    Commit commit = repository_.commit(request_.introduction);
    return explained(introduction_refusal(commit, verdict_of(commit), request_.signer));
  }

  std::optional<CommitRefusal> explained(std::optional<CommitRefusal> refusal) const {
    bool lacks_key = refusal && refusal->kind == Kind::missing_key;
    if (lacks_key) refusal->message += keys_.why_it_may_be_missing();
    return refusal;
  }

  // Where times go backwards the first list may hold what the stops descend from. To accept all of
  // it accepts no less than it should; to refuse, it has to be known exactly.
  std::optional<CommitRefusal> judge_beyond(const std::vector<ObjectId>& stops) {
    const ObjectId& target = request_.target;
    auto commits = commits_beyond(history_, stops, target, Extent::at_least);
    if (!comes_from(stops, commits)) return not_a_descendant();
    auto refusal = judge_all(commits);
    if (!refusal) return std::nullopt;
    auto exact = commits_beyond(history_, stops, target, Extent::exact);
    if (exact.size() == commits.size()) return refusal;
    return judge_all(exact);
  }

  // Every stop is the introduction or descends from it.
  bool comes_from(const std::vector<ObjectId>& stops, const std::vector<ObjectId>& commits) {
    auto is_stop = [&](const ObjectId& commit) {
      return std::ranges::find(stops, commit) != stops.end();
    };
    auto has_stop_behind = [&](const ObjectId& commit) {
      return std::ranges::any_of(history_.links(commit).parents, is_stop);
    };
    return std::ranges::any_of(commits, has_stop_behind) ||
           descends(history_, request_.target, request_.introduction);
  }

  CommitRefusal not_a_descendant() {
    Commit commit = repository_.commit(request_.target);
    bool is_before = descends(history_, request_.introduction, request_.target);
    std::string message =
        fmt::format("{} {} {}", description_of(commit),
                    is_before ? "lies before the channel's introduction, the commit"
                              : "does not descend from the channel's introduction, the commit",
                    request_.introduction.short_text());
    return {Kind::not_a_descendant, commit.id, std::move(message),
            is_before ? "nobody vouches for what lies before it: choose a later commit"
                      : "is this the right branch, and the right channel?"};
  }

  std::optional<CommitRefusal> judge_all(const std::vector<ObjectId>& commits) {
    found_ = {};
    for (const ObjectId& commit : commits) {
      if (progress_) progress_(found_.checked, commits.size());
      if (auto refusal = judge(repository_.commit(commit))) return refusal;
    }
    return std::nullopt;
  }

  std::optional<CommitRefusal> judge(const Commit& commit) {
    SignatureVerdict verdict = verdict_of(commit);
    std::vector<ParentRights> parents;
    for (const ObjectId& parent : commit.parents) parents.push_back(rights_of_parent(parent));
    Evidence evidence{commit, verdict, parents, rights_.of(commit.tree), request_.historical};
    if (auto refusal = explained(refusal_of(evidence))) return refusal;
    ++found_.checked;
    ++found_.signers[verdict.by.front()];
    return std::nullopt;
  }

  ParentRights rights_of_parent(const ObjectId& id) {
    Commit parent = repository_.commit(id);
    ParentRights found{id, &rights_.of(parent.tree)};
    if (found.rights->kind == Rights::Kind::absent) {
      found.parent_had_some = std::ranges::any_of(parent.parents, [&](const ObjectId& before) {
        return rights_.of(repository_.commit(before).tree).kind != Rights::Kind::absent;
      });
    }
    return found;
  }

  const Repository& repository_;
  const AuthenticationRequest& request_;
  const AuthenticationProgress& progress_;
  AuthenticationCache cache_;
  History history_;
  RightsReader rights_;
  ChannelKeys keys_;
  Authentication found_;
};

}  // namespace

bool is_remembered(const AuthenticationRequest& request) {
  if (request.cache_folder.empty()) return false;
  AuthenticationCache cache(request.cache_folder, identity_of(request));
  std::vector<ObjectId> known = cache.commits();
  return std::ranges::find(known, request.target) != known.end();
}

Authentication authenticate(const Repository& repository, const AuthenticationRequest& request,
                            const AuthenticationProgress& progress) {
  if (is_remembered(request)) return {};
  return Authenticator(repository, request, progress).answer();
}

History history_of(const Repository& repository) {
  return History([&repository](const ObjectId& id) {
    Commit commit = repository.commit(id);
    return CommitLinks{std::move(commit.parents), commit.time};
  });
}

}  // namespace cairn
