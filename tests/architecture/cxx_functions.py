# SPDX-License-Identifier: GPL-3.0-or-later
# Finds the functions that C++ text defines in namespaces and classes, by their braces. It is no
# parser: it reads what clang-format has laid out, and takes a lambda inside a function or a table
# for part of it.

import re
from typing import NamedTuple

from cxx_text import code_only, line_at, without_directives

ACCESS = re.compile(r"\s*(public|protected|private)\s*$")
NAMESPACE = re.compile(r'\s*(inline\s+)?namespace\b|\s*extern\s*"[^"]*"\s*$')
TYPE = re.compile(r"\b(class|struct|union)\b")
LAMBDA = re.compile(r"=\s*\[[^\]]*\]\s*(\(.*\)[^()]*)?$", re.DOTALL)
BRACKETS = re.compile(r"\([^(){}<>]*\)|\{[^(){}<>]*\}|<[^(){}<>]*>")
NAME = re.compile(r"(operator\s*\S+|[\w:~]+)\s*$")


class Function(NamedTuple):
    name: str
    first: int  # lines
    last: int


def functions(text):
    """Each function's definition, in order: from the line where its head begins to its last '}'."""
    code = without_directives(code_only(text))
    found = []
    head = 0  # where the declaration that we are in begins
    depth = 0  # of ( and [
    at = 0
    while at < len(code):
        letter = code[at]
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == "}" or (letter == ";" and depth == 0):
            head, depth = at + 1, 0
        elif letter == ":" and ACCESS.match(code, head, at):
            head = at + 1
        elif letter == "{":
            what = "value" if depth > 0 else what_opens(code[head:at])
            if what == "scope":
                head = at + 1
            else:
                end = closing_brace(code, at)
                if what == "function":
                    found.append(function(code, head, at, end))
                    head = end + 1
                at = end
        at += 1
    return found


def what_opens(head):
    """What the brace after HEAD opens: a "scope" to look into, a "function", or a "value"."""
    head = head.strip()
    outline = flat(head)
    has_arguments = "@" in outline
    if NAMESPACE.match(head) or (TYPE.search(outline) and not has_arguments):
        return "scope"
    if LAMBDA.search(head):
        return "function"
    # name_{value} in a constructor's list of members: after the colon, no bracket closed before it.
    is_member = ":" in outline and re.search(r"[\w>]$", head)
    return "function" if has_arguments and "=" not in outline and not is_member else "value"


def flat(head):
    """HEAD without what stands in brackets; '@' is left where (arguments) were."""
    head = re.sub(r"\balignas\s*\([^()]*\)", "", head)
    head = re.sub(r"\boperator\s*[^\w\s(]+", "operator", head)
    head = head.replace("::", "__")
    while (shorter := BRACKETS.sub(lambda pair: "@" if pair[0][0] == "(" else "", head)) != head:
        head = shorter
    return head


def closing_brace(code, opening):
    depth = 0
    for brace in re.compile(r"[{}]").finditer(code, opening):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return brace.start()
    return len(code) - 1


def function(code, head, opening, closing):
    text = code[head:opening]
    begin = head + len(text) - len(text.lstrip())
    name = NAME.search(re.split(r"\(|=\s*\[", text)[0])
    return Function(name[1] if name else "function", line_at(code, begin), line_at(code, closing))
