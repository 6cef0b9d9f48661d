# SPDX-License-Identifier: GPL-3.0-or-later
# Running a program for its answer, not to measure it.

import subprocess

from harness.failure import Broken


def failed(command, errors):
    return Broken(f"failed: {' '.join(command)[:300]}\n{errors[-2000:]}")


def words_of(command, environment):
    """The words that COMMAND prints."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise failed(command, done.stderr)
    return done.stdout.split()
