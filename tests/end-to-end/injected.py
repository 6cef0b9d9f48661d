# SPDX-License-Identifier: GPL-3.0-or-later
# At any system call of an addition, a build, a collection, a merge, an import and a change of a profile the
# process is killed, or the call fails: the store verifies, nothing that was kept is lost, the same command works
# afterwards, and whoever failed said why. A sample in the time there is; all with CAIRN_ALL_FAULTS=1, all of one
# fault with CAIRN_ALL_FAULTS=EINTR. One alone:
#   injected.py PROGRAMS WORK FAULT NUMBER
import getpass
import os
import random
import shutil
import subprocess
import sys
import time

from story import engine, tell
from story.engine import DELETE_DEAD, LIST_DEAD, Engine, Refused
from story.signed_channels import Somebody, base_channel, program

BUDGET = 75  # seconds for the sample, which has each fault of each work at least once
WORDS = {"kill-before": None, "kill-after": None, "ENOSPC": "No space left on device", "EIO": "Input/output error",
         "EMFILE": "Too many open files", "EINTR": None}
# Signals may end these, which is told; all others are begun again.
ENDED_BY_SIGNALS = {"open", "openat", "creat", "fsync", "fdatasync", "ftruncate", "fallocate"}
TEXT = "some words that are in several files\n" * 50


class Work:
    """A command that changes a store, and what a store must be like when it has ended well; but for what its EXCUSE
    says that it has left out. DAMAGE is done to the store before it."""

    def __init__(self, name, command, problem, program="cairn-daemon", excuse=None, damage=None):
        self.name, self.command, self.problem, self.program = name, command, problem, program
        self.excuse, self.damage = excuse, damage
        self.points = {}


class Met:
    """What an injection says of itself."""

    def __init__(self, path):
        self.points, self.ends, self.where = {}, [], None
        with open(path, encoding="utf-8") as file:
            for line in file:
                word, *rest = line.split()
                if word == "points":
                    self.points[rest[0]] = int(rest[1])
                elif word == "ended":
                    self.ends.append(" ".join(rest))
                else:
                    self.where = rest[1:]


def processes_of(story):
    """Those that work on the store or build for it."""
    found = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{number}/cmdline", "rb") as file:
                if story.folder.encode() in file.read() and int(number) != os.getpid():
                    found.append(int(number))
        except OSError:
            pass
    return found


def ended(story, seconds=10):
    """Whether all processes of the store end in time."""
    deadline = time.time() + seconds
    while processes_of(story) and time.time() < deadline:
        time.sleep(0.005)
    return not processes_of(story)


