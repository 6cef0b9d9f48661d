# SPDX-License-Identifier: GPL-3.0-or-later
# T-09: a repository that wants programs to be run, or files of others read; T-32d: what is remembered
# of one channel must not help another.
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "end-to-end"))

from story import tell
from story.commit_signers import SshSigner
from story.git_repository import Repository


class Place:
    """A repository with a signed line of commits, checked out, and a file that shows what was run."""

    def __init__(self, story):
        self.story = story
        self.folder = os.path.join(story.folder, "place")
        self.work = os.path.join(self.folder, "work")
        self.ran = os.path.join(story.folder, "ran")
        self.cache = os.path.join(story.folder, "cache")
        os.makedirs(self.folder)
        self.alice, self.bob = (SshSigner(story.folder, name) for name in ["alice", "bob"])
        made = Repository(os.path.join(story.folder, "made"))
        self.first = made.start(self.alice, self.bob)
        self.second = made.commit("second", [self.first], self.bob, {"a.txt": "a", ".gitattributes": "* filter=evil\n"})
        made.branch("main", self.second)
        self.made = made
        subprocess.run(["git", "clone", "-q", made.path, self.work], check=True)
        self.git_folder = os.path.join(self.work, ".git")

    def program(self, name):
        """A program that says that it was run."""
        path = os.path.join(self.story.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\necho {name} >> {self.ran}\n")
        os.chmod(path, 0o755)
        return path

    def what_ran(self):
        if not os.path.exists(self.ran):
            return set()
        with open(self.ran, encoding="utf-8") as file:
            found = set(file.read().split())
        os.unlink(self.ran)
        return found

    def authenticate(self, folder, introduction=None, signer=None, **environment):
        command = [os.path.join(self.story.programs, "cairn"), "git", "authenticate", introduction or self.first,
                   signer or self.alice.fingerprint, "-r", folder, "--stats"]
        return self.story.run(command, env={**os.environ, "XDG_CACHE_HOME": self.cache, **environment})

    def forget(self):
        shutil.rmtree(self.cache, ignore_errors=True)


def plant(place):
    """All that makes git run programs, in the repository's own configuration."""
    evil = place.program
    with open(os.path.join(place.story.folder, "included"), "w", encoding="utf-8") as file:
        file.write(f"[core]\n\tsshCommand = {evil('ssh')}\n\tpager = {evil('pager')}\n")
    with open(os.path.join(place.git_folder, "config"), "a", encoding="utf-8") as file:
        file.write(f"[core]\n\tfsmonitor = {evil('fsmonitor')}\n\teditor = {evil('editor')}\n"
                   f"[gpg]\n\tprogram = {evil('gpg')}\n[gpg \"ssh\"]\n\tprogram = {evil('ssh-keygen')}\n"
                   f"[filter \"evil\"]\n\tsmudge = {evil('smudge')}\n\tclean = {evil('clean')}\n"
                   f"[credential]\n\thelper = {evil('helper')}\n"
                   f"[include]\n\tpath = {place.story.folder}/included\n[extensions]\n\tpartialClone = origin\n"
                   f"[remote \"origin\"]\n\tpromisor = true\n\tuploadpack = {evil('uploadpack')}\n")
    for hook in ["post-checkout", "reference-transaction", "pre-auto-gc", "post-index-change"]:
        os.symlink(evil(f"hook-{hook}"), os.path.join(place.git_folder, "hooks", hook))


def tell_of_programs(place):
    plant(place)
    story = place.story
    safe = ["git", "-c", "safe.directory=*", "-C", place.work]
    subprocess.run([*safe, "status"], capture_output=True, check=False)
    ran = place.what_ran()
    story.check(f"git itself runs what the repository names: {ran}", {"fsmonitor", "clean"} <= ran)
    done = place.authenticate(place.work)
    story.check_equal("we read the repository all the same", (done.returncode, done.stderr), (0, ""))
    story.check_contains("its signature was verified", done.stdout, "checked 1 commit")
    story.check_equal("and ran nothing", place.what_ran(), set())


def tell_of_missing_objects(place):
    """A partial clone would have git fetch, by a program that the repository names."""
    story = place.story
    broken = os.path.join(place.folder, "broken")
    shutil.copytree(place.work, broken, symlinks=True)
    name = place.made.object("blob", b"only elsewhere")
    safe = ["git", "-c", "safe.directory=*", "-C", broken]
    subprocess.run([*safe, "cat-file", "-e", name], capture_output=True, check=False)
    story.check_contains("git itself fetches what is missing", place.what_ran(), "uploadpack")
    shutil.rmtree(os.path.join(broken, ".git/objects"))
    os.makedirs(os.path.join(broken, ".git/objects/info"))
    place.what_ran()
    place.forget()
    done = place.authenticate(broken)
    story.check("a repository without objects is refused", done.returncode == 1)
    story.check_equal("and nothing is fetched", place.what_ran(), set())


def tell_of_environment(place):
    """What the user's own git is told does not reach us, either."""
    place.forget()
    evil = place.program("evil")
    home = os.path.join(place.story.folder, "home")
    os.makedirs(home)
    with open(os.path.join(home, ".gitconfig"), "w", encoding="utf-8") as file:
        file.write(f"[core]\n\tfsmonitor = {evil}\n[gpg \"ssh\"]\n\tprogram = {evil}\n")
    done = place.authenticate(place.work, HOME=home, GIT_SSH_COMMAND=evil, GIT_EXTERNAL_DIFF=evil,
                              GIT_DIR="/nonexistent", GIT_CONFIG_GLOBAL=os.path.join(home, ".gitconfig"))
    place.story.check_equal("the repository named is read", (done.returncode, done.stderr), (0, ""))
    place.story.check_equal("nothing is run", place.what_ran(), set())


def tell_of_parents(place):
    """A folder that somebody else made a repository of, around ours."""
    story = place.story
    inside = os.path.join(place.work, "inside", "deep")
    os.makedirs(inside)
    found = subprocess.run(["git", "-c", "safe.directory=*", "-C", inside, "rev-parse", "--git-dir"],
                           capture_output=True, text=True, check=False)
    story.check_equal("git itself finds the repository around", found.stdout.strip(), place.git_folder)
    done = place.authenticate(inside)
    story.check_equal("we do not look around", done.returncode, 1)
    story.check_contains("and say so", done.stderr, f"cannot open the git repository {inside}")
    story.check_equal("nothing is run", place.what_ran(), set())


def tell_of_owners(place):
    if os.geteuid() != 0:
        return
    story = place.story
    place.forget()
    theirs = os.path.join(place.folder, "theirs")
    shutil.copytree(place.work, theirs, symlinks=True)
    subprocess.run(["chown", "-R", "nobody", theirs], check=True)
    refused = subprocess.run(["git", "-C", theirs, "status"], capture_output=True, text=True, check=False)
    story.check_contains("git itself does not trust another's repository", refused.stderr, "dubious ownership")
    done = place.authenticate(theirs)
    story.check_equal("we believe signatures, whoever owns them", (done.returncode, done.stderr), (0, ""))
    story.check_equal("and run nothing for him", place.what_ran(), set())


def tell_of_alternates(place):
    """Objects may be borrowed from another repository, but a file that is no object tells nothing."""
    story = place.story
    place.forget()
    secret = os.path.join(story.folder, "secret")
    os.makedirs(os.path.join(secret, "pack"))
    for name in [place.second[:2], "info"]:
        os.makedirs(os.path.join(secret, name), exist_ok=True)
    with open(os.path.join(secret, place.second[:2], place.second[2:]), "w", encoding="utf-8") as file:
        file.write("the password is tulip")
    bare = os.path.join(place.folder, "borrowing.git")
    subprocess.run(["git", "init", "-q", "--bare", bare], check=True)
    with open(os.path.join(bare, "objects/info/alternates"), "w", encoding="utf-8") as file:
        file.write(secret + "\n")
    with open(os.path.join(bare, "refs/heads/master"), "w", encoding="utf-8") as file:
        file.write(place.second + "\n")
    done = place.authenticate(bare)
    story.check_equal("what is no object is refused", done.returncode, 1)
    story.check("no word of the secret is shown", "tulip" not in done.stdout + done.stderr)


def tell_of_memory(place):
    """T-32d: each introduction has a memory of its own, whatever the channel is called."""
    story, made = place.story, place.made
    place.forget()
    other = made.start(place.alice, message="another introduction")
    end = ["--end", place.second]
    for key in ["../../x", "channels/guix", "/etc/passwd", "a\nb"]:
        command = [os.path.join(story.programs, "cairn"), "git", "authenticate", place.first, place.alice.fingerprint,
                   "-r", made.path, *end, "--cache-key", key]
        done = story.run(command, env={**os.environ, "XDG_CACHE_HOME": place.cache})
        story.check_equal(f"the key {key!r} is no path", (done.returncode, done.stderr), (0, ""))
    names = [os.path.relpath(os.path.join(folder, name), place.cache)
             for folder, _, files in os.walk(place.cache) for name in files]
    story.check_equal("four keys are four files", len(names), 4)
    for name in names:
        story.check(f"{name} is a hash in our folder",
                    name.startswith("cairn/authentication/") and len(os.path.basename(name)) == 64)
    done = place.authenticate(made.path)
    story.check_contains("control: the same channel checks once", done.stdout, "checked 1 commit")
    story.check_contains("and then remembers", place.authenticate(made.path).stdout, "checked 0 commits")
    done = place.authenticate(made.path, introduction=other)
    story.check_contains("another introduction is not believed for it", done.stderr, "does not descend from")
    done = place.authenticate(made.path, signer=place.bob.fingerprint)
    story.check_contains("another signer is not believed for it", done.stderr, "where the introduction names")
    tell_of_forged_memory(place, made)


def tell_of_forged_memory(place, made):
    """What is remembered is believed only if the user alone can write it."""
    story = place.story
    evil = made.commit("evil", [place.second], None)
    made.branch("main", evil)
    folder = os.path.join(place.cache, "cairn/authentication")
    names = [os.path.join(folder, name) for name in os.listdir(folder)]
    for path in names:
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"cairn authentic commits 1\n{evil}\n")
        os.chmod(path, 0o666)
    done = place.authenticate(made.path)
    story.check_contains("what others could write is not believed", done.stderr, "is not signed")
    for path in names:
        os.chmod(path, 0o600)
    story.check_equal("control: the file is the one that is read", place.authenticate(made.path).returncode, 0)


def tell_of_git(story):
    place = Place(story)
    tell_of_programs(place)
    tell_of_missing_objects(place)
    tell_of_environment(place)
    tell_of_parents(place)
    tell_of_owners(place)
    tell_of_alternates(place)
    tell_of_memory(place)


tell(tell_of_git)
