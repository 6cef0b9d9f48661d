# SPDX-License-Identifier: GPL-3.0-or-later
# A machine in a container: its services run, a new state restarts exactly what changed, one that does not come
# up is taken back, and earlier states are gone to and fro. As root; what needs no servers is enough here, the
# servers themselves are in system_servers.py.
import fcntl
import json
import os
import re
import sys

from story import tell
from story.machine import Machine

DECLARATION = """
(use-modules (cairn accounts) (cairn services) (cairn supervision) (cairn system)
             (distro base) (distro busybox) (distro services supervision))

(define (ticker name word ready)
  (supervised-service
   (name name)
   (command (list (file-append bash "/bin/bash") "-c"
                  (string-append "while :; do echo " word "; sleep 0.2; done")))
   (readiness (list (file-append busybox "/bin/" ready)))
   (patience 2)
   (vital? #t)))

(operating-system
 (host-name "story")
 (users (list (user-account (name "alice") (group "users") (home-directory "/home/alice")
                            (shell (file-append bash "/bin/bash")))))
 (privileged-programs
  (list (privileged-program (program (file-append busybox "/bin/id")) (setuid? #t))))
 (services
  (list (simple-service 'motd etc-service-type
                        (list (list "motd" (plain-file "motd" "MOTD\\n"))))
        (simple-service 'key secret-service-type
                        (list (secret (name "key") (source "/var/lib/keys/key") (owner "alice")
                                      (group "users"))))
        (simple-service 'tickers supervision-service-type
                        (list (ticker "one" "FIRST" "true")
                              (ticker "two" "SECOND" "READY"))))))
"""
CANARY = "canary-7d1f"


def declaration(motd="first", second="b", ready="true", first="a"):
    text = DECLARATION
    for word, value in (("MOTD", motd), ("SECOND", second), ("READY", ready), ("FIRST", first)):
        text = text.replace(word, value)
    return text


def first_state(story, machine):
    item = machine.build(declaration()).strip()
    story.check("system build prints the item", re.fullmatch(r"/cairn/store/[0-9a-z]{32}-system", item))
    story.check("what a system declares can be read",
                json.loads(machine.read_item(item, "system.json"))["hostName"] == "story")
    machine.start(declaration())
    story.check("it greets as it is told to", machine.inside("cat /etc/motd") == "first\n")
    story.check("it has its own name", machine.inside("hostname") == "story\n")
    story.check("its init is process 1", "runsvdir" in machine.inside("cat /proc/1/cmdline"))
    story.check("what it lists as a user is one", "alice:x:1000:100:" in machine.inside("cat /etc/passwd"))
    story.check("her home is hers alone", machine.inside("stat -c '%U %a' /home/alice") == "alice 700\n")
    story.check("its services run", machine.wait_for_log("one", "a") and machine.wait_for_log("two", "b"))
    story.check("root inside is nobody outside", machine.owner_outside() != 0)
    story.check("its network is its own", machine.namespace("net") != os.readlink("/proc/self/ns/net"))
    story.check("and its loopback device works", machine.inside("""
        exec 3<>/dev/udp/127.0.0.1/9 && echo up >&3 && echo up""") == "up\n")
    story.check("a second one is refused", "the machine runs already" in machine.refused(declaration(motd="other")))
    story.check("and is no state of the machine", machine.generations() == [1])


def privileged(story, machine):
    mode = machine.inside("stat -c '%a %U' /run/privileged/bin/id")
    story.check("T-05: a privileged program has the declared rights and no others", mode == "4511 root\n")
    who = machine.inside("/run/privileged/bin/id -u", user="alice")
    story.check("T-05: it runs as its owner", who == "0\n")
    story.check("T-05: control: the program itself does not",
                machine.inside("id -u", user="alice") == "1000\n")


def secrets(story, machine):
    story.check("a secret is whom it is for", machine.inside("cat /run/secrets/key", user="alice") == CANARY)
    story.check("nobody else reads it",
                "Permission denied" in machine.inside("cat /run/secrets/key 2>&1 || true", user="nobody"))
    found = story.run(["grep", "-rl", CANARY, story.physical("/cairn/store"),
                       story.physical("/var/cairn/log")])
    story.check("it is in no item and no log", found.stdout == "")
    control = story.run(["grep", "-rl", CANARY, machine.folder("/var/lib/keys")])
    story.check("control: it would be found", control.stdout != "")


def changes(story, machine):
    before = {name: machine.process_of(name) for name in ("one", "two")}
    plan = machine.reconfigure(declaration(motd="second", second="c"), "--dry-run")
    story.check_equal("what would be done is told", plan, "change /etc/motd\nrestart two\n")
    story.check("and not done", machine.inside("cat /etc/motd") == "first\n")
    told = machine.reconfigure(declaration(motd="second", second="c"))
    story.check("what is done is told", told.startswith("change /etc/motd\nrestart two\n"))
    story.check("the changed service says what is new", machine.wait_for_log("two", "c"))
    story.check("exactly the changed service was restarted",
                machine.process_of("one") == before["one"] and machine.process_of("two") != before["two"])
    story.check("/etc is that of the new state", machine.inside("cat /etc/motd") == "second\n")


