# SPDX-License-Identifier: GPL-3.0-or-later
# Checks the includes of each file: the own header first, then cairn's, named in quotes by their
# path from the root, then the system's in angle brackets. The order in a block is clang-format's.

from pathlib import PurePosixPath

from cxx_text import includes
from tree import (
    CXX,
    SOURCE_FOLDERS,
    Finding,
    files_below,
    read,
    report,
    root_from_arguments,
    tested_by,
)

OWN, CAIRN, SYSTEM = 0, 1, 2


def own_header(root, path):
    """The header that PATH implements or tests, or None."""
    if path.suffix != ".cc":
        return None
    header = (tested_by(path) or path).with_suffix(".hh")
    return str(header) if (root / header).is_file() else None


def rank(include, own):
    if include.path == own:
        return OWN
    return CAIRN if include.quoted else SYSTEM


def is_path_from_root(root, path):
    steps = path.split("/")
    return len(steps) > 1 and not {"", ".", ".."} & set(steps) and (root / path).is_file()


def check_path(root, path, include):
    """In quotes stand headers of ours, and only there."""
    top, ending = include.path.split("/")[0], PurePosixPath(include.path).suffix
    if include.quoted and not is_path_from_root(root, include.path):
        yield Finding(path, include.line, f'"{include.path}" is no path from the root')
    if not include.quoted and top in SOURCE_FOLDERS and ending == ".hh":
        yield Finding(path, include.line, f"<{include.path}> is ours and belongs in quotes")
    if ending == ".cc":
        yield Finding(path, include.line, "a .cc file is compiled, not included")


def check_order(path, found, own):
    if own and found and found[0].path != own:
        yield Finding(path, found[0].line, f'the first include must be the own header "{own}"')
        return
    for before, after in zip(found, found[1:]):
        if rank(after, own) < rank(before, own):
            message = f"{after.path} stands after {before.path}; ours come before the system's"
            yield Finding(path, after.line, message)


def check_file(root, place):
    path, own = str(place), own_header(root, place)
    found = includes(read(root, place))
    if own and not found:
        yield Finding(path, 1, f'the own header "{own}" is not included')
    for include in found:
        yield from check_path(root, path, include)
    yield from check_order(path, found, own)


def main():
    root = root_from_arguments()
    findings = []
    for place in files_below(root, (*SOURCE_FOLDERS, "tests"), CXX):
        findings += check_file(root, place)
    report(findings)


main()
