# SPDX-License-Identifier: GPL-3.0-or-later
# Evil modules, run twice: by Guile alone, where each succeeds (the positive control), and by the
# command, where none may.
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "end-to-end"))

from story import tell  # noqa: E402,F401  pylint: disable=wrong-import-position


class Code(str):
    """A text that is no string of Scheme, but code."""


def call(module, procedure, *arguments):
    """The expression that calls PROCEDURE of the evil MODULE; texts become strings of Scheme."""
    words = [str(word) if isinstance(word, (int, Code)) else f'"{word}"' for word in arguments]
    return " ".join([f"((@ (evil {module}) {procedure})", *words]).strip() + ")"


class Evaluator:
    """What runs evil expressions, with limits that a test can wait for."""

    def __init__(self, story, seconds=2, megabytes=300):
        self.story = story
        self.folder = HERE
        # The secret first: whoever looks for it in memory meets it well before the end of the stack.
        self.environment = {"SECRET": "a-secret-word",
                            "PATH": os.environ["PATH"], "HOME": story.folder,
                            "CAIRN_EVAL_SECONDS": str(seconds),
                            "CAIRN_EVAL_MEMORY": str(megabytes)}

    def command(self, *folders):
        load_path = [word for folder in (self.folder, *folders) for word in ("-L", folder)]
        return self.story.command("repl", *load_path)

    def run(self, expression, *folders):
        """Evaluate EXPRESSION by the command, for a minute at most."""
        started = time.time()
        done = subprocess.run(self.command(*folders), input=expression, capture_output=True,
                              text=True, errors="replace", timeout=60, check=False,
                              env=self.environment)
        done.seconds = time.time() - started
        return done

    def start(self, expression, output=None):
        process = subprocess.Popen(self.command(), stdin=subprocess.PIPE, text=True,
                                   stdout=output, stderr=output, env=self.environment)
        process.stdin.write(expression)
        process.stdin.close()
        return process

    def guile(self, expression):
        """Evaluate EXPRESSION by Guile alone; returns what it printed."""
        program = f"(setvbuf (current-output-port) 'none) (write {expression})"
        done = subprocess.run(["guile", "--no-auto-compile", "-L", self.folder, "-c", program],
                              capture_output=True, text=True, errors="replace", timeout=60,
                              check=False, env=self.environment)
        return done.stdout + done.stderr

    def refused(self, sentence, expression, reason, *folders):
        """Check that the command refuses EXPRESSION for REASON, and lives."""
        done = self.run(expression, *folders)
        self.story.check_equal(f"{sentence}: the command fails", done.returncode, 1)
        self.story.check_equal(f"{sentence}: nothing is printed", done.stdout, "")
        self.story.check_contains(f"{sentence}: it says why", done.stderr, reason)
        self.story.check_contains(f"{sentence}: it is our error", done.stderr, "cairn: error: ")
        return done

    def gives(self, sentence, expression, value, *folders):
        """Check that EXPRESSION has VALUE, printed, by the command."""
        done = self.run(expression, *folders)
        self.story.check_equal(f"{sentence} (it says {done.stderr!r})", done.stdout, value + "\n")

    def guile_gives(self, sentence, expression, value):
        """Check the positive control: EXPRESSION has VALUE, printed, by Guile alone."""
        self.story.check_contains(f"{sentence} without a sandbox", self.guile(expression), value)
