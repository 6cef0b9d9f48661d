# SPDX-License-Identifier: GPL-3.0-or-later
# What `cairn build` says and does: progress, failures, logs, links, statuses, the end by Ctrl-C.
import fcntl
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import termios
import time

from story import tell
from story.processes import processes_with, wait_until


class Builds:
    def __init__(self, story):
        self.story = story
        self.busybox = story.add_busybox()

    def script(self, name, script, **more):
        return self.story.add_script(name, script, self.busybox, **more)

    def run(self, *arguments):
        return self.story.run(self.story.command(*arguments))

    def said(self, arguments, status, output, messages):
        done = self.run(*arguments)
        what = f"cairn {' '.join(arguments)}"
        self.story.check_equal(f"{what}: its messages", done.stderr, messages)
        self.story.check_equal(f"{what}: its output", done.stdout, output)
        self.story.check_equal(f"{what}: its status", done.returncode, status)

    def output(self, drv):
        return self.run("store", "query", "--outputs", drv).stdout.strip()


def tell_of_success(story, builds):
    drv = builds.script("good", "echo in the log; echo x > $out")
    out = builds.output(drv)
    builds.said(["build", "-n", drv], 0, drv + "\n", "1 derivation would be built\n")
    builds.said(["build", drv], 0, out + "\n", f"building {drv}\nbuilt {drv}\n")
    builds.said(["build", drv], 0, out + "\n", "")
    builds.said(["build", "-n", drv], 0, "", "0 derivations would be built\n")
    builds.said(["build", out], 0, out + "\n", "")
    told = json.loads(builds.run("build", "--json", drv).stdout)
    story.check_equal("JSON tells the outputs", told, [{"path": drv, "outputs": {"out": out}}])
    builds.said(["log", drv], 0, "in the log\n", "")
    builds.said(["log", out], 0, "in the log\n", "")
    quiet = builds.script("quiet", "echo in the log; echo y > $out")
    builds.said(["build", "-q", quiet], 0, builds.output(quiet) + "\n", "")
    loud = builds.script("loud", "echo one; echo two; echo z > $out")
    builds.said(["build", "-v", loud], 0, builds.output(loud) + "\n",
                f"building {loud}\nloud> one\nloud> two\nbuilt {loud}\n")


def tell_of_systems(builds):
    builds.said(["build", "--list-systems"], 0, "x86_64-linux\n", "")
    builds.said(["build", "-s", "aarch64-linux", "hello"], 2, "",
                "cairn: error: nothing can be built for the system \"aarch64-linux\"; the supported systems are: "
                "x86_64-linux\nhint: leave out --system, or name one of those\n")
    drv = builds.script("here", "echo x > $out")
    builds.said(["build", "-n", "--system", "x86_64-linux", drv], 0, drv + "\n", "1 derivation would be built\n")


def tell_of_failure(builds):
    lines = "".join(f"echo line {number}; " for number in range(1, 13))
    drv = builds.script("bad", lines + "printf '\\033[31mred'; exit 3")
    shown = "".join(f"  > line {number}\n" for number in range(4, 13))
    reason = "the builder failed with exit status 3"
    failure = (f"building {drv}\nfailed {drv}: {reason}\n{shown}  > ^[[31mred\n"
               f"hint: cairn --root {builds.story.root} log {drv}\n")
    builds.said(["build", drv], 100, "", f"{failure}cairn: error: cannot build 'bad': {reason}\n")
    user = builds.script("user", "echo x > $out", inputs=[drv])
    builds.said(["build", user], 100, "",
                f"{failure}cairn: error: cannot build 'user': it needs {drv}, "
                f"which failed: {reason}\n")
    good = builds.script("other", "echo other > $out")
    done = builds.run("build", "-k", drv, good)
    builds.story.check_equal("the others are built with -k", done.stdout,
                             builds.output(good) + "\n")
    builds.story.check_equal("-k still tells that one failed", done.returncode, 100)


def tell_of_statuses(story, builds):
    slow = builds.script("slow", "sleep 60")
    story.check_equal("a time out", builds.run("build", "--timeout=1", slow).returncode, 101)
    story.check_equal("silence", builds.run("build", "--max-silent-time=1", slow).returncode, 101)
    wrong = builds.script("wrong", "echo a > $out",
                          outputs={"out": {"hashAlgo": "sha256", "hash": "0" * 64}})
    done = builds.run("build", wrong)
    story.check_equal("a wrong hash", done.returncode, 102)
    story.check_contains("the hash that it should have", done.stderr, "expected: sha256-AAAA")
    random = builds.script("random", "cat /proc/sys/kernel/random/uuid > $out")
    story.check_equal("a first build cannot differ", builds.run("build", random).returncode, 0)
    story.check_equal("another one does", builds.run("build", "--check", random).returncode, 104)
    rounds = builds.script("rounds", "cat /proc/sys/kernel/random/uuid > $out")
    story.check_equal("rounds differ", builds.run("build", "--rounds=2", rounds).returncode, 104)
    both = builds.run("build", "-k", "--timeout=1", slow, wrong)
    story.check_equal("statuses of several failures are joined", both.returncode, 101 | 102)


