# SPDX-License-Identifier: GPL-3.0-or-later
# Cairn beside its peers, in the same run. Prints a table; --write puts it into the page of the manual, in which what
# was not measured now stays as it was.
#   run.py BIN_DIR [--write] [--only NAME] [--rounds N] [--scale FACTOR]
# A figure that misses its goal is no failure: this ends badly only when a program breaks.

import argparse
import signal
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from harness.bench import Bench
from harness.cairn_store import CairnStore
from harness.disk import enter_mount_namespace, mounted_disk
from harness.failure import Broken, Skip
from harness.measured import recall, remember
from harness.meter import Meter
from harness.nix_peer import NixPeer
from harness.page import PAGE, page
from harness.processor_group import processor_group
from harness.table import plain
from rows import (
    adding,
    authenticating,
    building,
    collecting,
    evaluating,
    hashing,
    indexing,
    optimising,
    planning,
    profiles,
    starting,
    systems,
    verifying,
)

PARTS = {
    "building": building,
    "hashing": hashing,
    "adding": adding,
    "collecting": collecting,
    "optimising": optimising,
    "planning": planning,
    "verifying": verifying,
    "indexing": indexing,
    "evaluating": evaluating,
    "profiles": profiles,
    "starting": starting,
    "authenticating": authenticating,
    "systems": systems,
}


def arguments():
    parser = argparse.ArgumentParser(description="Measure Cairn beside its peers.")
    parser.add_argument("programs", metavar="BIN_DIR", help="the folder that holds cairn")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name} too")
    parser.add_argument("--only", choices=PARTS, help="one part of the rows")
    parser.add_argument("--rounds", type=int, default=5, help="runs of which the median is taken")
    parser.add_argument("--scale", type=float, default=1.0, help="do that part of the work")
    wishes = parser.parse_args()
    whole = wishes.scale == 1 and wishes.rounds >= 5
    if wishes.write and not whole:
        parser.error("only whole work can be written: no --scale, five rounds")
    return wishes


def measured(wishes):
    """The rows, and lines about how they were measured."""
    found = []
    with mounted_disk() as disk, processor_group() as group:
        meter = Meter(group, disk)
        cairn, nix = CairnStore(wishes.programs, disk), NixPeer(disk)
        bench = Bench(disk, meter, wishes.rounds, wishes.scale, cairn, nix)
        for name, part in PARTS.items():
            if wishes.only in (None, name):
                rows = part.rows(bench)
                print(plain(rows), file=sys.stderr, flush=True)
                if wishes.write:
                    remember(name, rows, wishes.rounds)
                found += rows
        return found, meter.findings()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
    wishes = arguments()
    try:
        enter_mount_namespace()
        rows, findings = measured(wishes)
    except Skip as reason:
        print(f"skip: {reason}")
        return
    except Broken as reason:
        sys.exit(f"bench: error: {reason}")
    print(plain(rows))
    print(*findings, sep="\n")
    if wishes.write:
        PAGE.write_text(page(*recall(PARTS), wishes.rounds))
        print(f"written: {PAGE}")


main()
