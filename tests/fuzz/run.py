#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs fuzz targets for a while each, beginning with their seeds: run.py [SECONDS [TARGET...]]
import os
import subprocess
import sys
from pathlib import Path

from seeds import fill, seeds

BUILD = Path(os.environ.get("FUZZ_BUILD", Path(__file__).resolve().parents[2] / "build/fuzz"))

# Small inputs cannot need more: what does is a fault. An answer takes milliseconds, but on a busy machine
# the clock goes on meanwhile.
BOUNDS = ["-max_len=8192", "-timeout=60", "-rss_limit_mb=512"]
OTHER_BOUNDS = {"unpack": ["-malloc_limit_mb=1100"]}  # libarchive takes a GiB for xz, and does not touch it


def run(target, seconds):
    corpus = BUILD / "corpus" / target
    fill(corpus, target)
    print(target, flush=True)
    command = [BUILD / "bin" / f"fuzz_{target}", f"-max_total_time={seconds}", "-print_final_stats=1",
               f"-artifact_prefix={BUILD}/{target}-"]
    subprocess.run(command + BOUNDS + OTHER_BOUNDS.get(target, []) + [corpus], check=True)


def main():
    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    for target in sys.argv[2:] or sorted(seeds()):
        run(target, seconds)


main()
