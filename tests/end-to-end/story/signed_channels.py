# SPDX-License-Identifier: GPL-3.0-or-later
# Somebody who keeps and uses channels: folders of small packages that need no toolchain, made into channels
# by `cairn channel init` and kept with git, as people do.
import os
import subprocess

from . import Story

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
                                             ("shell" . ,(file-append tools "/bin/sh"))
                                             ("source" . ,(or (package-source package) ""))))))))
"""

# A program that says its name and version, and its arguments; SOURCE is an expression.
PROGRAM = """(define-module ({folder} {name})
  #:use-module (cairn)
  #:use-module (things shell))

(define-public {name}
  (package
    (name "{name}")
    (version "{version}")
    (source {source})
    (build-system shell-build-system)
    (arguments (list #:script "mkdir -p $out/bin
printf '#!%s\\\\necho {name} {version} \\"$@\\"\\\\n' $shell > $out/bin/{name}
if [ -n \\"$source\\" ]; then echo \\"cat $source\\" | sed 's|^cat|echo|' >> $out/bin/{name}; fi
chmod +x $out/bin/{name}"))
    (synopsis "{synopsis}")))
"""


def program(folder, name, version="1.0", source="#f", synopsis="A small thing"):
    return PROGRAM.format(folder=folder, name=name, version=version, source=source, synopsis=synopsis)


class Somebody:
    """A home folder, and cairn and git run with nothing but it."""

    def __init__(self, story: Story, name="home"):
        self.story = story
        self.home = os.path.join(story.folder, name)
        self.file = os.path.join(self.home, ".config/cairn/channels.scm")
        self.time = 1_700_000_000
        self.state = os.path.join(story.root, "var/cairn")
        os.makedirs(os.path.dirname(self.file))

    def environment(self, **more):
        """That of one who made nothing known to git; each call is a minute later than the one before."""
        self.time += 60
        kept = {name: os.environ[name] for name in ("PATH", "GNUPGHOME") if name in os.environ}
        return {**kept, "HOME": self.home, "TZ": "UTC", "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_AUTHOR_DATE": f"{self.time} +0000", "GIT_COMMITTER_DATE": f"{self.time} +0000", **more}

    def run(self, *arguments, **more):
        return self.story.run(self.story.command(*arguments), env=self.environment(**more), cwd=self.home)

    def __call__(self, *arguments, status=0, **more):
        """What cairn says: its results, or what it has to say of a failure that must be."""
        done = self.run(*arguments, **more)
        if done.returncode != status:
            self.story.problem(f"cairn {' '.join(arguments)} ended with {done.returncode}, not {status}:\n"
                               f"{done.stdout}{done.stderr}")
        return done.stdout if status == 0 else done.stderr

    def said(self, *arguments, **more):
        """What cairn says on standard error while it does what it is told."""
        done = self.run(*arguments, **more)
        self.story.check(f"cairn {' '.join(arguments)}: {done.stderr}", done.returncode == 0)
        return done.stderr

    def declare(self, *channels):
        """Write a channels.scm of CHANNELS, texts as `channel init' prints them."""
        with open(self.file, "w", encoding="utf-8") as file:
            file.write("(append\n" + "".join(channels) + ")\n")

    def fetching(self, *channels):
        """What a pull says first."""
        return "".join(f"fetching the channel '{one.name}' from {one.path}\n" for one in channels)

    def refs(self):
        """All refs of generations in all copies of channels."""
        found = {}
        repositories = os.path.join(self.state, "channels/repositories")
        for name in sorted(os.listdir(repositories) if os.path.isdir(repositories) else []):
            path = os.path.join(repositories, name)
            done = subprocess.run(["git", "-C", path, "for-each-ref", "refs/cairn/generations"],
                                  capture_output=True, text=True, check=True)
            if done.stdout:
                found[name] = done.stdout
        return found

    def now(self):
        """All that a pull could change."""
        describe = self.run("describe", "--json")
        generations = self.run("pull", "--list-generations")
        return describe.stdout, generations.stdout, self.refs()


class ChannelFolder:
    """A folder of modules that somebody keeps with git."""

    def __init__(self, somebody, name):
        self.by = somebody
        self.name = name
        self.path = os.path.join(somebody.story.folder, name)
        self.text = None  # how users declare it
        os.makedirs(self.path)

    def write(self, name, text):
        path = os.path.join(self.path, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, name):
        with open(os.path.join(self.path, name), encoding="utf-8") as file:
            return file.read()

    def init(self, *options):
        self.text = self.by("channel", "init", *options, self.path)
        return self.head()

    def git(self, *arguments, **more):
        done = subprocess.run(["git", "-C", self.path, *arguments], capture_output=True, text=True, check=False,
                              env=self.by.environment(**more))
        if done.returncode != 0:
            raise RuntimeError(f"git {' '.join(arguments)} failed: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def commit(self, message, *options, settings=()):
        """Commit all that lies in the folder; returns the commit."""
        self.git("add", "--all")
        words = [word for setting in settings for word in ("-c", setting)]
        self.git(*words, "commit", "--quiet", "--allow-empty", "--message", message, *options)
        return self.head()

    def head(self):
        """The commit that is the newest here; nothing where there is none."""
        return subprocess.run(["git", "-C", self.path, "rev-parse", "--quiet", "--verify", "HEAD"],
                              capture_output=True, text=True, check=False).stdout.strip()

    def back_to(self, commit):
        self.git("reset", "--quiet", "--hard", commit)


def base_channel(somebody, name="base"):
    """A channel with a build system and a program `greet'."""
    channel = ChannelFolder(somebody, name)
    channel.write("distro/defaults.scm", "(define-module (distro defaults))\n")
    channel.write("things/shell.scm", BUILD_SYSTEM.replace("@TOOLS@", somebody.story.add_busybox()))
    channel.write("things/greet.scm", program("things", "greet", synopsis="Greet whoever comes"))
    return channel


def dependency(channel, introduction, signer):
    """The fields of .cairn-channel that say: this channel needs CHANNEL."""
    return (f' (dependencies\n  (channel\n   (name {channel.name})\n   (url "{channel.path}")\n'
            f'   (introduction\n    (channel-introduction\n     (version 0)\n'
            f'     (commit "{introduction}")\n     (signer "{signer}")))))')
