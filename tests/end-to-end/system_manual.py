# SPDX-License-Identifier: GPL-3.0-or-later
# manual/system.md, told as it stands there: its file is written, its commands are run in order.
import os
import sys
from pathlib import Path

from story import tell
from story.machine import Machine
from story.manual_page import Reader

PAGE = Path(__file__).parents[2] / "manual/system.md"
EXPECTED = {
    "enter hostname": ["home\n"],
    "enter cat /etc/motd": ["Welcome home!\n", "Well done!\n", "Welcome home!\n"],
}


def tell_of_the_page(story):
    if os.geteuid() != 0:
        print("skip: only root runs a container here")
        sys.exit(0)
    with Machine(story) as machine:
        Reader(story, machine.story.root, EXPECTED).read(PAGE)
        machine.end_all()


tell(tell_of_the_page)
