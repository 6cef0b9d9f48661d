# SPDX-License-Identifier: GPL-3.0-or-later
# Reads the seeds of one target by its program: check_seeds.py TARGET PROGRAM
import subprocess
import sys
import tempfile
from pathlib import Path

from seeds import fill

target, program = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    sys.exit(subprocess.run([program] + fill(Path(folder), target)).returncode)
