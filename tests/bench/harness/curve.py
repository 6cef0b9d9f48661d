# SPDX-License-Identifier: GPL-3.0-or-later
# A picture of how costs grow: both scales logarithmic, so what is linear is a straight line that rises by
# one for one.

import math

WIDTH, HEIGHT, EDGE = 720, 420, 70
COLOURS = ("#1b6ca8", "#c0392b", "#2e8b57")


class Scale:
    """The place between BEGIN and END of a value between LOW and HIGH."""

    def __init__(self, low, high, begin, end):
        self.low, self.width = math.log10(low), math.log10(high) - math.log10(low)
        self.begin, self.length = begin, end - begin

    def __call__(self, value):
        return round(self.begin + (math.log10(value) - self.low) / self.width * self.length)


def text(x, y, words, anchor, colour="#333"):
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


def line(points, colour, width):
    joined = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def curve(table):
    """TABLE, seconds by kind of work by number of items, as SVG."""
    sizes = list(table)
    seconds = [cost for row in table.values() for cost in row.values()]
    decades = range(math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds))) + 1)
    across = Scale(sizes[0], sizes[-1], EDGE, WIDTH - EDGE)
    up = Scale(10 ** decades[0], 10 ** decades[-1], HEIGHT - EDGE, EDGE)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
             'font-family="sans-serif" font-size="12">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
             text(EDGE, EDGE // 2, "processor time by number of registered items", "start")]
    for size in sizes:
        parts.append(line([(across(size), up(10 ** decades[0])), (across(size), EDGE)], "#ddd", 1))
        parts.append(text(across(size), HEIGHT - EDGE + 20, f"{size:,}", "middle"))
    for decade in decades:
        parts.append(line([(EDGE, up(10**decade)), (WIDTH - EDGE, up(10**decade))], "#ddd", 1))
        parts.append(text(EDGE - 8, up(10**decade) + 4, f"{10**decade:g} s", "end"))
    for colour, work in zip(COLOURS, table[sizes[0]]):
        points = [(across(size), up(table[size][work])) for size in sizes]
        parts.append(line(points, colour, 2))
        x, y = points[-1]
        parts.append(text(x - 6, y - 8, work, "end", colour))
    return "\n".join(parts + ["</svg>", ""])
