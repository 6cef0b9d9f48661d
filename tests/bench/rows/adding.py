# SPDX-License-Identifier: GPL-3.0-or-later
# Adding to the store: a large file, which has to be copied and hashed and no more, and a tree.

import shutil

from harness.inputs import make_file, make_tree
from harness.row import bounded, compared, megabytes

FILE_SIZE = 2 * 1024**3
FILES, FILE_SIZE_IN_TREE = 10_000, 10_000
GOAL = 1.2
TREE_GOAL = 0.5
WHY_TREE = (
    "A loop in C that does nothing but read, SHA-256 and write these files, and set their times, took 0.54 of "
    "nix-store's processor time where Cairn took 0.50 in the same run."
)
GOAL_MEMORY = 20e6  # bytes


def add(bench, side, path, **wishes):
    """Add PATH, and delete the item again."""
    cost = bench.run(side.add_command(path), side, **wishes)
    side.delete(cost.output.strip())
    return cost


def copy_and_hash(bench, path):
    copy = path.with_name("copy")
    cost = bench.run(["cp", str(path), str(copy)]) + bench.run(
        ["openssl", "dgst", "-sha256", str(path)]
    )
    copy.unlink()
    return cost


def large_file(bench):
    size = bench.scaled(FILE_SIZE)
    path = bench.disk / "file"
    make_file(path, size)
    cairn, parts, nix = bench.contest(
        lambda _: add(bench, bench.cairn, path, watch_memory=True),
        lambda _: copy_and_hash(bench, path),
        lambda _: add(bench, bench.nix, path, watch_memory=True),
    )
    path.unlink()
    work = f"add a file of {megabytes(size)}: CPU"
    found = [
        compared(work, cairn.processor, parts.processor, "cp, openssl dgst", GOAL),
        compared("the same", cairn.processor, nix.processor, "nix-store --add"),
    ]
    if cairn.peaks:
        ours, theirs = max(cairn.peaks.values()), max(nix.peaks.values())
        shown = f"{megabytes(theirs)} (nix-store --add)"
        found.append(
            bounded(
                "the same: peak memory", ours, GOAL_MEMORY, shown, ours / theirs, unit=megabytes
            )
        )
    return found


def tree(bench):
    files = bench.scaled(FILES)
    path = bench.disk / "tree"
    make_tree(path, files, FILE_SIZE_IN_TREE)
    cairn, nix = bench.contest(
        lambda _: add(bench, bench.cairn, path), lambda _: add(bench, bench.nix, path)
    )
    shutil.rmtree(path)
    work = f"add a tree of {files} files, {megabytes(files * FILE_SIZE_IN_TREE)}"
    return [
        compared(f"{work}: CPU", cairn.processor, nix.processor, "nix-store --add", TREE_GOAL, reason=WHY_TREE),
        compared(f"{work}: wall", cairn.wall, nix.wall, "nix-store --add"),
    ]


def rows(bench):
    return large_file(bench) + tree(bench)
