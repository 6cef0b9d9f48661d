# SPDX-License-Identifier: GPL-3.0-or-later
# Checks that each header stands alone: a file that includes nothing else compiles. Slow: it runs
# the compiler ($CXX, else g++) once a header.

import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from tree import SOURCE_FOLDERS, Finding, files_below, report, root_from_arguments

AT_ONCE = 2
ERROR = re.compile(
    r"^(?:(?P<path>[^\s:]+):(?P<line>\d+):(?:\d+:)? )?(?:fatal )?error: (?P<message>.*)",
    re.MULTILINE,
)


def guile_folders():
    """The options for Guile's headers, the only ones that the compiler does not find by itself."""
    if not shutil.which("pkg-config"):
        return []
    asked = subprocess.run(
        ["pkg-config", "--cflags-only-I", "guile-3.0"], capture_output=True, text=True
    )
    return [word.replace("-I", "-isystem", 1) for word in asked.stdout.split()]


def compile_alone(root, header, options):
    """What the compiler says to a file that includes HEADER alone; empty if all is well."""
    command = [os.environ.get("CXX", "g++"), "-std=c++20", "-fsyntax-only", "-w", "-I", str(root)]
    text = f'#include "{header}"\n'
    done = subprocess.run(
        [*command, *options, "-x", "c++", "-"], input=text, capture_output=True, text=True
    )
    return done.stderr if done.returncode != 0 else ""


def check_header(root, header, options):
    said = compile_alone(root, header, options)
    if not said:
        return []
    error = ERROR.search(said)
    first = error["message"] if error else said.strip()
    where = (error["path"] or "").removeprefix(f"{root}/") if error else ""
    line = int(error["line"]) if where == str(header) else 1
    return [Finding(str(header), line, f"does not compile alone: {first}")]


def main():
    root = root_from_arguments()
    options = guile_folders()
    headers = files_below(root, (*SOURCE_FOLDERS, "tests"), (".hh",))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        checked = pool.map(lambda header: check_header(root, header, options), headers)
    report([finding for findings in checked for finding in findings])


main()
