# SPDX-License-Identifier: GPL-3.0-or-later
# Finding packages in a channel of 30,000: by searching, by name, as a shell completes them, and right
# after a pull that brought one changed module.

from pathlib import Path

from harness.made_channel import MadeChannel
from harness.row import bounded, megabytes

MODULES = 600
PACKAGES = 50  # in each
GOAL = 0.060  # seconds
MEMORY = 100e6  # bytes
PULL = 0.150  # seconds


class Channel:
    def __init__(self, bench):
        self.bench = bench
        self.cairn = bench.cairn
        self.made = MadeChannel(Path(bench.disk) / "channel", bench.scaled(MODULES), PACKAGES)
        self.file = Path(bench.disk) / "channels.scm"
        init = self.cairn.command("channel", "init", "--name", "made", str(self.made.folder))
        self.file.write_text(bench.run(init, self.cairn).output)
        self.pull()

    def pull(self):
        return self.bench.run(self.cairn.command("pull", "-C", str(self.file)), self.cairn)

    def commit(self):
        """One module is another one."""
        self.made.change(7)
        for words in (["add", "--all"], ["commit", "--quiet", "-m", "change"]):
            self.cairn.ask("git", "-C", str(self.made.folder), *words)

    def ask(self, *words, **wishes):
        return self.bench.run(self.cairn.command(*words), self.cairn, **wishes)


def rows(bench):
    channel = Channel(bench)
    channel.ask("show", channel.made.names[5])  # the index is there now
    name = channel.made.names[-3]
    found = []
    for work, words in {
        "search a word": ["search", "cipher", "database"],
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

    def after_pull(_):
        channel.commit()
        channel.pull()
        return channel.ask("show", name)

    [cost] = bench.contest(after_pull)
    found.append(bounded("show after a pull of one changed module: CPU", cost.processor, PULL))
    return found
