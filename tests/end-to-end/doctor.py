# SPDX-License-Identifier: GPL-3.0-or-later
# cairn doctor finds what is wrong and says how to mend it; a database that is damaged or gone is made anew.
import json
import os
import shutil

from story import Daemon, tell
from story.held_build import HeldBuild


NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def diagnosis(story):
    done = story.run(story.command("doctor", "--json"))
    return done.returncode, {finding["subject"]: finding for finding in json.loads(done.stdout)}


def tell_of_health(story):
    status, findings = diagnosis(story)
    story.check_equal("where nothing is wrong the doctor ends with 0", status, 0)
    story.check_equal("it looks at these", list(findings),
                      ["sandbox", "disk", "engine", "store", "rights", "profile", "channels"])
    printed = story.cairn("doctor")
    story.check_contains("it says that builds can be kept apart", printed, "sandbox    builds can be kept apart")


def damage(story):
    """Nonsense in the middle of the database, and its log gone."""
    path = story.physical("/var/cairn/db/db.sqlite")
    story.cairn("gc")  # which moves the log into the file
    os.truncate(path + "-wal", 0)
    size = os.path.getsize(path)
    with open(path, "r+b") as file:
        file.seek(size // 4)
        file.write(b"nonsense" * (size // 16))


def tell_of_damage(story, kept):
    damage(story)
    status, findings = diagnosis(story)
    story.check("a damaged database is a problem", status == 1)
    told = findings["store"]["problems"] + findings["engine"]["problems"]
    story.check(f"it is told: {told}", any("db.sqlite" in problem for problem in told))
    mends = findings["store"]["mend"] + findings["engine"]["mend"]
    story.check_contains("and how to mend it", mends, "store rebuild")
    story.check("not by what would have to read the database", "verify" not in mends)
    rebuilt = story.run(story.command("store", "rebuild"))
    story.check_equal(f"the database is made anew: {rebuilt.stderr}", rebuilt.returncode, 0)
    story.check_contains("it says where the old one is", rebuilt.stdout, "db.damaged-")
    story.check_equal("then all is well", diagnosis(story)[0], 0)
    story.cairn("store", "verify", "--check-contents")
    for item in kept:
        story.check(f"{item} is still valid", story.cairn("store", "query", "--valid", item).strip() == item)


def mend_what_is_gone(story, drv, out):
    """Others refer to the output, or could: nothing is forgotten, and it is made again."""
    os.chmod(story.physical(out), 0o644)
    os.remove(story.physical(out))
    status, findings = diagnosis(story)
    told = findings["store"]["problems"]
    story.check_equal("an item that is gone is a problem", (status, len(told)), (1, 1))
    story.check_contains("it is said how to make it again", told[0], f"build it again: cairn build {drv}")
    story.check_contains("a plan has it", story.run(story.command("build", "-n", drv)).stderr, "would be built")
    story.cairn("build", drv)
    story.check("it is made again", os.path.exists(story.physical(out)))
    story.check_equal("then all is well", diagnosis(story)[0], 0)
    story.cairn("store", "verify", "--check-contents")


def tell_of_loss(story, kept, drv, out):
    shutil.rmtree(story.physical("/var/cairn/db"))
    refused = story.run(story.command("gc"))
    story.check("without its database a store is not taken for an empty one", refused.returncode != 0)
    story.check_contains("what to do is said", refused.stderr, f"{story.called} store rebuild")
    story.check("nothing is gone", all(os.path.lexists(story.physical(item)) for item in kept))
    story.cairn("store", "rebuild")
    story.cairn("store", "verify", "--check-contents")
    for item in kept:
        story.check(f"{item} is known again", story.cairn("store", "query", "--valid", item).strip() == item)
    story.check_equal("what was built is known to be so", story.cairn("store", "query", "--deriver", out).strip(), drv)
    story.check_equal("it is not built again", story.cairn("build", "-n", drv).strip(), "")
    after = story.add_script("after", f"cat {out} > $out", kept[0], sources=[out])
    story.cairn("build", after)


def tell_of_rights(story):
    """Folders in which anybody could put what others use."""
    for place in ("/cairn/store", "/var/cairn/gcroots"):
        path = story.physical(place)
        usual = os.stat(path).st_mode
        os.chmod(path, 0o777)
        status, findings = diagnosis(story)
        story.check_equal(f"{place} for anybody is a problem", (status, findings["rights"]["problems"]),
                          (1, [f"any user can change {path}"]))
        story.check_contains("it says how to mend it", findings["rights"]["mend"], f"chmod o-w {path};")
        os.chmod(path, usual)
    story.check_equal("then all is well again", diagnosis(story)[0], 0)


def tell_of_closed_folders(story):
    """Folders in which their owner, no root, can do nothing."""
    is_root = os.geteuid() == 0
    home = os.path.join(story.folder, "theirs")
    os.mkdir(home)
    os.chmod(story.folder, 0o755)
    root = os.path.join(home, "root")
    if is_root:
        os.chown(home, 65534, 65534)

    def theirs(*verb):
        return story.run([*(NOBODY if is_root else []), os.path.join(story.programs, "cairn"), "--root", root, *verb],
                         env=dict(os.environ, HOME=home), cwd="/")
    story.check_equal("somebody has a store", theirs("gc").returncode, 0)
    story.check_equal("where nothing is wrong", theirs("doctor").returncode, 0)
    place = f"{root}/var/cairn/temproots"
    os.chmod(place, 0o555)
    done = theirs("doctor")
    story.check_contains("a folder that they cannot write in is a problem", done.stdout,
                         f"PROBLEM: its owner cannot change {place}\n")
    story.check_contains("it says how to mend it", done.stdout, f"to mend it: chmod u+rwx {place}\n")
    story.check_equal("as the status says", done.returncode, 1)


def tell_of_folders(story, stranger):
    """What works on folders beside the store, without an engine."""
    shutil.rmtree(story.physical("/etc"), ignore_errors=True)
    said = stranger(*story.command("enter", "--", "true")).stderr
    story.check_contains("enter says whose the folder is", said, "belongs to root: cannot make ")
    story.check_contains("and what to do", said, f"hint: enter it once as its owner: cairn --root {story.root} enter\n")
    channels = story.write("channels.scm", '(list (channel (name (quote x)) (url "/nonexistent")))')
    said = stranger(*story.command("pull", "-C", channels, "--disable-authentication")).stderr
    state = story.physical("/var/cairn")
    story.check_contains("pull says whose the state is", said, f"error: {state}")
    story.check_contains("and why that matters", said, " belongs to root: cannot ")
    story.check_contains("and what to do", said, "hint: pull as its owner, or with another --root\n")


def tell_of_a_stranger(story, file):
    """Another user, while no daemon runs: only root can be one."""
    if os.geteuid() != 0:
        return
    os.chmod(story.folder, 0o755)
    theirs = f"the store {story.physical('/cairn/store')} belongs to root, and no daemon serves it"
    remedy = f"start one as root: cairn-daemon --root {story.root}"

    def stranger(*arguments):
        return story.run([*NOBODY, *arguments], env=dict(os.environ, HOME="/nonexistent"), cwd="/")
    for verb in (["store", "add", file], ["gc"], ["gc", "--optimize"]):
        said = stranger(*story.command(*verb)).stderr
        story.check_contains(f"cairn {' '.join(verb)} says whose the store is", said, f"{theirs}: ")
        story.check_contains("and what to do", said, f"hint: {remedy}\n")
    said = stranger(*story.command("store", "rebuild")).stderr
    story.check_contains("what its owner alone can do is called so", said,
                         "belongs to root, who alone can make its database anew: ")
    story.check_contains("and how", said, f"hint: sudo -u root cairn --root {story.root} store rebuild\n")
    said = stranger(os.path.join(story.programs, "cairn-daemon"), "--root", story.root).stderr
    story.check_contains("so does a daemon of theirs", said, f"error: {theirs}: ")
    tell_of_folders(story, stranger)
    done = stranger(*story.command("doctor"))
    story.check_equal("the doctor finds that", done.returncode, 1)
    story.check_contains("it says so", done.stdout, f"PROBLEM: {theirs}: ")
    story.check_contains("and what to do", done.stdout, f"to mend it: {remedy}\n")
    with Daemon(story):
        story.check_equal("with a daemon nothing is wrong", stranger(*story.command("doctor")).returncode, 0)


def tell_of_company(story):
    with Daemon(story):
        client = story.start("store", "dump", "/nonexistent")
        client.communicate()
        with HeldBuild(story, "busy", "echo x > $out", story.busybox) as held:
            busy = story.start("build", held.drv)
            story.check("somebody builds", held.begun())
            done = story.run(story.command("store", "rebuild"))
            held.let_go()
            story.check_contains("while somebody works with the store nothing is made anew", done.stderr,
                                 "works with the store")
            story.check_equal("their work goes on", (busy.communicate()[0] != "", busy.returncode), (True, 0))


def tell_of_a_doctor(story):
    busybox = story.busybox = story.add_busybox()
    tell_of_health(story)
    drv = story.add_script("built", f"echo {busybox} > $out", busybox)
    out = story.cairn("build", drv).strip()
    kept = [busybox, drv, out]
    for number, item in enumerate(kept):
        os.symlink(item, story.physical(f"/var/cairn/gcroots/kept-{number}"))
    mend_what_is_gone(story, drv, out)
    tell_of_damage(story, kept)
    tell_of_loss(story, kept, drv, out)
    tell_of_rights(story)
    tell_of_closed_folders(story)
    tell_of_a_stranger(story, os.path.join(story.folder, "busybox"))
    tell_of_company(story)


tell(tell_of_a_doctor)
