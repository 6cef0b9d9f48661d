# SPDX-License-Identifier: GPL-3.0-or-later
# manual/system.md, told as it stands there: its files are written, its commands are run in order. The part whose
# servers take ten minutes to build is left out without --all.
import os
import sys
from pathlib import Path

from story import tell
from story.machine import Machine
from story.manual_page import Reader

PAGE = Path(__file__).parents[2] / "manual/system.md"
SERVERS = "## A home server", "## As an image"
SERVERS_EXPECTED = {"curl": ["<p>At home.</p>\n"], "ssh -p": ["alice\n"]}
EXPECTED = {
    "enter hostname": ["home\n"],
    "enter cat /etc/motd": ["Welcome home!\n", "Well done!\n", "Welcome home!\n"],
}


def tell_of_the_page(story):
    if os.geteuid() != 0:
        print("skip: only root runs a container here")
        sys.exit(0)
    with Machine(story) as machine:
        text = PAGE.read_text(encoding="utf-8")
        begin, end = (text.index(title) for title in SERVERS)
        is_whole = "--all" in sys.argv
        expected = {**EXPECTED, **SERVERS_EXPECTED} if is_whole else EXPECTED
        Reader(story, machine.story.root, expected).read(text if is_whole else text[:begin] + text[end:])
        machine.end_all()


tell(tell_of_the_page)
