# SPDX-License-Identifier: GPL-3.0-or-later
# manual/packs.md, told as it stands there: its commands are run in order.
from pathlib import Path

from story import tell
from story.channel import shared_root
from story.manual_page import Reader

PAGE = Path(__file__).parents[2] / "manual/packs.md"
EXPECTED = {
    "cairn pack hello": ["hello-pack.tar.gz\n"],
    "somewhere/deep/bin/hello": ["Hello, world!\n"],
    "hello-image.tar |": ["oci-layout\nindex.json\nmanifest.json\n"],
}


def tell_of_the_page(story):
    Reader(story, shared_root(story.programs), EXPECTED).read(PAGE.read_text(encoding="utf-8"))


tell(tell_of_the_page)
