# SPDX-License-Identifier: GPL-3.0-or-later
# Authenticating a channel of many signed commits: for the first time, and when all is remembered.

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "end-to-end"))

from harness.failure import Broken
from harness.row import bounded, milliseconds
from story.commit_signers import SshSigner
from story.git_repository import Repository

COMMITS = 2000
GOAL_COLD, GOAL_WARM = 0.4, 0.02  # seconds


class Channel:
    """A repository of signed commits, and the commands that judge them."""

    def __init__(self, bench):
        self.folder = bench.disk / "channel"
        self.cache = self.folder / "cache"
        os.makedirs(self.folder)
        self.count = bench.scaled(COMMITS)
        self.alice = SshSigner(str(self.folder), "alice")
        repository = Repository(str(self.folder / "repository"))
        self.first = commit = repository.start(self.alice)
        for number in range(self.count):
            commit = repository.commit(f"commit {number}", [commit], self.alice, {"number": str(number)})
        repository.branch("main", commit)
        self.repository = repository.path
        subprocess.run(["git", "-C", self.repository, "gc", "-q"], check=True)
        allowed = self.folder / "allowed"
        allowed.write_text("* " + Path(self.alice.key + ".pub").read_text())
        self.git = ["git", "-c", f"gpg.ssh.allowedSignersFile={allowed}", "-C", self.repository]

    def command(self, bench):
        return ["env", f"XDG_CACHE_HOME={self.cache}", str(bench.cairn.program), "git", "authenticate",
                self.first, self.alice.fingerprint, "-r", self.repository, "--stats"]

    def cold(self, bench):
        shutil.rmtree(self.cache, ignore_errors=True)
        return bench.run(self.command(bench), bench.cairn)

    def check(self, bench):
        done = subprocess.run(self.command(bench), capture_output=True, text=True, check=False)
        if f"checked {self.count} commits" not in done.stdout:
            raise Broken(f"cairn git authenticate: {done.stdout}{done.stderr}")

    def peer(self, bench):
        """git, which runs ssh-keygen twice for each commit: a part of them is enough to know."""
        part = max(1, self.count // 20)
        cost = bench.run([*self.git, "log", "--format=%G?", f"-{part}"])
        return cost.processor * self.count / part


def rows(bench):
    channel = Channel(bench)
    channel.check(bench)
    cold, warm = bench.contest(
        lambda _: channel.cold(bench), lambda _: bench.run(channel.command(bench), bench.cairn)
    )
    peer = channel.peer(bench)
    shutil.rmtree(channel.folder)
    shown = f"{milliseconds(peer)} (git log with %G?)"
    work = f"authenticate {channel.count} signed commits"
    return [
        bounded(f"{work}: CPU", cold.processor, GOAL_COLD, shown, cold.processor / peer),
        bounded("the same, all remembered: CPU", warm.processor, GOAL_WARM),
    ]
