# SPDX-License-Identifier: GPL-3.0-or-later
# `cairn enter`: the store of a folder, seen in its real place, by root and by an ordinary user.
import os
import shutil
import subprocess
import tempfile

from story import tell

ORDINARY = 1000


class Visitor:
    """Somebody with a store of their own. USER is a number, or nothing for who runs the test."""

    def __init__(self, story, user=None):
        self.story = story
        self.home = tempfile.mkdtemp(prefix="cairn-visitor-")
        self.root = os.path.join(self.home, "share", "cairn")
        self.program = os.path.join(story.programs, "cairn")
        self.user = user
        if user is not None:
            os.chown(self.home, user, user)

    def run(self, *command, **environment):
        prefix = []
        if self.user is not None:
            number = str(self.user)
            prefix = ["setpriv", "--reuid", number, "--regid", number, "--clear-groups"]
        settings = {"HOME": self.home, "XDG_DATA_HOME": os.path.join(self.home, "share"),
                    "PATH": os.environ["PATH"], "SHELL": "/bin/sh", "TERM": "dumb"}
        if self.user is None:
            settings["CAIRN_ROOT"] = self.root
        settings.update(environment)
        return subprocess.run([*prefix, *command], capture_output=True, text=True, timeout=120,
                              env=settings, cwd=self.home, check=False)

    def cairn(self, *arguments):
        done = self.run(self.program, *arguments)
        if done.returncode != 0:
            self.story.problem(f"cairn {' '.join(arguments)} failed: {done.stderr}")
        return done.stdout

    def inside(self, script, *arguments):
        return self.cairn("enter", "--", "sh", "-ec", script, "sh", *arguments)


def tell_of_view(story, visitor):
    file = os.path.join(visitor.home, "file")
    with open(file, "w", encoding="utf-8") as opened:
        opened.write("seen\n")
    item = visitor.cairn("store", "add", file).strip()
    story.check_equal("an item is in its place", visitor.inside('cat "$1"', item), "seen\n")
    story.check("outside it is not", not os.path.exists(item))
    identity = visitor.run("id", "-u").stdout + visitor.run("id", "-g").stdout
    story.check_equal("user and group are kept", visitor.inside("id -u; id -g"), identity)
    story.check_equal("the working directory is kept", visitor.inside("pwd").strip(), visitor.home)
    story.check_equal("state and configuration are in their places",
                      visitor.inside("ls -d /var/cairn/db /etc/cairn"), "/etc/cairn\n/var/cairn/db\n")
    outside = set(os.listdir("/")) | {"cairn"}
    story.check_equal("all else is as outside", set(visitor.inside("ls -A /").split()), outside)
    story.check_equal("also in /etc", set(visitor.inside("ls -A /etc").split()),
                      set(os.listdir("/etc")) | {"cairn"})
    story.check_equal("and in /var", set(visitor.inside("ls -A /var").split()),
                      set(os.listdir("/var")) | {"cairn"})
    story.check_equal("files are the same", visitor.inside("sha256sum < /etc/passwd"),
                      visitor.run("sh", "-c", "sha256sum < /etc/passwd").stdout)
    story.check_equal("the new root does not show itself", visitor.inside("ls -A /var/cairn/enter"),
                      "")
    written = os.path.join(visitor.home, "written")
    visitor.inside("echo from inside > written")
    with open(written, encoding="utf-8") as opened:
        story.check_equal("what is written inside is there outside", opened.read(), "from inside\n")
    story.check_equal("nothing is left mounted", "cairn-visitor" in open("/proc/mounts").read(),
                      False)


def tell_of_environment(story, visitor):
    shown = visitor.inside("env").split("\n")
    for variable in ["CAIRN_ROOT=/", "NIX_REMOTE=unix:///var/cairn/daemon-socket/socket",
                     "NIX_STORE_DIR=/cairn/store", "NIX_STATE_DIR=/var/cairn",
                     "NIX_LOG_DIR=/var/cairn/log", "NIX_CONF_DIR=/etc/cairn"]:
        story.check(f"{variable} is set inside", variable in shown)
    done = visitor.run(visitor.program, "enter", "--", "sh", "-c", "exit 7")
    story.check_equal("the command's status is passed on", done.returncode, 7)
    done = visitor.run("sh", "-c", f"echo 'echo a shell' | {visitor.program} enter")
    story.check_equal("without a command there is a shell", done.stdout, "a shell\n")


def tell_of_nesting(story, visitor):
    """Inside, cairn works on the store in its real place, and can build."""
    busybox = visitor.inside(f'{visitor.program} store add --name busybox "$1"',
                             os.path.join(story.folder, "tools")).strip()
    drv = visitor.inside(f'echo "$1" > drv.json; {visitor.program} derivation add drv.json',
                         '{"name": "built-inside", "system": "x86_64-linux", "outputs": {"out": {}},'
                         f'"builder": "{busybox}/bin/sh", "inputSrcs": ["{busybox}"],'
                         '"args": ["-c", "echo built > $out"]}').strip()
    out = visitor.inside(f'{visitor.program} build -q "$1"', drv).strip()
    story.check_equal("what is built inside is seen inside", visitor.inside('cat "$1"', out),
                      "built\n")
    story.check_equal("and known outside", visitor.cairn("store", "query", "--valid", out),
                      out + "\n")
    again = visitor.inside(f'{visitor.program} enter -- {visitor.program} enter -- cat "$1"', out)
    story.check_equal("entering what one is in changes nothing", again, "built\n")


def tell_of_refusal(story):
    """A kernel that gives no user namespaces is told with the setting to change."""
    limit = "/proc/sys/user/max_user_namespaces"
    # Set in a user namespace of its own: the machine's own setting is not touched.
    script = f'echo 0 > {limit} && exec "$1" --root "$2" enter -- true'
    done = subprocess.run(["unshare", "--user", "--map-user=1000", "--map-group=1000",
                           "--keep-caps", "sh", "-c", script, "sh",
                           os.path.join(story.programs, "cairn"), os.path.join(story.folder, "no")],
                          capture_output=True, text=True, check=False)
    story.check_equal("the refusal", (done.returncode, done.stderr),
                      (1, f"cairn: error: cannot enter the store below {story.folder}/no: cannot "
                       "make a user namespace, which every sandbox needs: No space left on device\n"
                       "hint: sudo sysctl user.max_user_namespaces=10000\n"))


def tell_it(story):
    os.chmod(story.folder, 0o755)
    os.makedirs(os.path.join(story.folder, "tools", "bin"))
    shutil.copy("/bin/busybox", os.path.join(story.folder, "tools", "bin", "sh"))
    visitors = [Visitor(story)]
    if os.geteuid() == 0:
        visitors.append(Visitor(story, ORDINARY))
    for visitor in visitors:
        tell_of_view(story, visitor)
        tell_of_environment(story, visitor)
        tell_of_nesting(story, visitor)
        subprocess.run(["chmod", "-R", "u+w", visitor.home], check=False)
        shutil.rmtree(visitor.home)
    tell_of_refusal(story)


tell(tell_it)
