# SPDX-License-Identifier: GPL-3.0-or-later
# The engine is killed at random moments of additions, builds and collections: the next command
# works, the store verifies with its contents, and nothing that was kept is lost.
import os
import random
import signal
import subprocess
import time

from story import tell

KILLS = 210


def engine_of(process):
    """The process number of the engine that the command PROCESS has started, once there is one."""
    children = f"/proc/{process.pid}/task/{process.pid}/children"
    while process.poll() is None:
        try:
            with open(children, encoding="utf-8") as file:
                numbers = file.read().split()
            if numbers:
                with open(f"/proc/{numbers[0]}/comm", encoding="utf-8") as file:
                    if file.read().startswith("cairn-daemon"):
                        return int(numbers[0])
        except OSError:
            pass
    return None


def kill_engine(process, delay):
    """Kill PROCESS's engine DELAY seconds after it appears. Whether it was still there."""
    number = engine_of(process)
    if number is None:
        return False
    time.sleep(delay)
    try:
        os.kill(number, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


class Works:
    """What the engine does when it is killed; each call gives the arguments of a command."""

    def __init__(self, story, busybox, chance):
        self.story, self.busybox, self.chance = story, busybox, chance
        self.count = 0

    def add(self):
        self.count += 1
        folder = os.path.join(self.story.folder, f"tree-{self.count}")
        os.mkdir(folder)
        for number in range(self.chance.randrange(1, 60)):
            with open(os.path.join(folder, str(number)), "wb") as file:
                file.write(self.chance.randbytes(self.chance.randrange(40000)))
        return ["store", "add", folder]

    def build(self):
        self.count += 1
        script = (f"mkdir $out; for i in 1 2 3 4 5 6 7 8 9; do "
                  f"echo $i-{self.count} > $out/$i; done; echo {self.busybox} > $out/ref")
        first = self.story.add_script(f"first-{self.count}", script, self.busybox)
        second = self.story.add_script(f"second-{self.count}", script, self.busybox, [first])
        return ["build", second]

    def collect(self):
        for number in range(4):
            self.story.cairn("store", "add", self.story.write(f"dead-{self.count}-{number}", "dead"))
        return ["gc"]


def keep(story, path, number):
    os.symlink(path, story.physical(f"/var/cairn/gcroots/kept-{number}"))


def check_store(story, kept):
    report = story.run(story.command("store", "verify", "--check-contents"))
    story.check(f"the store verifies after a kill: {report.stdout}{report.stderr}",
                report.returncode == 0)
    valid = story.run(story.command("store", "query", "--hash", *kept))
    story.check_equal("what was kept is still valid", valid.returncode, 0)


def tell_of_kills(story):
    chance = random.Random(20)
    busybox = story.add_busybox()
    kept = [busybox]
    keep(story, busybox, 0)
    works = Works(story, busybox, chance)
    killed = 0
    tried = 0
    while killed < KILLS and tried < 4 * KILLS:
        tried += 1
        work = chance.choice([works.add, works.build, works.collect])
        process = subprocess.Popen(story.command(*work()), stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
        killed += kill_engine(process, chance.choice([0.002, 0.01, 0.03, 0.1]) * chance.random())
        printed = process.communicate(timeout=120)[0].split()
        if process.returncode == 0 and printed and printed[-1].startswith("/cairn/store/"):
            keep(story, printed[-1], tried)
            kept.append(printed[-1])
        if tried % 7 == 0:
            check_store(story, kept)
    check_store(story, kept)
    story.check(f"the engine was killed {killed} times, {KILLS} wanted", killed >= KILLS)
    after = story.add_script("after", "echo after > $out", busybox)
    story.cairn("build", after)
    story.cairn("gc")
    check_store(story, kept)
    leftovers = os.listdir(story.physical("/var/cairn/builds"))
    story.check_equal("no build folder is left", leftovers, [])


tell(tell_of_kills)
