# SPDX-License-Identifier: GPL-3.0-or-later
# The derivation of every package is what it was: a change of the language, or of the printer of builder
# scripts, that moves store paths is seen at once. With --update the paths become the new truth.
import os
import sys
from pathlib import Path

from story import tell
from story.channel import package_names

GOLDEN = Path(__file__).parents[1] / "vectors/golden-derivations.txt"
HEAD = "# The derivation of each package of the default channel. golden_derivations.py BIN --update writes it.\n"


def paths(story, names):
    return dict(zip(names, story.cairn("build", "-d", *names).split()))


def expected():
    lines = GOLDEN.read_text(encoding="utf-8").splitlines() if GOLDEN.exists() else []
    return dict(line.split() for line in lines if not line.startswith("#"))


def tell_of_drift(story, names):
    """The positive control: what a package says moves its path, what stands around it does not."""
    copy = story.write("hello.scm", (Path(__file__).parents[2] / "packages/distro/hello.scm").read_text(encoding="utf-8")
                       .replace("(distro hello)", "(hello)") + "\nhello\n")
    same = story.cairn("build", "-d", "-f", copy).strip()
    story.check_equal("a copy of the definition is the same derivation", same, names["hello"])
    text = Path(copy).read_text(encoding="utf-8")
    moved = story.write("moved.scm", ";; A comment.\n\n" + text.replace("(hello)", "(moved)"))
    story.check_equal("a comment moves no path", story.cairn("build", "-d", "-f", moved).strip(), same)
    other = story.write("other.scm", text.replace("(hello)", "(other)").replace(
        "(build-system gnu-build-system)", "(build-system gnu-build-system)\n    (arguments (list #:tests? #f))"))
    story.check("an argument does", story.cairn("build", "-d", "-f", other).strip() != same)


def tell_of_golden_paths(story):
    names = package_names()
    story.check("the channel has packages", "hello" in names)
    found = paths(story, names)
    story.check_equal("each package has a derivation", len(found), len(names))
    if "--update" in sys.argv:
        lines = (f"{name} {os.path.basename(path)}\n" for name, path in sorted(found.items()))
        GOLDEN.write_text(HEAD + "".join(lines), encoding="utf-8")
    golden = expected()
    for name, path in sorted(found.items()):
        story.check_equal(f"the derivation of {name}", os.path.basename(path), golden.get(name))
    story.check_equal("no package is gone", sorted(set(golden) - set(names)), [])
    tell_of_drift(story, found)


tell(tell_of_golden_paths)
