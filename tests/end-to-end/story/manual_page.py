# SPDX-License-Identifier: GPL-3.0-or-later
# Somebody who does what a page of the manual says: writes its files, runs its commands in order.
import os
import re
import subprocess
from pathlib import Path

PATIENCE = 1800  # seconds that a line may take: some build servers, and some wait for a machine
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Reader:
    """Of a page, with ROOT as the store of all stories. EXPECTED has what commands print that have a part in
    them, in the order of the page."""

    def __init__(self, story, root, expected):
        self.story = story
        self.folder = os.path.join(story.folder, "work")
        self.environment = {**os.environ, "PATH": f"{story.programs}:{os.environ['PATH']}", "CAIRN_ROOT": root}
        self.expected = {part: list(outputs) for part, outputs in expected.items()}
        os.mkdir(self.folder)

    def read(self, text):
        """Do what TEXT, a page or a part of one, says."""
        blocks = BLOCK.findall(text)
        self.story.check("the page has commands", len([kind for kind, _ in blocks if kind == "sh"]) > 3)
        for kind, text in blocks:
            if kind == "scheme":
                self.write(text)
            if kind == "sh":
                for line in text.splitlines():
                    self.run(line)
        left = {part: outputs for part, outputs in self.expected.items() if outputs}
        self.story.check_equal("all that was expected was printed", left, {})

    def write(self, text):
        name = re.match(r";; file: (\S+)\n", text)
        self.story.check(f"a block of Scheme names its file: {text[:40]}", name is not None)
        path = os.path.join(self.folder, name[1])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")

    def run(self, line):
        if line.startswith("export CAIRN_ROOT="):
            return  # the store of all stories, so that nothing is built twice
        done = subprocess.run(["timeout", str(PATIENCE), "bash", "-c", line], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True, check=False)
        fails = re.search(r"# fails: (.*)", line)
        said = f"{line}\n{done.stdout}{done.stderr}"
        self.story.check(f"ends as the page says: {said}", (done.returncode != 0) == bool(fails))
        if fails:
            self.story.check_contains("and says so", done.stderr, fails[1])
        for part, outputs in self.expected.items():
            if part in line and outputs:
                self.story.check_equal(f"what it prints: {line}", done.stdout, outputs.pop(0))
