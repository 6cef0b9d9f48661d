# SPDX-License-Identifier: GPL-3.0-or-later
# An ext4 of its own for the stores, on a sparse file: the machine's file system may have no journal,
# or carry the traces of earlier deletions. It is mounted in a mount namespace of ours, and its file
# has no name any more, so that all of it is gone when this process is, however it ends.

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from harness.failure import Broken, Skip

MARK = "CAIRN_BENCH_MOUNTS"  # set where the mount namespace is already ours
SIZE = "24G"
PROGRAMS = ("unshare", "mkfs.ext4", "mount", "umount", "sync")


def enter_mount_namespace():
    """Start this program again in a mount namespace of its own, unless it is in one."""
    if os.environ.get(MARK):
        return
    if os.geteuid() != 0:
        raise Skip("only root can mount a file system")
    for program in PROGRAMS:
        if not shutil.which(program):
            raise Skip(f"there is no program {program}")
    os.environ[MARK] = "1"
    here = [sys.executable, *sys.argv]
    os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", *here])


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Skip(f"{command[0]} failed: {done.stderr.strip()}")


def unmount(place):
    if subprocess.run(["umount", place], capture_output=True).returncode != 0:
        subprocess.run(["umount", "--lazy", place], check=True)


@contextmanager
def mounted_disk():
    """The path of an empty ext4."""
    folder = Path(tempfile.mkdtemp(prefix="cairn-bench-"))
    place, image = folder / "disk", folder / "image"
    try:
        place.mkdir()
        run("truncate", "-s", SIZE, str(image))
        run("mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0", str(image))
        run("mount", "-o", "loop", str(image), str(place))
        image.unlink()
        try:
            yield place
        finally:
            unmount(place)
    finally:
        shutil.rmtree(folder)


def flush(place):
    """Nothing of an earlier run is left to be written during the next."""
    if subprocess.run(["sync", "--file-system", str(place)]).returncode != 0:
        raise Broken(f"cannot flush {place}")
