# SPDX-License-Identifier: GPL-3.0-or-later
# A control group of the kernel's cpuacct controller (version 1) that counts the processor time of
# all processes started in it, waited for or not. Where there is none, wait4 alone has to do.
#
# In version 1 each thread has its own group, and a child begins in the group of the thread that
# started it: so the one thread of ours that starts a program is in the group just for that moment.

import os
import threading
from contextlib import contextmanager
from pathlib import Path

MOUNTED = Path("/sys/fs/cgroup/cpuacct")


def own_group():
    """The folder of the group that this process is in."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if "cpuacct" in controllers.split(","):
            return MOUNTED / path.lstrip("/")
    raise FileNotFoundError("no cpuacct group")


class ProcessorGroup:
    def __init__(self):
        self.home = own_group()
        self.folder = self.home / f"cairn-bench-{os.getpid()}"
        self.folder.mkdir()

    def remove(self):
        self.folder.rmdir()

    @contextmanager
    def entered(self):
        """Children of this thread that are started meanwhile belong to the group."""
        thread = str(threading.get_native_id())
        (self.folder / "tasks").write_text(thread)
        try:
            yield
        finally:
            (self.home / "tasks").write_text(thread)

    def seconds(self):
        """The processor time spent in the group so far."""
        return int((self.folder / "cpuacct.usage").read_text()) / 1e9

    def processes(self):
        return [int(line) for line in (self.folder / "cgroup.procs").read_text().split()]


@contextmanager
def processor_group():
    """A group, or None where the kernel or our rights give none."""
    try:
        group = ProcessorGroup()
    except OSError:
        yield None
        return
    try:
        yield group
    finally:
        group.remove()
