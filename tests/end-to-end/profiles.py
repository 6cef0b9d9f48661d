# SPDX-License-Identifier: GPL-3.0-or-later
# Profiles: what is installed, removed and upgraded, generations back and forth, and what holds when two
# change one profile or something is killed. The channel is the story's own; its builder is a busybox.
import json
import os
import random
import re
import shutil
import signal
import subprocess
import time

from story import tell

BUILD_SYSTEM = """(define-module (things shell)
  #:use-module (cairn)
  #:use-module (srfi srfi-1)
  #:export (shell-build-system))
(define tools (store-item "@TOOLS@"))
(define shell-build-system
  (build-system
    (name 'shell)
    (lower (lambda (package)
             (command-output (package-full-name package) (file-append tools "/bin/sh")
                             (list "-ec" (second (package-arguments package)))
                             #:environment `(("PATH" . ,(file-append tools "/bin"))
                                             ("shell" . ,(file-append tools "/bin/sh"))))))))
"""

DEFAULTS = "(define-module (distro defaults))\n"

HEAD = """(define-module (things packages)
  #:use-module (cairn)
  #:use-module (things shell))
"""

# A program that says its name and version, and its arguments.
PROGRAM = """(define-public {variable}
  (package
    (name "{name}")
    (version "{version}")
    (build-system shell-build-system)
    (arguments (list #:script "mkdir -p $out/bin $out/share
printf '#!%s\\\\necho {name} {version} \\"$@\\"\\\\n' $shell > $out/bin/{program}
chmod +x $out/bin/{program}
{more}"))
    {fields}))
"""


def program(name, version="1.0", variable=None, called=None, more="", fields=""):
    return PROGRAM.format(name=name, version=version, variable=variable or name, program=called or name,
                          more=more, fields=fields)


def packages(greet="1.0"):
    return HEAD + "".join([
        program("greet", greet),
        program("other", more="echo clash > $out/share/file", called="other"),
        program("clash", called="greet"),
        program("lib", called="lib-tool", more="mkdir -p $out/share/lib"),
        program("user", fields="(propagated-inputs (list lib))\n"
                "(native-search-paths (list (search-path-specification (variable \"LIB_PATH\")"
                " (files '(\"share/lib\" \"share/not-there\")))))"),
        program("broken", more="echo about to break; exit 3"),
        program("unbuilt"),
    ])


