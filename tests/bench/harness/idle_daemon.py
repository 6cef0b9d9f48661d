# SPDX-License-Identifier: GPL-3.0-or-later
# A daemon that serves a store and has nothing to do.

import re
import subprocess
import time
from pathlib import Path

from harness.failure import Broken

PATIENCE = 20  # seconds


class IdleDaemon:
    def __init__(self, command, environment, socket):
        self.socket = Path(socket)
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)

    def __enter__(self):
        deadline = time.time() + PATIENCE
        while not self.socket.exists():
            if time.time() > deadline or self.process.poll() is not None:
                raise Broken("the daemon does not listen")
            time.sleep(0.02)
        return self

    def __exit__(self, kind, error, trace):
        self.process.terminate()
        self.process.wait(PATIENCE)

    def memory(self):
        """What it has of the machine's memory for itself and shared, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024
