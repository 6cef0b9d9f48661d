#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# How costs grow with the store: a thousand to a million registered items, whose files are not there.
# Prints a table; --write draws the curve that stands in the manual.
#   scaling.py BIN_DIR [--write] [--most ITEMS]

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from harness.ask import failed
from harness.cairn_store import CairnStore
from harness.curve import curve
from harness.simulated_items import register_items

PICTURE = Path(__file__).resolve().parents[2] / "manual" / "scaling.svg"
SIZES = [1_000, 10_000, 100_000, 1_000_000]


def cost_of(side, command, wanted):
    """Seconds of processor time of COMMAND, which must print WANTED words."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, env=side.environment, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        for file in (output, errors):
            file.seek(0)
        found = len(output.read().split())
        if process.returncode != 0 or found != wanted:
            raise failed(command, f"{found} words instead of {wanted}\n{errors.read()}")
    return usage.ru_utime + usage.ru_stime


def measured(programs, count):
    """Seconds for each kind of work on a store of COUNT items, of which the last reaches all."""
    with tempfile.TemporaryDirectory(prefix="cairn-scaling-") as folder:
        side = CairnStore(programs, folder)
        side.ask(*side.command("store", "verify"))
        names = register_items(side.state / "db" / "db.sqlite", count)
        (side.state / "gcroots" / "all").symlink_to(names[-1])
        return {
            "closure of all": cost_of(side, side.closure_command(names[-1]), count),
            "mark all": cost_of(side, side.command("gc", "--list-live"), count),
            "one item's references": cost_of(
                side, side.command("store", "query", "--references", names[500]), 4),
        }


def main():
    parser = argparse.ArgumentParser(description="Measure how costs grow with the store.")
    parser.add_argument("programs", metavar="BIN_DIR", help="the folder that holds cairn")
    parser.add_argument("--write", action="store_true", help=f"draw {PICTURE.name} too")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="no more items than these")
    wishes = parser.parse_args()
    if wishes.write and wishes.most < SIZES[-1]:
        parser.error("only all sizes can be drawn: no --most")
    table = {}
    for size in SIZES:
        if size <= wishes.most:
            table[size] = measured(wishes.programs, size)
            said = "  ".join(f"{work}: {seconds:.3f} s" for work, seconds in table[size].items())
            print(f"{size:>9,}  {said}", flush=True)
    if wishes.write:
        PICTURE.write_text(curve(table))


main()
