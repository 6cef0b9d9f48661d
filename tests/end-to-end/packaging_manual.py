# SPDX-License-Identifier: GPL-3.0-or-later
# manual/packaging.md, told as it stands there: its files are written, its commands are run in order.
import os
import re
import subprocess
from pathlib import Path

from story import tell
from story.channel import shared_root

PAGE = Path(__file__).parents[2] / "manual/packaging.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXPECTED = {
    'cat "$(readlink greeting)"': "Good day!\n",
    '"$(readlink my-hello)/bin/hello"': "Hello, packager!\n",
    "| cairn repl": '"2.10"\n',
    "share/note.txt": "remember the milk\n",
}


class Reader:
    """Somebody who does what the page says."""

    def __init__(self, story):
        self.story = story
        self.folder = os.path.join(story.folder, "work")
        self.environment = {**os.environ, "PATH": f"{story.programs}:{os.environ['PATH']}",
                            "CAIRN_ROOT": shared_root(story.programs)}
        os.mkdir(self.folder)

    def write(self, text):
        name = re.match(r";; file: (\S+)\n", text)
        self.story.check(f"a block of Scheme names its file: {text[:40]}", name is not None)
        path = os.path.join(self.folder, name[1])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")

    def run(self, line):
        if line.startswith("export CAIRN_ROOT="):
            return  # the store of all stories, so that nothing is built twice
        done = subprocess.run(["bash", "-c", line], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True, check=False)
        fails = re.search(r"# fails: (.*)", line)
        said = f"{line}\n{done.stdout}{done.stderr}"
        self.story.check(f"ends as the page says: {said}", (done.returncode != 0) == bool(fails))
        if fails:
            self.story.check_contains("and says so", done.stderr, fails[1])
        for part, output in EXPECTED.items():
            if part in line:
                self.story.check_equal(f"what it prints: {line}", done.stdout, output)


def tell_of_the_page(story):
    reader = Reader(story)
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    story.check("the page has commands", len([kind for kind, _ in blocks if kind == "sh"]) > 5)
    for kind, text in blocks:
        if kind == "scheme":
            reader.write(text)
        if kind == "sh":
            for line in text.splitlines():
                reader.run(line)


tell(tell_of_the_page)
