# SPDX-License-Identifier: GPL-3.0-or-later
# Tests the checks themselves: each is run on a clean little tree, where it must find nothing, and
# on copies with one violation, where it must find that one and nothing else.

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from clean_tree import EMPTY_CC, EMPTY_HH, FILES, LICENCE, READ_CC, READ_TEST_CC
from cxx_functions import functions
from scheme_procedures import procedures

HERE = Path(__file__).resolve().parent
FINDING = re.compile(r"^([^\s:]+):(\d+):(?:\d+:)? (.*)$", re.MULTILINE)

NEW_FILE = None  # stands for the old text where the file is new
END = ""  # stands for the old text where the new text is put at the end
TOP = ""  # stands for the first line


class Case(NamedTuple):
    path: str  # the file that is changed
    old: str  # what is taken out of it
    new: str  # what is put there
    at: str  # text on the line of the finding
    says: str  # part of the finding's message; where it begins with "note:", nothing is refused
    where: str = ""  # the file of the finding, if it is another one


def long_function(lines, head="int long_one()"):
    return f"{head} {{\n" + "  ;\n" * (lines - 2) + "}\n"


def long_test(lines):
    return long_function(lines, 'TEST_CASE("long")')


ERROR, READ, LOG = "core/base/error.hh", "core/nar/read.cc", "core/build/build_log.hh"
GEXP, NAR_TESTS = "scheme/cairn/gexp.scm", "tests/unit/core/nar"
TEST = f"{NAR_TESTS}/read_test.cc"
LAYERS, UNTESTED = "tests/architecture/layers.txt", "tests/architecture/untested.txt"
NEXT = "#include <new>"  # an include of READ to put another one in place of
LOOP = "// Reading archives: the loop.\n"

