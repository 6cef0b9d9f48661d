# SPDX-License-Identifier: GPL-3.0-or-later
# Cairn with a root of its own in a folder, served by the private engine.

import os
import re
from pathlib import Path

from harness import trivial_builds
from harness.ask import words_of
from harness.failure import Skip
from harness.idle_daemon import IdleDaemon

OUTPUT = re.compile(r'^Derive\(\[\("out","([^"]+)"')


# As Nix has it: the database lasts, what it speaks of is left to the file system.
SETTINGS = "fsync-store-paths = false\n"
FLUSHED = ""


class CairnStore:
    def __init__(self, programs, folder, settings=SETTINGS):
        self.programs = Path(programs).resolve()
        self.program = str(self.programs / "cairn")
        if not Path(self.program).exists():
            raise Skip(f"there is no program {self.program}")
        self.home = Path(folder) / "cairn"
        self.home.mkdir()
        self.store = self.home / "cairn" / "store"
        self.state = self.home / "var" / "cairn"
        (self.home / "etc" / "cairn").mkdir(parents=True)
        (self.home / "etc" / "cairn" / "cairn.conf").write_text(settings)
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.home)}

    def command(self, *words):
        return [self.program, "--root", str(self.home), *words]

    def ask(self, *command):
        """The words that COMMAND prints; not measured."""
        return words_of(command, self.environment)

    def add_command(self, *paths):
        return self.command("store", "add", *map(str, paths))

    def build_command(self, derivations):
        return self.command("build", "--max-jobs", "1", *derivations)

    def closure_command(self, item):
        return self.command("store", "query", "--requisites", item)

    def collect_command(self):
        return self.command("gc")

    def optimise_command(self):
        return self.command("gc", "--optimize")

    def roots_command(self):
        return self.command("gc", "--list-roots")

    def dead_command(self):
        return self.command("gc", "--list-dead")

    def verify_command(self):
        return self.command("store", "verify", "--check-contents")

    def plan_command(self, derivations):
        return self.command("build", "--dry-run", *derivations)

    def register_command(self, files):
        return self.command("derivation", "add", *map(str, files))

    def daemon(self):
        command = [str(self.programs / "cairn-daemon"), "--root", str(self.home)]
        return IdleDaemon(command, self.environment, self.state / "daemon-socket" / "socket")

    def hash_command(self, path):
        return [self.program, "hash", "-S", "nar", str(path)]

    def add(self, path):
        return self.ask(*self.add_command(path))[0]

    def forget_evaluations(self):
        for kept in self.state.glob("channels/evaluations/*"):
            kept.unlink()

    def delete(self, item):
        self.ask(*self.command("gc", "--delete", item))

    def root(self, name, item):
        """Keep ITEM from the collector."""
        (self.state / "gcroots" / name).symlink_to(item)

    def keeper_of(self, items):
        """A derivation that refers to ITEMS."""
        return self.add_derivations([trivial_builds.keeper_json(items)])[0]

    def written(self, texts):
        """Files that hold TEXTS."""
        files = [self.home / f"derivation-{number}.json" for number in range(len(texts))]
        for file, text in zip(files, texts):
            file.write_text(text)
        return files

    def add_derivations(self, texts):
        return self.ask(*self.register_command(self.written(texts)))

    def output_of(self, derivation):
        return OUTPUT.match(self.on_disk(derivation).read_text())[1]

    def on_disk(self, item):
        return self.home / item.lstrip("/")

    def instantiate(self, tools, salt, script, count, chained):
        """The derivations to ask for, so that COUNT trivial builds are made."""
        if not chained:
            numbers = range(count)
            return self.add_derivations(
                [trivial_builds.build_json(tools, salt, number, script) for number in numbers]
            )
        previous = None
        for number in range(count):
            text = trivial_builds.build_json(tools, salt, number, script, previous)
            [derivation] = self.add_derivations([text])
            previous = (derivation, self.output_of(derivation))
        return [derivation]

    def build(self, derivation):
        """The text that DERIVATION writes as its one output."""
        self.ask(*self.build_command([derivation]))
        return self.on_disk(self.output_of(derivation)).read_text()
