# SPDX-License-Identifier: GPL-3.0-or-later
# Finds the procedures and macros that Scheme text defines at its top level.

import re
from typing import NamedTuple

TOKENS = re.compile(
    r"""
    (?P<comment> \#\|.*?\|\# | ;[^\n]* )
  | (?P<string>  "(?:\\.|[^"\\])*" )
  | (?P<letter>  \#\\(?:\w+|.) )
    """,
    re.VERBOSE | re.DOTALL,
)
# A definition of data, such as a package, may be as long as the data are: only what has arguments
# is a procedure.
DEFINITION = re.compile(
    r"""^\( (?: define (?:\*|-public|-inlinable|-method|-syntax-rule)? \s+ \(+ (?P<name>[^\s()]+)
              | define (?:-public)? \s+ (?P<bound>[^\s()]+) \s+ \((?:case-|match-)?lambda
              | define-syntax \s+ (?P<macro>[^\s()]+) )""",
    re.VERBOSE | re.MULTILINE,
)


class Procedure(NamedTuple):
    name: str
    first: int  # lines
    last: int


def code_only(text):
    """TEXT without comments, strings and characters; line numbers stay."""
    return TOKENS.sub(lambda token: re.sub(r"[^\n]", " ", token.group()), text)


def procedures(text):
    """Each definition of a procedure or macro that begins in the first column."""
    code = code_only(text)
    found = []
    for definition in DEFINITION.finditer(code):
        first = code.count("\n", 0, definition.start()) + 1
        last = code.count("\n", 0, closing_parenthesis(code, definition.start())) + 1
        found.append(Procedure(definition[definition.lastgroup], first, last))
    return found


def closing_parenthesis(code, opening):
    depth = 0
    for parenthesis in re.compile(r"[()\[\]]").finditer(code, opening):
        depth += 1 if parenthesis.group() in "([" else -1
        if depth == 0:
            return parenthesis.start()
    return len(code) - 1