CASES = {
    "layers": [
        Case(READ, NEXT, f'#include "{LOG}"', LOG, "core/nar may not use core/build"),
        Case(READ, NEXT, '#include "tests/support/x.hh"', "tests/", "may not use tests/support"),
        Case("cli/main.cc", NEW_FILE, EMPTY_CC, TOP, "the folder cli has no line"),
        Case("core/nar/deep/x.cc", NEW_FILE, EMPTY_CC, TOP, "core/nar/deep has no line"),
        Case(LAYERS, "core/base  :", "core/base: core/nar", TOP, "not stand above"),
        Case(LAYERS, "core/*\n", "core/* cli/*\n", "cli/*", "names cli/*, which does not stand"),
        Case(LAYERS, END, "core/nar: core/base # again\n", "again", "core/nar has two lines"),
    ],
    "libraries": [
        Case(ERROR, "#include <string>", "#include <sqlite3.h>", "sqlite3", "only in core/nar"),
        Case(ERROR, "#include <string>", '#include "sqlite3.h"', "sqlite3", "only in core/nar"),
        Case(READ, NEXT, "#include <boost/any.hpp>", "<boost/any.hpp>", "no home"),
        Case(READ, NEXT, "#include <zlib.h>", "zlib", "no home"),
    ],
    "sizes": [
        Case(READ, END, long_function(61), "long_one", "long_one has 61 lines"),
        Case(READ, END, long_function(60), "long_one", "note: long_one has 60 lines"),
        Case(READ, END, long_test(61), "TEST_CASE", "TEST_CASE has 61 lines"),
        Case(READ, END, "//\n" * 500, TOP, "more than 500 are refused"),
        Case(READ, END, "//\n" * 300, TOP, "note: the file has"),
        Case(GEXP, END, "(define* (f x)\n" + "  x\n" * 59 + "  x)\n", "(f x)", "f has 61 lines"),
        Case("packages/a.scm", NEW_FILE, ";\n" * 501, TOP, "the file has 501 lines"),
        Case(TEST, END, long_test(121), '"long"', "TEST_CASE has 121 lines"),
        Case(TEST, END, long_test(120), '"long"', "note: TEST_CASE has 120 lines"),
        Case(TEST, END, long_function(61), "long_one", "long_one has 61 lines"),
        Case(TEST, END, "//\n" * 600, TOP, "more than 600 are refused"),
    ],
    "names": [
        Case("core/nar/Read.cc", NEW_FILE, EMPTY_CC, TOP, "snake_case"),
        Case("core/nar/read-all.hh", NEW_FILE, EMPTY_HH, TOP, "snake_case"),
        Case("core/nar/read.hpp", NEW_FILE, "", TOP, "end in .hh or .cc"),
        Case("core/nar/read_utils.cc", NEW_FILE, EMPTY_CC, TOP, "'utils'"),
        Case("core/misc/x.cc", NEW_FILE, EMPTY_CC, TOP, "'misc'", "core/misc"),
        Case("tests/support/common.sh", NEW_FILE, "", TOP, "'common'"),
        Case(ERROR, "struct Error", "struct ItemManager;\nstruct Error", "Item", "'manager'"),
        Case(ERROR, "struct Error", "enum class Helper2Kind;\nstruct Error", "Kind", "Helper2Kind"),
        Case(ERROR, "#pragma once\n", "", TOP, "#pragma once"),
        Case(ERROR, "#pragma once\n", "// #pragma once\n", TOP, "#pragma once"),
        Case(ERROR, "namespace cairn {", "namespace stone {", TOP, "'namespace cairn'"),
        Case(ERROR, END, "using namespace std;\n", "using namespace", "'using namespace'"),
        Case(READ, END, "int* x = new int;\n", "new int;", "no 'new'"),
        Case(READ, END, "#define MAKE new int\n", "MAKE", "no 'new'"),
        Case(READ, END, "void f(int* x) { delete x; }\n", "delete x", "no 'delete'"),
        Case(READ, END, "void f(int* x) { delete[] x; }\n", "delete[]", "no 'delete'"),
        Case(READ, LICENCE, "", TOP, "the first line must be"),
        Case(READ, LICENCE, LICENCE.replace("-or-later", "-only"), TOP, "the first line must be"),
        Case(READ, LOOP, "", "nar/read.hh", "one to four lines"),
        Case(READ, LOOP, "// a\n// b\n// c\n// d\n// e\n", "// a", "one to four lines"),
        Case(READ, "TODO (#12)", "TODO", "TODO", "number of its issue"),
        Case(GEXP, END, ";; FIXME: all\n", "FIXME", "number of its issue"),
    ],
    "includes": [
        Case(READ, '#include "core/nar/read.hh"\n', "", ERROR, 'own header "core/nar/read.hh"'),
        Case(TEST, '#include "core/nar/read.hh"\n', "", "catch2", 'own header "core/nar/read.hh"'),
        Case(READ, READ_CC, EMPTY_CC, TOP, "is not included"),
        Case(READ, NEXT, f'#include "{LOG}"', LOG, "stands after fmt/format.h"),
        Case("core/nar/read.hh", ERROR, "error.hh", "error.hh", "no path from the root"),
        Case(READ, ERROR, "core/base/../base/error.hh", "..", "no path from the root"),
        Case(READ, ERROR, "core/base/gone.hh", "gone.hh", "no path from the root"),
        Case(READ, "<new>", f"<{ERROR}>", f"<{ERROR}>", "belongs in quotes"),
        Case(READ, ERROR, "core/nar/plain.cc", "plain.cc", "compiled, not included"),
    ],
    "headers": [
        Case(LOG, "cairn {}", "cairn {\nstd::string log();\n}", "log()", "does not compile alone"),
        Case(LOG, "cairn {}", "cairn {}\n#include <no/such.hh>", "such", "does not compile alone"),
    ],
    "tests_mirror": [
        Case("core/nar/write.cc", NEW_FILE, EMPTY_CC, TOP, "has no test tests/unit/core/nar/write"),
        Case("daemon/protocol/wire.cc", NEW_FILE, EMPTY_CC, TOP, "has no test"),
        Case(f"{NAR_TESTS}/gone_test.cc", NEW_FILE, READ_TEST_CC, TOP, "no core/nar/gone.cc"),
        Case(f"{NAR_TESTS}/reading.cc", NEW_FILE, READ_TEST_CC, TOP, "is named x_test.cc"),
        Case(UNTESTED, ": nothing in it can be wrong", "", "plain", "needs a reason"),
        Case(UNTESTED, END, "core/nar/gone.cc: gone\n", "gone.cc", "does not exist"),
        Case(UNTESTED, END, "core/nar/read.cc: hard\n", "read.cc", "has a test now"),
    ],
    "format": [
        Case(READ, END, "int  x = 1;\n", "int  x", "clang-format"),
    ],
}

