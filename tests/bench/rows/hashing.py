# SPDX-License-Identifier: GPL-3.0-or-later
# Hashing as NAR: a large file, where SHA-256 itself is the limit, and a tree of many files.

import shutil

from harness.failure import Broken
from harness.inputs import make_file, make_tree
from harness.row import compared, megabytes

FILE_SIZE = 2 * 1024**3
FILES, FILE_SIZE_IN_TREE = 10_000, 10_000
GOAL_FILE, GOAL_TREE = 1.15, 0.6
WHY_TREE = (
    "A loop in C that does nothing but openat, fstat, read, SHA-256 and close for these files, without "
    "names, sorting or framing, took 0.73 of nix-hash's processor time where Cairn took 0.80. SHA-256 is "
    "half of that and cannot be divided; a size and an executable bit cannot be had with fewer calls."
)


def check_answer(bench, path):
    """Both programs must find the same hash."""
    ours = bench.cairn.ask(*bench.cairn.hash_command(path))[0]
    theirs = bench.nix.ask(*bench.nix.hash_command(path), "--base32")[0]
    if ours != theirs:
        raise Broken(f"cairn finds the hash {ours}, and Nix {theirs}")


def large_file(bench):
    size = bench.scaled(FILE_SIZE)
    path = bench.disk / "file"
    make_file(path, size)
    check_answer(bench, path)
    cairn, openssl, nix = bench.contest(
        lambda _: bench.run(bench.cairn.hash_command(path), bench.cairn),
        lambda _: bench.run(["openssl", "dgst", "-sha256", str(path)]),
        lambda _: bench.run(bench.nix.hash_command(path), bench.nix),
    )
    path.unlink()
    work = f"NAR hash of a file of {megabytes(size)}: CPU"
    return [
        compared(work, cairn.processor, openssl.processor, "openssl dgst", GOAL_FILE),
        compared("the same", cairn.processor, nix.processor, "nix-hash"),
    ]


def tree(bench):
    files = bench.scaled(FILES)
    path = bench.disk / "tree"
    make_tree(path, files, FILE_SIZE_IN_TREE)
    check_answer(bench, path)
    cairn, nix = bench.contest(
        lambda _: bench.run(bench.cairn.hash_command(path), bench.cairn),
        lambda _: bench.run(bench.nix.hash_command(path), bench.nix),
    )
    shutil.rmtree(path)
    work = f"NAR hash of a tree of {files} files, {megabytes(files * FILE_SIZE_IN_TREE)}: CPU"
    ours, theirs = cairn.processor, nix.processor
    return [compared(work, ours, theirs, "nix-hash", GOAL_TREE, reason=WHY_TREE)]


def rows(bench):
    return large_file(bench) + tree(bench)
