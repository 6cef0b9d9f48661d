# SPDX-License-Identifier: GPL-3.0-or-later
# Items that were damaged are made sound again: copied, built, or added; and nothing else takes their places.
import json
import os
import stat

from story import Daemon, tell
from story.held_build import HeldBuild

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def change(story, path, content):
    """Let the file at PATH of the store hold CONTENT, which its item should not."""
    file = story.physical(path)
    os.chmod(os.path.dirname(file), 0o755)
    os.chmod(file, 0o644)
    with open(file, "w", encoding="utf-8") as opened:
        opened.write(content)


def content(story, path):
    with open(story.physical(path), encoding="utf-8") as opened:
        return opened.read()


def check_store(story, *options):
    return story.run(story.command("store", "verify", "--check-contents", *options))


def tell_of_what_was_added(story):
    given = os.path.join(story.folder, "given")
    os.mkdir(given)
    story.write("given/words", "right\n")
    item = story.cairn("store", "add", given).strip()
    change(story, item + "/words", "wrong\n")
    done = check_store(story, "--repair")
    story.check("what was added cannot be made anew by itself", done.returncode == 1 and "was changed" in done.stderr)
    story.cairn("store", "add", given)
    story.check_equal("what is there is believed", content(story, item + "/words"), "wrong\n")
    story.check_equal("adding it with --repair prints the same", story.cairn("store", "add", "--repair", given).strip(),
                      item)
    story.check_equal("and mends it", content(story, item + "/words"), "right\n")
    story.check_equal("the store is sound", check_store(story).returncode, 0)
    for option in ("--flat", "--text"):
        file = os.path.join(given, "words")
        item = story.cairn("store", "add", option, file).strip()
        change(story, item, "wrong\n")
        story.cairn("store", "add", "--repair", option, file)
        story.check_equal(f"so does a file, {option}", content(story, item), "right\n")
    os.chmod(story.physical(item), 0o600)
    done = check_store(story, "--repair")
    story.check_contains("what has its content is copied", done.stderr, f"{item} was repaired")
    story.check_equal("its mode is right then", stat.S_IMODE(os.stat(story.physical(item)).st_mode), 0o444)


def tell_of_what_was_built(story, busybox):
    source = story.cairn("store", "add", story.write("source", "from a source\n")).strip()
    drv = story.add_script("made", f"mkdir $out; cat {source} > $out/words; echo $out > $out/self; echo building",
                           busybox, sources=[source])
    item = story.cairn("build", drv).strip()
    top = story.cairn("build", story.add_script("top", f"cat {item}/words > $out; echo {item} >> $out", busybox,
                                                [drv])).strip()
    done = story.run(story.command("build", "--repair", drv))
    story.check("what is sound is not built again", done.returncode == 0 and "building" not in done.stderr)
    for how in (["build", "--repair", drv], ["store", "verify", "--check-contents", "--repair"],
                ["gc", "--verify=contents,repair"]):
        change(story, item + "/words", "wrong\n")
        story.check("a change is found", check_store(story).returncode == 1)
        done = story.run(story.command(*how))
        story.check(f"{how[:2]} repairs: {done.stderr}", done.returncode == 0)
        story.check_equal("by building again", content(story, item + "/words"), "from a source\n")
    story.check_equal("what refers to it is as it was", story.cairn("store", "query", "--referrers", item).split(),
                      sorted([item, top]))
    os.chmod(story.physical(item), 0o755)
    os.remove(story.physical(item + "/words"))
    done = check_store(story, "--repair")
    story.check_equal(f"a file that was deleted comes back: {done.stderr}", content(story, item + "/words"),
                      "from a source\n")
    story.check_equal("the store is sound", check_store(story).returncode, 0)


