# SPDX-License-Identifier: GPL-3.0-or-later
# C++ text made easy to search: comments and the insides of strings become blanks, line numbers
# stay as they are.

import re
from typing import NamedTuple

# Tried in this order at each place of the text. Names and numbers are listed so that the R of
# R"(...)" and the ' of 1'000 are seen for what they are.
TOKENS = re.compile(
    r"""
    (?P<include> ^[ \t]*\#[ \t]*include[ \t]*(?:"[^"\n]*"|<[^>\n]*>) )
  | (?P<comment> //(?:[^\n\\]|\\.|\\\n)* | /\*.*?\*/ )
  | (?P<raw>     (?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)" )
  | (?P<string>  "(?:\\.|[^"\\\n])*" )
  | (?P<letter>  '(?:\\.|[^'\\\n])+' )
  | (?P<number>  \d(?:'?[\w.])* )
  | (?P<name>    \w+ )
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]*)"|<([^>\n]*)>)', re.MULTILINE)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.MULTILINE)


class Include(NamedTuple):
    line: int
    path: str
    quoted: bool


def blank(text):
    """As many spaces and line ends as TEXT has."""
    return re.sub(r"[^\n]", " ", text)


def code_only(text):
    """TEXT without comments and without what strings hold. Include lines stay whole."""

    def shown(token):
        kind, whole = token.lastgroup, token.group()
        if kind == "comment":
            return blank(whole)
        if token.group("raw") or kind in ("string", "letter"):
            quote = "'" if kind == "letter" else '"'
            return quote + blank(whole[1:-1]) + quote
        return whole

    return TOKENS.sub(shown, text)


def without_directives(code):
    return DIRECTIVE.sub(lambda directive: blank(directive.group()), code)


def line_at(text, position):
    return text.count("\n", 0, position) + 1


def includes(text):
    """What TEXT includes, in its order."""
    code = code_only(text)
    return [
        Include(line_at(code, found.end()), found[1] or found[2] or "", found[1] is not None)
        for found in INCLUDE.finditer(code)
    ]


def has_main(text):
    return re.search(r"\bint\s+main\s*\(", code_only(text)) is not None
