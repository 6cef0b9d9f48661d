# SPDX-License-Identifier: GPL-3.0-or-later
# A file system on a disk that drops what was not flushed when its power is cut, and what is left of it then.
import os
import subprocess
import time

SIZE = 192 << 20


class NotHere(Exception):
    """Why this machine has no such disks."""


def done(*command):
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise NotHere(f"there is no {command[0]}") from error
    if ended.returncode != 0:
        raise NotHere(f"{' '.join(command)}: {ended.stderr.strip()}")
    return ended.stdout.strip()


class Mounted:
    """The file system on IMAGE, through a loop device, at FOLDER."""

    def __init__(self, image, folder, options):
        os.makedirs(folder, exist_ok=True)
        self.folder = folder
        self.device = done("losetup", "--find", "--show", image)
        try:
            done("mount", "-o", options, self.device, folder)
        except NotHere:
            done("losetup", "--detach", self.device)
            raise

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        for options in ([], ["--lazy"]):
            if subprocess.run(["umount", *options, self.folder], check=False).returncode == 0:
                break
            time.sleep(1)
        subprocess.run(["losetup", "--detach", self.device], check=False)


class CutDisk:
    """The disk, below FOLDER, with ext4. It commits often: each time some names and sizes last, without what they
    are of."""

    def __init__(self, program, folder):
        self.folder = folder
        self.cuts = 0
        self.served = os.path.join(folder, "served")
        os.makedirs(self.served)
        self.process = subprocess.Popen([program, str(SIZE), self.served], stderr=subprocess.DEVNULL)
        try:
            self.wait_until_served()
            disk = os.path.join(self.served, "disk")
            done("mkfs.ext4", "-q", "-E", "nodiscard", "-J", "size=8", disk)
            self.mounted = Mounted(disk, os.path.join(folder, "before"), "commit=1")
        except NotHere:
            self.end()
            raise

    def wait_until_served(self):
        deadline = time.time() + 20
        while not os.path.exists(os.path.join(self.served, "disk")):
            if self.process.poll() is not None or time.time() > deadline:
                raise NotHere("a file system cannot be served by FUSE")
            time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.mounted.__exit__(kind, error, trace)
        self.end()

    def end(self):
        subprocess.run(["umount", "--lazy", self.served], check=False, stderr=subprocess.DEVNULL)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cut(self, seed, percent):
        """The image of the disk after a power cut now, with PERCENT of what was written since the last flush."""
        self.cuts += 1
        image = os.path.join(self.folder, f"image-{self.cuts}")
        with open(os.path.join(self.served, "cut"), "w", encoding="utf-8") as file:
            file.write(f"{seed} {percent} {image}")
        return image
