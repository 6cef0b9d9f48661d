# SPDX-License-Identifier: GPL-3.0-or-later
# What was measured last, part by part, so that the page can be made anew when one part was: in a part the two
# programs always took turns.

import datetime
import json
from pathlib import Path

from harness.row import Row

FOLDER = Path(__file__).resolve().parents[1] / "measured"


def remember(part, rows, rounds):
    """Keep ROWS of PART, of which each figure is a median of ROUNDS, with the day."""
    FOLDER.mkdir(exist_ok=True)
    kept = {"day": str(datetime.date.today()), "rounds": rounds, "rows": [row._asdict() for row in rows]}
    (FOLDER / f"{part}.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def recall(parts):
    """The rows of PARTS in their order, the days between which they were measured, and the parts that never were."""
    rows, days, missing = [], set(), []
    for part in parts:
        file = FOLDER / f"{part}.json"
        if not file.exists():
            missing.append(part)
            continue
        kept = json.loads(file.read_text())
        rows += [Row(**row) for row in kept["rows"]]
        days.add(kept["day"])
    return rows, sorted(days), missing
