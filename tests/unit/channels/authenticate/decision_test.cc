// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a commit is authentic, from who signed it and whom its parents authorize.
#include "channels/authenticate/decision.hh"

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace cairn {

namespace {

using Kind = CommitRefusal::Kind;

const Fingerprint alice = Fingerprint::parse(std::string(40, 'A'));
const Fingerprint bob = Fingerprint::parse(std::string(40, 'B'));
const Fingerprint sub = Fingerprint::parse(std::string(40, 'C'));

Rights rights_of(std::initializer_list<Fingerprint> keys) {
  Rights rights{Rights::Kind::named, {}, ""};
  for (const Fingerprint& key : keys) rights.authorizations.keys[key] = "";
  return rights;
}

const Rights for_alice = rights_of({alice});
const Rights for_bob = rights_of({bob});
const Rights for_both = rights_of({alice, bob});
const Rights for_nobody = rights_of({});
const Rights absent{};
const Rights malformed{Rights::Kind::malformed, {}, "f:1:2: wrong"};

ObjectId id(int number) {
  return *ObjectId::parse(fmt::format("{:040x}", number));
}

struct Question {
  std::vector<const Rights*> parents;
  std::vector<Fingerprint> by{alice};
  std::optional<Authorizations> historical = std::nullopt;
  bool parent_had_some = false;
};

std::optional<CommitRefusal> answer(const Question& question) {
  Commit commit;
  commit.id = id(99);
  commit.author = "Ann <ann@x>";
  commit.message = "hello\n";
  commit.signature = "something";
  std::vector<ParentRights> parents;
  for (const Rights* rights : question.parents) {
    commit.parents.push_back(id(1));
    parents.push_back({id(1), rights, question.parent_had_some});
  }
  SignatureVerdict verdict{true, question.by, "", false};
  return refusal_of({commit, verdict, parents, for_nobody, question.historical});
}

std::optional<Kind> kind_of(const Question& question) {
  auto refusal = answer(question);
  return refusal ? std::optional(refusal->kind) : std::nullopt;
}

const std::optional<Kind> authentic;

}  // namespace

TEST_CASE("each parent must authorize who signed", "[channels/authenticate]") {
  CHECK(kind_of({{&for_alice}}) == authentic);
  CHECK(kind_of({{&for_bob}}) == Kind::not_authorized);
  CHECK(kind_of({{&for_both, &for_alice, &for_both}}) == authentic);
  CHECK(kind_of({{&for_alice, &for_bob}}) == Kind::not_authorized);
  CHECK(kind_of({{&for_bob, &for_alice}}) == Kind::not_authorized);
  CHECK(kind_of({{&for_alice, &for_nobody}}) == Kind::not_authorized);
  CHECK(kind_of({{&for_alice, &malformed}}) == Kind::malformed_authorizations);
  CHECK(kind_of({{&for_alice, &absent}}) == Kind::no_authorizations);
}

TEST_CASE("a subkey counts by its own name or its primary key's", "[channels/authenticate]") {
  CHECK(kind_of({{&for_alice}, {sub, alice}}) == authentic);
  CHECK(kind_of({{&for_alice}, {sub, bob}}) == Kind::not_authorized);
}

TEST_CASE("historical authorizations count where nobody ever said more",
          "[channels/authenticate]") {
  Authorizations history = for_alice.authorizations;
  CHECK(kind_of({{&absent}, {alice}, history}) == authentic);
  CHECK(kind_of({{&absent}, {bob}, history}) == Kind::not_authorized);
  CHECK(kind_of({{&for_bob}, {alice}, history}) == Kind::not_authorized);
  CHECK(kind_of({{&absent}, {alice}, history, true}) == Kind::removed_authorizations);
  CHECK(kind_of({{&absent}, {alice}, std::nullopt, true}) == Kind::removed_authorizations);
}

TEST_CASE("who begins a history of his own is not believed", "[channels/authenticate]") {
  Authorizations history = for_alice.authorizations;
  CHECK(kind_of({{}, {alice}}) == Kind::unrelated);
  CHECK(kind_of({{}, {bob}, history}) == Kind::unrelated);
  CHECK(kind_of({{}, {alice}, history}) == authentic);
}

TEST_CASE("a refusal says who signed and who may", "[channels/authenticate]") {
  auto refusal = answer({{&for_bob}});
  REQUIRE(refusal);
  CHECK(refusal->commit == id(99));
  CHECK(refusal->message ==
        "the commit 000000000 'hello' of Ann <ann@x> is signed by " + alice.text() +
            ", whom its parent 000000000 does not authorize: that authorizes " + bob.text());
  CHECK_FALSE(refusal->hint.empty());
}

TEST_CASE("an introduction is believed if its signer signed it", "[channels/authenticate]") {
  Commit commit;
  commit.signature = "something";
  SignatureVerdict verdict{true, {sub, alice}, "", false};
  CHECK_FALSE(introduction_refusal(commit, verdict, alice));
  CHECK_FALSE(introduction_refusal(commit, verdict, sub));
  CHECK(introduction_refusal(commit, verdict, bob)->kind == Kind::wrong_introduction);
  SignatureVerdict bad{false, {}, "wrong", false};
  CHECK(introduction_refusal(commit, bad, alice)->kind == Kind::bad_signature);
  SignatureVerdict missing{false, {}, "no key", true};
  CHECK(introduction_refusal(commit, missing, alice)->kind == Kind::missing_key);
  commit.signature = "";
  CHECK(introduction_refusal(commit, bad, alice)->kind == Kind::unsigned_commit);
}

TEST_CASE("a long summary is cut short", "[channels/authenticate]") {
  Commit commit;
  commit.message = std::string(1000, 'x') + "\nmore";
  CHECK(description_of(commit).size() < 100);
}

}  // namespace cairn
