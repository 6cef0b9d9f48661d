# SPDX-License-Identifier: GPL-3.0-or-later
# Introductions that are wrong, and targets that do not come from them.
from story.git_repository import fingerprints

from histories import Told, history

FILE = ".cairn-authorizations"


@history("an introduction that names another signer")
def wrong_signer(repository, by):
    first = repository.start(by.alice, by.bob)
    second = repository.commit("second", [first], by.bob)
    return Told(first, second, f"{repository.told(first)} is signed by {by.alice.fingerprint}, where the introduction "
                               f"names {by.bob.fingerprint}", "by a way that you trust", signer=by.bob.fingerprint)


@history("an introduction whose signer its own parent does not name")
def not_by_parent(repository, by):
    root = repository.start(by.bob, message="root")
    first = repository.commit("introduction", [root], by.alice, {FILE: fingerprints(by.alice)})
    second = repository.commit("second", [first], by.alice)
    return Told(first, second, checked=1)


@history("an introduction whose signer it does not name")
def not_named(repository, by):
    first = repository.commit("introduction", (), by.alice, {FILE: fingerprints(by.bob)})
    second = repository.commit("second", [first], by.bob)
    return Told(first, second, checked=1)


@history("an introduction that is not signed")
def not_signed(repository, by):
    first = repository.commit("introduction", (), None, {FILE: fingerprints(by.alice)})
    second = repository.commit("second", [first], by.alice)
    return Told(first, second, f"{repository.told(first)} is not signed", signer=by.alice.fingerprint)


@history("a later commit taken for the introduction")
def later(repository, by):
    first = repository.start(by.alice, by.bob)
    second = repository.commit("second", [first], by.bob)
    third = repository.commit("third", [second], by.alice)
    return Told(second, third, checked=1)


@history("a target before the introduction")
def before(repository, by):
    first = repository.start(by.alice, message="root")
    second = repository.commit("introduction", [first], by.alice)
    return Told(second, first, f"{repository.told(first)} lies before the channel's introduction, the commit {second[:9]}",
                "choose a later commit")


@history("a target that does not come from the introduction")
def elsewhere(repository, by):
    root = repository.start(by.alice, message="root")
    first = repository.commit("introduction", [root], by.alice)
    other = repository.commit("other", [root], by.alice)
    return Told(first, other, f"{repository.told(other)} does not descend from the channel's introduction, the commit "
                              f"{first[:9]}", "the right branch")


@history("a target that has nothing in common with the introduction")
def unrelated(repository, by):
    first = repository.start(by.alice)
    other = repository.start(by.alice, message="other")
    return Told(first, other, f"{repository.told(other)} does not descend from the channel's introduction, the commit "
                              f"{first[:9]}")


@history("an introduction that the repository does not have")
def absent(repository, by):
    first = repository.start(by.alice)
    gone = "0123456789" * 4
    return Told(gone, first, f"the commit {gone} of the introduction is not in {repository.path}",
                signer=by.alice.fingerprint)


@history("an introduction that is a tree")
def tree(repository, by):
    first = repository.start(by.alice)
    name = repository.tree(repository.files[first])
    return Told(name, first, f"{name} is no commit", signer=by.alice.fingerprint)


@history("a repository that lacks a commit between")
def shallow(repository, by):
    first = repository.start(by.alice)
    gone = "9876543210" * 4
    payload = repository.payload("second", [gone], repository.files[first])
    second = repository.keep(repository.with_signature(payload, by.alice.sign(payload)), "second",
                             repository.files[first], (payload, b"", None))
    return Told(first, second, f"cannot read the commit {gone}: object not found - no match for id ({gone})")
