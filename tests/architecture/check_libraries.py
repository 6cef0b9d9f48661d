# SPDX-License-Identifier: GPL-3.0-or-later
# Checks that each outside library is included only in its home, as libraries.txt gives it.

from fnmatch import fnmatchcase

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

TABLE = "tests/architecture/libraries.txt"


def read_homes(root):
    """For each pattern of header names, the folders or files that may include it."""
    homes = {}
    for _, patterns, home in table_lines(root, "libraries.txt"):
        for pattern in patterns.split():
            homes[pattern] = home.split()
    return homes


def homes_of(header, homes):
    return next((home for pattern, home in homes.items() if fnmatchcase(header, pattern)), None)


def is_at_home(path, home):
    return any(
        place == "everywhere" or str(path) == place or str(path).startswith(place + "/")
        for place in home
    )


def is_standard(include):
    return "/" not in include.path and "." not in include.path


def check_file(root, path, homes):
    for include in includes(read(root, path)):
        home = homes_of(include.path, homes)
        if home and not is_at_home(path, home):
            message = f"<{include.path}> may be included only in {' and '.join(home)} (see {TABLE})"
            yield Finding(str(path), include.line, message)
        if not home and not include.quoted and not is_standard(include):
            yield Finding(str(path), include.line, f"<{include.path}> has no home in {TABLE}")


def main():
    root = root_from_arguments()
    homes = read_homes(root)
    findings = []
    for path in files_below(root, SOURCE_FOLDERS, CXX):
        findings += check_file(root, path, homes)
    report(findings)


main()
