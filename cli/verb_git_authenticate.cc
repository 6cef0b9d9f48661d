// SPDX-License-Identifier: GPL-3.0-or-later
// cairn git authenticate: whether all commits of a repository are signed by those who may.
#include "channels/authenticate/authenticate.hh"
#include "channels/git/head_file.hh"
#include "cli/cache_home.hh"
#include "cli/results.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

constexpr std::string_view usual_end = "HEAD";

struct AuthenticateWishes {
  std::optional<std::string> commit;
  std::optional<std::string> signer;
  std::string repository = ".";
  std::string keyring = "keyring";
  std::string end{usual_end};
  std::string cache_key;
  std::optional<std::string> historical;
  bool stats = false;
  bool json = false;
};

Options authenticate_options(AuthenticateWishes& wishes) {
  return {
      {"-r,--repository", "DIR", "the git repository (default: the working directory)",
       &wishes.repository},
      {"-k,--keyring", "REF", "the branch with OpenPGP's public keys (default: keyring)",
       &wishes.keyring},
      {"--end", "COMMIT", "authenticate up to COMMIT (default: HEAD)", &wishes.end},
      {"--cache-key", "KEY", "remember under KEY what is authentic", &wishes.cache_key},
      {"--historical-authorizations", "FILE", "who could sign after commits without authorizations",
       &wishes.historical},
      {"--stats", "", "print how many commits each key signed", &wishes.stats},
      {"--json", "", "print JSON", &wishes.json},
      {"[COMMIT]", "", "", &wishes.commit},
      {"[SIGNER]", "", "", &wishes.signer},
  };
}

ObjectId introduction_in(const AuthenticateWishes& wishes) {
  if (!wishes.commit || !wishes.signer) {
    throw Error("an introduction is a commit and the fingerprint of the key that signed it",
                Exit::misused)
        .with_hint("cairn git authenticate COMMIT SIGNER");
  }
  auto commit = ObjectId::parse(*wishes.commit);
  if (!commit) {
    throw Error("'{}' is no commit's id of 40 digits", *wishes.commit)
        .with_status(Exit::misused)
        .with_hint("git rev-parse " + *wishes.commit);
  }
  return *commit;
}

ObjectId end_in(const Repository& repository, const std::string& end) {
  if (auto found = repository.find(end)) return *found;
  throw Error("there is no commit '{}' in {}", end, repository.folder())
      .with_hint("git -C " + repository.folder() + " log --all --oneline");
}

AuthenticationRequest request_of(const AuthenticateWishes& wishes) {
  ObjectId introduction = introduction_in(wishes);
  AuthenticationRequest request{{},
                                introduction,
                                read_value([&] { return Fingerprint::parse(*wishes.signer); }),
                                {wishes.keyring, "origin/" + wishes.keyring},
                                std::nullopt,
                                "",
                                wishes.cache_key};
  if (wishes.historical) {
    request.historical =
        read_guix_authorizations(read_file(*wishes.historical, 1 << 20), *wishes.historical);
  }
  std::string home = cache_home();
  if (!home.empty()) request.cache_folder = home + "/authentication";
  return request;
}

void tell(const Authentication& found, const ObjectId& target, bool json) {
  Results results;
  if (json) {
    auto signers = nlohmann::json::object();
    for (const auto& [signer, count] : found.signers) signers[signer.text()] = count;
    results.json(
        {{"commit", target.text()}, {"checked", found.checked}, {"signers", std::move(signers)}});
  } else {
    results.line(fmt::format("checked {} commit{}", found.checked, found.checked == 1 ? "" : "s"));
    for (const auto& [signer, count] : found.signers) {
      results.line(fmt::format("{:>8} {}", count, signer.text()));
    }
  }
  results.finish();
}

// Whether END, read from the repository's files, is known to be authentic: then nothing is opened.
bool is_done_already(const AuthenticateWishes& wishes, AuthenticationRequest& request) {
  auto head = wishes.end == usual_end ? head_in_files(wishes.repository) : std::nullopt;
  if (!head) return false;
  request.target = *head;
  return is_remembered(request);
}

Authentication authenticate_or_throw(const Repository& repository,
                                     const AuthenticationRequest& request) {
  Authentication found = authenticate(repository, request, nullptr);
  if (found.refusal) throw Error(found.refusal->message).with_hint(found.refusal->hint);
  return found;
}

Exit git_authenticate(const AuthenticateWishes& wishes, const PlaceWishes&) {
  AuthenticationRequest request = request_of(wishes);
  Authentication found;
  if (!is_done_already(wishes, request)) {
    Repository repository = Repository::open(wishes.repository);
    request.target = end_in(repository, wishes.end);
    with_context("cannot authenticate " + wishes.repository,
                 [&] { found = authenticate_or_throw(repository, request); });
  }
  if (wishes.stats || wishes.json) tell(found, request.target, wishes.json);
  return Exit::done;
}

}  // namespace

extern const Verb git_authenticate_verb;
const Verb git_authenticate_verb{
    "git authenticate", "check that each commit is signed by who may sign it",
    "COMMIT and SIGNER are the introduction: the first commit that is believed, and the\n"
    "fingerprint of the key that signed it. Each later commit must be signed by a key that\n"
    ".cairn-authorizations or .guix-authorizations names in each of its parents. Nothing is\n"
    "printed if that is so.",
    [] { return call_of(authenticate_options, git_authenticate); }};

}  // namespace cairn
