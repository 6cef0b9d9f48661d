# SPDX-License-Identifier: GPL-3.0-or-later
# Work at its time, in a container: cron does a job with the rights that it shall have, and backups keep some copies,
# in which files that did not change are one. (@reboot is now, so that nobody waits.)
import os
import re
import sys
import time

from story import tell
from story.machine import PATIENCE, Machine

DECLARATION = """
(use-modules (cairn accounts) (cairn services) (cairn system) (distro base) (distro busybox)
             (distro services backup) (distro services schedule))

(operating-system
 (host-name "clockwork")
 (timezone "Asia/Kathmandu")
 (users (list (user-account (name "alice") (group "users") (home-directory "/home/alice")
                            (shell (file-append bash "/bin/bash")))))
 (services
  (list (simple-service 'data state-folder-service-type (list (state-folder (path "/var/lib/data"))))
        (service rsync-backup-service-type
                 (rsync-backup (name "data") (source "/var/lib/data") (destination "/var/backup/data")
                               (schedule "@reboot") (keep 2) (exclude '("*.tmp"))))
        (simple-service 'jobs cron-service-type
                        (list (cron-job (name "who") (schedule "@reboot") (user "alice")
                                        (command (list (file-append bash "/bin/bash") "-c" "id -un; date +%z"))))))))
"""
BACKUPS = "/var/backup/data"


def soon(work):
    """What WORK returns, as soon as that is something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = work()
        if found:
            return found
        time.sleep(0.2)
    return None


def becomes(machine, said):
    """Whether what the job `who` printed becomes SAID."""
    return soon(lambda: machine.inside("cat /var/log/cron-jobs/who/last 2>/dev/null || true") == said)


def copies(machine):
    return [name for name in machine.inside(f"ls {BACKUPS} 2>/dev/null || true").split() if name.endswith("Z")]


def back_up(story, machine):
    """Make one more copy, as cron would."""
    table = machine.inside("cat /etc/crontab")
    script = re.search(r"root (/cairn/store/\S+job-backup-data)", table).group(1)
    time.sleep(1.1)  # their names are times
    machine.inside(script)
    story.check("a backup says what it did", re.fullmatch(r"copied /var/lib/data at \S+Z\n",
                                                           machine.inside("cat /var/log/cron-jobs/backup-data/last")))


def only_one_at_a_time(story, machine):
    machine.inside(f"echo 1 > {BACKUPS}/running")  # process 1 runs for sure
    before = copies(machine)
    script = re.search(r"root (/cairn/store/\S+job-backup-data)", machine.inside("cat /etc/crontab")).group(1)
    machine.inside(f"{script} || true")
    story.check_equal("of two backups at once one gives up", machine.inside("cat /var/log/cron-jobs/backup-data/last"),
                      "the last one still runs\n")
    story.check_equal("and nothing is lost", copies(machine), before)
    machine.inside(f"rm {BACKUPS}/running")


def another_table(story, machine):
    """cronie sees no change of a table by its time, which is always the same in the store."""
    before = machine.process_of("cron")
    machine.reconfigure(DECLARATION.replace("id -un; date", "echo again; date"))
    story.check("another job is another cron", machine.process_of("cron") != before)
    table = machine.inside("cat /etc/crontab")
    script = re.search(r"alice (/cairn/store/\S+job-who)", table).group(1)
    story.check("whose table has the new job", "echo again" in machine.inside(f"cat {script}"))


def main(story):
    if os.geteuid() != 0:
        print("skip: only root runs a container here")
        sys.exit(0)
    with Machine(story) as machine:
        machine.keep("/var/lib/data/big", "the same for ever")
        machine.keep("/var/lib/data/draft.tmp", "not worth it")
        machine.start(DECLARATION)
        story.check("cron is ready", machine.becomes_ready("cron"))
        story.check("a job has the rights and the time zone that it shall have", becomes(machine, "alice\n+0545\n"))
        story.check("a backup is made", soon(lambda: machine.inside(f"cat {BACKUPS}/newest/big 2>/dev/null || true")))
        first = copies(machine)
        story.check_equal("there is one", len(first), 1)
        story.check_equal("what is left out is not there", machine.inside(f"ls {BACKUPS}/newest"), "big\n")
        machine.inside("echo more > /var/lib/data/new")
        back_up(story, machine)
        story.check_equal("the next one has what is new", machine.inside(f"ls {BACKUPS}/newest"), "big\nnew\n")
        inodes = machine.inside(f"stat -c %i {BACKUPS}/*Z/big").split()
        story.check("what did not change is one file", len(inodes) == 2 and len(set(inodes)) == 1)
        back_up(story, machine)
        left = copies(machine)
        story.check("only as many as wished are kept, the oldest goes", len(left) == 2 and first[0] not in left)
        only_one_at_a_time(story, machine)
        another_table(story, machine)
        story.check("others cannot read them", "denied" in machine.inside(f"ls {BACKUPS} 2>&1 || true", user="alice"))
        story.check_equal("it ends in good order", machine.stop(), 0)


tell(main)
