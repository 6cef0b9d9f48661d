# SPDX-License-Identifier: GPL-3.0-or-later
# What the figures were measured on, in a few words.

import os
import platform
from pathlib import Path


def machine():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    fields = dict(map(str.strip, line.split(":", 1)) for line in lines if ":" in line)
    digests = "with" if "sha_ni" in fields.get("flags", "").split() else "without"
    model = fields.get("model name", platform.machine())
    kernel = platform.release().split("-")[0]
    return f"{os.cpu_count()} cores of {model} ({digests} SHA instructions), Linux {kernel}"