class Stage:
    """A store with something to do for every work, which is rolled back before each fault."""

    def __init__(self, story):
        self.story = story
        self.master = os.path.join(story.folder, "master")
        os.mkdir(os.path.join(story.folder, "tmp"))
        self.me = Somebody(story)
        self.channel = base_channel(self.me)
        self.busybox = story.cairn("store", "add", os.path.join(story.folder, "busybox")).strip()
        self.kept = [self.busybox, self.add("one", big=TEXT, own="one"), self.add("two", big=TEXT, own="two")]
        for number, path in enumerate(self.kept):
            os.symlink(path, story.physical(f"/var/cairn/gcroots/kept-{number}"))
        self.profile = os.path.join(self.me.state, "profiles/per-user", getpass.getuser(), "profile")
        self.works = [self.adding(), self.building(), self.collecting(), self.merging(), self.importing(),
                      self.repairing(), *self.profiles()]
        ended(story)
        os.rename(story.root, self.master)

    def add(self, name, **files):
        return self.story.cairn("store", "add", self.folder(name, **files)).strip()

    def folder(self, name, **files):
        path = os.path.join(self.story.folder, "given", name)
        os.makedirs(os.path.join(path, "folder/below"))
        for file, content in files.items():
            for place in (file, f"folder/{file}"):
                with open(os.path.join(path, place), "w", encoding="utf-8") as opened:
                    opened.write(content)
        os.symlink("folder", os.path.join(path, "link"))
        return path

    def engine(self):
        return Engine(os.path.join(self.story.programs, "cairn-daemon"), self.story.root)

    def has(self, *paths):
        """What is wrong when PATHS are not all that was printed and is valid; or nothing."""
        def problem(printed, asked):
            if printed.split() != list(paths):
                return f"it printed {printed!r}, not {paths}"
            valid = asked.valid(paths)
            return None if set(valid) == set(paths) else f"only {valid} are valid"
        return problem

    def forget(self, *paths):
        self.story.cairn("gc", "--delete", *paths)

    def adding(self):
        path = self.folder("added", **{f"file-{number}": TEXT * number for number in range(4)})
        item = self.story.cairn("store", "add", path).strip()
        self.forget(item)
        return Work("add", ["store", "add", path], self.has(item))

    def building(self):
        script = (f": {self.story.folder}; mkdir -p $out/bin; echo {self.busybox} > $out/ref; echo said; "
                  f"sleep 0.03; for i in 1 2 3; do echo $i > $out/bin/$i; done")
        drv = self.story.add_script("built", script, self.busybox)
        os.symlink(drv, self.story.physical("/var/cairn/gcroots/drv"))
        item = self.story.cairn("build", drv).strip()
        self.forget(item)
        return Work("build", ["build", drv], self.has(item))

    def collecting(self):
        dead = [self.add(f"dead-{number}", file=f"dead {number}") for number in range(3)]

        def problem(_, asked):
            left = [path for path in dead if os.path.lexists(self.story.physical(path))] + asked.collect(LIST_DEAD)
            return f"these are left: {left}" if left else None
        return Work("gc", ["gc"], problem)

    def merging(self):
        def problem(*_):
            files = [self.story.physical(f"{item}/{file}") for item in self.kept[1:] for file in ("big", "folder/big")]
            return None if len({os.stat(file).st_ino for file in files}) == 1 else "equal files are several"
        return Work("optimize", ["gc", "--optimize"], problem, excuse="warning: cannot merge files of ")

    def importing(self):
        path = self.folder("imported", file=TEXT)
        item = self.story.cairn("store", "add", path).strip()
        user = self.story.write("user", f"{item}\n")
        refers = self.story.cairn("store", "add", user).strip()
        archives = [subprocess.run(self.story.command("store", "dump", one), capture_output=True, check=True).stdout
                    for one in (item, refers)]
        self.forget(refers, item)
        stream = os.path.join(self.story.folder, "stream")
        with open(stream, "wb") as file:
            file.write(engine.export_stream([(archives[0], item, []), (archives[1], refers, [item])]))
        command = [sys.executable, "-ISB", engine.__file__, os.path.join(self.story.programs, "cairn-daemon"),
                   self.story.root, stream]
        return Work("import", command, self.has(item, refers))

    def repairing(self):
        """One item is built again, another one copied: it has its content."""
        drv = self.story.add_script("mended", "mkdir $out; echo right > $out/file", self.busybox)
        item = self.story.cairn("build", drv).strip()
        for number, path in enumerate((drv, item)):
            os.symlink(path, self.story.physical(f"/var/cairn/gcroots/mended-{number}"))
        changed, opened = f"{item}/file", f"{self.kept[1]}/own"

        def damage():
            for path in (changed, opened):
                os.chmod(self.story.physical(path), 0o644)
            with open(self.story.physical(changed), "w", encoding="utf-8") as file:
                file.write("wrong\n")

        def problem(*_):
            with open(self.story.physical(changed), encoding="utf-8") as file:
                content = file.read()
            modes = [os.stat(self.story.physical(path)).st_mode & 0o777 for path in (changed, opened)]
            return None if content == "right\n" and modes == [0o444, 0o444] else f"it holds {content!r}, {modes}"
        return Work("repair", ["store", "verify", "--check-contents", "--repair"], problem, damage=damage)

    def profiles(self):
        """A switch between generations, and an installation that makes one."""
        install = ("install", "-L", self.channel.path)
        self.me(*install, "greet")
        self.channel.write("things/greet.scm", program("things", "greet", version="2"))
        self.channel.write("things/other.scm", program("things", "other"))
        self.me(*install, "greet")
        self.me("build", "-L", self.channel.path, "other")

        return [Work("switch", ["package", "--switch-generation=1"],
                     lambda *_: self.profile_problem("profile-1", ["greet"]), "cairn"),
                Work("install", [*install, "other"], lambda *_: self.profile_problem("profile-", ["greet", "other"]),
                     "cairn")]

    def profile_problem(self, generation, names):
        """What is wrong when the profile is not at GENERATION or has other packages than NAMES."""
        link = os.readlink(self.profile)
        installed = [line.split()[0] for line in self.me("package", "-I").splitlines()]
        right = link.startswith(generation) and sorted(installed) == names
        return None if right else f"it leads to {link} with {installed}"

    def prepare(self, work):
        root = self.story.root
        subprocess.run(f"chmod -R u+w {root} 2>/dev/null; rm -rf {root}; cp -a {self.master} {root}", shell=True,
                       check=True)
        if work.damage:
            work.damage()

    def line(self, work):
        return work.command if os.path.isabs(work.command[0]) else self.story.command(*work.command)

    def run(self, line):
        return self.story.run(line, env=self.me.environment(TMPDIR=os.path.join(self.story.folder, "tmp")),
                              cwd=self.me.home, errors="replace")

    def meet(self, work, fault, number):
        """Run WORK with the FAULT at its call NUMBER; returns how it ended and what it met."""
        report = os.path.join(self.story.folder, "report")
        injector = [os.path.join(self.story.programs, "inject_fault"), work.program, self.story.folder, report, fault,
                    str(number)]
        done = self.run(injector + self.line(work))
        return done, Met(report)


