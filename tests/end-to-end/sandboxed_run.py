# SPDX-License-Identifier: GPL-3.0-or-later
# `cairn run --sandbox`: a program sees its closure, its home folder and what it was given, and nothing else;
# told by who runs the test and, when that is root, by an ordinary user with a store of their own.
import os
import pty
import shutil
import signal
import socket
import subprocess
import tempfile
import threading

from story import tell
from story.processes import processes_with, wait_until

ORDINARY = 1000

PACKAGES = """(define-module (things packages)
  #:use-module (cairn)
  #:use-module (srfi srfi-1)
  #:export (prober other sheller))
(define tools (store-item "@TOOLS@"))
(define script-build-system
  (build-system
    (name 'script)
    (lower (lambda (package)
             (command-output (package-full-name package) (file-append tools "/bin/sh")
                             (list "-ec" (second (package-arguments package)))
                             #:environment `(("PATH" . ,(file-append tools "/bin"))
                                             ("tools" . ,(file-append tools "/bin"))))))))
;; A program that does what its argument says.
(define prober
  (package
    (name "prober")
    (version "1.0")
    (build-system script-build-system)
    (arguments (list #:script "mkdir -p $out/bin $out/share/probes
printf '#!%s/sh\\\\nPATH=%s:$PATH\\\\neval \\"$1\\"\\\\n' $tools $tools > $out/bin/prober
chmod +x $out/bin/prober"))
    (native-search-paths (list (search-path-specification (variable "PROBES") (files '("share/probes")))))))
(define sheller
  (package
    (inherit prober)
    (name "sheller")
    (arguments (list #:script "mkdir -p $out/bin; cp $tools/sh $out/bin/sh; ln -s sh $out/bin/cat"))))
(define other
  (package
    (inherit prober)
    (name "other")
    (arguments (list #:script "mkdir -p $out/bin
printf '#!/bin/no-such-shell\\\\n' > $out/bin/other
chmod +x $out/bin/other"))))
"""


