# SPDX-License-Identifier: GPL-3.0-or-later
# The peak memory of each program of a group, by looking at VmHWM again and again. The kernel's
# ru_maxrss would not do: a program started by exec begins with the peak of the process before it,
# which is this Python.

import threading
from pathlib import Path

INTERVAL = 0.02  # seconds


def peak_of(process):
    """(name, bytes) of a living process, or None: also for one whose program has just been replaced and used nothing."""
    try:
        text = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    peak = int(fields.get("VmHWM", "0").split()[0]) * 1024
    return (fields["Name"].strip(), peak) if peak else None


class MemoryWatch:
    """While it is entered, PROCESSES() are watched; then PEAKS holds the bytes by program name."""

    def __init__(self, processes):
        self.processes = processes
        self.peaks = {}
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def watch(self):
        while not self.over.wait(INTERVAL):
            for found in filter(None, map(peak_of, self.processes())):
                name, peak = found
                self.peaks[name] = max(peak, self.peaks.get(name, 0))
