# SPDX-License-Identifier: GPL-3.0-or-later
# What is evaluated twice starts the evaluator once, and what could have changed is evaluated anew.
import os
import shutil

from story import tell
from story.signed_channels import ChannelFolder, Somebody, base_channel, program

COUNTING = """#!/bin/sh
echo >> {starts}
exec {programs}/cairn-eval "$@"
"""

MODULE = """(define-module (my thing)
  #:use-module (cairn)
  #:use-module (things shell))
{text}
(define-public thing
  (package
    (name "thing")
    (version "1")
    (source (local-file "words.txt"))
    (build-system shell-build-system)
    (arguments (list #:script "mkdir $out; cp $source $out/words"))))
"""


class Installed:
    """The programs installed elsewhere, with an evaluator that counts how often it is started."""

    def __init__(self, story):
        built = os.path.dirname(story.programs)
        prefix = os.path.join(story.folder, "prefix")
        self.starts = story.write("starts", "")
        self.identity = os.path.join(prefix, "lib/cairn/evaluator.sha256")
        os.makedirs(os.path.join(prefix, "bin"))
        for folder in ("lib/cairn", "share/cairn"):
            shutil.copytree(os.path.join(built, folder), os.path.join(prefix, folder), symlinks=True)
        for name in ("cairn", "cairn-daemon", "cairn-fetch"):
            os.link(os.path.join(story.programs, name), os.path.join(prefix, "bin", name))
        evaluator = os.path.join(prefix, "bin/cairn-eval")
        with open(evaluator, "w", encoding="utf-8") as file:
            file.write(COUNTING.format(starts=self.starts, programs=story.programs))
        os.chmod(evaluator, 0o755)
        story.programs = os.path.join(prefix, "bin")

    def identify(self, text):
        with open(self.identity, "w", encoding="utf-8") as file:
            file.write(text)

    def count(self):
        """How often the evaluator was started since this was asked last."""
        size = os.path.getsize(self.starts)
        os.truncate(self.starts, 0)
        return size


class Remembering:
    def __init__(self, story):
        self.story = story
        self.installed = Installed(story)
        self.me = Somebody(story)
        self.folder = base_channel(self.me, "folder")

    def starts(self, sentence, expected, *command, status=0):
        """COMMAND starts the evaluator so often; returns what it says."""
        self.installed.count()
        said = self.me(*command, status=status)
        self.story.check_equal(sentence, self.installed.count(), expected)
        return said


def tell_of_folders(tale):
    story, me = tale.story, tale.me
    folder = tale.folder
    folder.write("my/words.txt", "one\n")
    folder.write("my/thing.scm", MODULE.format(text=""))
    build = ("build", "-L", folder.path, "thing")
    first = tale.starts("the first time is evaluated", 1, *build, "-n")
    story.check_equal("the second is not, and tells the same",
                      tale.starts("twice is not", 0, *build, "-n"), first)
    built = tale.starts("to build, the places of lines are asked for", 1, *build)
    story.check_equal("what is built is given", tale.starts("twice is not", 0, *build), built)
    tale.starts("to install asks for something else", 1, "install", "-L", folder.path, "thing")
    me("package", "--roll-back")
    tale.starts("once", 0, "install", "-L", folder.path, "thing")

    folder.write("my/words.txt", "two\n")
    second = tale.starts("another file is another evaluation", 2, *build)
    story.check("and another item", second != built)
    with open(story.physical(second.strip() + "/words"), encoding="utf-8") as file:
        story.check_equal("with the new words", file.read(), "two\n")
    folder.write("my/words.txt", "one\n")
    story.check_equal("the file as it was is the item as it was", tale.starts("evaluated anew", 1, *build), built)
    folder.write("my/thing.scm", MODULE.format(text=";; a comment"))
    story.check_equal("another text as well", tale.starts("it could be anything", 1, *build), built)
    folder.write("things/shell.scm", ";; a comment\n" + folder.read("things/shell.scm"))
    tale.starts("and the text of any module", 1, *build)
    tale.starts("all of them are the same now", 0, *build)
    me("package", "--delete-generations")
    me("remove", "thing")
    me("package", "--delete-generations")
    me("gc")
    me("store", "add", os.path.join(story.folder, "busybox"))
    story.check_equal("what was collected is made of what is remembered",
                      tale.starts("but for the places", 1, *build), built)
    os.unlink(os.path.join(folder.path, "my/words.txt"))
    refusal = tale.starts("a file that is gone is missed", 1, *build, status=1)
    story.check_contains("and told", refusal, "there is no file")
    tale.starts("each time", 1, *build, status=1)


