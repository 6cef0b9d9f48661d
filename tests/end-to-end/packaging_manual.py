# SPDX-License-Identifier: GPL-3.0-or-later
# manual/packaging.md, told as it stands there: its files are written, its commands are run in order.
from pathlib import Path

from story import tell
from story.channel import shared_root
from story.manual_page import Reader

PAGE = Path(__file__).parents[2] / "manual/packaging.md"
EXPECTED = {
    'cat "$(readlink greeting)"': ["Good day!\n"],
    '"$(readlink my-hello)/bin/hello"': ["Hello, packager!\n"],
    "| cairn repl": ['"2.10"\n'],
    "share/note.txt": ["remember the milk\n"],
}


def tell_of_the_page(story):
    Reader(story, shared_root(story.programs), EXPECTED).read(PAGE.read_text(encoding="utf-8"))


tell(tell_of_the_page)
