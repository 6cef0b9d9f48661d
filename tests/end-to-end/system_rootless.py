# SPDX-License-Identifier: GPL-3.0-or-later
# A container of an ordinary user: it runs where /etc/subuid gives the user numbers, and else says what is missing.
# Root only prepares: a copy of the store in which the packages are built, and other lists of numbers.
import os
import re
import shutil
import signal
import subprocess
import sys

from story import tell
from story.channel import shared_root

USER = 1000
DECLARATION = """
(use-modules (cairn services) (cairn supervision) (cairn system) (distro base)
             (distro services supervision))
(operating-system
 (host-name "own")
 (services
  (list (simple-service 'ticker supervision-service-type
                        (list (supervised-service
                               (name "ticker")
                               (command (list (file-append bash "/bin/bash") "-c"
                                              "while :; do echo tick; sleep 0.2; done"))))))))
"""


class OrdinaryUser:
    """Somebody with a store of its own, in a mount namespace where /etc/subuid says NUMBERS."""

    def __init__(self, story):
        self.story = story
        self.home = os.path.join(story.folder, "home")
        self.root = os.path.join(self.home, "root")
        self.file = os.path.join(self.home, "system.scm")

    def move_in(self):
        """Let the packages of all stories be in this store, too."""
        self.story.root = shared_root(self.story.programs)
        self.story.write("system.scm", DECLARATION)
        self.story.cairn("system", "build", os.path.join(self.story.folder, "system.scm"))
        os.makedirs(self.home)
        subprocess.run(["cp", "--archive", "--reflink=auto", self.story.root, self.root], check=True)
        for leftover in ("machine", "profiles", "log"):
            shutil.rmtree(os.path.join(self.root, "var/cairn", leftover), ignore_errors=True)
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(DECLARATION)
        subprocess.run(["chown", "-R", f"{USER}:{USER}", self.home], check=True)
        os.chmod(self.story.folder, 0o755)

    def command(self, numbers, *words):
        lists = os.path.join(self.story.folder, "numbers")
        with open(lists, "w", encoding="utf-8") as file:
            file.write(numbers)
        entering = f"mount --bind {lists} /etc/subuid && mount --bind {lists} /etc/subgid && exec \"$@\""
        return ["unshare", "--mount", "sh", "-c", entering, "sh", "setpriv", f"--reuid={USER}", f"--regid={USER}",
                "--clear-groups", "env", f"HOME={self.home}", os.path.join(self.story.programs, "cairn"),
                f"--root={self.root}", *words]


def main(story):
    if os.geteuid() != 0:
        print("skip: root is needed to make the user's lists of numbers")
        sys.exit(0)
    user = OrdinaryUser(story)
    user.move_in()
    refused = story.run(user.command("", "system", "container", user.file))
    story.check("without numbers it is refused", refused.returncode == 1)
    story.check_contains("and what is missing is said", refused.stderr, "/etc/subuid allows")
    story.check_contains("and what to do", refused.stderr, "hint: apt install uidmap && usermod --add-subuids")

    numbers = f"{USER}:300000:65536\n"
    process = subprocess.Popen(user.command(numbers, "system", "container", user.file),
                               stderr=subprocess.PIPE, text=True)
    said = ""
    for line in process.stderr:
        said += line
        if "its process 1 is" in line:
            break
    found = re.search(r"its process 1 is (\d+)", said)
    story.check(f"with numbers it runs\n{said}", found)

    def inside(*words):
        return story.run(user.command(numbers, "system", "enter", *words)).stdout

    story.check_equal("its user is root inside", inside("id", "-u"), "0\n")
    story.check_equal("and there are others", inside("chpst", "-u", "nobody", "id", "-u"), "65534\n")
    story.check_equal("it has its own name", inside("hostname"), "own\n")
    story.check_contains("its services run", inside("sv", "status", "/run/service/ticker"), "run: /run/service/ticker")
    story.check_equal("root of this machine runs none of it", os.stat(f"/proc/{found.group(1)}").st_uid, USER)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    story.check("it ends in good order", process.returncode == 0)


tell(main)
