# SPDX-License-Identifier: GPL-3.0-or-later
# A store of many small items, half of them kept by one root: its closure, and its garbage.

import shutil
import subprocess

from harness.cairn_store import CairnStore
from harness.failure import Broken
from harness.inputs import make_small_files
from harness.nix_peer import NixPeer
from harness.row import compared

ITEMS = 10_000
AT_ONCE = 1_000


class ManyItems:
    """The store of SIDE, filled with FILES, and kept as a copy from which it can be made again."""

    def __init__(self, bench, side, files):
        self.bench, self.side = bench, side
        self.saved = side.home.with_name(f"{side.home.name}-saved")
        items = []
        for start in range(0, len(files), AT_ONCE):
            items += side.ask(*side.add_command(*files[start : start + AT_ONCE]))
        kept = items[: len(items) // 2]
        self.keeper = side.keeper_of(kept)
        self.kept = len(kept) + 1
        side.root("keeper", self.keeper)
        self.copy(side.home, self.saved)

    @staticmethod
    def copy(source, target):
        subprocess.run(["cp", "--archive", str(source), str(target)], check=True)

    def closure(self, _):
        cost = self.bench.run(self.side.closure_command(self.keeper), self.side)
        self.expect(len(cost.output.split()))
        return cost

    def collect(self, _):
        shutil.rmtree(self.side.home)
        self.copy(self.saved, self.side.home)
        cost = self.bench.run(self.side.collect_command(), self.side)
        self.expect(sum(1 for item in self.side.store.iterdir() if not item.name.startswith(".")))
        return cost

    def expect(self, count):
        if count != self.kept:
            raise Broken(f"{count} items in {self.side.home} instead of {self.kept}")


def rows(bench):
    folder = bench.disk / "collecting"
    folder.mkdir()
    files = make_small_files(folder / "files", bench.scaled(ITEMS))
    sides = (CairnStore(bench.cairn.programs, folder), NixPeer(folder))
    ours, theirs = (ManyItems(bench, side, files) for side in sides)
    cairn, nix = bench.contest(ours.closure, theirs.closure)
    work = f"closure of {ours.kept} items: CPU"
    found = [compared(work, cairn.processor, nix.processor, "nix-store --query --requisites")]
    cairn, nix = bench.contest(ours.collect, theirs.collect)
    work = f"delete {len(files) - ours.kept + 1} of {len(files)} items"
    return found + [
        compared(f"{work}: CPU", cairn.processor, nix.processor, "nix-store --gc"),
        compared(f"{work}: wall", cairn.wall, nix.wall, "nix-store --gc"),
    ]