class Resident:
    """Somebody with a store of their own. USER is a number, or nothing for who runs the test."""

    def __init__(self, story, user=None):
        self.story = story
        self.home = tempfile.mkdtemp(prefix="cairn-resident-")
        self.root = os.path.join(self.home, "share", "cairn")
        self.program = os.path.join(story.programs, "cairn")
        self.user = user
        os.mkdir(os.path.join(self.home, "things"))
        if user is not None:
            os.chown(self.home, user, user)

    def prepare(self, tools):
        """Have the packages, and the item with their tools, which lies in the folder TOOLS."""
        item = self.run(self.program, "store", "add", tools).stdout.strip()
        with open(os.path.join(self.home, "things/packages.scm"), "w", encoding="utf-8") as file:
            file.write(PACKAGES.replace("@TOOLS@", item))
        os.mkdir(os.path.join(self.home, "distro"))
        with open(os.path.join(self.home, "distro/defaults.scm"), "w", encoding="utf-8") as file:
            file.write("(define-module (distro defaults))\n")

    def prefix(self):
        if self.user is None:
            return []
        number = str(self.user)
        return ["setpriv", "--reuid", number, "--regid", number, "--clear-groups"]

    def settings(self, **more):
        settings = {"HOME": self.home, "XDG_DATA_HOME": os.path.join(self.home, "share"), "TERM": "dumb",
                    "PATH": os.environ["PATH"], "CAIRN_PACKAGE_PATH": self.home, "SECRET": "hidden", "LC_ALL": "C"}
        if self.user is None:
            settings["CAIRN_ROOT"] = self.root
        return dict(settings, **more)

    def run(self, *command, cwd=None, **more):
        return subprocess.run([*self.prefix(), *command], capture_output=True, text=True, timeout=300,
                              env=self.settings(**more), cwd=cwd or self.home, check=False)

    def command(self, *options, script="true", package="prober"):
        return [self.program, "run", *options, package, script]

    def inside(self, script, *options, **more):
        """What SCRIPT says in a sandbox with OPTIONS."""
        return self.run(*self.command("--sandbox", *options, script=script), **more)

    def told(self, script, *options, **more):
        done = self.inside(script, *options, **more)
        if done.returncode != 0:
            self.story.problem(f"'{script}' ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def outside(self, script):
        return self.run(*self.command(script=script))

    def folder(self, name):
        path = os.path.join(self.home, name)
        os.mkdir(path)
        if self.user is not None:
            os.chown(path, self.user, self.user)
        return path

    def name(self):
        return self.run("id", "-un").stdout.strip()


class Server:
    """Says "reached" to who connects to a port of this machine."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def serve(self):
        try:
            while True:
                with self.socket.accept()[0] as connection:
                    connection.sendall(b"reached\n")
        except OSError:
            pass

    def __exit__(self, kind, error, trace):
        self.socket.close()


def tell_of_files(story, me):
    items = set(me.told("ls /cairn/store").split())
    store = os.path.join(me.root, "cairn/store")
    everything = {name for name in os.listdir(store) if not name.startswith(".")}
    story.check(f"items that it does not need are not there: {items}", items < everything)
    story.check_equal("what it needs is", sorted(name[33:] for name in items), ["busybox", "prober-1.0", "profile", "profile-files"])
    story.check_equal("nothing else is at the top", me.told("ls -A /").split(),
                      ["cairn", "dev", "etc", "home", "proc", "tmp"])
    name = me.name()
    home = f"/home/{name}"
    story.check_equal("who one is can be looked up", sorted(line.split(":")[0] for line in
                      me.told("cat /etc/passwd").splitlines()), sorted({"root", name, "nobody"}))
    identity = me.run("id", "-u").stdout + me.run("id", "-g").stdout
    story.check_equal("one is the same", me.told("busybox id -u; busybox id -g"), identity)
    story.check_equal("and at home", me.told("pwd; echo $HOME; echo $USER"), f"{home}\n{home}\n{name}\n")
    refused = me.inside("echo x > /cairn/store/new; echo x > $PROBES/x; echo x > /etc/x; mkdir /x; echo done")
    story.check_equal("nothing else can be written", refused.stdout, "done\n")
    story.check_equal("neither is each refusal silent", refused.stderr.count("Read-only file system"), 4)
    story.check_equal("devices work", me.told("head -c 4 /dev/zero | wc -c; echo x > /dev/null"), "4\n")
    mounted = open("/proc/mounts", encoding="utf-8").read()
    story.check("nothing is left mounted", "sandbox-homes" not in mounted)


def tell_of_home(story, me):
    me.told("echo kept > $HOME/file; echo lost > /tmp/file; mkdir -p /dev/shm/x")
    story.check_equal("what is written at home stays", me.told("cat $HOME/file"), "kept\n")
    story.check_equal("what is in /tmp does not", me.told("ls -A /tmp; ls /dev/shm"), "")
    path = os.path.join(me.root, "var/cairn/sandbox-homes/prober")
    story.check_equal("home is kept by the state", sorted(os.listdir(path)), ["file"])
    story.check_equal("for the user alone", oct(os.stat(path).st_mode & 0o777), "0o700")


def tell_of_environment(story, me):
    environment = dict(line.split("=", 1) for line in me.told("env", LANG="C.UTF-8", LC_TIME="C").splitlines())
    for name in ("SHLVL", "PWD", "_", "OLDPWD"):
        environment.pop(name, None)  # the shell's own
    story.check_equal("little of the environment comes in", sorted(environment),
                      ["CAIRN_ENVIRONMENT", "HOME", "LANG", "LC_ALL", "LC_TIME", "PATH", "PROBES", "TERM", "USER"])
    story.check_contains("search paths are set", environment["PROBES"], "-profile/share/probes")
    story.check_contains("without the sandbox all does", me.outside("env").stdout, "SECRET=hidden\n")
    seen = me.inside("cat /proc/[0-9]*/environ").stdout
    story.check("no process inside shows more of it", "SECRET" not in seen and "HOME=" in seen)


def tell_of_processes(story, me):
    count = "set -- /proc/[0-9]*; echo $#"
    story.check("processes of the machine are not seen", int(me.told(count)) <= 3)
    story.check("without the sandbox they are", int(me.outside(count).stdout) > 3)
    settings = me.inside("value=$(cat /proc/sys/vm/swappiness); echo $value > /proc/sys/vm/swappiness")
    story.check("the machine's settings cannot be written", settings.returncode != 0)
    rights = me.told("sed -n 's/^Cap[A-Z][a-z]*:.//p; s/^NoNewPrivs:.//p' /proc/self/status").split()
    story.check_equal("there are no rights to use, and no way to any", (rights[:3], rights[-1]), (["0" * 16] * 3, "1"))
    for attempt in ("busybox mount -t tmpfs x /tmp", "busybox umount /tmp", "busybox hostname x"):
        story.check(f"'{attempt}' is refused", me.inside(attempt).returncode != 0)


def tell_of_network(story, me):
    with Server() as server:
        reach = f"busybox nc 127.0.0.1 {server.port} < /dev/null"
        story.check_equal("the machine is out of reach", me.inside(reach).stdout, "")
        story.check_equal("but with --network", me.inside(reach, "--network").stdout, "reached\n")
        story.check_equal("and without a sandbox", me.outside(reach).stdout, "reached\n")
    story.check_equal("there is a loopback device", me.told("busybox ping -c1 -W2 127.0.0.1 > /dev/null 2>&1;"
                      "busybox ifconfig lo | sed -n 's/.*\\(UP LOOPBACK\\).*/\\1/p'"), "UP LOOPBACK\n")


def tell_of_shares(story, me):
    shared, exposed = me.folder("shared"), me.folder("exposed")
    with open(os.path.join(exposed, "file"), "w", encoding="utf-8") as file:
        file.write("shown\n")
    script = f"cat {exposed}/file; echo new > {shared}/file"
    story.check_equal("neither is there by itself", me.inside(f"ls {me.home}").returncode, 1)
    story.check_equal("folders are shared", me.told(script, f"--share={shared}", f"--expose={exposed}"), "shown\n")
    with open(os.path.join(shared, "file"), encoding="utf-8") as file:
        story.check_equal("what is written there is there", file.read(), "new\n")
    refused = me.inside(f"echo x > {exposed}/file", f"--expose={exposed}")
    story.check_contains("what is exposed cannot be written", refused.stderr, "Read-only file system")
    story.check_equal("their neighbours stay hidden", me.told(f"ls -A {me.home}", f"--share={shared}"), "shared\n")
    story.check_equal("the working folder is kept where it is shown",
                      me.told("pwd", "--share=.", cwd=shared), shared + "\n")
    story.check_equal("a folder may be read-only inside one that is not", me.told(
        f"echo x > {me.home}/new && ! echo x > {exposed}/file && echo yes",
        f"--expose={exposed}", f"--share={me.home}"), "yes\n")
    outside = me.folder("outside")
    me.told(f"busybox ln -s {outside} {shared}/trap", f"--share={shared}")
    os.mkdir(os.path.join(outside, "x"))
    done = me.inside("true", f"--share={shared}", f"--share={shared}/trap/x")
    story.check(f"a link that it left leads nobody astray\n{done.stderr}", done.returncode != 0)


def tell_of_ends(story, me):
    story.check_equal("the status is the program's", me.inside("exit 9").returncode, 9)
    story.check_equal("a signal is told as shells do", me.inside("kill -9 $$").returncode, 137)
    done = me.run(*me.command("--sandbox", "--share=/no/such", script="true"))
    story.check_equal("a folder that is not there is told", (done.returncode, done.stderr),
                      (1, "cairn: error: cannot show /no/such in the sandbox: No such file or directory\n"
                       "hint: mkdir -p /no/such\n"))
    for place in ("/", "/proc", "/dev"):
        done = me.inside("true", f"--share={place}")
        story.check_contains(f"{place} is the sandbox's own", done.stderr,
                             f"cannot show {place} in the sandbox: there it has something of its own")
    done = me.run(*me.command("--network"))
    story.check_equal("details without a sandbox are misuse", done.returncode, 2)
    done = me.run(*me.command("--sandbox", package="other"))
    story.check_contains("a program that cannot start is told", done.stderr, "No such file or directory\n")


def tell_of_shells(story, me):
    def shell(*words, given=None):
        return subprocess.run([*me.prefix(), me.program, "shell", *words], capture_output=True, text=True, cwd=me.home,
                              input=given, timeout=300, env=me.settings(), check=False)

    echo = ("--", "sh", "-c", "echo $0 $1; echo /cairn/store/*/bin/sh; echo $SECRET", "a", "b")
    done = shell("--sandbox", "sheller", "prober", *echo)
    story.check_equal(f"a command has the packages alone\n{done.stderr}",
                      [line.replace("/", " ").split()[-1:] for line in done.stdout.splitlines()], [["b"], ["sh"], []])
    done = shell("sheller", *echo)
    story.check_contains("without a sandbox all else", done.stdout, "hidden\n")
    done = shell("--sandbox", "sheller", given="echo $USER:$HOME; git --version\n")
    story.check_equal("without a command it is the packages' shell", done.stdout, f"{me.name()}:/home/{me.name()}\n")
    story.check_contains("which has no other program", done.stderr, "git: not found")
    shared = me.folder("project")
    done = shell("--sandbox", f"--share={shared}", "sheller", "--", "sh", "-c", f"echo new > {shared}/file")
    with open(os.path.join(shared, "file"), encoding="utf-8") as file:
        story.check_equal("folders are shared as with run", file.read(), "new\n")
    done = shell("--sandbox", "prober")
    story.check_equal("where there is no shell it is said", (done.returncode, done.stderr), (
        1, "cairn: error: no package has a shell, and the sandbox has nothing else\n"
        "hint: name one that has, such as bash, or a command: cairn shell --sandbox PACKAGE... -- COMMAND\n"))
    done = shell("--sandbox", "sheller", "--", "wc")
    story.check_equal("so is what is no program", (done.returncode, done.stderr), (
        127, "cairn: error: no package has a program 'wc', and the sandbox has nothing else\n"))
    done = shell("--sandbox", "--", "/bin/sh")
    story.check_equal("and that there is no package", (done.returncode, done.stderr), (
        2, "cairn: error: cairn shell --sandbox needs a package\n"))
    story.check_equal("details without a sandbox are misuse", shell("--network", "sheller").returncode, 2)


def start(me, script):
    return subprocess.Popen([*me.prefix(), *me.command("--sandbox", script=script)], env=me.settings(), cwd=me.home,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)


def tell_of_kills(story, me):
    number = 7_000_000 + os.getpid()
    word = f"sleep\0{number}"
    process = start(me, f"busybox setsid sleep {number} & echo ready; sleep {number}")
    story.check_equal("it runs", process.stdout.readline(), "ready\n")
    story.check("with all that it starts", wait_until(lambda: len(processes_with(word)) == 2))
    process.kill()
    process.wait()
    story.check("nothing outlives who started it", wait_until(lambda: not processes_with(word)))
    process = start(me, f"busybox setsid sleep {number} & echo ready")
    story.check_equal("a program that ends", process.communicate(timeout=60)[0], "ready\n")
    story.check("leaves nothing running", wait_until(lambda: not processes_with(word)))
    process = start(me, f"trap 'echo asked; exit 3' TERM; echo ready; while :; do sleep 0.1; done")
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    story.check_equal("a signal reaches the program", process.communicate(timeout=60)[0], "asked\n")
    story.check_equal("which may answer it", process.returncode, 3)


def tell_of_terminal(story, me):
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*me.prefix(), *me.command("--sandbox", script="read x; test -t 0 && test -t 1 && echo got $x")],
                               env=me.settings(), cwd=me.home, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    os.write(ours, b"word\n")
    said = b""
    try:
        while b"got word" not in said:
            said += os.read(ours, 1000)
    except OSError:
        pass
    os.close(ours)
    process.wait()
    story.check_contains("the terminal works", said.decode(), "got word")


def tell_of_refusal(story, me):
    done = me.run("unshare", "--user", "--map-user=1000", "--map-group=1000", "--keep-caps", "sh", "-c",
                  'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"', "sh",
                  *me.command("--sandbox", script="true"))
    story.check("where there are no namespaces nothing runs", done.returncode != 0)
    story.check_contains("and the setting is named", done.stderr,
                         "hint: sudo sysctl user.max_user_namespaces=10000")


def tell_of(story, me, tools):
    me.prepare(tools)
    built = me.run(*me.command(script="echo built"))
    story.check_equal(f"without a sandbox it runs\n{built.stderr}", built.stdout, "built\n")
    for part in (tell_of_files, tell_of_home, tell_of_environment, tell_of_processes, tell_of_network,
                 tell_of_shares, tell_of_shells, tell_of_ends, tell_of_kills, tell_of_terminal, tell_of_refusal):
        part(story, me)
    subprocess.run(["chmod", "-R", "u+w", me.home], check=False)
    shutil.rmtree(me.home, ignore_errors=True)


def tell_of_sandboxed_runs(story):
    story.add_busybox()
    tools = os.path.join(story.folder, "busybox")
    os.chmod(story.folder, 0o755)
    tell_of(story, Resident(story), tools)
    if os.geteuid() == 0:
        tell_of(story, Resident(story, ORDINARY), tools)


tell(tell_of_sandboxed_runs)
