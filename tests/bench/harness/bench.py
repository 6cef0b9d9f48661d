# SPDX-License-Identifier: GPL-3.0-or-later
# What every row works with: the two programs, the disk, and how much is to be done.

from dataclasses import dataclass
from pathlib import Path

from harness.cairn_store import CairnStore
from harness.contest import contest
from harness.disk import flush
from harness.meter import Cost, Meter
from harness.nix_peer import NixPeer


@dataclass
class Bench:
    disk: Path
    meter: Meter
    rounds: int
    scale: float
    cairn: CairnStore
    nix: NixPeer

    def scaled(self, full):
        return max(1, round(full * self.scale))

    def run(self, command, side=None, **wishes) -> Cost:
        """Measure COMMAND, in the environment of SIDE, beginning with nothing left to write."""
        flush(self.disk)
        return self.meter.run(command, side.environment if side else None, **wishes)

    def contest(self, *contestants):
        return contest(self.rounds, *contestants)
