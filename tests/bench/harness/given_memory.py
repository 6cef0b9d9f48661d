# SPDX-License-Identifier: GPL-3.0-or-later
# Memory that a virtual machine really has. Its host gives a page when it is first touched, and takes
# free memory back by large blocks: whoever fills the page cache first would pay for that, some ten
# microseconds a page, and who comes second would not.

import mmap
from contextlib import contextmanager
from pathlib import Path

WANTED = 10 * 1024**3  # bytes: what the largest rows fill
KEPT_APART = 1024**2  # bytes: no free block is larger, and hosts take back two of them at least
POPULATE_WRITE = 23  # of madvise(), since Linux 5.14; Python has no name for it


def available():
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))


def touch(memory):
    try:
        memory.madvise(POPULATE_WRITE)
    except OSError:
        for start in range(0, len(memory), mmap.PAGESIZE):
            memory[start] = 1


@contextmanager
def given_memory(scale):
    """While it lasts the kernel has free pages that cost nothing to touch; for that part of the work."""
    size = int(min(WANTED * scale, available() / 2)) // KEPT_APART * KEPT_APART
    if size == 0:
        yield
        return
    with mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory.madvise(mmap.MADV_NOHUGEPAGE)
        touch(memory)
        for start in range(0, size, KEPT_APART):
            memory.madvise(mmap.MADV_DONTNEED, start + mmap.PAGESIZE, KEPT_APART - mmap.PAGESIZE)
        yield
