# SPDX-License-Identifier: GPL-3.0-or-later
# The rows as text for a terminal and as a page of the manual.

HEAD = ["work", "Cairn", "peer", "ratio", "goal", "met"]


def plain(rows):
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    padded = ([cell.ljust(width) for cell, width in zip(line, widths)] for line in lines)
    return "\n".join("  ".join(line).rstrip() for line in padded)


def markdown(rows):
    lines = [HEAD, ["---"] * len(HEAD), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
