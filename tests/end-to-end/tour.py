# SPDX-License-Identifier: GPL-3.0-or-later
# manual/tour.md, told as it stands there. Its store begins as a copy of the one that all stories share, so that
# hello is not built once more; its profile and channels are its own.
import os
import re
import sqlite3
import subprocess
from pathlib import Path

from story import tell
from story.channel import CHANNEL, shared_root

PAGE = Path(__file__).parents[2] / "manual/tour.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What lines must print, by their beginning; all together, in the order of the page.
EXPECTED = [
    ("cairn search greeting", "name: hello\n"), ("cairn show hello", "version: 2.10\n"),
    ("cairn install hello", "installed: hello 2.10\n"), ("hello", "Hello, world!\n"),
    ("cairn run hello", "Just looking\n"), ("cairn shell hello", "HELLO, WORLD!\n"),
    ("cairn remove hello", "removed: hello 2.10\n"), ("cairn package --list-generations", "Generation 2 "),
    ("cairn package --roll-back", "switched from generation 2 to 1\n"), ("hello", "Hello, world!\n"),
    ("cairn show -L mine", "synopsis: A welcome in a file\n"), ("cat mine.channel", "(name 'mine)"),
    ("cairn pull", "this is generation 1 of the channels"), ("cairn describe", "  mine "),
    ("cairn install welcome", "installed: welcome 1.0\n"), ("cairn pull", "upgraded: welcome 1.0 -> 1.1\n"),
    ("cairn upgrade", "upgraded: welcome 1.0 -> 1.1\n"), ("cairn package --list-generations", "Generation 4 "),
    ("cairn diff 3 4", "upgraded: welcome 1.0 -> 1.1\n"), ("cairn pull --list-generations", "Generation 2 "),
    ("cairn time-machine --commit", "version: 1.0\n"), ("cairn time-machine -C", "-welcome-1.1\n"),
    ("cairn pull", "nothing new: the channels are as they were\n"),
    ("cairn package --delete-generations", "deleted generation 1\n"),
    ("cairn pull --delete-generations", "forgot generation 1 of the channels\n"),
]


def copy_store(story, root):
    """Let ROOT hold what the shared store does, with links to its files, and hello among it."""
    shared = shared_root(story.programs)
    built = story.run([os.path.join(story.programs, "cairn"), "--root", shared, "build", "hello"],
                      env={**os.environ, "HOME": story.folder, "XDG_CONFIG_HOME": story.folder})
    story.check(f"hello can be built\n{built.stderr}", built.returncode == 0)
    database = "var/cairn/db/db.sqlite"
    os.makedirs(os.path.join(root, os.path.dirname(database)))
    with sqlite3.connect(os.path.join(shared, database)) as old, sqlite3.connect(os.path.join(root, database)) as new:
        old.backup(new)
    os.makedirs(os.path.join(root, "cairn"))
    subprocess.run(["cp", "-al", os.path.join(shared, "cairn/store"), os.path.join(root, "cairn/store")], check=True)


class Newcomer:
    """Somebody who does what the page says, with nothing but what the page has them set."""

    def __init__(self, story):
        self.story = story
        self.folder = os.path.join(story.folder, "work")
        home = os.path.join(story.folder, "home")
        os.makedirs(self.folder)
        os.makedirs(home)
        self.environment = {"PATH": f"{story.programs}:{os.environ['PATH']}", "HOME": home, "TZ": "UTC",
                            "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1", "CAIRN_PACKAGES": str(CHANNEL)}
        self.expected = list(EXPECTED)

    def write(self, text):
        name = re.match(r";; file: (\S+)\n", text)
        self.story.check(f"a block of Scheme names its file: {text[:40]}", name is not None)
        path = Path(self.folder, name[1])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, line):
        exported = re.match(r"export (\w+)=", line)
        if exported:
            line += f'; printf %s "${exported[1]}"'
        done = subprocess.run(["bash", "-c", line], cwd=self.folder, env=self.environment, capture_output=True,
                              text=True, check=False)
        if exported:
            self.environment[exported[1]] = done.stdout
        fails = re.search(r"# fails: (.*)", line)
        said = done.stdout + done.stderr
        self.story.check(f"ends as the page says: {line}\n{said}", (done.returncode != 0) == bool(fails))
        if fails:
            self.story.check_contains(f"fails as the page says: {line}", done.stderr, fails[1])
        elif self.expected and line.startswith(self.expected[0][0]):
            self.story.check_contains(f"says what the page is about: {line}", said, self.expected.pop(0)[1])


def tell_of_the_tour(story):
    newcomer = Newcomer(story)
    copy_store(story, os.path.join(newcomer.folder, "root"))
    for kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "scheme":
            newcomer.write(text)
        if kind == "sh":
            for line in text.splitlines():
                newcomer.run(line)
    story.check_equal("all that was to be said was said", newcomer.expected, [])
    left = set(os.listdir(newcomer.environment["HOME"])) - {".cache"}
    story.check_equal("nothing outside of the folder was touched", left, set())


tell(tell_of_the_tour)
