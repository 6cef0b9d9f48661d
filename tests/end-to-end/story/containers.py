# SPDX-License-Identifier: GPL-3.0-or-later
# Images as others read and run them: skopeo, umoci and runc.
import json
import os
import shutil
import subprocess
import time

PATIENCE = 30  # seconds

# What docker gives to a container's root.
USUAL_RIGHTS = ["CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL",
                "CAP_MKNOD", "CAP_NET_BIND_SERVICE", "CAP_NET_RAW", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP",
                "CAP_SETUID", "CAP_SYS_CHROOT"]


def inspected(image):
    """What skopeo tells of the file IMAGE, which docker could load."""
    told = subprocess.run(["skopeo", "inspect", f"docker-archive:{image}"], capture_output=True, text=True, check=True)
    return json.loads(told.stdout)


class Bundle:
    """The file IMAGE, of KIND docker-archive or oci-archive, unpacked in FOLDER to be run."""

    def __init__(self, image, folder, kind="docker-archive"):
        self.folder = os.path.join(folder, "bundle")
        self.name = f"cairn-{os.getpid()}"
        layout = os.path.join(folder, "layout")
        for made in (self.folder, layout):
            shutil.rmtree(made, ignore_errors=True)
        self.call("skopeo", "copy", "--quiet", f"{kind}:{image}", f"oci:{layout}:latest")
        self.call("umoci", "unpack", "--image", f"{layout}:latest", self.folder)
        self.change({"terminal": False}, [])

    @staticmethod
    def call(*command):
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)

    def change(self, process, mounts):
        """Set what PROCESS says, and add MOUNTS."""
        path = os.path.join(self.folder, "config.json")
        with open(path, encoding="utf-8") as file:
            config = json.load(file)
        config["process"].update(process)
        config["mounts"] += mounts
        with open(path, "w", encoding="utf-8") as file:
            json.dump(config, file)

    def allow_usual_rights(self):
        kinds = ("bounding", "effective", "inheritable", "permitted")
        self.change({"capabilities": {kind: USUAL_RIGHTS for kind in kinds}, "noNewPrivileges": False}, [])

    def run(self):
        """What it prints, until it ends."""
        return subprocess.run(["runc", "run", "--bundle", self.folder, self.name], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=PATIENCE, check=False)

    def start(self):
        return subprocess.Popen(["runc", "run", "--bundle", self.folder, self.name], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def inside(self, *command):
        """What COMMAND prints in it, while it runs; empty when it fails."""
        done = subprocess.run(["runc", "exec", self.name, *command], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=PATIENCE, check=False)
        return done.stdout if done.returncode == 0 else ""

    def comes_to_say(self, path, word, count):
        """Whether WORD stands COUNT times in its file PATH soon."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if os.path.exists(self.path(path)) and self.file(path).count(word) == count:
                return True
            time.sleep(0.05)
        return False

    def signal(self, name):
        self.call("runc", "kill", self.name, name)

    def path(self, path):
        """Where PATH of it is on this machine."""
        return os.path.join(self.folder, "rootfs") + path

    def file(self, path):
        with open(self.path(path), encoding="utf-8") as file:
            return file.read()
