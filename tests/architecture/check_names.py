# SPDX-License-Identifier: GPL-3.0-or-later
# Checks what things are called and how a file begins: names of files, folders and types, the
# licence line and head comment, `#pragma once`, the namespace; and what C++ files may not hold.

import re
from pathlib import PurePosixPath

from cxx_text import INCLUDE, code_only, has_main, line_at
from tree import (
    CXX,
    SOURCE_FOLDERS,
    VECTORS,
    Finding,
    files_below,
    read,
    report,
    root_from_arguments,
)

PACKAGE_TESTS = PurePosixPath("tests/scheme/packages")
LICENCE = "// SPDX-License-Identifier: GPL-3.0-or-later"
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\.(hh|cc)")
OTHER_ENDINGS = (".h", ".hpp", ".hxx", ".c", ".cpp", ".cxx", ".C", ".H")
# They say nothing of what is inside, so everything ends there.
EMPTY_WORDS = {"util", "utils", "utility", "utilities", "misc", "common"}
EMPTY_WORDS |= {"manager", "managers", "helper", "helpers"}
TYPE = re.compile(r"\b(?:enum(?:\s+(?:class|struct))?|class|struct|union|namespace)\s+(\w+)")
NEW = re.compile(r"\bnew\b")
DELETE = re.compile(r"\bdelete\b")
DELETED_FUNCTION = re.compile(r"=\s*$")
TODO = re.compile(r"\b(TODO|FIXME)\b(?! ?\(#\d+\))")


def empty_words(name):
    """The words of NAME, in snake_case, kebab-case or CamelCase, that say nothing."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return sorted({word.lower() for word in words} & EMPTY_WORDS)


def check_paths(root):
    for top in (*SOURCE_FOLDERS, "tests"):
        for path in sorted((root / top).rglob("*")):
            place = PurePosixPath(path.relative_to(root))
            if "__pycache__" in place.parts or VECTORS in place.parents:
                continue
            # These repeat the names of a channel, where people look for what they know.
            if PACKAGE_TESTS in place.parents:
                continue
            for word in empty_words(path.name):
                yield Finding(str(place), 1, f"'{word}' in a name does not say what is inside")
            if path.suffix in CXX and not SNAKE_CASE.fullmatch(path.name):
                yield Finding(str(place), 1, "C++ files are named in snake_case")
            if path.suffix in OTHER_ENDINGS and top in SOURCE_FOLDERS:
                yield Finding(str(place), 1, "C++ files end in .hh or .cc")


def check_head(path, text):
    lines = text.splitlines()
    if not lines or lines[0] != LICENCE:
        yield Finding(path, 1, f"the first line must be '{LICENCE}'")
        return
    comment = 2 if len(lines) > 1 and lines[1].strip() in ("", "//") else 1
    end = comment
    while end < len(lines) and lines[end].startswith("//"):
        end += 1
    if not 1 <= end - comment <= 4:
        message = "after the licence, one to four lines of comment say what the file is for"
        yield Finding(path, 2, message)


def check_header(path, code):
    if "#pragma once" not in code:
        yield Finding(path, 1, "a header needs '#pragma once'")
    for found in re.finditer(r"\busing\s+namespace\b", code):
        yield Finding(path, line_at(code, found.start()), "no 'using namespace' in a header")


def check_namespace(path, text, code):
    if not has_main(text) and not re.search(r"^namespace cairn\b", code, re.MULTILINE):
        yield Finding(path, 1, "everything stands in 'namespace cairn'")


def check_ownership(path, code):
    """No `new`, no `delete`; `= delete` is another thing. CODE has no include lines (`<new>`)."""
    for found in NEW.finditer(code):
        yield Finding(path, line_at(code, found.start()), "no 'new': own by value or by unique_ptr")
    for found in DELETE.finditer(code):
        if not DELETED_FUNCTION.search(code, 0, found.start()):
            message = "no 'delete': own by value or by unique_ptr"
            yield Finding(path, line_at(code, found.start()), message)


def check_types(path, code):
    for found in TYPE.finditer(code):
        for word in empty_words(found[1]):
            message = f"'{word}' in {found[1]} does not say what it is"
            yield Finding(path, line_at(code, found.start()), message)


def check_cxx(root, place):
    path, text = str(place), read(root, place)
    code = INCLUDE.sub("", code_only(text))
    yield from check_head(path, text)
    if place.suffix == ".hh":
        yield from check_header(path, code)
    if place.parts[0] in SOURCE_FOLDERS:
        yield from check_namespace(path, text, code)
    yield from check_ownership(path, code)
    yield from check_types(path, code)


def check_todos(root, place):
    text = read(root, place)
    for found in TODO.finditer(text):
        message = f"{found[1]} without the number of its issue, as in {found[1]} (#12)"
        yield Finding(str(place), line_at(text, found.start()), message)


def main():
    root = root_from_arguments()
    findings = list(check_paths(root))
    for place in files_below(root, (*SOURCE_FOLDERS, "tests"), CXX):
        findings += check_cxx(root, place)
    for place in files_below(root, (*SOURCE_FOLDERS, "packages", "tests"), (*CXX, ".scm")):
        findings += check_todos(root, place)
    report(findings)


main()
