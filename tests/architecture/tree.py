# SPDX-License-Identifier: GPL-3.0-or-later
# The project's tree as the checks see it: where its root is, which files it has, what else stands
# beside a file, and how findings are told.

import sys
from pathlib import Path, PurePosixPath
from typing import NamedTuple

SOURCE_FOLDERS = ("core", "channels", "daemon", "scheme", "cli")
CXX = (".cc", ".hh")
UNIT_TESTS = PurePosixPath("tests/unit")
VECTORS = PurePosixPath("tests/vectors")  # bytes from outside, kept as they came: not judged


class Finding(NamedTuple):
    path: str  # from the root
    line: int
    message: str


def root_from_arguments():
    """The folder named by the first argument; by default two folders up."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    if not (root / "core").is_dir():
        sys.exit(f"{root} is not the root of Cairn: it has no folder 'core'")
    return root


def files_below(root, folders, endings):
    """The files below FOLDERS whose names end so, as paths from ROOT, sorted."""
    found = []
    for folder in folders:
        for path in (root / folder).rglob("*"):
            place = PurePosixPath(path.relative_to(root))
            if path.suffix in endings and path.is_file() and VECTORS not in place.parents:
                found.append(place)
    return sorted(found)


def read(root, path):
    return (root / path).read_text(encoding="utf-8", errors="replace")


def tested_by(test):
    """Where the source of a unit test stands, without its ending, or None:
    tests/unit/core/nar/read_test.cc tests core/nar/read."""
    if UNIT_TESTS not in test.parents or not test.name.endswith("_test.cc"):
        return None
    folder = test.parent.relative_to(UNIT_TESTS)
    return folder / test.name.removesuffix("_test.cc")


def table_lines(root, name):
    """The lines of a table of this folder that say something: (number, left side, right side).
    The sides are parted by the first ':'; '#' begins a comment."""
    text = read(root, f"tests/architecture/{name}")
    for number, line in enumerate(text.splitlines(), 1):
        said = line.split("#")[0].strip()
        if said:
            left, _, right = said.partition(":")
            yield number, left.strip(), right.strip()


def report(findings, notes=()):
    """Print all, and end the process: with 1 if there are findings. Notes alone do no harm."""
    for path, line, message in sorted(notes):
        print(f"{path}:{line}: note: {message}")
    for path, line, message in sorted(findings):
        print(f"{path}:{line}: {message}")
    sys.exit(1 if findings else 0)
