# SPDX-License-Identifier: GPL-3.0-or-later
# cairn gc in the words of Guix's hands: how much, for whom, after which generations; equal files that become
# one, by us and by Debian's Nix on the same store.
import json
import os
import re
import shutil

from story import Daemon, tell
from story.signed_channels import Somebody, base_channel, program

SIZE = 300_000


def folder(story, name, **files):
    path = os.path.join(story.folder, "given", name)
    os.makedirs(path)
    for file, content in files.items():
        with open(os.path.join(path, file), "w", encoding="utf-8") as opened:
            opened.write(content)
    return story.cairn("store", "add", path).strip()


def inode(story, item, file):
    return os.stat(story.physical(f"{item}/{file}")).st_ino


def inside(story, *command):
    """COMMAND where the store is in its place, with a Nix that reads and writes it by itself."""
    done = story.run(story.command("enter", "--", "env", "NIX_REMOTE=local", *command),
                     env=dict(os.environ, HOME=story.folder), cwd=story.folder)
    if done.returncode != 0:
        story.problem(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return done.stdout + done.stderr


def is_sound(story, sentence):
    done = story.run(story.command("gc", "--verify=contents"))
    story.check(f"{sentence}: {done.stderr}", done.returncode == 0 and "is sound" in done.stderr)


def tell_of_merging(story):
    one = folder(story, "one", big="x" * SIZE, small="s", own="one")
    two = folder(story, "two", big="x" * SIZE, small="s", own="two")
    story.check("files of two items are two", inode(story, one, "big") != inode(story, two, "big"))
    story.check_contains("a dry run tells the sizes", story.cairn("gc", "-n"), "would free about 592.0 KiB, 2 items")
    told = story.run(story.command("gc", "--optimize")).stderr
    story.check_contains("merging tells how many", told, "merged 2 files, which frees 0.3 MiB")
    story.check_equal("equal files are one", inode(story, one, "big"), inode(story, two, "big"))
    story.check("others are not", inode(story, one, "own") != inode(story, two, "own"))
    story.check_contains("less is freed then, which a dry run says", story.cairn("gc", "-n"), "(less where equal files are one), 2 items")
    is_sound(story, "the store verifies")
    told = story.run(story.command("gc", "--optimize")).stderr
    story.check_contains("there is nothing left to merge", told, "merged 0 files")
    links = sorted(os.listdir(story.physical("/cairn/store/.links")))
    before = [os.stat(story.physical(item)).st_mtime for item in (one, two)]
    inside(story, "nix-store", "--optimise")
    story.check("nor for Nix, which finds our links and makes more of its own for links and empty files at most",
                set(links) <= set(os.listdir(story.physical("/cairn/store/.links"))))
    story.check_equal("it replaces nothing", [os.stat(story.physical(item)).st_mtime for item in (one, two)], before)
    three = folder(story, "three", big="x" * SIZE)
    inside(story, "nix-store", "--optimise")
    story.check_equal("Nix merges with what we linked", inode(story, three, "big"), inode(story, one, "big"))
    is_sound(story, "what Nix merged verifies")
    inside(story, "nix-store", "--verify", "--check-contents")
    four = folder(story, "four", big="x" * SIZE)
    with Daemon(story):
        done = story.run(story.command("enter", "--", "nix-store", "--optimise"),
                         env=dict(os.environ, HOME=story.folder))
        story.check_equal(f"Nix may ask our daemon to merge\n{done.stderr}", done.returncode, 0)
    story.check_equal("which does so", inode(story, four, "big"), inode(story, one, "big"))
    freed = json.loads(story.cairn("gc", "--json", "--delete", one, two, three))["bytes"]
    story.check(f"bytes that others use are not freed: {freed}", freed < 100_000)
    story.check_contains("the last one frees them", story.cairn("gc", "--delete", four), "300.0 KiB")
    story.check_equal("no link is left", os.listdir(story.physical("/cairn/store/.links")), [])


def tell_of_questions(story, busybox):
    words = story.add_script("words", "echo words > $out", busybox)
    user = story.add_script("user", f"echo {busybox} > $out", busybox, inputs=[words])
    out = story.cairn("build", user).strip()
    for option, expected in (("--references", [busybox]), ("--referrers", []), ("--derivers", [user]),
                             ("--requisites", [busybox, out]), ("-R", [busybox, out])):
        story.check_equal(f"gc {option} answers", story.cairn("gc", option, out).split(), expected)
    story.check_contains("referrers are those of others", story.cairn("gc", "--referrers", busybox), out)


def tell_of_amounts(story):
    for number in range(40):
        folder(story, f"dead-{number}", big=f"{number:02}" * (SIZE // 2))
    # Of others an engine may keep one now and not later, or a builder of another test that runs an item of the same name.
    dead = {item for item in story.cairn("gc", "--list-dead").split() if "-dead-" in item}
    story.check_equal("they are dead", len(dead), 40)

    def would_go(*options):
        return int(re.search(r"(\d+) item", story.cairn("gc", "-n", *options)).group(1))
    some = would_go("-C", "1M")
    story.check(f"a dry run counts no more than what is enough: {some}", 3 < some < len(dead))
    story.check("and all where there is less", would_go("-C5G") >= len(dead))
    story.check_equal("of what is free already nothing goes", would_go("-F", "1K"), 0)
    story.check("a dry run deletes nothing", dead <= set(story.cairn("gc", "--list-dead").split()))
    freed = story.cairn("gc", "-C", "1M")
    count = int(re.search(r"(\d+) item", freed).group(1))
    story.check(f"-C ends when there is enough: {freed}", 3 < count < 40)
    left = len(story.cairn("gc", "--list-dead").split())
    story.check("and leaves the rest", left > 0)
    gone = next(item for item in dead if "-dead-" in item and os.path.exists(story.physical(item)))
    shutil.rmtree(story.physical(gone))
    story.check_equal("what has gone from the disk is forgotten by name",
                      story.run(story.command("gc", "-D", gone)).returncode, 0)
    is_sound(story, "and then missed no more")
    story.cairn("gc", "-C")
    left = [item for item in story.cairn("gc", "--list-dead").split() if "-dead-" in item]
    story.check_equal("without an amount all goes", left, [])
    story.check_contains("what is free already need not be freed", story.cairn("gc", "-F1K"), "freed 0")



def tell_of_what_stays(story):
    if os.geteuid() != 0:
        return
    stuck = folder(story, "stuck", file="x")
    folder(story, "dead", file="y")
    mount = ["mount", "-t", "tmpfs", "none", story.physical(stuck)]
    story.check_equal("an item is a mount point", story.run(mount).returncode, 0)
    try:
        done = story.run(story.command("gc"))
        story.check_equal("a collection goes on beside what cannot be deleted", done.returncode, 0)
        story.check_contains("it says what that is", done.stderr, f"warning: cannot delete {stuck}: ")
        story.check("others are gone", "-dead" not in "".join(os.listdir(story.physical("/cairn/store"))))
        done = story.run(story.command("gc", "-D", stuck))
        story.check_equal("who names it hears an error", done.returncode, 1)
        story.check_contains("that says which it is", done.stderr, f"error: cannot delete {stuck}: ")
    finally:
        story.run(["umount", story.physical(stuck)])
    locks = story.physical("/var/cairn/locks")
    os.makedirs(locks, exist_ok=True)
    with open(os.path.join(locks, "of-the-dead.lock"), "w", encoding="utf-8"):
        pass
    story.cairn("gc")
    story.check("then it goes", not os.path.exists(story.physical(stuck)))
    story.check_equal("with locks that nobody holds", os.listdir(locks), [])


def tell_of_odd_names(story):
    kept = folder(story, "kept", file="kept")
    os.symlink(kept, story.physical("/var/cairn/gcroots/a\nb\x1b[2J"))
    lines = story.cairn("gc", "--list-roots").splitlines()
    story.check("a root whose name has two lines is one", any(line.endswith(f"gcroots/a\\nb\\x1b[2J -> {kept}") for line in lines))
    os.unlink(story.physical("/var/cairn/gcroots/a\nb\x1b[2J"))


def tell_of_generations(story):
    me = Somebody(story)
    story.check_contains("a profile that is not there yet has none to delete", me("gc", "-d"), "freed ")
    channel = base_channel(me)
    channel.write("things/greet.scm", program("things", "greet", version="1"))
    install = ("install", "-L", channel.path, "greet")
    me(*install)
    channel.write("things/greet.scm", program("things", "greet", version="2"))
    me(*install)
    before = me("package", "-I")
    story.check_contains("the old generation is kept", me("gc", "--list-live"), "greet-1")
    freed = me("gc", "-d")
    story.check_contains("-d frees what generations held", freed, "freed ")
    story.check("the old package is gone", "greet-1" not in me("gc", "--list-live"))
    story.check_equal("what is installed stays", me("package", "-I"), before)
    me("gc", "-d30d")
    me("gc", "-d", "30d")
    story.check_equal("and those that are not old enough", me("package", "-I"), before)


def tell_of_collecting(story):
    tell_of_merging(story)
    tell_of_questions(story, story.add_busybox())
    tell_of_amounts(story)
    tell_of_what_stays(story)
    tell_of_odd_names(story)
    os.rename(os.path.join(story.folder, "busybox"), os.path.join(story.folder, "busybox-before"))
    tell_of_generations(story)


tell(tell_of_collecting)