def tell_of_outputs(story, builds):
    drv = builds.script("two", "echo out > $out; echo lib > $lib", outputs={"out": {}, "lib": {}})
    link = os.path.join(story.folder, "result")
    done = builds.run("build", drv + "!lib", "-r", link)
    story.check("one output is printed", re.fullmatch(r"/cairn/store/\w{32}-two-lib\n", done.stdout))
    lib = done.stdout.strip()
    story.check_equal("its link has its name", os.readlink(link + "-lib"), story.physical(lib))
    both = builds.run("build", drv + "^*", "-r", link).stdout.split()
    story.check_equal("all outputs are printed", len(both), 2)
    with open(link, encoding="utf-8") as file:
        story.check_equal("a link leads to what was built", file.read(), "out\n")
    roots = builds.run("gc", "--list-roots").stdout.split("\n")
    story.check("links are roots", f"{link}-lib -> {lib}" in roots)
    story.check_equal("a query tells what keeps an item",
                      builds.run("store", "query", "--roots", lib).stdout, f"{link}-lib -> {lib}\n")
    [out] = [one for one in both if one != lib]
    story.check_equal("outputs keep their derivation, and that is told",
                      builds.run("store", "query", "--roots", drv).stdout.split("\n"),
                      [f"{link} -> {out}", f"{link}-lib -> {lib}", ""])
    dead = builds.run("gc", "--list-dead").stdout.split()
    story.check("what a link keeps is not dead", lib not in dead and both[0] not in dead)
    done = builds.run("build", drv + "!out", "-r", story.folder)
    story.check_contains("a folder is not replaced by a link", done.stderr,
                         f"cannot make the link {story.folder}: something else is there")
    own = os.path.join(story.folder, "own")
    os.symlink("elsewhere", own)
    done = builds.run("build", drv + "!out", "-r", own)
    story.check_contains("nor is a link of the user's", done.stderr, "it is there, and leads to elsewhere")
    story.check_equal("which stays", os.readlink(own), "elsewhere")
    taken = os.path.join(story.folder, "taken")
    os.mkdir(taken)
    done = builds.run("build", drv, "-r", taken)
    story.check_equal("of several links", done.returncode, 1)
    story.check("none is made where one cannot be", not os.path.lexists(taken + "-lib"))
    story.check("nor a root", taken not in builds.run("gc", "--list-roots").stdout)
    os.unlink(link)
    os.unlink(link + "-lib")
    freed = builds.run("gc").stdout
    story.check("gc tells what it freed", re.fullmatch(r"freed [0-9.]+ \w+, \d+ items?\n", freed))
    story.check("without links all goes", not os.path.exists(story.physical(lib)))
    builds.busybox = story.cairn("store", "add", os.path.join(story.folder, "busybox")).strip()


def tell_of_files(story, builds):
    inner = builds.script("inner", "echo inner > $out")
    outer = builds.script("outer", "echo outer > $out", inputs=[inner])
    shown = json.loads(builds.run("derivation", "show", "--json", outer, inner).stdout)
    story.check_equal("derivations are shown by path", set(shown), {inner, outer})
    folder = os.path.join(story.folder, "files")
    os.mkdir(folder)
    for drv in [inner, outer]:
        shutil.copy(story.physical(drv), folder)
    builds.run("gc")
    story.check("gc took them", not os.path.exists(story.physical(outer)))
    story.cairn("store", "add", os.path.join(story.folder, "busybox"))
    file = os.path.join(folder, os.path.basename(outer))
    done = builds.run("build", file)
    story.check_equal("a derivation outside is added with those beside it", done.returncode, 0)
    story.check("its input, too", os.path.exists(story.physical(inner)))
    other = os.path.join(folder, "0" * 32 + "-outer.drv")
    os.rename(file, other)
    done = builds.run("build", other)
    story.check_equal("a false name is refused", done.stderr,
                      f"cairn: error: {os.path.basename(other)} is not what its name says: "
                      f"its contents belong to {os.path.basename(outer)}\n")
    both = story.write("both.json", json.dumps(shown))
    story.check_equal("several can be in one file",
                      sorted(builds.run("derivation", "add", both).stdout.split()),
                      sorted([inner, outer]))
    shown[inner]["inputDrvs"] = {outer: ["out"]}
    done = builds.run("derivation", "add", story.write("circle.json", json.dumps(shown)))
    story.check_contains("but not such that need each other", done.stderr, "its derivations need each other\n")


