# SPDX-License-Identifier: GPL-3.0-or-later
# Files to work on, the same in each run: bytes from a generator with a fixed seed.

import random

BLOCK = 16 * 1024 * 1024


def make_file(path, size):
    """A file of SIZE bytes that look random, without holes."""
    block = random.Random(1).randbytes(BLOCK)
    with path.open("wb") as file:
        for start in range(0, size, BLOCK):
            # Each block begins with its place, so that no two are the same.
            file.write((start.to_bytes(8, "little") + block[8:])[: size - start])


def make_tree(path, files, size):
    """A tree of FILES files, a hundred a folder, whose sizes vary and are SIZE on average."""
    generator = random.Random(2)
    for number in range(files):
        folder = path / f"folder-{number // 100}"
        if number % 100 == 0:
            folder.mkdir(parents=True)
        own_size = generator.randrange(2 * size)
        (folder / f"file-{number}").write_bytes(generator.randbytes(own_size))


def make_small_files(path, count):
    """COUNT files of a line each, for items that are many; return their paths."""
    path.mkdir()
    paths = [path / f"item-{number}" for number in range(count)]
    for number, file in enumerate(paths):
        file.write_text(f"the item number {number}\n")
    return paths
