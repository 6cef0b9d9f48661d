# SPDX-License-Identifier: GPL-3.0-or-later
# A start loads next to nothing: each shared object costs it a part of a millisecond.
import re

from story import tell

C_LIBRARY = {"ld-linux-x86-64.so.2", "libc.so.6", "libm.so.6"}


def needed(story, program):
    """The shared objects that PROGRAM names."""
    done = story.run(["readelf", "--dynamic", f"{story.programs}/{program}"])
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", done.stdout))


def tell_of_starting(story):
    for program in ["cairn", "cairn-daemon"]:
        found = needed(story, program)
        story.check_contains("a program is linked with the C library", found, "libc.so.6")
        story.check_equal(f"{program} loads the C library alone", found - C_LIBRARY, set())


tell(tell_of_starting)
