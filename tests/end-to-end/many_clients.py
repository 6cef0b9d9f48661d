# SPDX-License-Identifier: GPL-3.0-or-later
# A hundred clients at once add, ask, build and collect: none of them fails or waits for ever, the store verifies,
# and the daemon has then what it had before: the same descriptors and memory, and no process left.
# CAIRN_MINUTES=N makes it last so long; a check of every change takes a part of a minute.
import os
import random
import re
import threading
import time

from story import Daemon, tell

CLIENTS = 100
SHARED = 40
SECONDS = 60 * float(os.environ.get("CAIRN_MINUTES", "0.4"))
PATIENCE = 120  # seconds that one command may take, beside ninety-nine others
ROUNDS_AT_LEAST = 2


class Client(threading.Thread):
    """Somebody who asks for one thing after another until the time is up, and keeps what was built."""

    def __init__(self, story, busybox, derivations, number, end):
        super().__init__()
        self.story, self.busybox, self.number, self.end = story, busybox, number, end
        self.derivations = derivations
        self.chance = random.Random(number)
        self.rounds = 0
        self.longest = (0.0, "")
        self.problems = []

    def cairn(self, *arguments):
        begun = time.time()
        done = self.story.run(self.story.command(*arguments))
        self.longest = max(self.longest, (time.time() - begun, " ".join(arguments)))
        if done.returncode != 0:
            self.problems.append(f"cairn {' '.join(arguments)}: {done.returncode}: {done.stderr}")
        return done.stdout.strip()

    def add(self):
        text = f"client {self.number} round {self.rounds}\n" * self.chance.randrange(1, 2000)
        self.cairn("store", "add", self.story.write(f"text-{self.number}", text))

    def ask(self):
        known = self.cairn("store", "query", "--size", self.busybox)
        if not known.isdigit():
            self.problems.append(f"busybox has the size {known!r}")

    def build(self):
        """Some are asked for by many at once, some by this client alone."""
        name = self.chance.choice([f"shared-{self.chance.randrange(SHARED)}", f"own-{self.number}"])
        link = os.path.join(self.story.folder, f"kept-{self.number}")
        self.cairn("build", "-q", "--root", link, self.derivations[name])
        try:
            with open(link, encoding="utf-8") as built:
                text = built.read()
        except OSError as error:
            text = str(error)
        if text != name + "\n":
            self.problems.append(f"{name} holds {text!r}")

    def collect(self):
        self.cairn("gc", "-C10K")

    def run(self):
        while time.time() < self.end or self.rounds < ROUNDS_AT_LEAST:
            self.chance.choice([self.add, self.ask, self.build, self.build, self.collect])()
            self.rounds += 1


def add_derivations(story, busybox):
    """What clients build, by name; kept from the collector, as their outputs are not."""
    names = [f"shared-{number}" for number in range(SHARED)] + [f"own-{number}" for number in range(CLIENTS)]
    files = [story.write(f"{name}.json", story.script_json(name, f"echo {name} > $out", busybox)) for name in names]
    derivations = dict(zip(names, story.cairn("derivation", "add", *files).split()))
    for name, path in derivations.items():
        os.symlink(path, story.physical(f"/var/cairn/gcroots/{name}"))
    return derivations


def state_of(daemon):
    """Descriptors, kilobytes of its own memory, and children of the listening process."""
    place = f"/proc/{daemon.process.pid}"
    with open(f"{place}/status", encoding="utf-8") as status:
        memory = int(re.search(r"RssAnon:\s+(\d+) kB", status.read())[1])
    with open(f"{place}/task/{daemon.process.pid}/children", encoding="utf-8") as children:
        return len(os.listdir(f"{place}/fd")), memory, len(children.read().split())


def wait_for_quiet(daemon):
    deadline = time.time() + 20
    while state_of(daemon)[2] > 0 and time.time() < deadline:
        time.sleep(0.05)
    return state_of(daemon)


def tell_of_many(story):
    busybox = story.add_busybox()
    os.symlink(busybox, story.physical("/var/cairn/gcroots/busybox"))
    derivations = add_derivations(story, busybox)
    with Daemon(story) as daemon:
        story.cairn("store", "verify")
        descriptors, memory, _ = wait_for_quiet(daemon)
        clients = [Client(story, busybox, derivations, number, time.time() + SECONDS) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        problems = [problem for client in clients for problem in client.problems]
        story.check(f"no client met an error: {problems[:3]}", not problems)
        longest, command = max(client.longest for client in clients)
        story.check(f"none waited for ever: {longest:.1f} s for {command}", longest < PATIENCE)
        descriptors_then, memory_then, children = wait_for_quiet(daemon)
        story.check_equal("all sessions have ended", children, 0)
        story.check_equal("no descriptor is left open", descriptors_then, descriptors)
        story.check(f"memory stays: {memory} kB, then {memory_then} kB", memory_then <= memory + 512)
        story.cairn("store", "verify", "--check-contents")
        print(f"{sum(client.rounds for client in clients)} commands, the longest, {command}, took {longest:.1f} s")
    story.check_equal("no folder of a build is left", os.listdir(story.physical("/var/cairn/builds")), [])
    story.check_equal("nor a temporary root", os.listdir(story.physical("/var/cairn/temproots")), [])


tell(tell_of_many)
