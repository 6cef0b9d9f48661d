# SPDX-License-Identifier: GPL-3.0-or-later
# Whole machines: a server of ten services that are all built, and a pack. There is no peer on this machine: Guix
# is not in Debian's archive of that time, and NixOS needs its packages.

import os
import signal
import subprocess
import time

from harness.failure import Broken
from harness.row import bounded, megabytes

SERVICES = 10
BUILD_GOAL = 0.5  # seconds of processor time
CHANGE_GOAL = 1.0  # seconds of wall time
START_GOAL = 2.0
LIST_GOAL = 0.005  # seconds of processor time
PACK_GOAL = 1.0  # seconds of wall time
PACK_SIZE = 40e6
PATIENCE = 60

DECLARATION = """
(use-modules (cairn accounts) (cairn services) (cairn supervision) (cairn system)
             (distro base) (distro services accounts) (distro services supervision))

(define (server name word)
  (list (simple-service 'accounts account-service-type
                        (service-account name "A server"))
        (simple-service 'folder state-folder-service-type
                        (list (state-folder (path (string-append "/var/lib/" name))
                                            (owner name) (group name))))
        (simple-service 'settings etc-service-type
                        (list (list (string-append name ".conf") (plain-file name word))))
        (simple-service 'program supervision-service-type
                        (list (supervised-service
                               (name name)
                               (user name)
                               (group name)
                               (vital? #t)
                               (command (list (file-append bash "/bin/bash") "-c"
                                              (string-append "echo " word "; exec sleep infinity"))))))))

(operating-system
 (host-name "bench")
 (services (append {servers})))
"""


class Machine:
    """A machine of COUNT services in the store in which packages are built once, beside the programs."""

    def __init__(self, bench, count):
        self.bench, self.count = bench, count
        self.root = bench.cairn.programs.parent.parent / "packages-store"
        self.root.mkdir(exist_ok=True)
        self.state = self.root / "var" / "cairn"
        self.folder = bench.disk / "systems"
        self.folder.mkdir()
        self.process = None

    def command(self, *words):
        return [self.bench.cairn.program, "--root", str(self.root), *words]

    def declare(self, word):
        """A file in which the first service says WORD."""
        words = [word] + ["steady"] * (self.count - 1)
        servers = " ".join(f'(server "server{n}" "{text}")' for n, text in enumerate(words))
        path = self.folder / "machine.scm"
        path.write_text(DECLARATION.format(servers=servers))
        return str(path)

    def log(self, number):
        return self.state / "machine" / "root" / "var" / "log" / f"server{number}" / "current"

    def says(self, number, word):
        try:
            return self.log(number).read_text().rstrip().endswith(word)
        except OSError:
            return False

    def forget(self):
        subprocess.run(["rm", "-rf", self.state / "machine"], check=True)
        for link in (self.state / "profiles").glob("system*"):
            link.unlink()

    def start(self, word):
        """Start it with a first service that says WORD; the seconds until all ten are heard."""
        begin = time.monotonic()
        self.process = subprocess.Popen(self.command("system", "container", self.declare(word)),
                                        stderr=subprocess.DEVNULL)
        heard = [word] + ["steady"] * (self.count - 1)
        while not all(self.says(number, text) for number, text in enumerate(heard)):
            if self.process.poll() is not None or time.monotonic() > begin + PATIENCE:
                raise Broken("the machine does not come up")
            time.sleep(0.005)
        return time.monotonic() - begin

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


def middle(values):
    return sorted(values)[len(values) // 2]


def starts(machine, rounds):
    """The seconds that a start takes, in the middle of ROUNDS of them."""
    found = []
    for number in range(rounds):
        machine.forget()
        found.append(machine.start(f"start{number}"))
        machine.stop()
    return middle(found)


def rows(bench):
    if os.geteuid() != 0:
        return []
    machine = Machine(bench, SERVICES)
    bench.cairn.ask(*machine.command("system", "build", machine.declare("first")))
    environment = bench.cairn

    def run(*words, prepare=lambda number: None):
        def measured(number):
            prepare(number)
            return bench.run(machine.command(*words), environment)
        return measured

    def forget(_):
        for kept in machine.state.glob("channels/evaluations/*"):
            kept.unlink()

    file = machine.declare("first")
    anew, again = bench.contest(run("system", "build", file, prepare=forget), run("system", "build", file))
    start = starts(machine, bench.rounds)
    machine.forget()
    machine.start("before")
    try:
        change, listed = bench.contest(
            run("system", "reconfigure", file, prepare=lambda number: machine.declare(f"change{number}")),
            run("system", "list-generations"))
    finally:
        machine.stop()
        machine.forget()
    image = bench.disk / "hello.tar"
    [pack] = bench.contest(run("pack", "-f", "docker", "-o", str(image), "hello"))
    return [
        bounded(f"system build of {SERVICES} services, all built, evaluated anew: CPU", anew.processor, BUILD_GOAL),
        bounded("the same, remembered: CPU", again.processor, BUILD_GOAL),
        bounded("reconfigure a machine that runs, one service changed: wall", change.wall, CHANGE_GOAL),
        bounded("start a machine until all its services speak: wall", start, START_GOAL),
        bounded("system list-generations: CPU", listed.processor, LIST_GOAL),
        bounded("pack hello as an image: wall", pack.wall, PACK_GOAL),
        bounded("pack hello as an image: size", image.stat().st_size, PACK_SIZE, unit=megabytes),
    ]
