# SPDX-License-Identifier: GPL-3.0-or-later
# A build that takes as long as a story wants: no clock decides what happens first.
import os

from story.processes import wait_until


class HeldBuild:
    """A derivation NAME (drv) whose builder says "begun", waits to be let go, and then runs SCRIPT. What it looks
    for is put into an item that it has, which is as before at the end of the with."""

    def __init__(self, story, name, script, busybox, inputs=()):
        self.story = story
        folder = os.path.join(story.folder, name + "-gate")
        os.mkdir(folder)
        gate = story.cairn("store", "add", folder).strip()
        self.gate = story.physical(gate)
        waiting = f"echo begun; while [ ! -e {gate}/open ]; do sleep 0.05; done\n"
        self.drv = story.add_script(name, waiting + script, busybox, inputs, [gate])

    def __enter__(self):
        return self

    def begun(self):
        """Wait until its log says that it runs; returns whether it does."""
        def has_begun():
            done = self.story.run(self.story.command("log", self.drv))
            return done.returncode == 0 and "begun" in done.stdout
        return wait_until(has_begun)

    def let_go(self):
        os.chmod(self.gate, 0o755)
        with open(os.path.join(self.gate, "open"), "w", encoding="utf-8"):
            pass

    def __exit__(self, kind, error, trace):
        if os.path.exists(os.path.join(self.gate, "open")):
            os.remove(os.path.join(self.gate, "open"))
        os.chmod(self.gate, 0o555)
        os.utime(self.gate, (1, 1))