class Terminal:
    """A cairn whose three streams are a terminal of 80 columns."""

    def __init__(self, command, rows=24, columns=80):
        self.process, self.fd = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm", NO_COLOR="1")
            os.execv(command[0], command)
        size = rows.to_bytes(2, "little") + columns.to_bytes(2, "little") + bytes(4)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, size)
        self.shown = ""

    def read_until(self, part):
        deadline = time.time() + 60
        while part not in self.shown and time.time() < deadline:
            self.read()

    def read(self):
        try:
            self.shown += os.read(self.fd, 65536).decode().replace("\r\n", "\n")
            return True
        except OSError:
            return False

    def finish(self):
        while self.read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def screen_of(text):
    """The lines that a terminal shows after TEXT."""
    lines, row, column = [""], 0, 0
    for found in re.finditer(r"\x1b\[(\d*)([AJ])|\r|\n|[^\x1b\r\n]+", text):
        piece = found[0]
        if piece == "\r":
            column = 0
        elif piece == "\n":
            row, column = row + 1, 0
            if row == len(lines):
                lines.append("")
        elif found[2] == "A":
            row -= int(found[1] or 1)
        elif found[2] == "J":
            lines[row:] = [lines[row][:column]]
        else:
            lines[row] = lines[row][:column] + piece + lines[row][column + len(piece):]
            column += len(piece)
    return lines


def tell_of_terminals(story, builds):
    names = ["first", "second"]
    drvs = [builds.script(name, f"sleep {number + 1}; echo {name} > $out")
            for number, name in enumerate(names)]
    terminal = Terminal(story.command("build", "-M2", *drvs))
    terminal.read_until("second 1s")
    shown = screen_of(terminal.shown)[-2:]
    story.check("the first line at the bottom has the counts",
                re.fullmatch(r"\[[01]/2 built, [12] running\] (first|second) \d+s", shown[0])
                or shown[0].startswith("built "))
    story.check_equal("it ends well", terminal.finish(), 0)
    last = screen_of(terminal.shown)
    story.check("what is left are the lines that stay",
                [re.sub(r" in \d+s$", "", line) for line in last]
                == [f"built {drvs[0]}", f"built {drvs[1]}", *map(builds.output, drvs), ""])


def tell_of_interruption(story, builds):
    mark = f"sleep 98{os.getpid()}"
    drv = builds.script("endless", mark)
    terminal = Terminal(story.command("build", drv))
    wait_until(lambda: processes_with(mark))
    os.write(terminal.fd, b"\x03")
    story.check_equal("Ctrl-C ends the command by its signal", terminal.finish(), -signal.SIGINT)
    story.check("and the builder with it", wait_until(lambda: not processes_with(mark)))


def tell_of_a_damaged_derivation(story, builds):
    damaged = builds.script("damaged", "echo x > $out")
    user = builds.script("user-of-it", "echo x > $out", inputs=[damaged])
    file = story.physical(damaged)
    with open(file, encoding="utf-8") as opened:
        text = opened.read()
    os.chmod(file, 0o644)
    with open(file, "w", encoding="utf-8"):
        pass
    done = builds.run("build", user)
    story.check_contains("a damaged derivation is named", done.stderr, "bad derivation 'damaged' at byte 0: ")
    with open(file, "w", encoding="utf-8") as opened:
        opened.write(text)
    os.chmod(file, 0o444)
    os.utime(file, (1, 1))


def tell_of_many_builds(story, builds):
    drvs = [builds.script(f"n{number}", f"echo {number} > $out") for number in range(3)]
    done = subprocess.run(story.command("build", *drvs), capture_output=True, text=True,
                          check=False)
    story.check_equal("outputs come in the order of what was asked", done.stdout.split(),
                      [builds.output(drv) for drv in drvs])


def tell_it(story):
    builds = Builds(story)
    tell_of_success(story, builds)
    tell_of_systems(builds)
    tell_of_failure(builds)
    tell_of_statuses(story, builds)
    tell_of_outputs(story, builds)
    tell_of_files(story, builds)
    tell_of_a_damaged_derivation(story, builds)
    tell_of_many_builds(story, builds)
    tell_of_terminals(story, builds)
    tell_of_interruption(story, builds)
    story.cairn("store", "verify", "--check-contents")


tell(tell_it)