def failures(story, machine):
    one = machine.process_of("one")
    machine.inside("echo kept > /var/lib/kept")
    told = machine.reconfigure(declaration(motd="third", second="d", ready="false"), status=1)
    story.check("a vital service that does not come up is told",
                "two did not come up in time; the system is what it was before" in told)
    story.check("what to look at is told", "/var/log/two/current" in told)
    story.check("/etc is that of before", machine.inside("cat /etc/motd") == "second\n")
    story.check("the service is that of before", machine.wait_for_log("two", "c"))
    story.check("the others never noticed", machine.process_of("one") == one)
    story.check("what the machine keeps is kept", machine.inside("cat /var/lib/kept") == "kept\n")
    story.check("the broken state is no generation", machine.generations() == [1, 2])


def to_and_fro(story, machine):
    machine.reconfigure(declaration(motd="third", second="c"))
    story.check("there are three states", machine.generations() == [1, 2, 3])
    machine.cairn("switch-generation", "1")
    story.check("two states back", machine.inside("cat /etc/motd") == "first\n"
                and machine.wait_for_log("two", "b"))
    machine.cairn("switch-generation", "+2")
    story.check("and forward again", machine.inside("cat /etc/motd") == "third\n")
    machine.cairn("roll-back")
    told = json.loads(machine.cairn("describe", "--json"))
    story.check("describe tells where it is", told["generation"] == 2 and told["hostName"] == "story"
                and told["services"] == ["one", "two"] and told["init"] == machine.init)
    story.check("and where it comes from", told["configuration"] == told["item"] + "/configuration.scm"
                and told["loadPath"] == [] and told["channels"] == [])
    story.check("what the machine keeps is still kept", machine.inside("cat /var/lib/kept") == "kept\n")
    machine.cairn("delete-generations", "3")
    kept = story.run(story.command("system", "delete-generations", "2")).stderr
    story.check_equal("but not the one that runs", kept, "generation 2 is kept: it is the current one\n")
    story.check("states can be forgotten", machine.generations() == [1, 2])


def both_at_once(story, machine):
    """Two changes at once: one waits, and the machine is what its generation says."""
    for name in ("left", "right"):
        machine.declare(declaration(motd=name, second=name), f"{name}.scm")
    with open(os.path.join(machine.state, "machine", "change"), encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = story.start("system", "reconfigure", os.path.join(story.folder, "left.scm"))
        said = waiting.stderr.readline()
        while said and "waiting for another change" not in said:
            said = waiting.stderr.readline()
        story.check("who waits says so", said != "")
        story.check("and changes nothing", machine.inside("cat /etc/motd") == "second\n")
        fcntl.flock(held, fcntl.LOCK_UN)
    waiting.communicate(timeout=60)
    story.check("then it goes on", waiting.returncode == 0 and machine.inside("cat /etc/motd") == "left\n")
    both = [story.start("system", "reconfigure", os.path.join(story.folder, f"{name}.scm")) for name in ("left", "right")]
    for process in both:
        told = process.communicate(timeout=60)[1]
        story.check(f"each succeeds\n{told}", process.returncode == 0)
    item = json.loads(machine.cairn("describe", "--json"))["item"]
    story.check_equal("the machine is what its generation says",
                      machine.inside("readlink /run/current-system"), item + "\n")
    motd = machine.inside("cat /etc/motd").strip()
    story.check("its services, too", motd in ("left", "right") and machine.wait_for_log("two", motd))


def end(story, machine):
    story.check("it ends in good order", machine.stop() == 0)
    story.check("nothing of it is left", machine.is_gone())
    story.check("describe says so",
                json.loads(machine.cairn("describe", "--json"))["init"] is None)
    machine.start(declaration(motd="again"))
    story.check("it starts again with what it kept", machine.inside("cat /var/lib/kept") == "kept\n")
    machine.kill()
    story.check("who is killed leaves nothing running", machine.is_gone())
    machine.start(declaration(motd="again"))
    story.check("and it starts again", machine.inside("cat /etc/motd") == "again\n")


def mistakes(story, machine):
    story.check("a file that declares no system is told",
                "is no operating system" in machine.refused("(list 1)"))
    story.check("a wrong value is told with its place and what is allowed",
                re.search(r"system\.scm:3:\d+: the field 'host-name' of an operating system must be a name of "
                          r"letters, digits and -, and this is \"a b\"",
                          machine.refused("(use-modules (cairn system))\n(operating-system\n"
                                          " (host-name \"a b\"))\n")))


def main(story):
    if os.geteuid() != 0:
        print("skip: only root runs a container here")
        sys.exit(0)
    with Machine(story) as machine:
        machine.keep("/var/lib/keys/key", CANARY)
        mistakes(story, machine)
        first_state(story, machine)
        privileged(story, machine)
        secrets(story, machine)
        changes(story, machine)
        failures(story, machine)
        to_and_fro(story, machine)
        both_at_once(story, machine)
        end(story, machine)


tell(main)
