# SPDX-License-Identifier: GPL-3.0-or-later
# What is said about services, and what they become: search, the graph, the editor; time zones, tables of cron,
# where a system comes from. Nothing runs here.
import json
import os
import re
import stat

from story import tell
from story.channel import CHANNEL, shared_root

DECLARATION = """
(use-modules (cairn accounts) (cairn services) (cairn system) (distro base)
             (distro services backup) (distro services schedule))

(operating-system
 (host-name "quiet")
 (timezone "ZONE")
 (services
  (list (service rsync-backup-service-type
                 (rsync-backup (name "home") (source "/home") (destination "/var/backup/home")
                               (schedule "30 4 * * *") (keep 7) (exclude '("*.tmp"))))
        (simple-service 'jobs cron-service-type
                        (list (cron-job (name "greet") (schedule "SCHEDULE") (user "nobody")
                                        (command (list (file-append bash "/bin/bash") "-c" "echo 'it''s me'"))))))))
"""

# Somebody who is in a group that is declared nowhere.
STRAY = """ (users
  (list (user-account (name "al") (group "nogrp") (home-directory "/home/al")
                      (shell (file-append bash "/bin/bash")))))
"""


def declaration(zone="Europe/Vienna", schedule="@hourly"):
    return DECLARATION.replace("ZONE", zone).replace("SCHEDULE", schedule)


class Systems:
    def __init__(self, story):
        self.story = story
        story.root = shared_root(story.programs)

    def cairn(self, verb, *words, status=0):
        return self.story.cairn("system", verb, "-L", str(CHANNEL), *words, status=status)

    def build(self, text, status=0):
        return self.cairn("build", self.story.write("quiet.scm", text), status=status)

    def content(self, path, mode="r"):
        """The content of PATH in the store, behind all links on the way, which are the store's own."""
        here = self.story.root
        for name in path.strip("/").split("/"):
            here = os.path.join(here, name)
            while os.path.islink(here):
                here = self.story.physical(os.readlink(here))
        with open(here, mode) as file:
            return file.read()


def search(story, systems):
    told = systems.cairn("search", "rsync")
    story.check_contains("search tells what a type is called", told, "name: rsync-backup\nvariable: rsync-backup-service-type\n"
                         "module: (distro services backup)\n")
    story.check_contains("and what is allowed in its configuration", told,
                         "\nfield: keep: a number from 1 to 10000. How many times are kept; the oldest go first.\n")
    story.check("all patterns must be found", systems.cairn("search", "rsync", "nginx") == "")
    names = re.findall("^name: (.*)$", systems.cairn("search"), re.MULTILINE)
    story.check("the types of the language are found, too", {"etc", "account", "nginx", "cron"} <= set(names))


def graph(story, systems):
    text = systems.cairn("extension-graph", story.write("quiet.scm", declaration()))
    names = dict(re.findall(r's(\d+) \[label="([^"]+)"\]', text))
    edges = {(names[one], names[other]) for one, other in re.findall(r"s(\d+) -> s(\d+)", text)}
    story.check("backups extend cron, which extends what all extend",
                {("rsync-backup", "cron"), ("jobs", "cron"), ("cron", "supervision"), ("supervision", "system")} <= edges)


def edit(story, systems):
    said = os.path.join(story.folder, "said")
    os.environ["VISUAL"] = f"printf '%s\\n' > {said}"
    systems.cairn("edit", "cron")
    with open(said, encoding="utf-8") as file:
        line, path = file.read().split()
    with open(path, encoding="utf-8") as file:
        opened = file.read().splitlines()[int(line[1:]) - 1]
    story.check_contains("the editor opens where the type is defined", opened, "(service-type")
    told = systems.cairn("edit", "corn", status=1)
    story.check_contains("a name that is near is told", told, "is it 'cron'?")


