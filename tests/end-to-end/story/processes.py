# SPDX-License-Identifier: GPL-3.0-or-later
# Looking for processes, and waiting for what is to come.
import os
import time

PATIENCE = 60  # seconds, for what takes a hundredth of one on a machine with nothing else to do


def processes_with(text):
    """The numbers of the processes, but this one, whose command line has TEXT in it."""
    found = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{number}/cmdline", "rb") as file:
                if text.encode() in file.read() and int(number) != os.getpid():
                    found.append(int(number))
        except OSError:
            pass
    return found


def wait_until(holds, seconds=PATIENCE):
    """Wait until HOLDS(), for at most SECONDS; returns whether it holds."""
    deadline = time.time() + seconds
    while not holds() and time.time() < deadline:
        time.sleep(0.02)
    return holds()