def tell_of_what_is_told(tale):
    for times in ("first", "second"):
        tale.installed.count()
        loud = '(begin (display "look\\n") (plain-file "a" "b"))'
        done = tale.me.run("build", "-n", "-L", tale.folder.path, "-e", loud)
        tale.story.check_contains(f"what is printed is printed the {times} time", done.stderr, "look")
        tale.story.check_equal("so it is evaluated", tale.installed.count(), 1)
    module = MODULE.replace("(my thing)", "(my loud)").replace("define-public thing", "define-public loud")
    tale.folder.write("my/loud.scm", module.replace('"thing"', '(begin (display "look\\n") "loud")').format(text=""))
    tale.folder.write("my/words.txt", "loud\n")
    done = tale.me.run("build", "-L", tale.folder.path, "loud")
    tale.story.check_equal(f"what is evaluated once more for its places is told once\n{done.stderr}",
                           (done.returncode, done.stderr.count("look\n")), (0, 1))


def tell_of_channels(tale):
    story, me = tale.story, tale.me
    channel = ChannelFolder(me, "base")
    for module in ("distro/defaults.scm", "things/shell.scm"):
        channel.write(module, tale.folder.read(module))
    channel.write("things/words.txt", "hello\n")
    channel.write("things/thing.scm", program("things", "thing", source='(local-file "words.txt")'))
    channel.init()
    me.declare(channel.text)
    tale.starts("channels.scm is evaluated", 1, "pull")
    tale.starts("once", 0, "pull")
    first = tale.starts("a package of a channel is evaluated", 1, "build", "-n", "thing")
    story.check_equal("once", tale.starts("twice is not", 0, "build", "-n", "thing"), first)
    story.check_equal("what was never added is read out of git then",
                      tale.starts("but for the places", 1, "build", "thing"), me("build", "thing"))
    channel.write("things/words.txt", "good day\n")
    channel.commit("other words")
    me("pull")
    second = tale.starts("the channel has changed", 1, "build", "-n", "thing")
    story.check("and so has what it gives", second != first)
    me("pull", "--roll-back")
    tale.starts("back in time nothing is evaluated", 0, "build", "-n", "thing")
    tale.installed.identify("another evaluator\n")
    tale.starts("another evaluator may say another thing", 1, "build", "-n", "thing")
    tale.starts("which is remembered too", 0, "build", "-n", "thing")
    os.unlink(tale.installed.identity)
    tale.starts("one that cannot be told from others is believed nothing", 1, "build", "-n", "thing")
    tale.starts("ever", 1, "build", "-n", "thing")


def tell_of_damage(tale):
    tale.installed.identify("yet another\n")
    me, folder = tale.me, os.path.join(tale.me.state, "channels/evaluations")
    if not os.path.isdir(folder):
        folder = next(os.path.join(path, "evaluations") for path, names, _ in os.walk(tale.story.folder)
                      if "evaluations" in names)
    kept = me("build", "-n", "thing")
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "r+b") as file:
            file.seek(100)
            file.write(b"\0\0\0\0")
    tale.story.check_equal("damage is noticed", tale.starts("and evaluated over", 1, "build", "-n", "thing"), kept)
    os.chmod(folder, 0o777)
    tale.starts("what others may have written is not believed", 1, "build", "-n", "thing")
    os.chmod(folder, 0o755)
    tale.starts("but what is one's own", 0, "build", "-n", "thing")


def tell_of_evaluations(story):
    tale = Remembering(story)
    for part in (tell_of_folders, tell_of_what_is_told, tell_of_channels, tell_of_damage):
        part(tale)


tell(tell_of_evaluations)
