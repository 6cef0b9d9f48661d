# SPDX-License-Identifier: GPL-3.0-or-later
# The page of the manual that holds the table.

import subprocess
from pathlib import Path

from harness.machine import machine
from harness.table import markdown

PAGE = Path(__file__).resolve().parents[3] / "manual" / "benchmarks.md"
TEXT = """# Benchmarks

What Cairn costs, beside other programs that do the same work in the same run. This page is made by
`tests/bench/run.py build/release/bin --write`, part by part or all at once (`tests/bench/measured`); do not edit it
by hand. Measured: {days}.{missing}

{table}

## Goals

{goals}

## How costs grow

A thousand to a million items that are registered, with four references each, as `tests/bench/scaling.py` draws it: both scales
are logarithmic, and what is linear in the number of items rises by a decade a decade.

![Processor time by number of items](scaling.svg)

## How it is measured

- On {machine}; the peer is {nix}, `openssl` and `cp`.
- CPU is user and system time of all processes that the command starts, builders included, as the kernel's
  cpuacct control group counts it; for the rows of starting, as `wait4` tells it. The work of the
  kernel's own threads (taking down a network namespace, writing back dirty pages) is in no figure.
- Each figure is the median of {rounds} runs, after one to warm up; the two programs take turns. Starting is
  the mean of 200 runs.
- Both stores lie on one ext4 of their own, on a sparse file mounted by loop, flushed before each run.
- To a virtual machine its host may give each page of memory when it is first touched, at ten to thirty microseconds, and
  take it back when it is free. Who fills the page cache first pays for that: with the same code and the same machine
  adding 2 GB took from 0.83 to 1.30 of what `cp` and `openssl` take, and registering from 0.22 to 0.28 of Nix's time.
- Nix has `sandbox = true`, one job at a time, no build users, no substituters; all else as it comes.
  Cairn has its private engine and a root folder. Both builders are the same static shell with the same
  script, and a look at `/` from inside shows before that there is a sandbox.
- The machine is shared with other work, so a figure means little alone. Wall time depends on that work
  most; ratios of processor time in one run do least, and they are what the goals are about.
- Nix does not flush what it adds, so Cairn is set not to (`fsync-store-paths = false`). Rows that say "flushed" are of
  Cairn as it comes, and of Nix with `sync-before-registering`.
"""


def goals(rows):
    """Which goals are missed, and why."""
    asked = [row for row in rows if row.met is not None]
    missed = [row for row in asked if not row.met]
    if not missed:
        return f"All {len(asked)} are met."
    lines = [f"{len(asked) - len(missed)} of {len(asked)} are met. Missed:", ""]
    for row in missed:
        found = f"{row.ratio:.2f}" if row.goal.startswith("ratio") else row.cairn
        lines.append(f"- {row.work}: {found}, wanted {row.goal}. {row.reason}".rstrip())
    return "\n".join(lines)


def page(rows, days, missing, rounds):
    """The page of ROWS, which were measured on DAYS, with medians of ROUNDS; of MISSING, names of parts, there are none."""
    said = f" Not measured since their rows changed: {', '.join(missing)}." if missing else ""
    nix = subprocess.run(["nix", "--version"], capture_output=True, text=True).stdout.strip()
    return TEXT.format(table=markdown(rows), goals=goals(rows), machine=machine(), nix=nix, rounds=rounds,
                       missing=said, days=" and ".join(sorted({days[0], days[-1]})))
