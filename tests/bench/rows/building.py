# SPDX-License-Identifier: GPL-3.0-or-later
# What a sandboxed build costs besides the builder: many trivial ones, of each other independent or
# in a chain, one at a time. The derivations are in the store before. The chain also where both
# programs flush each output before it is valid.

import re

from harness import cairn_store, nix_peer, trivial_builds
from harness.cairn_store import CairnStore
from harness.failure import Broken
from harness.nix_peer import NixPeer
from harness.row import compared

BUILDS = 300
GOAL = 0.2
WHY_CHAIN = (
    "A loop in C that makes the same namespaces and mounts, runs the same shell and copies what it wrote took 0.13 "
    "of Nix's processor time. The rest is the user namespace and the filter that keep the builder from the kernel, "
    "the row, the log, the lock and what the client is told."
)
WHY_KEEPING_CHAIN = (
    "As for a plain chain; and the sandbox of the last shows 300 items, of which each costs ten microseconds: the copy "
    "of its mount, a look whether it is still the same, its part in the engine's lists."
)
# How builds may hang together: the words for that, the script, and whether each needs the one before.
ALONE = ("", trivial_builds.ALONE, False)
CHAIN = ("chain of ", trivial_builds.CHAINED, True)
KEEPING_CHAIN = ("chain, each output referring to the one before, of ", trivial_builds.KEEPING, True)
BUILT = re.compile(r"[^-]+-trivial-\d+")


class Builder:
    """One program and its trivial derivations, fresh ones for each round."""

    def __init__(self, bench, side, tools, count, kind):
        self.bench, self.side, self.count = bench, side, count
        words, script, chained = kind
        self.asked = [
            side.instantiate(tools, f"{round_number} {words}", script, count, chained)
            for round_number in range(bench.rounds + 1)
        ]

    def __call__(self, round_number):
        before = self.built()
        command = self.side.build_command(self.asked[round_number])
        cost = self.bench.run(command, self.side)
        if self.built() != before + self.count:
            raise Broken(f"{self.built() - before} builds instead of {self.count}: {command[:4]}")
        return cost

    def built(self):
        return sum(1 for item in self.side.store.iterdir() if BUILT.fullmatch(item.name))


def check_sandbox(side, tools):
    """A builder must not see the machine's folders: else the comparison is none."""
    [derivation] = side.instantiate(tools, "look", trivial_builds.LOOK, 1, False)
    seen = side.build(derivation).split()
    if "/usr" in seen or "/build" not in seen:
        raise Broken(f"no sandbox for {derivation}: its builder sees {' '.join(seen)}")


def measure(bench, sides, kind, note="", goal=None, reason=""):
    """The rows of one kind of builds; SIDES are pairs of a program and what it calls the tools."""
    count = bench.scaled(BUILDS)
    work = f"{kind[0]}{count} trivial builds{note}"
    builders = (Builder(bench, side, tools, count, kind) for side, tools in sides)
    cairn, nix = bench.contest(*builders)
    return [
        compared(
            f"{work}: CPU a build",
            cairn.processor / count,
            nix.processor / count,
            "nix-store --realise",
            goal,
            reason=reason,
        ),
        compared(f"{work}: wall a build", cairn.wall / count, nix.wall / count, "the same"),
    ]


def flushed_sides(bench):
    folder = bench.disk / "flushed"
    folder.mkdir()
    cairn = CairnStore(bench.cairn.programs, folder, cairn_store.FLUSHED)
    return cairn, NixPeer(folder, nix_peer.FLUSHED)


def with_tools(bench, sides):
    return [(side, side.add(bench.disk / "tools")) for side in sides]


def rows(bench):
    trivial_builds.make_tools(bench.disk / "tools")
    sides = with_tools(bench, (bench.cairn, bench.nix))
    for side, tools in sides:
        check_sandbox(side, tools)
    return [
        *measure(bench, sides, ALONE, goal=GOAL),
        *measure(bench, sides, CHAIN, goal=GOAL, reason=WHY_CHAIN),
        *measure(bench, sides, KEEPING_CHAIN, goal=GOAL, reason=WHY_KEEPING_CHAIN),
        *measure(bench, with_tools(bench, flushed_sides(bench)), CHAIN, note=", flushed"),
    ]
