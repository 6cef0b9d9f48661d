# SPDX-License-Identifier: GPL-3.0-or-later
# What bash makes of a line that is not finished: a real bash, with the script of the command.
import os
import shlex

from story import tell

PROGRAM = """
source {script}
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_cairn
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


class Shell:
    def __init__(self, story):
        self.story = story
        self.script = story.write("completion", story.cairn("completion", "bash"))
        self.environment = dict(os.environ, CAIRN_ROOT=story.root,
                                PATH=story.programs + ":" + os.environ["PATH"])

    def words(self, *words):
        """What bash offers for the last of WORDS."""
        text = PROGRAM.format(script=self.script, words=" ".join(map(shlex.quote, ("cairn", *words))))
        done = self.story.run(["bash", "--norc", "-u", "-c", text], env=self.environment)
        self.story.check_equal(f"bash says nothing at {words}", done.stderr, "")
        return [line for line in done.stdout.split("\n") if line]


def tell_of_verbs(story, offered):
    story.check_equal("a verb is completed", offered("bui"), ["build"])
    story.check_equal("a group, too", offered("deri"), ["derivation"])
    story.check_equal("and its verbs", sorted(offered("derivation", "")), ["add", "show"])
    story.check_equal("the beginning of one", offered("store", "q"), ["query"])
    story.check("all verbs are offered", {"show", "search", "store", "hash", "help"} <= set(offered("")))
    story.check_equal("options before the verb", offered("--ro"), ["--root"])
    story.check_equal("their values are no verbs", offered("--root", "/tmp", "bui"), ["build"])
    story.check_equal("nor with an equals sign", offered("--root", "=", "/tmp", "bui"), ["build"])


def tell_of_options(story, offered):
    story.check_equal("a verb's options", offered("build", "--dry"), ["--dry-run"])
    story.check_equal("those of a verb in a group", offered("store", "query", "--requi"), ["--requisites"])
    story.check("each has help", "--help" in offered("gc", "-"))
    story.check_equal("a value of an option is a file's name, which bash completes",
                      offered("show", "-L", "h"), [])


def tell_of_packages(story, offered):
    story.check_equal("names of packages", offered("show", "he"), ["hello"])
    story.check_equal("behind options, too", offered("build", "-n", "gz"), ["gzip"])
    story.check_equal("behind another package", offered("--root", story.root, "build", "hello", "x"), ["xz"])
    story.check("all of them", {"bash", "hello", "sed"} <= set(offered("show", "")))
    story.check_equal("verbs that take none get none", offered("hash", "he"), [])
    evil = os.path.join(story.folder, "evil")
    os.mkdir(evil)
    story.write("evil/m.scm", '(define-module (m)) (define-public a (package (name "hello$(touch x)")))')
    story.check_equal("names that a shell would run are not offered",
                      story.cairn("completion", "packages", "-L", evil, "hello").split(), ["hello"])


def tell_of_completion(story):
    shell = Shell(story)
    tell_of_verbs(story, shell.words)
    tell_of_options(story, shell.words)
    tell_of_packages(story, shell.words)
    loaded = story.run(["bash", "--norc", "-c", f"source {shell.script}; complete -p cairn"])
    story.check_equal("bash knows it", loaded.stdout.strip(),
                      "complete -o bashdefault -o default -F _cairn cairn")


tell(tell_of_completion)
