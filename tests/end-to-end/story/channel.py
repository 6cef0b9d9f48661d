# SPDX-License-Identifier: GPL-3.0-or-later
# The default channel, as stories see it: its packages by name, and the store in which they are built once
# for all stories of a build folder.
import os
import re
from pathlib import Path

CHANNEL = Path(__file__).parents[3] / "packages"


def package_names():
    """The names of all packages that the channel defines."""
    found = []
    for file in sorted(CHANNEL.rglob("*.scm")):
        text = file.read_text(encoding="utf-8")
        found += re.findall(r'^\(define-public \S+\s+\(package\s+\(name "([^"]+)"\)', text, re.MULTILINE)
    return sorted(found)


def shared_root(programs):
    """A root folder beside the build folder: what is built there is there for the next story."""
    root = os.path.join(os.path.dirname(os.path.dirname(programs)), "packages-store")
    os.makedirs(root, exist_ok=True)
    return root
