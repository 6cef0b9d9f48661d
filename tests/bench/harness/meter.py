# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a program and says what it cost. Processor time is user+system of the whole tree of
# processes: from a control group where there is one, else what wait4 tells of waited-for children.

import os
import shutil
import time
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

from harness.ask import failed
from harness.failure import Broken
from harness.memory_watch import MemoryWatch

PATIENCE = 10  # seconds that processes may live on after the one that was started


class Cost(NamedTuple):
    processor: float  # seconds
    wall: float  # seconds
    peaks: dict = {}  # bytes by program name; only where they were asked for
    output: str = ""

    def __add__(self, other):
        return Cost(self.processor + other.processor, self.wall + other.wall)


class Meter:
    """Measures with GROUP, a ProcessorGroup or None; keeps what programs print in FOLDER."""

    def __init__(self, group, folder):
        self.group = group
        self.folder = Path(folder)
        self.grouped = 0.0
        self.waited = 0.0
        self.left_behind = set()

    def run(self, command, environment=None, watch_memory=False, only_waited=False):
        """Run COMMAND, which must succeed. With ONLY_WAITED wait4 tells the processor time: to a
        group the start of a program costs some 0.1 ms, which matters where it takes but a few."""
        group = None if only_waited else self.group
        before = group.seconds() if group else 0.0
        begin = time.monotonic()
        with self.watch(watch_memory) as watch:
            process = self.start(command, environment, group)
            _, status, usage = os.wait4(process, 0)
        wall = time.monotonic() - begin
        if os.waitstatus_to_exitcode(status) != 0:
            raise failed(command, self.said("errors"))
        processor = waited = usage.ru_utime + usage.ru_stime
        if group:
            self.wait_for_the_rest()
            processor = group.seconds() - before
            self.grouped += processor
            self.waited += waited
        return Cost(processor, wall, watch.peaks if watch else {}, self.said("output"))

    def watch(self, wanted):
        if not wanted or not self.group:
            return nullcontext()
        return MemoryWatch(self.group.processes)

    def start(self, command, environment, group):
        new = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(self.folder / "output"), new, 0o600),
            (os.POSIX_SPAWN_OPEN, 2, str(self.folder / "errors"), new, 0o600),
        ]
        program = shutil.which(command[0])
        if not program:
            raise Broken(f"there is no program {command[0]}")
        with group.entered() if group else nullcontext():
            return os.posix_spawn(
                program, command, environment or dict(os.environ), file_actions=actions
            )

    def said(self, stream):
        return (self.folder / stream).read_text(errors="replace")

    def wait_for_the_rest(self):
        end = time.monotonic() + PATIENCE
        while rest := self.group.processes():
            self.left_behind.update(filter(None, map(name_of, rest)))
            if time.monotonic() > end:
                raise Broken(f"processes live on after their command: {sorted(self.left_behind)}")
            time.sleep(0.01)

    def findings(self):
        """Lines about the measuring itself."""
        if not self.group:
            return ["no cpuacct group: processor time is that of children which were waited for"]
        share = self.waited / self.grouped if self.grouped else 1.0
        lines = [f"wait4 tells of {share:.1%} of the processor time that the group counted"]
        if self.left_behind:
            lines.append(f"alive after their command ended: {', '.join(sorted(self.left_behind))}")
        return lines


def name_of(process):
    try:
        return Path(f"/proc/{process}/comm").read_text().strip()
    except OSError:
        return None
