# SPDX-License-Identifier: GPL-3.0-or-later
# Items that were damaged are made sound again: copied, built, or added; and nothing else takes their places.
import os
import stat

from story import Daemon, tell

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
    tell_of_what_differs(story, busybox)
    tell_of_strangers(story, busybox)


tell(tell_of_repairs)
