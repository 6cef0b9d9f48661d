# SPDX-License-Identifier: GPL-3.0-or-later
# A full disk, a folder that cannot be written, a damaged database, too few descriptors, Ctrl-C: each
# gives a clear error, and nothing is lost.
import os
import resource
import signal
import subprocess

from story import tell
from story.processes import processes_with, wait_until


def tell_of_interrupts(story, busybox):
    drv = story.add_script("sleeper", "sleep 7654.25", busybox)
    process = subprocess.Popen(story.command("build", drv), start_new_session=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    running = wait_until(lambda: processes_with("7654.25"))
    story.check("the build runs", running)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    gone = wait_until(lambda: not processes_with("7654.25"))
    story.check("Ctrl-C ends all builders", gone)
    story.check_equal("and the command says so", process.returncode in (130, -signal.SIGINT), True)
    story.cairn("store", "verify", "--check-contents")


def tell_of_a_full_disk(story, busybox):
    if os.geteuid() != 0:
        print("(a full disk: not tried, mounting needs root)")
        return
    place = os.path.join(story.folder, "small")
    os.mkdir(place)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], check=True)
    try:
        small = story.run([os.path.join(story.programs, "cairn"), "--root", place, "store", "add",
                           story.write("little", "x")])
        kept = small.stdout.strip()
        with open(os.path.join(story.folder, "large"), "wb") as file:
            file.write(os.urandom(8 << 20))
        failed = story.run([os.path.join(story.programs, "cairn"), "--root", place, "store", "add",
                            os.path.join(story.folder, "large")])
        story.check_equal("adding to a full disk fails", failed.returncode, 1)
        story.check_contains("and says why", failed.stderr, "No space left on device")
        story.check_contains("and what makes room", failed.stderr, f"\nhint: cairn --root {place} gc\n")
        sound = story.run([os.path.join(story.programs, "cairn"), "--root", place, "store", "verify",
                           "--check-contents"])
        story.check_equal("the store is sound then", sound.returncode, 0)
        valid = story.run([os.path.join(story.programs, "cairn"), "--root", place, "store", "query",
                           "--hash", kept])
        story.check_equal("and what was there is there", valid.returncode, 0)
    finally:
        subprocess.run(["umount", place], check=True)


def tell_of_a_disk_that_a_build_fills(story):
    if os.geteuid() != 0:
        return
    root, story.root = story.root, os.path.join(story.folder, "filled")
    os.mkdir(story.root)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", story.root], check=True)
    try:
        busybox = story.cairn("store", "add", os.path.join(story.folder, "busybox")).strip()
        fill = story.add_script("fill", "sleep 1; busybox dd if=/dev/zero of=$out bs=1M count=100", busybox)
        for jobs in ("2", "1"):
            calm = story.add_script("calm" + jobs, "for i in 1 2 3; do sleep 1; echo $i; done; echo x > $out",
                                    busybox)
            built = story.run(story.command("build", "-k", "-j", jobs, fill, calm))
            story.check_equal("a build that fills the disk fails", built.returncode, 100)
            story.check_contains("by what it says itself", built.stderr, "the builder failed with exit status 1")
            story.check_equal("and another one beside it does not", built.stdout.count("-calm" + jobs), 1)
            story.check("nothing is said to be interrupted", "interrupted" not in built.stderr)
    finally:
        subprocess.run(["umount", story.root], check=True)
        story.root = root


def tell_of_a_read_only_folder(story):
    # /proc refuses new folders even to root.
    failed = story.run([os.path.join(story.programs, "cairn"), "--root", "/proc/sys/kernel/cairn",
                        "store", "add", story.write("file", "x")])
    story.check_equal("a store cannot be made in a folder that cannot be written", failed.returncode, 1)
    story.check_contains("the error says what was tried", failed.stderr, "/proc/sys/kernel/cairn")


def tell_of_few_descriptors(story):
    def few():
        resource.setrlimit(resource.RLIMIT_NOFILE, (11, 11))

    failed = story.run(story.command("store", "add", story.write("one", "x")), preexec_fn=few)
    story.check("too few descriptors are an error, not a crash", failed.returncode == 1)
    story.check_contains("that says so", failed.stderr, "Too many open files")
    story.cairn("store", "verify", "--check-contents")


def tell_of_a_damaged_database(story):
    database = story.physical("/var/cairn/db/db.sqlite")
    for suffix in ("-wal", "-shm"):
        if os.path.exists(database + suffix):
            os.unlink(database + suffix)
    with open(database, "r+b") as file:
        whole = file.read()
        file.seek(0)
        file.write(b"\xff" * 4096)
    failed = story.run(story.command("store", "add", story.write("two", "x")))
    story.check_equal("a damaged database is an error", failed.returncode, 1)
    story.check_contains("that names the file", failed.stderr, "db.sqlite")
    story.check_contains("and says what to do", failed.stderr, "hint: ")
    with open(database, "r+b") as file:
        file.write(whole)
    story.cairn("store", "verify", "--check-contents")


def tell_of_endless_outputs(story, busybox):
    """An output that takes no room and hours to copy."""
    drv = story.add_script("endless", "busybox truncate -s 8000G $out; echo made", busybox)
    staging = story.physical("/cairn/store/.new")
    process = story.start("build", drv)

    def is_copied():
        return any(files for _, _, files in os.walk(staging) if set(files) - {one for one in files if one.endswith(".lock")})
    story.check("it is being copied", wait_until(is_copied))
    process.kill()
    process.communicate()
    story.check("when its client is gone that ends", wait_until(lambda: not processes_with(story.root)))
    story.check_equal("and leaves nothing", os.listdir(staging), [])


def tell_of_a_size_limit(story):
    with open(os.path.join(story.folder, "long"), "wb") as file:
        file.write(os.urandom(1 << 20))

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (400 << 10, 400 << 10))
    failed = story.run(story.command("store", "add", os.path.join(story.folder, "long")), preexec_fn=small)
    story.check_equal("a limit of files' sizes is an error", failed.returncode, 1)
    story.check_contains("that is told", failed.stderr, "File too large")


def tell_of_no_temporary_folder(story, busybox):
    environment = dict(os.environ, TMPDIR="/nonexistent")
    bad = story.add_script("bad", "exit 3", busybox)
    good = story.add_script("good", "sleep 1; echo x > $out", busybox)
    built = story.run(story.command("build", "-k", "-j2", "-K", bad, good), env=environment)
    story.check_equal("without a folder for what is kept a build fails as it did", built.returncode, 100)
    story.check_contains("it says why nothing is kept", built.stderr,
                         "cannot be kept: there is no folder /nonexistent for temporary files")
    story.check_equal("and others go on", built.stdout.count("-good"), 1)


def tell_of_faults(story):
    busybox = story.add_busybox()
    tell_of_interrupts(story, busybox)
    tell_of_a_full_disk(story, busybox)
    tell_of_a_disk_that_a_build_fills(story)
    tell_of_a_read_only_folder(story)
    tell_of_few_descriptors(story)
    tell_of_endless_outputs(story, busybox)
    tell_of_a_size_limit(story)
    tell_of_no_temporary_folder(story, busybox)
    tell_of_a_damaged_database(story)


tell(tell_of_faults)
