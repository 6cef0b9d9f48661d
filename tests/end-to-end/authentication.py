# SPDX-License-Identifier: GPL-3.0-or-later
# T-42: generated histories with the verdict and the message that each must have; every signature that
# counts is one that ssh-keygen or gpg accepts.
import json
import os
import shutil
import subprocess

from histories import ALL, introducing, merging, naming, openpgp, signing  # noqa: F401
from story import tell
from story.commit_signers import Signers
from story.git_repository import Repository, fingerprints
from story.signers import Gpg, Ssh


class Teller:
    def __init__(self, story, repository):
        self.story, self.repository = story, repository
        self.cache = os.path.join(story.folder, "cache")

    def authenticate(self, introduction, signer, *options):
        """Run the verb with what it remembers in a folder of its own."""
        command = [os.path.join(self.story.programs, "cairn"), "git", "authenticate", introduction, signer,
                   "--repository", self.repository.path, *options]
        return self.story.run(command, env={**os.environ, "XDG_CACHE_HOME": self.cache})

    def tell(self, sentence, told):
        shutil.rmtree(self.cache, ignore_errors=True)
        signer = told.signer or self.repository.signed[told.introduction][2].fingerprint
        done = self.authenticate(told.introduction, signer, "--json", "--end", told.target, *told.options)
        remembered = os.path.exists(self.cache)
        if told.refusal:
            self.story.check_equal(f"{sentence}: the refusal", (done.returncode, done.stdout), (1, ""))
            self.check_message(sentence, told, done.stderr)
            self.story.check(f"{sentence}: nothing is remembered", not remembered)
            return
        self.story.check_equal(f"{sentence}: it is authentic", (done.returncode, done.stderr), (0, ""))
        if done.returncode == 0:
            self.story.check_equal(f"{sentence}: all was checked", json.loads(done.stdout)["checked"], told.checked)
        again = self.authenticate(told.introduction, signer, "--stats", "--end", told.target, *told.options)
        self.story.check_equal(f"{sentence}: it is remembered", again.stdout, "checked 0 commits\n")

    def check_message(self, sentence, told, stderr):
        said, _, hint = stderr.partition("\nhint: ")
        before = f"cannot authenticate {self.repository.path}: "
        self.story.check_equal(f"{sentence}: the message", said.strip(), f"cairn: error: {before}{told.refusal}")
        self.story.check_contains(f"{sentence}: the hint", hint, told.hint)


def compare_with_others(story, repository, ssh, gpg):
    """Whatever of our repository was signed well is signed well for ssh-keygen and gpg, by the same key."""
    counts = {"ssh": 0, "openpgp": 0}
    for commit, (payload, signature, signer) in repository.signed.items():
        if signer is None or b"evil" in payload.split(b"\n\n", 1)[1]:
            continue
        if signer.kind == "ssh":
            theirs = ssh.signer(payload, signature)
        else:
            theirs = gpg.signer(payload, signature).words
            theirs = [signer.fingerprint] if f"VALIDSIG {signer.fingerprint} " in theirs else None
        was_changed = commit in CHANGED
        story.check_equal(f"others judge {repository.told(commit)} as we do", theirs,
                          None if was_changed else [signer.fingerprint])
        counts[signer.kind] += 1
    story.check(f"there were many signatures: {counts}", counts["ssh"] > 100 and counts["openpgp"] > 15)


CHANGED = set()


def tell_of_git_itself(story, teller, by):
    """A history that git itself commits, signs and merges."""
    folder = os.path.join(story.folder, "working")
    public = os.path.join(story.folder, "home")
    os.makedirs(public)
    environment = {**os.environ, "HOME": public, "GIT_CONFIG_NOSYSTEM": "1", "GNUPGHOME": by.gpg.home}

    def git(*arguments, **settings):
        names = {f"GIT_{who}_{what}": value for who in ["AUTHOR", "COMMITTER"]
                 for what, value in [("NAME", "Ann"), ("EMAIL", "ann@example.org")]}
        done = subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, text=True,
                              env={**environment, **names}, **settings)
        return done.stdout.strip()

    ssh = ["-c", "gpg.format=ssh", "-c", f"user.signingkey={by.alice.key}"]
    gpg = ["-c", f"user.signingkey={by.gina.fingerprint}!"]
    os.makedirs(folder)
    git("init", "-q", "-b", "main")
    with open(os.path.join(folder, ".cairn-authorizations"), "w", encoding="utf-8") as file:
        file.write(fingerprints(by.alice, by.gina))
    git("add", ".")
    git(*ssh, "commit", "-q", "-S", "-m", "introduction")
    first = git("rev-parse", "HEAD")
    git("checkout", "-q", "-b", "side")
    git(*gpg, "commit", "-q", "-S", "--allow-empty", "-m", "side\n\nWith a body: ä.")
    git("checkout", "-q", "main")
    git(*ssh, "commit", "-q", "-S", "--allow-empty", "-m", "main")
    git(*gpg, "merge", "-q", "-S", "--no-ff", "-m", "merge", "side")
    git("checkout", "-q", "--orphan", "keyring")
    git("rm", "-rqf", ".")
    with open(os.path.join(folder, "gina.key"), "wb") as file:
        file.write(by.gina.public())
    git("add", ".")
    git("commit", "-q", "--no-gpg-sign", "-m", "keys")
    git("checkout", "-q", "main")
    git("gc", "-q")
    real = Teller(story, Repository.__new__(Repository))
    real.repository.path = folder
    shutil.rmtree(real.cache, ignore_errors=True)
    done = real.authenticate(first, by.alice.fingerprint, "--json")
    story.check_equal("what git made is authentic", (done.returncode, done.stderr), (0, ""))
    expected = {by.alice.fingerprint: 1, by.gina.fingerprint: 2}
    story.check_equal("all signers are counted", json.loads(done.stdout)["signers"], expected)


def tell_of_words(story, teller, by):
    """What is no question at all."""
    first = teller.repository.start(by.alice)
    for arguments, words in [
            ([], "an introduction is a commit and the fingerprint of the key that signed it"),
            ([first], "an introduction is a commit and the fingerprint of the key that signed it"),
            (["main", by.alice.fingerprint], "'main' is no commit's id of 40 digits"),
            ([first, "SHA256:abc"], "SHA256:abc")]:
        done = story.run([os.path.join(story.programs, "cairn"), "git", "authenticate", *arguments])
        story.check_equal(f"misuse with {arguments}", done.returncode, 2)
        story.check_contains("misuse says what is missing", done.stderr, words)
    done = teller.authenticate(first, by.alice.fingerprint, "--end", "no-such-branch")
    story.check_contains("an end that is not there", done.stderr, "there is no commit 'no-such-branch' in ")


def tell_of_authentication(story):
    with Gpg(story) as gpg:
        repository = Repository(os.path.join(story.folder, "repository"))
        by = Signers(os.path.join(story.folder, "signers"), gpg)
        by.historical = story.write("historical", fingerprints(by.alice))
        teller = Teller(story, repository)
        for sentence, make in ALL:
            told = make(repository, by)
            if "did not sign" in told.refusal or "for another purpose" in sentence:
                CHANGED.add(told.target)
            teller.tell(sentence, told)
        story.check(f"there are at least forty histories: {len(ALL)}", len(ALL) >= 40)
        compare_with_others(story, repository, Ssh(story), gpg)
        tell_of_git_itself(story, teller, by)
        tell_of_words(story, teller, by)


tell(tell_of_authentication)
