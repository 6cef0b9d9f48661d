# SPDX-License-Identifier: GPL-3.0-or-later
# What the command costs when it does next to nothing: the mean of many runs.

from statistics import mean

from harness.row import bounded, milliseconds

RUNS = 200
GOAL = 0.003  # seconds


def mean_of(bench, side, command):
    costs = [
        bench.meter.run(command, side.environment, only_waited=True)
        for _ in range(bench.scaled(RUNS))
    ]
    return mean(cost.processor for cost in costs)


def rows(bench):
    path = bench.disk / "small"
    path.write_text("a small file\n")
    nix = bench.nix
    tasks = {
        "start, print the version": (["--version"], ["nix", "--version"]),
        "start, hash a small file": (
            ["hash", str(path)],
            ["nix-hash", "--type", "sha256", "--flat", str(path)],
        ),
    }
    found = []
    for work, (words, theirs) in tasks.items():
        ours = mean_of(bench, bench.cairn, [bench.cairn.program, *words])
        peer = mean_of(bench, nix, theirs)
        shown = f"{milliseconds(peer)} ({' '.join(theirs[:1])})"
        found.append(bounded(f"{work}: CPU", ours, GOAL, shown, ours / peer))
    return found
