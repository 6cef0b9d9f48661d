# SPDX-License-Identifier: GPL-3.0-or-later
# Checks that tests/unit repeats the tree: core/nar/read.cc is tested by
# tests/unit/core/nar/read_test.cc, or stands in untested.txt with the reason why not.

from cxx_text import code_only, has_main
from tree import (
    UNIT_TESTS,
    Finding,
    files_below,
    read,
    report,
    root_from_arguments,
    table_lines,
    tested_by,
)

TABLE = "tests/architecture/untested.txt"
MUST_BE_TESTED = ("core", "daemon/protocol")


def test_of(source):
    return UNIT_TESTS / source.parent / f"{source.stem}_test.cc"


def check_table(root):
    for number, path, reason in table_lines(root, "untested.txt"):
        if not reason:
            yield Finding(TABLE, number, f"{path} needs a reason, as in '{path}: REASON'")
        if not (root / path).is_file():
            yield Finding(TABLE, number, f"{path} does not exist")
        elif (root / UNIT_TESTS / path.replace(".cc", "_test.cc")).is_file():
            yield Finding(TABLE, number, f"{path} has a test now: take its line out")


def check_sources(root):
    excused = {path for _, path, _ in table_lines(root, "untested.txt")}
    for source in files_below(root, MUST_BE_TESTED, (".cc",)):
        if str(source) in excused or (root / test_of(source)).is_file():
            continue
        if not has_main(read(root, source)):
            yield Finding(str(source), 1, f"has no test {test_of(source)} and no line in {TABLE}")


def check_tests(root):
    for test in files_below(root, (str(UNIT_TESTS),), (".cc",)):
        source = tested_by(test)
        if source is None:
            if "TEST_CASE" in code_only(read(root, test)):
                yield Finding(str(test), 1, "a file of tests is named x_test.cc")
        elif not any((root / source.with_suffix(ending)).is_file() for ending in (".cc", ".hh")):
            yield Finding(str(test), 1, f"there is no {source}.cc or {source}.hh to test")


def main():
    root = root_from_arguments()
    report([*check_table(root), *check_sources(root), *check_tests(root)])


main()