class Somebody:
    """The story's user: a home folder, a channel, and cairn run with both."""

    def __init__(self, story):
        self.story = story
        self.channel = os.path.join(story.folder, "channel")
        self.home = os.path.join(story.folder, "home")
        os.mkdir(self.home)
        tools = story.add_busybox()
        for folder in ("distro", "things"):
            os.makedirs(os.path.join(self.channel, folder))
        story.write("channel/distro/defaults.scm", DEFAULTS)
        story.write("channel/things/shell.scm", BUILD_SYSTEM.replace("@TOOLS@", tools))
        self.write(packages())
        self.profile = os.path.join(story.root, "var/cairn/profiles/per-user", self.user(), "profile")

    def user(self):
        return subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()

    def write(self, text):
        self.story.write("channel/things/packages.scm", text)

    def environment(self, **more):
        return dict(os.environ, HOME=self.home, CAIRN_PACKAGE_PATH=self.channel, TZ="UTC", LC_ALL="C", **more)

    def run(self, *arguments, **more):
        return self.story.run(self.story.command(*arguments), env=self.environment(**more), cwd=self.home)

    def __call__(self, *arguments, status=0):
        done = self.run(*arguments)
        if done.returncode != status:
            self.story.problem(f"cairn {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout if status == 0 else done.stderr

    def installed(self, *arguments):
        rows = self("package", *arguments, "-I").splitlines()
        return [" ".join(row.split("\t")[:2]) for row in rows]

    def said(self, *command):
        return self("enter", "--", *command)

    def current(self):
        return os.readlink(self.profile) if os.path.lexists(self.profile) else None


def tell_of_changes(story, cairn):
    done = cairn.run("install", "greet")
    story.check_contains("what was installed is told", done.stderr, "installed: greet 1.0\n")
    story.check_contains("and how a shell finds it", done.stderr,
                         f"hint: to find its programs: export PATH='{cairn.profile}-bin':\"$PATH\"\n")
    story.check_equal("nothing goes to standard output", done.stdout, "")
    story.check_equal("it is in the profile", cairn.installed(), ["greet 1.0"])
    seen = cairn.profile.removeprefix(story.root)
    story.check_equal("and runs where the store is in its place", cairn.said(f"{seen}/bin/greet", "you"),
                      "greet 1.0 you\n")
    done = cairn.run("install", "greet")
    story.check_equal("what is there already makes no generation", (done.stderr, cairn.current()),
                      ("nothing to be done\n", "profile-1-link"))
    cairn("package", "-i", "other", "user", "-r", "greet")
    story.check_equal("several changes are one generation", (cairn.installed(), cairn.current()),
                      (["other 1.0", "user 1.0"], "profile-2-link"))
    story.check_equal("what comes along is there", cairn.said(f"{seen}/bin/lib-tool"), "lib 1.0\n")
    cairn("remove", "user")
    story.check_equal("and goes again", cairn.run("enter", "--", f"{seen}/bin/lib-tool").returncode, 127)
    story.check_equal("what is not there cannot be removed", cairn("remove", "othr", status=1),
                      "cairn: error: 'othr' is not in the profile\nhint: did you mean 'other'?\n")
    story.check_equal("nor what there is not be installed", cairn("install", "gret", status=1),
                      "cairn: error: there is no package 'gret'\nhint: did you mean 'greet'?\n")


def tell_of_upgrades(story, cairn):
    cairn("install", "greet")
    story.check_equal("there may be nothing to upgrade", cairn.run("upgrade").stderr, "nothing to be done\n")
    cairn.write(packages(greet="2.0"))
    planned = cairn.run("upgrade", "-n")
    story.check_contains("a dry run says what would be done", planned.stderr, "would be upgraded: greet 1.0 -> 2.0\n")
    story.check_equal("and does not", cairn.installed(), ["other 1.0", "greet 1.0"])
    cairn("upgrade", "--do-not-upgrade=^gr")
    story.check_equal("some can be left", cairn.installed(), ["other 1.0", "greet 1.0"])
    story.check_contains("an upgrade is told", cairn.run("upgrade").stderr, "upgraded: greet 1.0 -> 2.0\n")
    cairn.write(packages(greet="1.0"))
    cairn("upgrade")
    story.check_equal("nothing is replaced by something older", cairn.installed(), ["other 1.0", "greet 2.0"])
    cairn("install", "greet@1")
    story.check_equal("unless that is asked for", cairn.installed(), ["other 1.0", "greet 1.0"])


def tell_of_manifests(story, cairn):
    file = story.write("manifest.scm", '(specifications->manifest\n  (list "greet" "user"))\n')
    cairn("package", "-m", file)
    story.check_equal("a manifest is all that there is then", cairn.installed(), ["greet 1.0", "user 1.0"])
    exported = story.write("exported.scm", cairn("package", "--export-manifest"))
    before = cairn.current()
    cairn("package", "-m", exported)
    story.check_equal("what is exported is the same again", cairn.current(), before)
    bad = story.write("bad.scm", '(define names (list "greet" "usr"))\n\n(specifications->manifest names)\n')
    refusal = cairn("package", "-m", bad, status=1)
    story.check_contains("a wrong name has its place in the user's file", refusal,
                         f"cairn: error: {bad}:3:1: there is no package 'usr'\n")
    story.check_contains("and a hint", refusal, "hint: did you mean 'user'?\n")
    refusal = cairn("package", "-m", story.write("five.scm", "5\n"), status=1)
    story.check_contains("what is no manifest is told", refusal, "gives 5, which cannot be in a profile")
    circle = HEAD + program("one", fields="(propagated-inputs (list two))") + program(
        "two", fields="(propagated-inputs (list one))")
    cairn.write(circle)
    refusal = cairn("install", "one", status=1)
    story.check_contains("what propagates itself is told with its place", refusal,
                         "things/packages.scm:5:3: 'one' propagates itself\n")
    story.check_contains("and what to do", refusal, "hint: take one of them out of the propagated-inputs of another\n")
    cairn.write(packages())
    both = story.write("both.scm", """(use-modules (things packages))
(concatenate-manifests
 (list (packages->manifest (list greet (list other "out")))
       (manifest (list (package->manifest-entry lib)
                       (manifest-entry (name "own") (version "7") (item (specification->package "user")))))))
""")
    cairn("install", "-p", os.path.join(cairn.home, "p"), "-m", both)
    story.check_equal("manifests can be put together",
                      cairn.installed("-p", os.path.join(cairn.home, "p")),
                      ["greet 1.0", "other 1.0", "lib 1.0", "own 7"])


def tell_of_collisions(story, cairn):
    before = cairn.current()
    refusal = cairn("install", "clash", status=100)
    story.check_equal("a collision is told with both owners", refusal[refusal.find("cairn: error"):],
                      "cairn: error: cannot make the profile: bin/greet is in 'greet 1.0' and in 'clash 1.0', and "
                      f"they are not the same\nhint: {story.called} remove clash, or take the first: --allow-collisions\n")
    story.check_equal("and changes nothing", cairn.current(), before)
    done = cairn.run("install", "--allow-collisions", "clash")
    story.check_contains("the first may be taken", done.stderr,
                         "bin/greet is taken from 'greet 1.0', not from 'clash 1.0': they are not the same\n")
    cairn("remove", "clash")
    refusal = cairn("install", "broken", status=100)
    story.check_contains("a build that fails is told", refusal, "cannot build 'broken-1.0': ")
    story.check_equal("and changes nothing either", cairn.installed(), ["greet 1.0", "user 1.0"])


def tell_of_generations(story, cairn):
    here = ["-p", os.path.join(cairn.home, "generations")]
    cairn("install", *here, "greet")
    cairn("install", *here, "other")
    cairn("remove", *here, "greet")
    listed = re.sub(r"/cairn/store/\S+", "ITEM", cairn("package", *here, "-l"))
    listed = re.sub(r"[A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d", "TIME", listed)
    story.check_equal("generations are listed with what changed", listed, """Generation 1  TIME
   greet\t1.0\tout\tITEM

Generation 2  TIME
 + other\t1.0\tout\tITEM

Generation 3  TIME  (current)
 - greet\t1.0\tout\tITEM
""")
    data = json.loads(cairn("package", *here, "-l", "--json"))
    story.check_equal("the same as data", [(one["number"], one["current"]) for one in data],
                      [(1, False), (2, False), (3, True)])
    story.check_equal("some can be meant", len(json.loads(cairn("package", *here, "-l2..", "--json"))), 2)
    story.check_equal("by age too", len(json.loads(cairn("package", *here, "-l1h", "--json"))), 3)
    done = cairn.run("package", *here, "--roll-back")
    story.check_equal("going back is told", done.stderr, "switched from generation 3 to 2\n")
    story.check_equal("and done", cairn.installed(*here), ["greet 1.0", "other 1.0"])
    cairn("package", *here, "-S", "+1")
    story.check_equal("steps are counted", cairn.installed(*here), ["other 1.0"])
    cairn("package", *here, "-S", "1")
    cairn("package", *here, "--roll-back")
    story.check_equal("before the first one there is nothing", cairn.installed(*here), [])
    story.check_contains("and nothing before that", cairn.run("package", *here, "--roll-back").stderr,
                         "there is no generation before the current one")
    cairn("package", *here, "-S", "2")
    story.check_equal("two states can be compared", cairn("diff", *here, "1", "3"),
                      "removed: greet 1.0\ninstalled: other 1.0\n")
    story.check_equal("also by their links", cairn("diff", here[1] + "-3-link", here[1]), "installed: greet 1.0\n")
    done = cairn.run("package", *here, "-d1..2")
    story.check_equal("the current one is never deleted", done.stderr,
                      "deleted generation 1\ngeneration 2 is kept: it is the current one\n")
    story.check_equal("what is not there is told", cairn("package", *here, "-S", "9", status=1),
                      "cairn: error: there is no generation 9\n"
                      f"hint: there are 0 to 3: {story.called} package --list-generations\n")
    story.check_contains("misuse is told", cairn("package", *here, "-dx", status=2), "'x' means no generations")
    cairn("package", *here, "-d")
    story.check_equal("all others can be deleted", [one["number"] for one in
                      json.loads(cairn("package", *here, "-l", "--json"))], [2])


def tell_of_gc(story, cairn):
    here = ["-p", os.path.join(cairn.home, "collected")]
    cairn.write(packages(greet="3.0"))
    cairn("install", *here, "greet")
    item = os.path.basename(json.loads(cairn("package", *here, "-I", "--json"))[0]["item"])
    cairn("remove", *here, "greet")
    cairn("gc")
    story.check("a generation keeps what it holds", os.path.exists(story.physical("/cairn/store/" + item)))
    cairn("package", *here, "--roll-back")
    story.check_equal("and can be had again", cairn.installed(*here), ["greet 3.0"])
    cairn("package", *here, "-S", "2")
    cairn("package", *here, "-d1")
    cairn("gc")
    story.check("a deleted one keeps nothing", not os.path.exists(story.physical("/cairn/store/" + item)))
    cairn.write(packages())
    before = cairn.current()
    own = cairn.installed()
    cairn("gc")
    story.check_equal("the user's own profile is a root by its place", cairn.installed(), own)
    story.check_equal("it stays where it is", cairn.current(), before)


def tell_of_launchers(story, cairn):
    launcher = cairn.profile + "-bin/greet"
    done = story.run([launcher, "a b", "c"], env={"PATH": "/usr/bin:/bin"})
    story.check_equal(f"a launcher works outside\n{done.stderr}", done.stdout, "greet 1.0 a b c\n")
    story.check("what comes along has one too", os.path.exists(cairn.profile + "-bin/lib-tool"))
    shutil.copy(launcher, cairn.home)
    cairn("remove", "greet")
    story.check("it goes with the package", not os.path.exists(launcher))
    done = story.run([os.path.join(cairn.home, "greet")])
    story.check_equal("what is not in the profile any more ends as shells have it", done.returncode, 127)
    story.check_contains("and says so", done.stderr, "cairn: error: cannot run ")
    cairn("package", "--roll-back")
    story.check_equal("it comes back with the generation", story.run([launcher]).stdout, "greet 1.0\n")
    path = f"{cairn.profile}-bin:{os.environ['PATH']}"
    done = cairn.run("install", "other", PATH=path)
    story.check("whose PATH has them needs no hint", "hint" not in done.stderr)


def tell_of_search_paths(story, cairn):
    seen = cairn.profile.removeprefix(story.root)
    story.check_equal("search paths are told", cairn("package", "--search-paths"),
                      f'export PATH="{seen}/bin"\nexport LIB_PATH="{seen}/share/lib"\n')
    story.check_contains("as a prefix too", cairn("package", "--search-paths=prefix"),
                         f'export PATH="{seen}/bin${{PATH:+:$PATH}}"\n')
    script = f'PATH=/bin:/usr/bin; LIB_PATH=x; . "$1"; echo "$PATH"; echo "$LIB_PATH"; greet'
    story.check_equal("etc/profile sets them", cairn.said("sh", "-ec", script, "sh", seen + "/etc/profile"),
                      f"{seen}/bin:/bin:/usr/bin\n{seen}/share/lib:x\ngreet 1.0\n")


def tell_of_shell(story, cairn):
    before = cairn.current()
    shown = cairn("shell", "user", "--", "sh", "-c", "user; lib-tool; echo $LIB_PATH; echo $CAIRN_ENVIRONMENT")
    environment = shown.splitlines()[-1]
    story.check_equal("a shell has what was asked for", shown,
                      f"user 1.0\nlib 1.0\n{environment}/share/lib\n{environment}\n")
    story.check("that is a profile", re.fullmatch(r"/cairn/store/\w{32}-profile", environment))
    story.check_equal("nothing is installed", cairn.current(), before)
    done = cairn.run("shell", "greet", "--", "greet", "-x", "--", "y", PATH="")
    story.check_equal("a command has its own options", done.stdout, "greet 1.0 -x -- y\n")
    story.check_equal("its status is passed on", cairn.run("shell", "greet", "--", "sh", "-c", "exit 9").returncode, 9)
    pure = cairn.run("shell", "--pure", "greet", "--", "/usr/bin/env", SECRET="x").stdout
    story.check("a pure one has nothing else", "SECRET" not in pure and f"HOME={cairn.home}\n" in pure)
    story.check_equal("nor another PATH", re.findall("^PATH=.*-profile/bin$", pure, re.M) != [], True)
    manifest = story.write("shell.scm", '(specifications->manifest (list "other"))\n')
    story.check_equal("a manifest can be given", cairn("shell", "-m", manifest, "--", "other"), "other 1.0\n")
    story.check_contains("its variables can be told", cairn("shell", "--search-paths", "greet"), "export PATH=")


def tell_of_run(story, cairn):
    story.check_equal("a program runs", cairn("run", "greet", "-v", "--help"), "greet 1.0 -v --help\n")
    story.check_equal("the only one there is need not be named", cairn("run", "lib", "x"), "lib 1.0 x\n")
    story.check_equal("another can be", cairn("run", "--program=lib-tool", "user", "y"), "lib 1.0 y\n")
    story.check_equal("also behind a mark", cairn("run", "user", "--", "lib-tool", "-z"), "lib 1.0 -z\n")
    done = cairn.run("run", "--program=no", "user")
    story.check_equal("one that is not there is told", (done.returncode, done.stderr),
                      (127, "cairn: error: 'user' has no program 'no'\n"
                       "hint: choose with --program=NAME: lib-tool, user\n"))


def tell_of_two_at_once(story, cairn):
    here = ["-p", os.path.join(cairn.home, "shared")]
    names = ["greet", "other", "user", "lib"]
    started = [subprocess.Popen(story.command("install", *here, name), env=cairn.environment(),
                                stderr=subprocess.PIPE, text=True) for name in names]
    for one in started:
        said = one.communicate(timeout=120)[1]
        story.check_equal(f"who installs beside others does\n{said}", one.returncode, 0)
    story.check_equal("nothing is lost", sorted(row.split()[0] for row in cairn.installed(*here)), sorted(names))
    story.check_equal("each made a generation", os.readlink(here[1]), "shared-4-link")


def tell_of_kills(story, cairn):
    path = os.path.join(cairn.home, "killed")
    cairn("install", "-p", path, "greet")
    cairn("install", "-p", path, "other")
    cairn("remove", "-p", path, "other")
    random.seed(7)
    allowed = (["greet 1.0"], ["greet 1.0", "other 1.0"])
    for _ in range(30):
        for order in (["install", "-p", path, "other"], ["package", "-p", path, "-r", "other"]):
            process = subprocess.Popen(story.command(*order), env=cairn.environment(), stderr=subprocess.DEVNULL,
                                       start_new_session=True)
            time.sleep(random.uniform(0, 0.12))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        now = cairn.installed("-p", path)
        story.check(f"killed at any moment, it is the old or the new: {now}", now in allowed)
    cairn("install", "-p", path, "lib")
    story.check("and goes on from there", "lib 1.0" in cairn.installed("-p", path))
    left = [name for name in os.listdir(cairn.home) if name.startswith(".killed")]
    story.check_equal("nothing is left of it", left, [])


def tell_of_root_with_spaces(story, cairn):
    root = os.path.join(story.folder, "it's a root")
    base = [os.path.join(story.programs, "cairn"), "--root", root]
    tools = story.run([*base, "store", "add", "--name", "busybox", os.path.join(story.folder, "busybox")]).stdout.strip()
    done = story.run([*base, "install", "greet"], env=cairn.environment())
    story.check_equal(f"a root may have any name ({tools})\n{done.stderr}", done.returncode, 0)
    launcher = os.path.join(root, "var/cairn/profiles/per-user", cairn.user(), "profile-bin/greet")
    story.check_equal("its launchers work", story.run([launcher, "x"]).stdout, "greet 1.0 x\n")
    subprocess.run(["chmod", "-R", "u+w", root], check=False)


def tell_of_logs(story, cairn):
    story.check_contains("what was never built has no log", cairn("log", "unbuilt", status=1), "build unbuilt\n")
    cairn("build", "broken", status=100)
    story.check_equal("the log of a package is found by its name", cairn("log", "broken"), "about to break\n")
    story.check_equal("and by an expression", cairn("log", "-e", "(@ (things packages) broken)"), "about to break\n")
    cairn("log", status=2)


def tell_of_read_only(story, cairn):
    """What is installed is seen where the disk lets nobody write any more."""
    mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
    own = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"]), "sh", "-c", mount, story.root]
    seen = story.run([*own, *story.command("package", "-I")], env=cairn.environment())
    story.check_equal(f"a profile on a read-only disk is listed: {seen.stderr}", seen.stdout, cairn("package", "-I"))
    refused = story.run([*own, *story.command("install", "unbuilt")], env=cairn.environment())
    story.check_contains("and not changed", refused.stderr, "Read-only file system")
    findings = story.run([*own, *story.command("doctor")], env=cairn.environment())
    story.check_contains("the doctor sees it", findings.stdout + findings.stderr,
                         "mount its file system for writing")


def tell_of_misuse(story, cairn):
    story.check_equal("what to do must be said", cairn("package", status=2),
                      "cairn: error: cairn package needs to be told what to do\nhint: cairn package --help\n")
    story.check_contains("an operand belongs to an option", cairn("package", "greet", status=2),
                         "'greet' is one operand too many")
    cairn("install", status=2)
    cairn("remove", status=2)
    file = os.path.join(cairn.home, "file")
    open(file, "w", encoding="utf-8").close()
    story.check_contains("what is no profile is left alone", cairn("install", "-p", file, "greet", status=1),
                         f"{file} is no profile: something else is there")
    story.check_contains("what there is, is listed", cairn("package", "-A^lib$"), "lib\t1.0\t")
    story.check_equal("an optional value may stand behind its option", cairn("package", "-A", "^lib$"),
                      cairn("package", "-A^lib$"))
    story.check_contains("and shown", cairn("package", "--show=greet"), "name: greet\n")
    story.check_equal("a store chosen by --root leaves the home folder alone",
                      os.path.lexists(os.path.join(cairn.home, ".cairn-profile")), False)


def tell_of_profiles(story):
    cairn = Somebody(story)
    for part in (tell_of_changes, tell_of_upgrades, tell_of_manifests, tell_of_collisions, tell_of_generations,
                 tell_of_gc, tell_of_launchers, tell_of_search_paths, tell_of_shell, tell_of_run,
                 tell_of_two_at_once, tell_of_kills, tell_of_root_with_spaces, tell_of_logs,
                 tell_of_read_only, tell_of_misuse):
        part(story, cairn)


tell(tell_of_profiles)
