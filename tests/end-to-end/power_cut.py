# SPDX-License-Identifier: GPL-3.0-or-later
# The power is cut at random moments, on a disk that drops what was not flushed: the store verifies with its
# contents, what was to last is there, what was forgotten is not, and the next commands work. And where the engine
# is set not to flush what it adds, the same test finds a damaged store.
import os
import random
import shutil
import sys
import tempfile
import threading
import time

from story import tell
from story.cut_disk import CutDisk, Mounted, NotHere
from story.engine import Engine, Refused
from story.signed_channels import Somebody, base_channel, program

BUDGET = float(os.environ.get("CAIRN_CUT_SECONDS", 35))
LEAST = 8  # cuts, however long they take


class Promises:
    """What must be found after a cut: known by the commands that have ended."""

    def __init__(self):
        self.lock = threading.Lock()
        self.made, self.lasting, self.gone = set(), set(), set()

    def add(self, item):
        with self.lock:
            self.made.add(item)

    def collected(self, made_before, dead):
        """A collection forgets durably, and with that all that was written to the database before it lasts."""
        with self.lock:
            self.lasting |= made_before
            self.gone |= set(dead)

    def so_far(self):
        with self.lock:
            return set(self.made), set(self.lasting), set(self.gone)


class Works:
    """Somebody who works on the store until told to stop."""

    def __init__(self, story, chance):
        self.story, self.chance = story, chance
        self.me = Somebody(story)
        self.environment = self.me.environment()
        self.promises = Promises()
        self.count = 0
        self.channel = base_channel(self.me)
        self.busybox = self.cairn("store", "add", os.path.join(story.folder, "busybox"))
        self.keep(self.busybox)
        self.ended = {}
        self.problem = None
        # The last to close a database flushes it, and shall not do so here.
        self.idle = [self.engine(story.root)]

    def engine(self, root):
        return Engine(os.path.join(self.story.programs, "cairn-daemon"), root)

    def end(self):
        while self.idle:
            self.idle.pop().close()

    def cairn(self, *arguments):
        """Run cairn; of two --root the last one counts."""
        ended = self.story.run(self.story.command(*arguments), env=self.environment, cwd=self.me.home)
        if ended.returncode != 0:
            raise RuntimeError(f"cairn {' '.join(arguments)}: {ended.stderr}")
        return ended.stdout.strip()

    def keep(self, item):
        os.symlink(item, self.story.physical(f"/var/cairn/gcroots/kept-{len(self.promises.made)}"))
        self.promises.add(item)

    def given(self, files):
        """A folder of FILES files, some of them equal to others."""
        path = tempfile.mkdtemp(prefix="given-", dir=self.story.folder)
        for number in range(files):
            with open(os.path.join(path, str(number)), "wb") as file:
                file.write(self.chance.choice([b"the same" * 900, self.chance.randbytes(self.chance.randrange(9000))]))
        return path

    def add_few(self):
        self.keep(self.cairn("store", "add", self.given(3)))

    def add_many(self):
        self.keep(self.cairn("store", "add", self.given(40)))

    def build(self):
        self.count += 1
        script = f"mkdir $out; for i in 1 2 3 4; do echo $i-{self.count} > $out/$i; done"
        self.keep(self.cairn("build", self.story.add_script(f"built-{self.count}", script, self.busybox)))

    def collect(self):
        dead = [self.cairn("store", "add", self.given(2)) for _ in range(2)]
        made = self.promises.so_far()[0]
        self.cairn("gc")
        self.promises.collected(made, dead)

    def merge(self):
        self.cairn("gc", "--optimize")

    def install(self):
        self.count += 1
        self.channel.write("things/greet.scm", program("things", "greet", version=str(self.count)))
        self.cairn("install", "-L", self.channel.path, "greet")

    def go_back(self):
        self.cairn("package", "--roll-back")

    def found(self):
        """Make another store beside the first."""
        self.count += 1
        root = os.path.join(os.path.dirname(self.story.root), f"store-{self.count}")
        os.mkdir(root)
        self.idle.append(self.engine(root))
        self.cairn("--root", root, "store", "add", self.given(1))

    def rest(self):
        """So long that the file system commits what it knows of names."""
        time.sleep(1.3)

    def work(self, stop):
        works = [self.add_few, self.add_many, self.build, self.collect, self.merge, self.install, self.go_back,
                 self.found, self.rest]
        try:
            self.install()
            self.collect()
            while not stop.is_set():
                work = self.chance.choice(works)
                work()
                self.ended[work.__name__] = self.ended.get(work.__name__, 0) + 1
        except (RuntimeError, OSError, Refused, EOFError) as error:
            self.problem = repr(error)