CXX_SHAPES = """
extern "C" {
inline namespace one { namespace two {
enum class Kind { a, b };
struct Table { int x = 1; std::string s{"}"}; };
const std::vector<Table> verbs = {
  {1, "a"}, {2, [] { return "{"; }},
};
const std::map<int, std::function<void(int)>> actions = {
  {1, {}},
};
const std::map<int, std::function<void(int)>> more_actions{{1, {}}};
Table first(pick(1), Table{1, "a"});
const int sum = sizeof(int) + int{
  2};
struct Action : std::function<void(int)> { void run() {
} };
template <class T, int N = 3>
class Box final : public Base<T> {
 public:
  Box() : a_{1}, b_(2), Base<T>{3} {
    c_ = '{';
  }
  bool operator==(const Box&) const { return 1'000 == 1'000; }
  bool operator()(int) const { return true; }
 private:
  int value(Options o = {},
            int other = 1) const noexcept(sizeof(T) < 3) { return 1; }
  int a_ = 0;
};
template <typename T = int>
auto two_lines(T t)
    -> int {
}
#define OPEN {
struct stat look(int fd) { return {}; }
template <class T>
  requires std::integral<T>
auto constrained(T t) -> std::vector<T> { return {}; }
std::strong_ordering operator<=>(A a, B b) { return a <=> b; }
const auto lambda = [](int x) {
  return R"x(}} " )" )x";
};
}}
}
extern "C" int entry(const char* s) { /* { */ }
Fd& Fd::operator=(Fd&& other) noexcept { }
"""
CXX_FOUND = [
    ("run", 2),
    ("Box", 3),
    ("operator==", 1),
    ("operator", 1),
    ("value", 2),
    ("two_lines", 4),
    ("look", 1),
    ("constrained", 3),
    ("operator<=>", 1),
    ("lambda", 3),
    ("entry", 1),
    ("operator=", 1),
]

SCHEME_SHAPES = r"""
(define-module (a b) #:use-module (c))
#| (define (hidden) |#
(define hello
  (package (name "hello(")))
(define (plain x) ;; (
  x)
(define* (starred #:key (x 1)) #\( x)
(define bound
  (lambda (x)
    x))
(define-syntax macro
  (syntax-rules ()))
(define ((curried a) b)
  a)
"""
SCHEME_FOUND = [("plain", 2), ("starred", 1), ("bound", 3), ("macro", 2), ("curried", 2)]


def changed_files(case):
    before = "" if case.old is NEW_FILE else FILES[case.path]
    if case.old:
        assert before.count(case.old) >= 1, f"{case.path} does not hold {case.old!r}"
        return {**FILES, case.path: before.replace(case.old, case.new, 1)}
    return {**FILES, case.path: before + case.new}


def run_check(check, files):
    """What CHECK says of a tree of FILES: its exit status, its findings, and all its words."""
    shell = check == "format"
    script = HERE / f"check_{check}.{'sh' if shell else 'py'}"
    command = ["sh", script] if shell else [sys.executable, "-B", script]
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_text(text)
        done = subprocess.run([*command, folder], capture_output=True, text=True)
    words = done.stdout + done.stderr
    return done.returncode, FINDING.findall(words), words


def check_clean_tree(check):
    status, _, words = run_check(check, FILES)
    if status != 0 or words:
        yield f"{check} finds something in the clean tree:\n{words}"


def check_case(check, case):
    files = changed_files(case)
    where = case.where or case.path
    line = files[case.path][: files[case.path].index(case.at)].count("\n") + 1
    status, findings, words = run_check(check, files)
    as_expected = [
        found for found in findings if found[:2] == (where, str(line)) and case.says in found[2]
    ]
    refused = 0 if case.says.startswith("note:") else 1
    if status != refused or len(findings) != 1 or not as_expected:
        yield f"{check} should say only {where}:{line}: ...{case.says}..., but says:\n{words}"


def check_shapes(what, found, expected):
    sizes = [(each.name, each.last - each.first + 1) for each in found]
    if sizes != expected:
        yield f"{what} that are found:\n{sizes}\nbut they are:\n{expected}"


def failures():
    yield from check_shapes("C++ functions", functions(CXX_SHAPES), CXX_FOUND)
    yield from check_shapes("Scheme procedures", procedures(SCHEME_SHAPES), SCHEME_FOUND)
    for check, cases in CASES.items():
        yield from check_clean_tree(check)
        for case in cases:
            yield from check_case(check, case)


def main():
    failed = list(failures())
    for failure in failed:
        print(failure)
    print(f"{len(failed)} failures in {sum(map(len, CASES.values()))} cases")
    sys.exit(1 if failed else 0)


main()