class Trial:
    """One fault of one work, and all that must hold then."""

    def __init__(self, stage, work, fault, number):
        self.stage, self.story, self.work, self.fault = stage, stage.story, work, fault
        self.name = f"{work.name} {fault} {number}"
        stage.prepare(work)
        self.done, self.met = stage.meet(work, fault, number)
        self.name += f" at {' '.join(self.met.where or ['nothing'])}"

    def check(self, sentence, holds, done=None):
        said = f"\n{done.stdout}{done.stderr}" if done else ""
        self.story.check(f"{self.name}: {sentence}{said}", holds)

    def was_killed(self):
        return self.fault.startswith("kill")

    def check_all(self):
        self.check("no process is left", ended(self.story))
        self.check_end()
        try:
            with self.stage.engine() as asked:
                self.check_kept(asked)
                if not self.work.damage:
                    self.check_sound(asked, "the store verifies")
                if self.has_succeeded():
                    self.check_result(asked, "a command that ends well", self.done.stdout)
            again = self.stage.run(self.stage.line(self.work))
            self.check("the same command works then", again.returncode == 0, again)
            with self.stage.engine() as asked:
                self.check_result(asked, "the next command", again.stdout)
                asked.collect(DELETE_DEAD)
                self.check_sound(asked, "the store verifies after a collection")
                self.check_kept(asked)
            self.check_leftovers()
        except (Refused, EOFError, ConnectionError) as error:
            self.check(f"the engine answers: {error!r}", False)

    def has_succeeded(self):
        is_excused = self.work.excuse and self.work.excuse in self.done.stderr
        return self.done.returncode == 0 and not is_excused

    def check_end(self):
        failed = self.done.returncode != 0
        crashes = [end for end in self.met.ends if end.startswith("signal") and end != "signal 9"]
        self.check(f"nothing crashes: {crashes}", not crashes, self.done)
        if failed and not self.was_killed():
            self.check("a failure is told", "error: " in self.done.stderr, self.done)
        elif failed and self.work.program == "cairn-daemon":
            self.check("an engine that ended is told", "the engine" in self.done.stderr, self.done)
        if self.fault == "EINTR" and self.met.where and self.met.where[0] not in ENDED_BY_SIGNALS:
            self.check("the operation goes on", not failed, self.done)

    def check_result(self, asked, who, printed):
        problem = self.work.problem(printed, asked)
        self.check(f"{who} has done its work: {problem}", problem is None)

    def check_sound(self, asked, sentence):
        is_sound = asked.verifies()
        self.check(f"{sentence}: {''.join(asked.said)}", is_sound)

    def check_kept(self, asked):
        valid = asked.valid(self.stage.kept)
        self.check(f"what was kept is valid: {valid}", set(valid) == set(self.stage.kept))

    def check_leftovers(self):
        for folder in ("/cairn/store/.new", "/cairn/store/.replaced", "/var/cairn/builds", "/var/cairn/temproots"):
            path = self.story.physical(folder)
            left = os.listdir(path) if os.path.isdir(path) else []
            self.check(f"nothing is left in {folder}: {left}", not left)
        reserve = os.stat(self.story.physical("/var/cairn/db/reserved")).st_size
        self.check(f"the reserve is whole: {reserve}", reserve == 4 << 20)


