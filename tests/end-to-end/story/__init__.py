# SPDX-License-Identifier: GPL-3.0-or-later
# What every end-to-end story needs: a store of its own, the programs under test, checks that count.
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time


APPLETS = ["awk", "cat", "chmod", "cp", "env", "fold", "head", "ls", "mkdir", "rm", "sed", "sh", "sleep", "tr", "wc"]


class Story:
    """A store below a temporary folder, and the built programs to tell a story with."""

    def __init__(self, programs):
        self.programs = programs
        self.folder = tempfile.mkdtemp(prefix="cairn-story-")
        self.root = os.path.join(self.folder, "root")
        self.checks = 0
        self.problems = []
        os.mkdir(self.root)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        subprocess.run(["chmod", "-R", "u+w", self.folder], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def called(self):
        """How hints call the program, for who named this store."""
        return f"cairn --root {self.root}"

    def command(self, *arguments):
        """The command line `cairn --root ROOT ARGUMENTS...`."""
        return [os.path.join(self.programs, "cairn"), "--root", self.root, *arguments]

    def run(self, command, **settings):
        return subprocess.run(command, capture_output=True, text=True, timeout=600, **settings)

    def cairn(self, *arguments, status=0):
        """Run cairn; its output must come with STATUS. Returns what it printed."""
        done = self.run(self.command(*arguments))
        if done.returncode != status:
            self.problem(f"cairn {' '.join(arguments)} ended with {done.returncode}, not {status}:\n"
                         f"{done.stdout}{done.stderr}")
        return done.stdout if status == 0 else done.stderr

    def start(self, *arguments):
        return subprocess.Popen(self.command(*arguments), stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def physical(self, path):
        """Where an item of the store lies on this machine."""
        return self.root + path

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)
        return path

    def add_busybox(self):
        """Add a folder with busybox and its applets in bin; returns the item's store path."""
        tools = os.path.join(self.folder, "busybox")
        os.makedirs(os.path.join(tools, "bin"))
        shutil.copy("/bin/busybox", os.path.join(tools, "bin"))
        for applet in APPLETS:
            os.symlink("busybox", os.path.join(tools, "bin", applet))
        return self.cairn("store", "add", tools).strip()

    def script_json(self, name, script, busybox, inputs=(), sources=(), **more):
        """A derivation that runs SCRIPT in busybox's shell, as `cairn derivation add` reads it."""
        return json.dumps({
            "name": name, "system": "x86_64-linux", "builder": busybox + "/bin/sh", "args": ["-e", "-c", script],
            "inputDrvs": {path: ["out"] for path in inputs},
            "inputSrcs": [busybox, *sources], "outputs": {"out": {}},
            "env": {"name": name, "PATH": busybox + "/bin"}, **more,
        })

    def add_script(self, name, script, busybox, inputs=(), sources=(), **more):
        """Add such a derivation; returns its store path."""
        file = self.write(name + ".json", self.script_json(name, script, busybox, inputs, sources, **more))
        return self.cairn("derivation", "add", file).strip()

    def problem(self, text):
        self.problems.append(text)
        print("not ok:", text, file=sys.stderr)

    def check(self, sentence, holds):
        self.checks += 1
        if not holds:
            self.problem(sentence)

    def check_equal(self, sentence, got, expected):
        self.check(f"{sentence}\n  expected: {expected!r}\n  got:      {got!r}", got == expected)

    def check_contains(self, sentence, text, part):
        self.check(f"{sentence}\n  looked for: {part!r}\n  in: {text!r}", part in text)

    def finish(self):
        print(f"{self.checks} checks, {len(self.problems)} problems")
        return 1 if self.problems else 0


class Daemon:
    """`cairn-daemon` listening on a store's own socket."""

    def __init__(self, story, errors=None):
        self.socket = os.path.join(story.root, "var/cairn/daemon-socket/socket")
        self.process = subprocess.Popen(
            [os.path.join(story.programs, "cairn-daemon"), "--root", story.root], stderr=errors)
        deadline = time.time() + 20
        while not os.path.exists(self.socket):
            if time.time() > deadline or self.process.poll() is not None:
                raise RuntimeError("the daemon does not listen")
            time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def tell(story_of):
    """Run STORY_OF with a Story made for the programs that the command line names."""
    with Story(os.path.abspath(sys.argv[1])) as story:
        story_of(story)
        sys.exit(story.finish())
