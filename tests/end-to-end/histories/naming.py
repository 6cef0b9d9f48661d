# SPDX-License-Identifier: GPL-3.0-or-later
# Histories in which authorizations change: keys come and go, files are malformed, removed or Guix's.
from story.git_repository import fingerprints

from histories import Told, history

FILE = ".cairn-authorizations"
GUIX = ".guix-authorizations"


def changed(repository, text, file=FILE, by=None, **more):
    """The commits of an introduction by alice, one of hers that makes authorizations TEXT, and one by BY."""
    first = repository.start(by.alice, by.bob, **more)
    second = repository.commit("change", [first], by.alice, {file: text})
    return first, second, repository.commit("after", [second], by.alice)


@history("a key that is added and then used")
def added(repository, by):
    first = repository.start(by.alice)
    second = repository.commit("add bob", [first], by.alice, {FILE: fingerprints(by.alice, by.bob)})
    third = repository.commit("bob's", [second], by.bob)
    return Told(first, third, checked=2)


@history("a key that adds itself")
def adds_itself(repository, by):
    first = repository.start(by.alice)
    second = repository.commit("add mallory", [first], by.mallory, {FILE: fingerprints(by.alice, by.mallory)})
    return Told(first, second, repository.unauthorized(second, first, by.alice),
                "a key counts from the commit behind the one that adds it")


@history("a key that is added by a key that adds itself")
def adds_itself_before(repository, by):
    first = repository.start(by.alice)
    second = repository.commit("add mallory", [first], by.mallory, {FILE: fingerprints(by.alice, by.mallory)})
    third = repository.commit("fine", [second], by.alice)
    return Told(first, third, repository.unauthorized(second, first, by.alice))


@history("a key that is removed and then used")
def removed(repository, by):
    first = repository.start(by.alice, by.bob)
    second = repository.commit("remove bob", [first], by.alice, {FILE: fingerprints(by.alice)})
    third = repository.commit("bob's", [second], by.bob)
    return Told(first, third, repository.unauthorized(third, second, by.alice))


@history("a key that removes itself, which it may")
def removes_itself(repository, by):
    first = repository.start(by.alice, by.bob)
    second = repository.commit("bob goes", [first], by.bob, {FILE: fingerprints(by.alice)})
    third = repository.commit("alice's", [second], by.alice)
    return Told(first, third, checked=2)


@history("a key that removes itself and signs once more")
def removes_itself_and_signs(repository, by):
    first = repository.start(by.alice, by.bob)
    second = repository.commit("bob goes", [first], by.bob, {FILE: fingerprints(by.alice)})
    third = repository.commit("bob's", [second], by.bob)
    return Told(first, third, repository.unauthorized(third, second, by.alice))


@history("a key that is removed and comes back")
def comes_back(repository, by):
    first = repository.start(by.alice, by.bob)
    second = repository.commit("remove bob", [first], by.alice, {FILE: fingerprints(by.alice)})
    third = repository.commit("add bob", [second], by.alice, {FILE: fingerprints(by.bob)})
    fourth = repository.commit("bob's", [third], by.bob)
    return Told(first, fourth, checked=3)


@history("authorizations of nobody")
def nobody(repository, by):
    first, second, third = changed(repository, fingerprints(), by=by)
    return Told(first, third, repository.unauthorized(third, second))


@history("authorizations that were removed")
def file_removed(repository, by):
    first, second, third = changed(repository, None, by=by)
    return Told(first, third, f"{repository.told(third)} cannot be judged: its parent {second[:9]} removed the "
                              "authorizations")


@history("removing the authorizations does not bring historical ones back")
def file_removed_for_history(repository, by):
    first, second, third = changed(repository, None, by=by)
    return Told(first, third, f"{repository.told(third)} cannot be judged: its parent {second[:9]} removed the "
                              "authorizations", options=("--historical-authorizations", by.historical))


@history("an introduction without authorizations")
def file_never_there(repository, by):
    first = repository.commit("introduction", (), by.alice, {"README": "hello"})
    second = repository.commit("second", [first], by.alice)
    return Told(first, second, f"{repository.told(second)} cannot be judged: its parent {first[:9]} has no {FILE}",
                "--historical-authorizations=FILE")


