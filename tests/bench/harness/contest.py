# SPDX-License-Identifier: GPL-3.0-or-later
# Two programs, the same work, in turn: what each cost in the middle of its runs.

from statistics import median

from harness.meter import Cost


def middle(costs):
    peaks = {}
    for name in set().union(*(cost.peaks for cost in costs)):
        peaks[name] = median(cost.peaks.get(name, 0) for cost in costs)
    return Cost(
        median(cost.processor for cost in costs), median(cost.wall for cost in costs), peaks
    )


def contest(rounds, *contestants):
    """Run each of CONTESTANTS, functions of the number of the round that return its Cost, in turn.
    Round 0 warms up; in every other round the order is turned round. Return the median of each."""
    costs = [[] for _ in contestants]
    for number in range(rounds + 1):
        order = list(enumerate(contestants))
        for place, contestant in reversed(order) if number % 2 else order:
            cost = contestant(number)
            if number > 0:
                costs[place].append(cost)
    return [middle(found) for found in costs]