class Tally:
    """How often which fault was met, and whether it was felt."""

    def __init__(self):
        self.met, self.felt, self.missed = {}, set(), 0

    def count(self, trial):
        if trial.met.where is None:
            self.missed += 1
            return
        key = (trial.work.name, trial.fault)
        self.met[key] = self.met.get(key, 0) + 1
        words = WORDS[trial.fault]
        if trial.done.returncode != 0 and (words is None or words in trial.done.stderr):
            self.felt.add(trial.fault)

    def check(self, story, works):
        for work in works:
            counts = {fault: f"{self.met.get((work.name, fault), 0)} of {work.points.get(fault, 0)}" for fault in WORDS}
            print(f"{work.name}: {counts}")
            story.check(f"faults were met by {work.name}: {counts}",
                        all(self.met.get((work.name, fault)) for fault in work.points))
        print(f"{sum(self.met.values())} faults were met, {self.missed} were not")
        expected = {fault for work in works for fault in work.points}
        story.check_equal("faults are felt", self.felt | {"EINTR"}, expected | {"EINTR"})


def count_points(stage):
    for work in stage.works:
        stage.prepare(work)
        done, met = stage.meet(work, "none", 0)
        stage.story.check(f"{work.name} works without a fault: {done.stderr}", done.returncode == 0)
        work.points = met.points


def rounds(chance, works):
    """All points, so mixed that a beginning of them has some of each work and fault."""
    columns = []
    for work in works:
        for fault, count in work.points.items():
            numbers = list(range(1, count + 1))
            chance.shuffle(numbers)
            columns.append([(work, fault, number) for number in numbers])
    chance.shuffle(columns)
    while any(columns):
        yield from [column.pop() for column in columns if column]


def tell_of_one(stage, name, fault, number):
    work = next(work for work in stage.works if work.name == name)
    trial = Trial(stage, work, fault, int(number))
    print(trial.name, trial.met.points, trial.met.ends, trial.done.returncode, trial.done.stderr)
    trial.check_all()


def tell_of_injections(story):
    stage = Stage(story)
    if len(sys.argv) > 2:
        return tell_of_one(stage, *sys.argv[2:])
    count_points(stage)
    tally = Tally()
    every = os.environ.get("CAIRN_ALL_FAULTS")
    deadline = time.time() + (float("inf") if every else BUDGET)
    if every in WORDS:
        for work in stage.works:
            work.points = {fault: count for fault, count in work.points.items() if fault == every}
    least = sum(len(work.points) for work in stage.works)
    for number, (work, fault, point) in enumerate(rounds(random.Random(36), stage.works)):
        if number >= least and time.time() > deadline:
            break
        trial = Trial(stage, work, fault, point)
        tally.count(trial)
        trial.check_all()
        # A late point is not met when there was less to wait for than when points were counted.
        while trial.met.where is None and point > 1:
            point //= 2
            trial = Trial(stage, work, fault, point)
            tally.count(trial)
            trial.check_all()
        if number % 100 == 99:
            print(f"{number + 1} trials", flush=True)
    tally.check(story, stage.works)
    shutil.rmtree(stage.master, ignore_errors=True)


tell(tell_of_injections)
