# SPDX-License-Identifier: GPL-3.0-or-later
# Two sessions that want one derivation share its build; a log can be read while it grows; a waiting
# session takes over when the building one is killed; a client that does not read delays nothing; a crowd waits.
# Runs alone: the crowd takes all watches that the kernel has for a user.
import os
import signal

from story import Daemon, tell
from story.held_build import HeldBuild
from story.processes import wait_until

CROWD = 150  # of which 128 can have a watch
ROUNDS = 5


def heard(session, words):
    """What SESSION says up to the line that has WORDS."""
    said = ""
    for line in session.stderr:
        said += line
        if words in line:
            break
    return said


def tell_of_sharing(story, busybox):
    with HeldBuild(story, "shared", "head -c 20 /dev/urandom > $out", busybox) as held:
        first = story.start("build", held.drv)
        story.check("a log can be read while the build runs", held.begun())
        second = story.start("build", held.drv)
        said = heard(second, "another session")
        held.let_go()
        outs = [session.communicate(timeout=60) for session in (first, second)]
    story.check_equal("both sessions are told the same output", outs[0][0], outs[1][0])
    story.check_equal("both end well", [first.returncode, second.returncode], [0, 0])
    said += outs[0][1] + outs[1][1]
    story.check_equal("it was built once", said.count("building "), 1)
    story.check_equal("and the other session says that it waits, once", said.count("another session"), 1)


def tell_of_taking_over(story, busybox):
    with HeldBuild(story, "taken-over", "echo x > $out", busybox) as held:
        first = story.start("build", held.drv)
        held.begun()
        second = story.start("build", held.drv)
        heard(second, "another session")
        with open(f"/proc/{first.pid}/task/{first.pid}/children", encoding="utf-8") as children:
            os.kill(int(children.read().split()[0]), signal.SIGKILL)
        first.communicate(timeout=60)
        held.let_go()
        out, said = second.communicate(timeout=60)
    story.check("the killed session's command fails", first.returncode != 0)
    story.check_equal("the waiting session builds it then", second.returncode, 0)
    story.check_contains("it says so", said, "building ")
    story.check("and tells the output", os.path.exists(story.physical(out.strip())))


def tell_of_a_crowd(story, busybox):
    """More sessions than the kernel has watches for, and many builds that end as others begin to wait."""
    with Daemon(story):
        drv = story.add_script("wanted-by-all", "sleep 2; echo x > $out", busybox)
        crowd = [story.start("build", drv) for _ in range(CROWD)]
        said = [session.communicate(timeout=120)[1] for session in crowd]
        failed = [text for session, text in zip(crowd, said) if session.returncode != 0]
        story.check_equal("all who wait for one build have it", failed, [])
        for number in range(ROUNDS):
            drv = story.add_script(f"short-{number}", "echo x > $out", busybox)
            crowd = [story.start("build", "-q", drv) for _ in range(CROWD // 4)]
            ended = [session.communicate(timeout=120) and session.returncode for session in crowd]
            story.check_equal("nobody waits for a build that has ended", set(ended), {0})


def tell_of_a_deaf_client(story, busybox):
    loud = story.add_script("loud", "head -c 20000000 /dev/zero | tr '\\0' x | fold; sleep 1; echo x > $out",
                            busybox)
    client = story.start("build", loud)
    wait_until(lambda: "x" in story.run(story.command("log", loud)).stdout)
    os.kill(client.pid, signal.SIGSTOP)
    output = story.cairn("store", "query", "--outputs", loud).strip()
    story.check("a build ends although its client does not read",
                wait_until(lambda: os.path.exists(story.physical(output))))
    os.kill(client.pid, signal.SIGCONT)
    out, _ = client.communicate(timeout=60)
    story.check_equal("the client hears of it later", (client.returncode, out), (0, output + "\n"))


def tell_of_two_sessions(story):
    busybox = story.add_busybox()
    tell_of_sharing(story, busybox)
    tell_of_taking_over(story, busybox)
    tell_of_a_deaf_client(story, busybox)
    tell_of_a_crowd(story, busybox)
    story.cairn("store", "verify", "--check-contents")


tell(tell_of_two_sessions)