@history("an introduction without authorizations, with historical ones")
def historical(repository, by):
    first = repository.commit("introduction", (), by.alice, {"README": "hello"})
    second = repository.commit("second", [first], by.alice)
    third = repository.commit("authorize", [second], by.alice, {FILE: fingerprints(by.bob)})
    fourth = repository.commit("fourth", [third], by.bob)
    return Told(first, fourth, options=("--historical-authorizations", by.historical), checked=3)


@history("a stranger among historical authorizations")
def historical_stranger(repository, by):
    first = repository.commit("introduction", (), by.alice, {"README": "hello"})
    second = repository.commit("second", [first], by.mallory)
    return Told(first, second, repository.unauthorized(second, first, by.alice),
                options=("--historical-authorizations", by.historical))


@history("authorizations of version 1")
def version_1(repository, by):
    first, second, third = changed(repository, "(authorizations (version 1) ())", by=by)
    return Told(first, third, f"{repository.told(third)} cannot be judged: in its parent {second[:9]}: {FILE}:1:26: "
                              "version 1 needs a newer cairn: this one reads version 0")


@history("authorizations that do not end")
def does_not_end(repository, by):
    first, second, third = changed(repository, "(authorizations\n (version 0) (", by=by)
    return Told(first, third, f"{repository.told(third)} cannot be judged: in its parent {second[:9]}: {FILE}:2:14: "
                              "this list does not end")


@history("authorizations nested a million times")
def nested(repository, by):
    first, second, third = changed(repository, "(" * 1_000_000, by=by)
    return Told(first, third, f"{repository.told(third)} cannot be judged: in its parent {second[:9]}: {FILE}:1:66: "
                              "lists are nested too deeply")


@history("authorizations that want to be evaluated")
def evaluated(repository, by):
    first, second, third = changed(repository, '#.(system "touch /tmp/evil")', by=by)
    return Told(first, third, f"{repository.told(third)} cannot be judged: in its parent {second[:9]}: {FILE}:1:1: "
                              "this is no datum that is known here")


@history("a malformed fingerprint")
def malformed_fingerprint(repository, by):
    first, second, third = changed(repository, '(authorizations (version 0)\n (("ABCD")))', by=by)
    return Told(first, third, f"{repository.told(third)} cannot be judged: in its parent {second[:9]}: {FILE}:2:4: "
                              'no fingerprint of a key: "ABCD": it has 2 bytes, not 20', ":.cairn-authorizations")


@history("authorizations that are a link")
def link(repository, by):
    first, second, third = changed(repository, ("120000", "/etc/passwd"), by=by)
    return Told(first, third, f"{repository.told(third)} cannot be judged: in its parent {second[:9]}: its "
                              "authorizations are no file")


@history("Guix's authorizations")
def guix(repository, by):
    first = repository.start(by.alice, by.bob, file=GUIX)
    second = repository.commit("second", [first], by.bob)
    return Told(first, second, checked=1)


@history("Guix's authorizations, with what stands in real ones")
def guix_as_found(repository, by):
    text = (";; lists the keys\n(authorizations\n (version 0)\n\n ((;; primary: \"ABCD\"\n   "
            f"\"{by.alice.fingerprint}\"\n   (name \"alice\") (more))) (etc))\n(and more)\n")
    first = repository.commit("introduction", (), by.alice, {GUIX: text})
    second = repository.commit("second", [first], by.alice)
    return Told(first, second, checked=1)


@history("a stranger in a channel of Guix's")
def guix_stranger(repository, by):
    first = repository.start(by.alice, file=GUIX)
    second = repository.commit("second", [first], by.mallory)
    return Told(first, second, repository.unauthorized(second, first, by.alice))


@history("ours come over Guix's")
def both_files(repository, by):
    first = repository.commit("introduction", (), by.alice, {GUIX: fingerprints(by.bob), FILE: fingerprints(by.alice)})
    second = repository.commit("second", [first], by.bob)
    return Told(first, second, repository.unauthorized(second, first, by.alice))


@history("a channel that moves from Guix's file to ours")
def moves(repository, by):
    first = repository.start(by.alice, by.bob, file=GUIX)
    second = repository.commit("move", [first], by.alice, {GUIX: None, FILE: fingerprints(by.alice)})
    third = repository.commit("third", [second], by.bob)
    return Told(first, third, repository.unauthorized(third, second, by.alice))


@history("authorizations in a folder do not count")
def in_folder(repository, by):
    first = repository.start(by.alice)
    second = repository.commit("second", [first], by.mallory, {"sub" + FILE: fingerprints(by.mallory)})
    return Told(first, second, repository.unauthorized(second, first, by.alice))
