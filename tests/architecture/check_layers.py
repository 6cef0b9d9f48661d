# SPDX-License-Identifier: GPL-3.0-or-later
# Checks that a folder includes only what its line in layers.txt allows, and that no line there
# names a folder below it.

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
    table_lines,
)

TABLE = "tests/architecture/layers.txt"


def named_folders(use, above):
    """The folders that USE means: itself, or for "core/*" all of core that stands above."""
    if use.endswith("/*"):
        return {folder for folder in above if folder.startswith(use[:-1])}
    return {use} & set(above)


def read_layers(root):
    """What each folder may use, and what is wrong with the table itself."""
    layers, findings = {}, []
    for number, folder, uses in table_lines(root, "layers.txt"):
        if folder in layers:
            findings.append(Finding(TABLE, number, f"{folder} has two lines"))
        allowed = set()
        for use in uses.split():
            named = named_folders(use, layers)
            if not named:
                message = f"{folder} names {use}, which does not stand above it"
                findings.append(Finding(TABLE, number, message))
            allowed |= named
        layers[folder] = allowed
    return layers, findings


def check_file(root, path, layers):
    folder = str(path.parent)
    if folder not in layers:
        yield Finding(str(path), 1, f"the folder {folder} has no line in {TABLE}")
        return
    for include in includes(read(root, path)):
        used = str(PurePosixPath(include.path).parent)
        if include.quoted and used not in layers[folder] | {folder}:
            yield Finding(str(path), include.line, f"{folder} may not use {used} (see {TABLE})")


def main():
    root = root_from_arguments()
    layers, findings = read_layers(root)
    for path in files_below(root, SOURCE_FOLDERS, CXX):
        findings += check_file(root, path, layers)
    report(findings)


main()