def tell_of_builds_meanwhile(story, busybox):
    """What a builder was shown stays whole while it runs, and is deleted by a collection behind it."""
    story.cairn("gc")
    busybox = story.cairn("store", "add", os.path.join(story.folder, "busybox")).strip()
    drv = story.add_script("input", "mkdir $out; echo right > $out/words", busybox)
    item = story.cairn("build", drv).strip()
    with HeldBuild(story, "reader", f"cat {item}/words > $out", busybox, [drv]) as reader:
        running = story.start("build", reader.drv)
        story.check("it runs", reader.begun())
        os.utime(story.physical(item + "/words"), (5, 5))
        done = check_store(story, "--repair")
        story.check_equal(f"repairing goes on beside it: {done.stderr}", done.returncode, 0)
        replaced = story.physical("/cairn/store/.replaced")
        story.check_equal("what was replaced is kept", len(os.listdir(replaced)), 1)
        story.cairn("gc")
        story.check_equal("also by a collection", len(os.listdir(replaced)), 1)
        reader.let_go()
        out, said = running.communicate(timeout=60)
    story.check_equal(f"the build ends well: {said}", running.returncode, 0)
    story.check_equal("and has read what it was shown", out and content(story, out.strip()), "right\n")
    story.cairn("gc")
    story.check_equal("then it is deleted", os.listdir(replaced), [])


def tell_of_damaged_inputs(story, busybox):
    """Nothing is built from what is damaged itself; in the end all is sound."""
    low = story.add_script("low", "mkdir $out; echo right > $out/words", busybox)
    low_item = story.cairn("build", low).strip()
    tops = [story.add_script(f"top-{number}", f"cat {low_item}/words > $out; echo {low_item} {number} >> $out", busybox,
                             [low]) for number in range(4)]
    items = [story.cairn("build", top).strip() for top in tops]
    for path in (low_item + "/words", *items):
        change(story, path, "wrong\n")
    done = story.run(story.command("build", "--repair", tops[0]))
    story.check("a build in need of what is damaged is refused", done.returncode != 0)
    story.check_contains("and told of what", done.stderr, f"it needs what is damaged itself: {low_item} was changed")
    done = check_store(story, "--repair")
    story.check_equal(f"verifying repairs all, whatever comes first: {done.stderr}", done.returncode, 0)
    story.check_equal("with the right content", [content(story, item).split("\n")[0] for item in items], ["right"] * 4)
    file = story.physical(tops[0])
    os.chmod(file, 0o644)
    with open(file, "a", encoding="utf-8") as opened:
        opened.write("wrong")
    story.check("a derivation cannot be made anew by itself", check_store(story, "--repair").returncode == 1)
    story.cairn("derivation", "add", "--repair", os.path.join(story.folder, "top-0.json"))
    story.check_equal("adding it with --repair mends it", check_store(story).returncode, 0)


def tell_of_what_is_gone(story, busybox):
    """What a root keeps is built again, the rest is forgotten."""
    drvs = [story.add_script(name, f"echo {name} > $out", busybox) for name in ("rooted", "loose")]
    link = os.path.join(story.folder, "result")
    rooted = story.cairn("build", "--root=" + link, drvs[0]).strip()
    loose = story.cairn("build", drvs[1]).strip()
    for item in (rooted, loose):
        os.chmod(story.physical(item), 0o644)
        os.remove(story.physical(item))
    story.check_equal("a store where items are gone is repaired", check_store(story, "--repair").returncode, 0)
    story.check_equal("what a root keeps is there again", content(story, rooted), "rooted\n")
    story.check("the rest is not", not os.path.exists(story.physical(loose)))
    done = story.run(story.command("build", "--repair", "--max-jobs=0", drvs[0]))
    story.check_equal(f"what is sound needs no building: {done.stderr}", done.returncode, 0)
    text = story.write("lost.json", json.dumps({"name": "lost", "outputs": {"out": {}}, "builder": "/b", "system": "s"}))
    lost = story.cairn("derivation", "add", text).strip()
    os.remove(story.physical(lost))
    told = story.run(story.command("store", "export", lost)).stderr
    story.check_contains("an export says what is gone", told, f"{lost} is valid but has gone from the disk")
    story.cairn("derivation", "add", text)
    story.check("a derivation that is added again is there again", os.path.exists(story.physical(lost)))


