# SPDX-License-Identifier: GPL-3.0-or-later
# Two sessions that want one derivation share its build; a log can be read while it grows; a waiting
# session takes over when the building one is killed; a client that does not read delays nothing; a crowd waits.
# Runs alone: the crowd takes all watches that the kernel has for a user.
import os
import signal
import time

from story import Daemon, tell

CROWD = 150  # of which 128 can have a watch
ROUNDS = 5


def wait_until(holds, seconds=20):
    deadline = time.time() + seconds
    while not holds() and time.time() < deadline:
        time.sleep(0.02)
    return holds()


def log_has(story, drv, text):
    done = story.run(story.command("log", drv))
    return done.returncode == 0 and text in done.stdout


def tell_of_sharing(story, busybox):
    drv = story.add_script("shared", "echo begun; sleep 3; head -c 20 /dev/urandom > $out", busybox)
    first = story.start("build", drv)
    story.check("a log can be read while the build runs",
                wait_until(lambda: log_has(story, drv, "begun")))
    second = story.start("build", drv)
    outs = [session.communicate(timeout=60) for session in (first, second)]
    story.check_equal("both sessions are told the same output", outs[0][0], outs[1][0])
    story.check_equal("both end well", [first.returncode, second.returncode], [0, 0])
    said = outs[0][1] + outs[1][1]
    story.check_equal("it was built once", said.count("building "), 1)
    story.check_equal("and the other session says that it waits, once", said.count("another session"), 1)


def tell_of_taking_over(story, busybox):
    drv = story.add_script("taken-over", "echo begun; sleep 2; echo x > $out", busybox)
    first = story.start("build", drv)
    wait_until(lambda: log_has(story, drv, "begun"))
    second = story.start("build", drv)
    time.sleep(0.3)
    with open(f"/proc/{first.pid}/task/{first.pid}/children", encoding="utf-8") as children:
        os.kill(int(children.read().split()[0]), signal.SIGKILL)
    first.communicate(timeout=60)
    out, said = second.communicate(timeout=60)
    story.check("the killed session's command fails", first.returncode != 0)
    story.check_equal("the waiting session builds it then", second.returncode, 0)
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
    wait_until(lambda: log_has(story, loud, "x"))
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
