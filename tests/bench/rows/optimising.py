# SPDX-License-Identifier: GPL-3.0-or-later
# Making equal files one: a tree of many files, each of them there twice.

import shutil
import subprocess

from harness.cairn_store import CairnStore
from harness.failure import Broken
from harness.nix_peer import NixPeer
from harness.row import compared

FILES = 20_000
FOLDERS = 100
SIZE = 5_000  # bytes
GOAL = 0.5
WHY = (
    "A loop in C that does nothing but openat, fstat, read, SHA-256, close and, for equals, linkat and renameat, "
    "took 0.60 of nix-store's processor time where Cairn took 0.58 in the same run: the kernel's making and "
    "replacing of names is two thirds of it, for both."
)


def make_doubles(path, count):
    """COUNT files in FOLDERS folders, each of them like one other."""
    for number in range(count):
        folder = path / f"folder-{number % FOLDERS}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"file-{number}").write_bytes(b"%08d" % (number // 2) * (SIZE // 8))


class Doubles:
    """The store of SIDE with TREE in it, and a copy from which it can be made again."""

    def __init__(self, bench, side, tree, count):
        self.bench, self.side, self.count = bench, side, count
        self.item = side.add(tree)
        self.saved = side.home.with_name(f"{side.home.name}-doubles")
        subprocess.run(["cp", "--archive", str(side.home), str(self.saved)], check=True)

    def optimise(self, _):
        shutil.rmtree(self.side.home)
        subprocess.run(["cp", "--archive", str(self.saved), str(self.side.home)], check=True)
        cost = self.bench.run(self.side.optimise_command(), self.side)
        inodes = {file.stat().st_ino for file in (self.side.store / self.item.rsplit("/", 1)[1]).glob("*/*")}
        if len(inodes) != self.count // 2:
            raise Broken(f"{len(inodes)} inodes in {self.side.home} instead of {self.count // 2}")
        return cost


def rows(bench):
    folder = bench.disk / "optimising"
    folder.mkdir()
    count = bench.scaled(FILES)
    make_doubles(folder / "tree", count)
    sides = (CairnStore(bench.cairn.programs, folder), NixPeer(folder))
    tasks = [Doubles(bench, side, folder / "tree", count).optimise for side in sides]
    cairn, nix = bench.contest(*tasks)
    work = f"make one of equal files, {count} in pairs: CPU"
    return [compared(work, cairn.processor, nix.processor, "nix-store --optimise", GOAL, reason=WHY)]
