# SPDX-License-Identifier: GPL-3.0-or-later
# A little tree in which no check finds anything, for self_test.py. It holds what could mislead
# them: words in comments and strings, `= delete`, <new>, 1'000, empty words where they are allowed.

from pathlib import Path

LICENCE = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
EMPTY_CC = LICENCE + "// Nothing.\n\nnamespace cairn {}\n"
EMPTY_HH = LICENCE + "// Nothing.\n#pragma once\n\nnamespace cairn {}\n"

ERROR_HH = f"""{LICENCE}// What a person must hear of.
#pragma once

#include <string>

namespace cairn {{

struct Error {{
  Error(const Error&) = delete;
  std::string message;  // new, and nothing to delete
}};

}}  // namespace cairn
"""

READ_HH = f"""{LICENCE}// Reading archives.
#pragma once

#include "core/base/error.hh"

namespace cairn::nar {{

Error read(int fd);

}}  // namespace cairn::nar
"""

READ_CC = f"""{LICENCE}// Reading archives: the loop.
#include "core/nar/read.hh"

#include "core/base/error.hh"

#include <fmt/format.h>
#include <new>
#include <sqlite3.h>
#include <sys/stat.h>

/*
#include "core/build/build_log.hh"
*/
namespace cairn::nar {{

const char* const text = R"(
#include "core/build/build_log.hh"
#include <boost/any.hpp>
new {{ )";

// TODO (#12): the links.
Error read(int fd) {{
  return {{fmt::format("delete {{}} '{{{{'", fd)}};
}}

}}  // namespace cairn::nar
"""

READ_TEST_CC = f"""{LICENCE}// Tests of reading.
#include "core/nar/read.hh"

#include <catch2/catch.hpp>

TEST_CASE("an archive is read") {{
  CHECK(cairn::nar::read(0).message == "delete");
}}
"""

MAIN_CC = f"""{LICENCE}// The daemon.
#include "core/nar/read.hh"

namespace {{
int answer = 1'000;
}}

int main() {{
  return answer;
}}
"""

GEXP_SCM = r""";; G-expressions.
(define-module (cairn gexp))
(define (gexp? thing) #\( "(" #t)
"""

LAYERS = """core/base  :
core/nar   : core/base
core/build : core/*
daemon     : core/*  # main
"""

LIBRARIES = """sqlite3.h    : core/nar
fmt/*  sys/* : everywhere
"""

FILES = {
    ".clang-format": (Path(__file__).parents[2] / ".clang-format").read_text(),
    "core/base/error.hh": ERROR_HH,
    "core/build/build_log.hh": EMPTY_HH,
    "core/nar/plain.cc": EMPTY_CC,
    "core/nar/read.cc": READ_CC,
    "core/nar/read.hh": READ_HH,
    "core/nar/show.cc": MAIN_CC,
    "daemon/main.cc": MAIN_CC,
    "packages/distro/util-linux.scm": "(define util-linux '(" + "package\n" * 100 + "))\n",
    "scheme/cairn/gexp.scm": GEXP_SCM,
    "tests/architecture/layers.txt": LAYERS,
    "tests/architecture/libraries.txt": LIBRARIES,
    "tests/architecture/untested.txt": "core/nar/plain.cc: nothing in it can be wrong\n",
    "tests/unit/core/nar/read_test.cc": READ_TEST_CC,
    "tests/vectors/misc/Bad-Name.cc": "int*x=new int;\n",
}
