# SPDX-License-Identifier: GPL-3.0-or-later
# A machine in a container, in the store in which the packages are built once for all stories.
import json
import os
import re
import shutil
import signal
import subprocess
import time

from story.channel import shared_root

PROFILE = "/run/current-system/profile/bin"
PATIENCE = 30  # seconds


class Machine:
    """The machine of STORY, whose store becomes the shared one."""

    def __init__(self, story):
        self.story = story
        story.root = shared_root(story.programs)
        self.state = story.physical("/var/cairn")
        self.process = None
        self.init = None

    def __enter__(self):
        self.forget()
        return self

    def __exit__(self, kind, error, trace):
        if self.process:
            self.kill()
        self.forget()

    def forget(self):
        """Let there be no machine yet."""
        shutil.rmtree(os.path.join(self.state, "machine"), ignore_errors=True)
        profiles = os.path.join(self.state, "profiles")
        for name in os.listdir(profiles) if os.path.isdir(profiles) else []:
            if re.fullmatch(r"system(-\d+-link|\.lock)?", name):
                os.unlink(os.path.join(profiles, name))

    def folder(self, path):
        """Where PATH of the machine is on this one."""
        return os.path.join(self.state, "machine", "root") + path

    def keep(self, path, content):
        """Put CONTENT at PATH of the machine, before it is started, as its root."""
        place = self.folder(path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as file:
            file.write(content)
        os.chmod(place, 0o400)
        outside = 1879048192
        while place != self.folder(""):
            os.chown(place, outside, outside)
            place = os.path.dirname(place)

    def declare(self, text, name="system.scm"):
        return self.story.write(name, text)

    def build(self, text):
        return self.story.cairn("system", "build", self.declare(text))

    def read_item(self, item, name):
        """The file that the link NAME in ITEM leads to."""
        target = os.readlink(os.path.join(self.story.physical(item), name))
        with open(self.story.physical(target), encoding="utf-8") as file:
            return file.read()

    def start(self, text):
        """Start the machine that TEXT declares, and wait until its init runs."""
        self.process = self.story.start("system", "container", self.declare(text))
        said = ""
        for line in self.process.stderr:
            said += line
            found = re.search(r"its process 1 is (\d+)", line)
            if found:
                self.init = int(found.group(1))
                return
        raise AssertionError(f"the machine did not start:\n{said}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode

    def end_all(self):
        """Tell whoever runs this machine to end, and wait for it."""
        init = json.loads(self.cairn("describe", "--json"))["init"]
        if init is None:
            return
        self.init = init
        with open(f"/proc/{init}/status", encoding="utf-8") as file:
            keeper = re.search(r"PPid:\s+(\d+)", file.read()).group(1)
        with open(f"/proc/{keeper}/status", encoding="utf-8") as file:
            runner = re.search(r"PPid:\s+(\d+)", file.read()).group(1)
        os.kill(int(runner), signal.SIGTERM)
        self.story.check("the machine ends when it is told to", self.is_gone())

    def kill(self):
        self.process.kill()
        self.process.communicate(timeout=PATIENCE)

    def refused(self, text):
        """What is said when TEXT is not started."""
        return self.story.cairn("system", "container", self.declare(text), status=1)

    def cairn(self, *words, status=0):
        return self.story.cairn("system", *words, status=status)

    def reconfigure(self, text, *options, status=0):
        """What is said when the machine becomes what TEXT declares."""
        done = self.story.run(self.story.command("system", "reconfigure", "--quiet", *options, self.declare(text)))
        self.story.check(f"reconfigure ends with {status}\n{done.stderr}", done.returncode == status)
        return done.stderr

    def inside(self, script, user=None):
        """What SCRIPT prints as root of the machine, or as its USER."""
        enter = ["nsenter", "--all", f"--target={self.init}", "--wdns=/"]
        shell = [f"{PROFILE}/bash", "-c", f"export PATH={PROFILE}; {script}"]
        if user:
            shell = [f"{PROFILE}/chpst", "-u", user, *shell]
        done = subprocess.run(enter + shell, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if done.returncode != 0:
            self.story.problem(f"{script} inside ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def wait_for_log(self, service, line):
        """Whether the last line in the log of SERVICE becomes LINE."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            said = self.inside(f"tail -n 1 /var/log/{service}/current 2>/dev/null || true").split()
            if said and said[-1] == line:
                return True
            time.sleep(0.1)
        return False

    def process_of(self, service):
        """The number of the process that SERVICE is."""
        return self.inside(f"cat /run/service/{service}/supervise/pid").strip()

    def becomes_ready(self, service):
        """Whether SERVICE is ready soon."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.inside(f"sv -w 1 check /run/service/{service} >/dev/null && echo ready || true"):
                return True
            time.sleep(0.1)
        return False

    def owner_of_child(self, service):
        """The user of a process that SERVICE started."""
        parent = self.process_of(service)
        return self.inside(f"for p in /proc/[0-9]*; do read -r line < $p/stat && set -- $line && "
                           f"test \"$4\" = {parent} && stat -c %U $p; done 2>/dev/null | head -n 1 || true").strip()

    def is_gone(self):
        """Whether its init ends soon; whoever it belongs to then may not have buried it yet."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                with open(f"/proc/{self.init}/stat", encoding="utf-8") as file:
                    if file.read().rpartition(")")[2].split()[0] == "Z":
                        return True
            except FileNotFoundError:
                return True
            time.sleep(0.1)
        return False

    def namespace(self, kind):
        return os.readlink(f"/proc/{self.init}/ns/{kind}")

    def owner_outside(self):
        return os.stat(self.folder("/etc/passwd")).st_uid

    def generations(self):
        return [one["number"] for one in json.loads(self.cairn("list-generations", "--json"))]
