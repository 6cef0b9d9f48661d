# SPDX-License-Identifier: GPL-3.0-or-later
# A store of many small items, a part of them kept by one root: closures, roots, and its garbage.

import shutil
import subprocess

from harness.cairn_store import CairnStore
from harness.failure import Broken
from harness.inputs import make_small_files
from harness.nix_peer import NixPeer
from harness.row import compared

ITEMS = 50_000
KEPT = 10_000
SMALL_CLOSURE = 5_000
AT_ONCE = 1_000


class ManyItems:
    """The store of SIDE, filled with FILES, and kept as a copy from which it can be made again."""

    def __init__(self, bench, side, files):
        self.bench, self.side = bench, side
        self.saved = side.home.with_name(f"{side.home.name}-saved")
        items = []
        for start in range(0, len(files), AT_ONCE):
            items += side.ask(*side.add_command(*files[start : start + AT_ONCE]))
        # Derivations that refer to so many; the one in the middle is rooted.
        self.keepers = {count: side.keeper_of(items[:count]) for count in self.sizes()}
        side.root("keeper", self.keepers[bench.scaled(KEPT)])
        self.dead = len(items) - bench.scaled(KEPT)

    def keep_as_is(self):
        """Let nothing refer to what is not kept, and remember the store as it is then. (Nix sorts all that a dead item
        is reached from, for each item anew: one that refers to all the others would take it an hour.)"""
        for count, keeper in self.keepers.items():
            if count != self.bench.scaled(KEPT):
                self.side.delete(keeper)
        self.copy(self.side.home, self.saved)

    def sizes(self):
        return [self.bench.scaled(count) for count in (SMALL_CLOSURE, KEPT, ITEMS)]

    @staticmethod
    def copy(source, target):
        subprocess.run(["cp", "--archive", str(source), str(target)], check=True)

    def closure_of(self, count):
        def closure(_):
            cost = self.bench.run(self.side.closure_command(self.keepers[count]), self.side)
            self.expect(len(cost.output.split()), count + 1, "in a closure")
            return cost
        return closure

    def list_roots(self, _):
        cost = self.bench.run(self.side.roots_command(), self.side)
        self.expect(cost.output.count("keeper"), 2, "mentions of the root and its item")
        return cost

    def list_dead(self, _):
        cost = self.bench.run(self.side.dead_command(), self.side)
        self.expect(len(cost.output.split()), self.dead, "dead")
        return cost

    def collect(self, _):
        shutil.rmtree(self.side.home)
        self.copy(self.saved, self.side.home)
        cost = self.bench.run(self.side.collect_command(), self.side)
        left = sum(1 for item in self.side.store.iterdir() if not item.name.startswith("."))
        self.expect(left, self.bench.scaled(KEPT) + 1, "left")
        return cost

    def expect(self, count, wanted, what):
        if count != wanted:
            raise Broken(f"{count} instead of {wanted} {what} in {self.side.home}")


def rows(bench):
    folder = bench.disk / "collecting"
    folder.mkdir()
    files = make_small_files(folder / "files", bench.scaled(ITEMS))
    sides = (CairnStore(bench.cairn.programs, folder), NixPeer(folder))
    ours, theirs = (ManyItems(bench, side, files) for side in sides)
    found = []

    def contest(work, goal, peer, our_task, their_task, wall=False):
        cairn, nix = bench.contest(our_task, their_task)
        found.append(compared(f"{work}: CPU", cairn.processor, nix.processor, peer, goal))
        if wall:
            found.append(compared(f"{work}: wall", cairn.wall, nix.wall, peer))

    for count in (bench.scaled(SMALL_CLOSURE), len(files)):
        contest(f"closure of {count} items", 0.2, "nix-store --query --requisites",
                ours.closure_of(count), theirs.closure_of(count))
    for side in (ours, theirs):
        side.keep_as_is()
    contest("list the roots", 0.3, "nix-store --gc --print-roots", ours.list_roots, theirs.list_roots)
    contest(f"list {ours.dead} dead of {len(files)} items", 0.15, "nix-store --gc --print-dead",
            ours.list_dead, theirs.list_dead)
    contest(f"delete {ours.dead} of {len(files)} items", 0.35, "nix-store --gc",
            ours.collect, theirs.collect, wall=True)
    return found