def tell_of_other_owners(story):
    """Who repairs as root what an ordinary user owns would take it from him."""
    if os.geteuid() != 0:
        return
    home = os.path.join(story.folder, "theirs")
    os.mkdir(home)
    os.chown(home, 65534, 65534)
    os.chmod(story.folder, 0o755)
    words = story.write("their-words", "words\n")
    cairn = [story.command()[0], "--root", home]
    theirs = {"PATH": os.environ["PATH"], "HOME": home}
    item = story.run(NOBODY + cairn + ["store", "add", words], env=theirs).stdout
    file = home + item.strip()
    os.utime(file, (5, 5))
    done = story.run(cairn + ["store", "verify", "--check-contents", "--repair"])
    story.check_contains("root is refused there", done.stderr, "the store belongs to user 65534, who alone can do that")
    story.check_equal("and takes nothing", os.stat(file).st_uid, 65534)
    for command in (["store", "add", __file__], ["gc", "--optimize"], ["store", "rebuild"]):
        done = story.run(cairn + command)
        story.check_contains(f"root leaves nothing there: {command[:2]}", done.stderr, "user 65534, who alone can do that")
    story.run(cairn + ["gc", "--delete", item.strip()])
    mine = [path for path, _, names in os.walk(home) for name in names
            if os.lstat(os.path.join(path, name)).st_uid != 65534]
    story.check_equal("nor by collecting", mine, [])
    story.run(NOBODY + cairn + ["store", "add", words], env=theirs)
    os.chmod(file, 0)
    done = story.run(NOBODY + cairn + ["store", "add", "--repair", words], env=theirs)
    story.check_equal(f"the owner repairs what he could not read: {done.stderr}",
                      (stat.S_IMODE(os.stat(file).st_mode), done.returncode), (0o444, 0))


def tell_of_what_differs(story, busybox):
    """A builder that makes something else each time cannot repair what it made."""
    drv = story.add_script("random", "cat /proc/sys/kernel/random/uuid > $out", busybox)
    item = story.cairn("build", drv).strip()
    change(story, item, "wrong\n")
    done = story.run(story.command("build", "--repair", drv))
    story.check("what comes out differently is no repair", done.returncode != 0)
    story.check_contains("and why is told", done.stderr, "it is not deterministic")
    story.check_equal("nothing takes its place", content(story, item), "wrong\n")
    done = check_store(story, "--repair")
    story.check("verifying tells both", "cannot repair" in done.stderr and "was changed" in done.stderr)
    story.check_equal("and ends badly", done.returncode, 1)
    story.cairn("gc", "--delete", item)


def tell_of_strangers(story, busybox):
    """Who is not trusted repairs nothing: he could have it built while somebody reads it."""
    if os.geteuid() != 0:
        return
    os.chmod(story.folder, 0o755)
    drv = story.add_script("shared", "echo right > $out", busybox)
    item = story.cairn("build", drv).strip()
    text = story.write("text", "some text\n")
    with Daemon(story):
        for command in (["build", "--repair", drv], ["store", "add", "--repair", text],
                        ["store", "verify", "--check-contents", "--repair"]):
            done = story.run(NOBODY + story.command(*command))
            story.check_contains(f"others may not: {command[:2]}", done.stderr, "only trusted users may")
        change(story, item, "wrong\n")
        story.check_equal("root may, of a daemon", story.run(story.command("build", "--repair", drv)).returncode, 0)
        story.check_equal("which repairs it", content(story, item), "right\n")


def tell_of_repairs(story):
    busybox = story.add_busybox()
    tell_of_what_was_added(story)
    tell_of_what_was_built(story, busybox)
    tell_of_builds_meanwhile(story, busybox)
    busybox = story.cairn("store", "add", os.path.join(story.folder, "busybox")).strip()
    tell_of_damaged_inputs(story, busybox)
    tell_of_what_is_gone(story, busybox)
    tell_of_other_owners(story)
    tell_of_what_differs(story, busybox)
    tell_of_strangers(story, busybox)


tell(tell_of_repairs)
