# SPDX-License-Identifier: GPL-3.0-or-later
# Histories that part and join.
from story.git_repository import fingerprints

from histories import Told, history

FILE = ".cairn-authorizations"


@history("a merge of two sides that may")
def merge(repository, by):
    first = repository.start(by.alice, by.bob)
    left = repository.commit("left", [first], by.alice)
    right = repository.commit("right", [first], by.bob)
    joined = repository.commit("merge", [left, right], by.bob)
    return Told(first, joined, checked=3)


@history("a merge of four sides")
def octopus(repository, by):
    first = repository.start(by.alice, by.bob)
    sides = [repository.commit(f"side {side}", [first], by.bob) for side in range(4)]
    joined = repository.commit("octopus", sides, by.alice)
    return Told(first, joined, checked=5)


@history("a merge of four sides, one of which is a stranger's")
def bad_octopus(repository, by):
    first = repository.start(by.alice, by.bob)
    sides = [repository.commit(f"side {side}", [first], by.bob) for side in range(3)]
    evil = repository.commit("evil side", [first], by.mallory)
    joined = repository.commit("octopus", [*sides, evil], by.alice)
    return Told(first, joined, repository.unauthorized(evil, first, by.alice, by.bob))


@history("a merge of a side that is not signed")
def unsigned_side(repository, by):
    first = repository.start(by.alice)
    left = repository.commit("left", [first], by.alice)
    right = repository.commit("right", [first])
    joined = repository.commit("merge", [left, right], by.alice)
    return Told(first, joined, f"{repository.told(right)} is not signed")


@history("a merge that is not signed")
def unsigned_merge(repository, by):
    first = repository.start(by.alice)
    left = repository.commit("left", [first], by.alice)
    right = repository.commit("right", [first], by.alice)
    joined = repository.commit("merge", [left, right])
    return Told(first, joined, f"{repository.told(joined)} is not signed")


@history("a merge whose signer is authorized on one side alone")
def one_side(repository, by):
    first = repository.start(by.alice)
    left = repository.commit("add bob", [first], by.alice, {FILE: fingerprints(by.alice, by.bob)})
    right = repository.commit("right", [first], by.alice)
    joined = repository.commit("merge", [left, right], by.bob)
    return Told(first, joined, repository.unauthorized(joined, right, by.alice))


@history("the same merge, its parents the other way round")
def other_side(repository, by):
    first = repository.start(by.alice)
    left = repository.commit("add bob", [first], by.alice, {FILE: fingerprints(by.alice, by.bob)})
    right = repository.commit("right", [first], by.alice)
    joined = repository.commit("merge", [right, left], by.bob)
    return Told(first, joined, repository.unauthorized(joined, right, by.alice))


@history("a removed key that comes back by a merge of an old side")
def old_side(repository, by):
    first = repository.start(by.alice, by.bob)
    removed = repository.commit("remove bob", [first], by.alice, {FILE: fingerprints(by.alice)})
    side = repository.commit("bob's side", [first], by.bob)
    joined = repository.commit("merge", [removed, side], by.bob)
    return Told(first, joined, repository.unauthorized(joined, removed, by.alice))


@history("an old side of a key that was removed meanwhile, merged by one who may")
def old_side_welcome(repository, by):
    first = repository.start(by.alice, by.bob)
    removed = repository.commit("remove bob", [first], by.alice, {FILE: fingerprints(by.alice)})
    side = repository.commit("bob's side", [first], by.bob)
    joined = repository.commit("merge", [removed, side], by.alice)
    return Told(first, joined, checked=3)


@history("a merge that takes the side's authorizations, by one whom both sides name")
def takes_side(repository, by):
    first = repository.start(by.alice, by.bob)
    left = repository.commit("left", [first], by.alice)
    right = repository.commit("add carol", [first], by.bob, {FILE: fingerprints(by.alice, by.bob, by.carol)})
    joined = repository.commit("merge", [left, right], by.bob, {FILE: repository.files[right][FILE]})
    last = repository.commit("carol's", [joined], by.carol)
    return Told(first, last, checked=4)


@history("a merge of a history that begins elsewhere")
def unrelated(repository, by):
    first = repository.start(by.alice)
    other = repository.start(by.alice, message="elsewhere")
    joined = repository.commit("merge", [first, other], by.alice)
    return Told(first, joined, f"{repository.told(other)} has no parent: it begins a history that does not come from "
                               "the channel's introduction", "git rebase")


@history("a merge of a history that begins elsewhere, with historical authorizations")
def unrelated_historical(repository, by):
    first = repository.start(by.alice)
    other = repository.start(by.alice, message="elsewhere")
    evil = repository.start(by.mallory, message="evil")
    good = repository.commit("merge", [first, other], by.alice)
    joined = repository.commit("merge evil", [good, evil], by.alice)
    return Told(first, joined, f"{repository.told(evil)} has no parent: it begins a history that does not come from "
                               "the channel's introduction", options=("--historical-authorizations", by.historical))


@history("a side that begins before the introduction, by those who could sign then")
def before(repository, by):
    root = repository.start(by.bob, by.alice, message="root")
    first = repository.commit("introduction", [root], by.alice, {FILE: fingerprints(by.alice)})
    side = repository.commit("side", [root], by.bob)
    joined = repository.commit("merge", [first, side], by.alice)
    return Told(first, joined, checked=2)


@history("a side that begins before the introduction, by a stranger")
def before_stranger(repository, by):
    root = repository.start(by.bob, by.alice, message="root")
    first = repository.commit("introduction", [root], by.alice, {FILE: fingerprints(by.alice)})
    side = repository.commit("side", [root], by.mallory)
    joined = repository.commit("merge", [first, side], by.alice)
    return Told(first, joined, repository.unauthorized(side, root, by.alice, by.bob))


@history("a side older than the introduction whose times lie")
def before_lying(repository, by):
    root = repository.commit("root", (), None, {"README": "x"}, time=1_900_000_000)
    middle = repository.commit("middle", [root], None, time=1_900_000_001)
    first = repository.commit("introduction", [middle], by.alice, {FILE: fingerprints(by.alice)}, time=1_500_000_000)
    second = repository.commit("second", [first], by.alice, time=1_400_000_000)
    joined = repository.commit("merge", [second, middle], by.alice, {FILE: fingerprints(by.alice)}, time=1_950_000_000)
    return Told(first, joined, f"{repository.told(joined)} cannot be judged: its parent {middle[:9]} has no {FILE}")


@history("a merge that joins the introduction with a commit before it")
def joins_before(repository, by):
    root = repository.start(by.alice, message="root", time=1_900_000_000)
    side = repository.commit("side", [root], by.mallory, time=1_900_000_001)
    first = repository.commit("introduction", [side], by.alice, {FILE: fingerprints(by.alice)}, time=1_300_000_000)
    joined = repository.commit("merge", [first, side], by.alice, time=1_200_000_000)
    return Told(first, joined, checked=1)


@history("a commit that is its own second parent's child twice")
def twice(repository, by):
    first = repository.start(by.alice)
    second = repository.commit("second", [first, first], by.alice)
    return Told(first, second, checked=1)