def parts(story, systems):
    item = systems.build(declaration()).strip()
    story.check("the time zone is a table", systems.content(f"{item}/etc/localtime", "rb").startswith(b"TZif"))
    table = systems.content(f"{item}/etc/crontab")
    jobs = re.findall(r"^(\S+|(?:\S+ ){4}\S+) (\w+) (/cairn/store/\S+)$", table, re.MULTILINE)
    story.check_equal("jobs are in the table", [job[:2] for job in jobs], [("30 4 * * *", "root"), ("@hourly", "nobody")])
    backup, greeting = (job[2] for job in jobs)
    script = systems.content(greeting)
    story.check_contains("a job keeps what it prints", script, "\nexec > /var/log/cron-jobs/greet/last 2>&1\n")
    story.check_contains("words of its command are words", script, "'-c' 'echo '\\''it'\\'''\\''s me'\\'''\n")
    story.check("a job is a program", os.stat(story.physical(greeting)).st_mode & stat.S_IXUSR)
    story.check_contains("a backup leaves out what it is told to", systems.content(backup), " '--exclude=*.tmp'\n")
    story.check_equal("the system has the text that declared it", systems.content(f"{item}/configuration.scm"), declaration())
    story.check_equal("and says where its modules came from",
                      json.loads(systems.content(f"{item}/provenance.json"))["loadPath"], [str(CHANNEL)])


def mistakes(story, systems):
    told = systems.build(declaration(schedule="at noon"), status=1)
    story.check("a wrong schedule is told with its place and what is allowed",
                re.search(r"quiet\.scm:\d+:\d+: the field 'schedule' of a cron job must be five fields of crontab\(5\)", told))
    told = systems.build(declaration().replace("(host-name", "(hostname"), status=1)
    story.check_contains("the article is the one that is spoken", told, "an operating system has no field 'hostname'")
    told = systems.build(declaration().replace(" (services\n", STRAY.replace("(group", "(grup") + " (services\n"), status=1)
    story.check_contains("and another before another sound", told, "a user account has no field 'grup'")
    told = systems.build(declaration(zone="Europe/Vieena"), status=1)
    story.check_contains("a time zone that is none is told with its place", told,
                         "quiet.scm:7:3: there is no time zone 'Europe/Vieena'\n")
    story.check_contains("and with the nearest that is one", told, 'hint: did you mean "Europe/Vienna"?\n')
    told = systems.build(declaration(zone="Vienna"), status=1)
    story.check_contains("or with what they are called after", told, 'hint: they are called after a part of the world')
    twice = declaration().replace('(name "greet")', '(name "backup-home")')
    told = systems.build(twice, status=1)
    story.check_contains("two jobs of one name are told", told, "two cron jobs are called 'backup-home'")
    broken = declaration().replace("'jobs", "'broken etc-service-type (list (list \"x\" (computed-file \"x\" #~(exit 3)))))\n"
                                   "        (simple-service 'jobs")
    told = systems.build(broken, status=100)
    story.check_contains("a system of which a part cannot be built is told with its place", told,
                         "quiet.scm:5:1: cannot build 'system': it needs ")
    stray = declaration().replace(" (services\n", STRAY + " (services\n")
    told = systems.build(stray, status=1)
    story.check("so is a group that nobody declared, with the place of who is in it",
                re.search(r"quiet\.scm:\d+:\d+: the user 'al' is in the group 'nogrp', which is not declared", told))


def time_zones(story):
    folder = story.physical(story.cairn("build", "tzdata").strip() + "/share/zoneinfo")
    found = [os.path.relpath(os.path.join(place, name), folder) for place, _, names in os.walk(folder) for name in names
             if not name.endswith((".tab", ".list"))]
    known = story.cairn("build", "-f", story.write("zones.scm", '(use-modules (distro time-zones))\n'
                                                   '(plain-file "zones" (string-join time-zones "\\n"))\n'))
    with open(story.physical(known.strip()), encoding="utf-8") as file:
        story.check_equal("the time zones that are known are those that there are", file.read().split(), sorted(found))


def main(story):
    systems = Systems(story)
    search(story, systems)
    graph(story, systems)
    edit(story, systems)
    mistakes(story, systems)
    parts(story, systems)
    time_zones(story)


tell(main)
