# SPDX-License-Identifier: GPL-3.0-or-later
# Checks that files and functions are short. What is longer than one sitting is refused; what is on
# its way there gets a note, which is no error.

from typing import NamedTuple

from cxx_functions import functions
from scheme_procedures import procedures
from tree import CXX, SOURCE_FOLDERS, Finding, files_below, read, report, root_from_arguments


class Limit(NamedTuple):
    note: int  # lines; more is noted
    refuse: int  # lines; more is refused


FILE = Limit(300, 500)
FUNCTION = Limit(40, 60)
TEST_FILE = Limit(400, 600)
TEST_CASE = Limit(80, 120)


def definitions(path, text):
    return procedures(text) if path.suffix == ".scm" else functions(text)


def file_limit(path):
    return TEST_FILE if path.parts[0] == "tests" else FILE


def function_limit(path, name):
    return TEST_CASE if path.parts[0] == "tests" and "TEST_CASE" in name else FUNCTION


def judged(limit, path, line, what, length):
    """Nothing, or a pair of whether it is refused, and the finding."""
    if length > limit.refuse:
        message = f"{what} has {length} lines; more than {limit.refuse} are refused"
        yield True, Finding(path, line, message)
    elif length > limit.note:
        yield False, Finding(path, line, f"{what} has {length} lines: does it ask to be two?")


def check_file(path, text):
    yield from judged(file_limit(path), str(path), 1, "the file", len(text.splitlines()))
    for name, first, last in definitions(path, text):
        yield from judged(function_limit(path, name), str(path), first, name, last - first + 1)


def main():
    root = root_from_arguments()
    findings, notes = [], []
    for path in files_below(root, (*SOURCE_FOLDERS, "packages", "tests"), (*CXX, ".scm")):
        for refused, finding in check_file(path, read(root, path)):
            (findings if refused else notes).append(finding)
    report(findings, notes)


main()
