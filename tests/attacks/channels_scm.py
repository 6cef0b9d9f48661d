# SPDX-License-Identifier: GPL-3.0-or-later
# T-44: a channels.scm that runs programs, opens files or loads libraries is refused in the evaluator's sandbox;
# a plain Guile does what it says.
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "end-to-end"))

from story import tell
from story.signed_channels import Somebody

# What it does to MARK, and a part of the refusal.
EVIL = [
    ('(system* "touch" "MARK")', "in 'piped-process': Operation not permitted"),
    ('((@ (guile) system*) "touch" "MARK")', "in 'piped-process': Operation not permitted"),
    ('(use-modules (ice-9 popen)) (close-pipe (open-pipe "touch MARK" OPEN_READ))', "Operation not permitted"),
    ('(call-with-output-file "MARK" (lambda (port) (display 1 port)))', "in 'open-file': Operation not permitted"),
    ('(begin (call-with-input-file "/etc/passwd" (lambda (port) (read-char port))) (mkdir "MARK"))',
     "in 'open-file': No such file or directory"),
]


def tell_of_evil_files(story):
    me = Somebody(story)
    mark = os.path.join(story.folder, "mark")
    for text, words in EVIL:
        program = story.write("home/.config/cairn/channels.scm", text.replace("MARK", mark) + "\n(list)\n")
        refusal = me("pull", status=1)
        story.check_contains(f"{text} is refused", refusal, words)
        story.check_contains("with its place", refusal, f"cairn: error: {program}:1:")
        story.check(f"{text} did nothing", not os.path.exists(mark))
        subprocess.run(["guile", "--no-auto-compile", "-q", "-c", text.replace("MARK", mark)], check=False,
                       stderr=subprocess.DEVNULL)
        story.check(f"a plain Guile does {text}", os.path.exists(mark))
        if os.path.isdir(mark):
            os.rmdir(mark)
        elif os.path.exists(mark):
            os.unlink(mark)
    story.check("nothing was pulled", "no channel was pulled yet" in me("describe", status=1))
    story.write("home/.config/cairn/channels.scm", "(let loop () (loop))\n")
    refusal = me("pull", status=1, CAIRN_EVAL_SECONDS="2")
    story.check_contains("what never ends is ended", refusal, "took more than 2 seconds of processor time and was ended")


tell(tell_of_evil_files)
