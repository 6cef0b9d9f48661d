# SPDX-License-Identifier: GPL-3.0-or-later
# What somebody in front of a terminal sees, through a real pseudo-terminal: progress that is drawn anew and ends
# clean, colours and NO_COLOR, narrow terminals, and plain lines where there is no terminal.
import re
import signal

from story import tell
from story.screen import Screen, Shown
from story.signed_channels import Somebody, base_channel, program

COLOURS = re.compile(r"\x1b\[[\d;]*m")


FOREVER = 600  # seconds, for what is ended before


def slow(name, version, seconds=1, fails=False):
    """A package whose build takes SECONDS."""
    text = program("things", name, version)
    script = f"echo working; sleep {seconds}\n" + ("echo it went wrong; exit 3\n" if fails else "")
    return text.replace('#:script "', f'#:script "{script}')


class Seat:
    """Somebody in front of a terminal."""

    def __init__(self, story):
        self.story = story
        self.me = Somebody(story)
        self.base = base_channel(self.me)
        self.count = 0
        self.base.write("things/broken.scm", slow("broken", "1.0", fails=True))
        self.base.init()
        self.me.declare(self.base.text)

    def shown(self, *arguments, columns=100, key=None, **more):
        environment = self.me.environment(**{"TERM": "xterm", **more})
        return Shown(self.story.command(*arguments), columns=columns, key=key, env=environment, cwd=self.me.home)

    def new_package(self, seconds=1):
        """A name of a package that nobody built yet, whose build takes SECONDS."""
        self.count += 1
        self.base.write("things/slow.scm", slow("slow", f"1.{self.count}", seconds))
        self.base.commit(f"slow: 1.{self.count}")
        self.me("pull")
        return f"slow-1.{self.count}"


def tell_of_pulls(story, seat):
    shown = seat.shown("pull", columns=200)
    story.check_equal("a pull says what it does", shown.text, seat.me.fetching(seat.base)
                      + f"  base  {seat.base.head()[:9]}  (new: 2 packages)\n"
                      "this is generation 1 of the channels; back: cairn pull --roll-back\n")
    story.check("it ends with a line of its own", shown.raw.endswith("--roll-back\r\n"))
    story.check_equal("no line is empty but the last", [line for line in shown.screen.lines[:-1] if not line], [])
    shown = seat.shown("pull", "-S", "9")
    story.check_equal("errors and hints stand out", shown.raw,
                      "cairn: \x1b[1;31merror:\x1b[0m there is no generation 9\r\n"
                      f"\x1b[1;36mhint:\x1b[0m there are 1 to 1: {story.called} pull --list-generations\r\n")
    story.check_equal("with their status", shown.status, 1)
    shown = seat.shown("describe")
    story.check_contains("results have no colours", shown.raw, "Generation 1  ")
    story.check("none at all", not COLOURS.search(shown.raw))


def tell_of_progress(story, seat):
    name = seat.new_package(seconds=3)
    shown = seat.shown("install", "slow")
    story.check(f"what runs is drawn anew: {shown.raw!r}", shown.frames >= 2)
    story.check("with its name and its seconds", re.search(rf"{re.escape(name)} [1-9]\d*s", shown.raw) is not None)
    last = shown.screen.lines
    story.check_equal(f"what ran is gone from the screen: {shown.text}", [line for line in last if "running" in line], [])
    story.check("what was built stays", re.search(r"^built /cairn/store/\w+-" + re.escape(name) + r"\.drv in \d+s$",
                                                  shown.text, re.MULTILINE) is not None)
    story.check_contains("so does what was installed", shown.text, f"installed: slow {name[5:]}\n")
    story.check_equal("the cursor ends at the left", last[-1], "")
    story.check_equal("nothing strange is written", shown.screen.strange, [])
    seat.new_package()
    shown = seat.shown("upgrade", NO_COLOR="1")
    story.check("NO_COLOR forbids colours", not COLOURS.search(shown.raw))
    story.check("and nothing else", shown.frames >= 2)


