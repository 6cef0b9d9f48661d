# SPDX-License-Identifier: GPL-3.0-or-later
# A channel of 30,000 packages: finding them by searching, by name, as a shell completes them; a pull that
# brings one changed module; one package of a commit long ago.

import random
from pathlib import Path

from harness.cairn_store import CairnStore
from harness.made_channel import MadeChannel
from harness.row import bounded, megabytes

MODULES = 600
PACKAGES = 50  # in each
GOAL = 0.060  # seconds
MEMORY = 100e6  # bytes
PULL = 0.150  # seconds
COMMITS = 500
NEVER_VISITED, VISITED = 0.4, 0.1  # seconds


class Channel:
    def __init__(self, bench):
        self.bench = bench
        folder = Path(bench.disk) / "indexing"
        folder.mkdir()
        self.cairn = CairnStore(bench.cairn.programs, folder)  # other rows have other channels
        self.modules = bench.scaled(MODULES)
        self.made = MadeChannel(folder / "channel", self.modules, PACKAGES)
        self.file = folder / "channels.scm"
        self.random = random.Random(5)
        init = self.cairn.command("channel", "init", "--name", "made", str(self.made.folder))
        self.file.write_text(bench.run(init, self.cairn).output)
        self.pull()

    def pull(self):
        return self.bench.run(self.cairn.command("pull", "-C", str(self.file)), self.cairn)

    def git(self, *words):
        return self.cairn.ask("git", "-C", str(self.made.folder), *words)

    def commit(self):
        """Some module is another one."""
        self.made.change(self.random.randrange(self.modules))
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "change")

    def ask(self, *words, **wishes):
        return self.bench.run(self.cairn.command(*words), self.cairn, **wishes)


def finding(bench, channel):
    name = channel.made.names[-3]
    found = []
    for work, words in {
        "search two words, one package found": ["search", "video", name],
        "search a regular expression": ["search", "^compress.*[0-9]7$"],
        "show a package": ["show", name],
        "complete a name": ["completion", "packages", name[:5]],
    }.items():
        [cost] = bench.contest(lambda _, words=words: channel.ask(*words))
        found.append(bounded(f"{work}, of 30,000: CPU", cost.processor, GOAL))
        [cost] = bench.contest(lambda _, words=words: channel.ask(*words, watch_memory=True))
        if cost.peaks:
            peak = max(cost.peaks.values())
            found.append(bounded(f"{work}, of 30,000: memory", peak, MEMORY, unit=megabytes))
    return found


def pulling(bench, channel):
    def pull(_):
        channel.commit()
        return channel.pull()

    [cost] = bench.contest(pull)
    return [bounded("pull of one commit, of 30,000, with its fetch: CPU", cost.processor, PULL)]


def travelling(bench, channel):
    """To the commit COMMITS ago, without an index of it and with one."""
    for _ in range(bench.scaled(COMMITS)):
        channel.commit()
    channel.pull()
    past = f"HEAD~{bench.scaled(COMMITS)}"
    commit, tree = channel.git("rev-parse", past, past + "^{tree}")
    words = ["time-machine", f"--commit={commit}", "--", "build", "-n", "known"]

    def visit_first(_):
        for index in channel.cairn.state.glob(f"channels/index/*/{tree}"):
            index.unlink()
        channel.cairn.forget_evaluations()
        return channel.ask(*words)

    [first] = bench.contest(visit_first)
    [again] = bench.contest(lambda _: channel.ask(*words))
    work = f"time-machine {COMMITS} commits back, build -n"
    return [
        bounded(f"{work}, never visited: CPU", first.processor, NEVER_VISITED),
        bounded(f"{work}, visited: CPU", again.processor, VISITED),
    ]


def rows(bench):
    channel = Channel(bench)
    channel.ask("show", channel.made.names[5])  # the index is there now
    return finding(bench, channel) + pulling(bench, channel) + travelling(bench, channel)