class AfterCut:
    """The store on an image, and what must hold of it."""

    def __init__(self, story, root, name):
        self.story, self.root, self.name = story, root, name
        self.is_damaged = False

    def check(self, sentence, holds):
        self.story.check(f"{self.name}: {sentence}", holds)

    def engine(self):
        return Engine(os.path.join(self.story.programs, "cairn-daemon"), self.root)

    def command(self, *arguments):
        return self.story.run([os.path.join(self.story.programs, "cairn"), "--root", self.root, *arguments])

    def verifies(self):
        try:
            with self.engine() as asked:
                return asked.verifies(), "".join(asked.said)
        except (Refused, EOFError, ConnectionError) as error:
            return False, repr(error)

    def check_all(self, lasting, gone):
        is_sound, said = self.verifies()
        self.check(f"the store verifies: {said}", is_sound)
        if not is_sound:
            return
        with self.engine() as asked:
            lost = lasting - set(asked.valid(sorted(lasting)))
            left = asked.valid(sorted(gone))
            self.check(f"what was to last is valid, but for {lost}", not lost)
            self.check(f"what was forgotten is not valid, but for {left}", not left)
            self.check_profile(asked)
        self.check_next_commands()

    def check_profile(self, asked):
        """All generations that there are lead to items; the profile is at one of them, or was never made."""
        folder = os.path.join(self.root, "var/cairn/profiles/per-user/root")
        links = {name: os.readlink(os.path.join(folder, name)) for name in self.links(folder)}
        for name, target in links.items():
            is_right = asked.valid([target]) if target.startswith("/cairn/store/") else target in links
            self.check(f"{name} leads to something: {target}", is_right)

    @staticmethod
    def links(folder):
        entries = os.scandir(folder) if os.path.isdir(folder) else []
        return [entry.name for entry in entries if entry.is_symlink() and not entry.name.startswith(".")]

    def check_next_commands(self):
        for command in (["store", "add", "/etc/hostname"], ["gc"], ["gc", "--optimize"]):
            ended = self.command(*command)
            self.check(f"{command} works then: {ended.stderr}", ended.returncode == 0)
        is_sound, said = self.verifies()
        self.check(f"the store verifies after them: {said}", is_sound)


class Cuts:
    """Somebody who works and a disk that is cut meanwhile."""

    def __init__(self, story, disk, chance, settings=""):
        self.story, self.disk, self.chance = story, disk, chance
        story.root = os.path.join(disk.mounted.folder, "root")
        os.makedirs(story.physical("/etc/cairn"))
        with open(story.physical("/etc/cairn/cairn.conf"), "w", encoding="utf-8") as file:
            file.write(settings)
        self.works = Works(story, random.Random(chance.random()))

    def during(self, seconds, look):
        """Cut for SECONDS, and LOOK at each store that is left."""
        stop = threading.Event()
        worker = threading.Thread(target=self.works.work, args=[stop])
        worker.start()
        deadline = time.time() + seconds
        try:
            while (time.time() < deadline or self.disk.cuts < LEAST) and worker.is_alive():
                time.sleep(self.chance.choice([0.02, 0.1, 0.5]) * self.chance.random())
                self.cut(look)
        finally:
            stop.set()
            worker.join()
            self.works.end()
        self.story.check(f"the works go on: {self.works.problem}", self.works.problem is None)

    def cut(self, look):
        _, lasting, gone = self.works.promises.so_far()
        seed, percent = self.chance.randrange(1000), self.chance.choice([0, 20, 50, 80, 100])
        image = self.disk.cut(seed, percent)
        name = f"cut {self.disk.cuts}, {percent} percent"
        try:
            with Mounted(image, os.path.join(self.disk.folder, "after"), "defaults") as mounted:
                look(AfterCut(self.story, os.path.join(mounted.folder, "root"), name), lasting, gone)
                for young in young_stores(self.story, mounted, name):
                    young.check_next_commands()
        except NotHere as error:
            self.story.check(f"{name}: the file system can be mounted: {error}", False)
        finally:
            os.unlink(image)


def young_stores(story, mounted, name):
    """The stores of MOUNTED that were made last, when the power was cut."""
    folders = [os.path.join(mounted.folder, entry) for entry in os.listdir(mounted.folder) if "store-" in entry]
    return [AfterCut(story, root, f"{name}, {os.path.basename(root)}")
            for root in sorted(folders, key=os.path.getmtime)[-2:]]


def disk_of(story, name):
    return CutDisk(os.path.join(story.programs, "cut_disk"), os.path.join(story.folder, name))


def tell_of_cuts(story, chance):
    with disk_of(story, "disk") as disk:
        cuts = Cuts(story, disk, chance)
        cuts.during(BUDGET, lambda after, lasting, gone: after.check_all(lasting, gone))
        print(f"{disk.cuts} cuts; {len(cuts.works.promises.lasting)} items were to last; works: {cuts.works.ended}")
        story.check("the power was cut", disk.cuts >= LEAST)
        story.check("something was to last", cuts.works.promises.lasting)


def tell_of_the_control(story, chance):
    """An engine that does not flush what it adds, and a test that must find that."""
    shutil.rmtree(os.path.join(story.folder, "home"))
    for name in ("base", "busybox"):
        shutil.rmtree(os.path.join(story.folder, name))
    found = []
    with disk_of(story, "control") as disk:
        cuts = Cuts(story, disk, chance, "fsync-store-paths = false\n")
        works = cuts.works
        for _ in range(4):
            for work in (works.add_few, works.add_many, works.collect):
                work()
            cuts.cut(lambda after, *_: found.append(after.verifies()))
        works.end()
    damaged = [said for is_sound, said in found if not is_sound]
    print(f"without flushes {len(damaged)} of {len(found)} stores are damaged")
    story.check("an engine that does not flush is found", damaged)


def tell_of_power_cuts(story):
    if os.geteuid() != 0 or not os.path.exists("/dev/fuse"):
        print("skip: a disk of our own needs root and FUSE")
        return
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 41)
    try:
        tell_of_cuts(story, chance)
        tell_of_the_control(story, chance)
    except NotHere as error:
        print(f"skip: {error}")


tell(tell_of_power_cuts)
