# SPDX-License-Identifier: GPL-3.0-or-later
# Verifying a store with the contents of its items: some that are large, and many files.

from harness.cairn_store import CairnStore
from harness.inputs import make_file, make_tree
from harness.nix_peer import NixPeer
from harness.row import compared

LARGE = 8
LARGE_SIZE = 256 * 1024 * 1024
FILES = 10_000
FILE_SIZE = 10_000
GOAL = 1.0


def rows(bench):
    folder = bench.disk / "verifying"
    folder.mkdir()
    sides = (CairnStore(bench.cairn.programs, folder), NixPeer(folder))
    make_tree(folder / "tree", bench.scaled(FILES), FILE_SIZE)
    for number in range(LARGE):
        make_file(folder / "large", bench.scaled(LARGE_SIZE) + number)
        for side in sides:
            side.add(folder / "large")
    for side in sides:
        side.add(folder / "tree")
    cairn, nix = bench.contest(*(lambda _, side=side: bench.run(side.verify_command(), side) for side in sides))
    size = LARGE * bench.scaled(LARGE_SIZE) + bench.scaled(FILES) * FILE_SIZE
    work = f"verify the contents of {size / 1e9:.1f} GB"
    peer = "nix-store --verify --check-contents"
    return [
        compared(f"{work}: CPU", cairn.processor, nix.processor, peer, GOAL),
        compared(f"{work}: wall", cairn.wall, nix.wall, peer),
    ]
