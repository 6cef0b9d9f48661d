# SPDX-License-Identifier: GPL-3.0-or-later
# A row of the table: what was measured, and whether it meets its goal.

from typing import NamedTuple


class Row(NamedTuple):
    work: str
    cairn: str
    peer: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None  # None where there is no goal
    reason: str = ""  # why a goal is missed, as far as we know

    def cells(self):
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        met = {None: "", True: "yes", False: "no"}[self.met]
        return [self.work, self.cairn, self.peer, ratio, self.goal, met]


def milliseconds(seconds):
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def megabytes(size):
    return f"{size / 1e6:.1f} MB"


def compared(work, cairn, peer, peer_name, goal=None, unit=milliseconds, reason=""):
    """A row that sets CAIRN beside PEER; GOAL is the greatest ratio wished for, if any."""
    ratio = cairn / peer
    return Row(
        work=work,
        cairn=unit(cairn),
        peer=f"{unit(peer)} ({peer_name})",
        ratio=ratio,
        goal="" if goal is None else f"ratio at most {goal}",
        met=None if goal is None else ratio <= goal,
        reason=reason,
    )


def bounded(work, cairn, limit, peer="", ratio=None, unit=milliseconds):
    """A row that wants CAIRN to be at most LIMIT."""
    return Row(work, unit(cairn), peer, ratio, f"at most {unit(limit)}", cairn <= limit)