def tell_of_failures(story, seat):
    shown = seat.shown("install", "broken")
    story.check_equal("a build that fails has its status", shown.status, 100)
    story.check("it is told in red", re.search(r"\x1b\[31mfailed /cairn/store/\w+-broken-1\.0\.drv: ", shown.raw) is not None)
    story.check_contains("with the end of its log", COLOURS.sub("", shown.raw), "  > it went wrong\r\n")
    story.check("and where the rest is", re.search(r"hint: \S*cairn.* log /cairn/store/\w+-broken-1\.0\.drv", COLOURS.sub("", shown.raw))
                is not None)
    plain = seat.shown("install", "broken", NO_COLOR="1")
    story.check_contains("without colours, too", plain.raw, "failed /cairn/store/")
    story.check("all of it", not COLOURS.search(plain.raw))


def tell_of_interruptions(story, seat):
    for number in (signal.SIGINT, signal.SIGTERM):
        name = seat.new_package(FOREVER)
        shown = seat.shown("upgrade", key=(f"{name} 1s".encode(), number))
        story.check_equal(f"{number.name} ends a build", shown.status, -number)
        story.check(f"that was drawn: {shown.raw!r}", f"{name} 1s" in shown.raw)
        story.check_equal("and takes what was drawn off the screen", shown.text, "")


def tell_of_narrow_terminals(story, seat):
    for columns in (40, 20, 7):
        name = seat.new_package()
        shown = seat.shown("upgrade", columns=columns)
        frames = re.findall(r"(?:^|\r|\x1b\[J)([^\r\n\x1b]+)(?=\r?(?:\x1b\[\d+A)?\x1b\[J)", shown.raw)
        story.check(f"{columns} columns: what runs is drawn: {shown.raw!r}", len(frames) >= 1)
        story.check_equal(f"{columns} columns: it stays in its line", [one for one in frames if len(one) >= columns], [])
        joined = "".join(line.ljust(columns) if len(line) == columns else line + "\n" for line in shown.screen.lines)
        story.check_contains(f"{columns} columns: what was built stays whole: {joined}", joined, f"-{name}.drv in ")
        story.check(f"{columns} columns: nothing is left of what ran", "running" not in shown.text)


def tell_of_no_terminal(story, seat):
    name = seat.new_package()
    done = seat.me.run("upgrade", TERM="xterm")
    story.check("without a terminal there are no escapes", "\x1b" not in done.stderr + done.stdout)
    story.check_equal("lines come as things begin and end", [re.sub(r"/cairn/store/\w{32}-", "", line)
                                                             for line in done.stderr.splitlines()],
                      [f"building {name}.drv", f"built {name}.drv", f"upgraded: slow 1.{seat.count - 1} -> 1.{seat.count}"])
    name = seat.new_package()
    shown = seat.shown("upgrade", TERM="dumb")
    story.check("a dumb terminal is drawn on as little", "\x1b" not in shown.raw)
    story.check_contains("and gets the same lines", shown.raw, f"-{name}.drv\r\n")
    story.check_equal("the screen of a test is one", Screen("ab\r\nc\x1b[31md\x1b[0me\r\x1b[1A\x1b[Jx\r\n", 80).lines, ["x", ""])


def tell_of_strangers(story, seat):
    seat.base.commit("evil \x1b[2J\x1b]0;title\x07 words")
    shown = seat.shown("pull")
    story.check_contains("words of strangers cannot move the cursor", shown.raw, " evil ^[[2J^[]0;title")
    story.check_equal("nor do anything else", shown.screen.strange, [])


def tell_of_terminals(story):
    seat = Seat(story)
    for part in (tell_of_pulls, tell_of_progress, tell_of_failures, tell_of_interruptions, tell_of_narrow_terminals,
                 tell_of_no_terminal, tell_of_strangers):
        part(story, seat)


tell(tell_of_terminals)
