# SPDX-License-Identifier: GPL-3.0-or-later
# Those who sign and judge signatures: ssh-keygen, gpg, and us.
import base64
import hashlib
import itertools
import os
import re
import shutil
import struct
import subprocess
import tempfile


def unarmored(text):
    """The bytes inside an armored TEXT; what has no armor stays as it is."""
    lines = text.split(b"\n")
    if not lines[0].startswith(b"-----BEGIN "):
        return text
    body = lines[lines.index(b"") + 1:] if b"PGP" in lines[0] else lines[1:]
    digits = itertools.takewhile(lambda line: not line.startswith((b"-----", b"=")), body)
    return base64.b64decode(b"".join(digits))


def armored(data, like):
    """DATA in the armor of LIKE, without a checksum."""
    lines = like.rstrip(b"\n").split(b"\n")
    digits = base64.b64encode(data)
    body = [digits[at:at + 64] for at in range(0, len(digits), 64)]
    head = [lines[0], b""] if b"PGP" in lines[0] else [lines[0]]
    return b"\n".join([*head, *body, lines[-1], b""])


def fields(*values):
    """SSH's strings, one after the other."""
    return b"".join(struct.pack(">I", len(value)) + value for value in values)


class Files:
    """Fresh files in a folder of the story."""

    def __init__(self, story, name):
        self.folder = os.path.join(story.folder, name)
        os.makedirs(self.folder, mode=0o700)
        self.numbers = itertools.count()

    def file(self, data):
        path = os.path.join(self.folder, f"file-{next(self.numbers)}")
        with open(path, "wb") as file:
            file.write(data)
        return path


def run(command, given=b"", environment=None):
    return subprocess.run(command, capture_output=True, input=given, check=False, timeout=120, env=environment)


def must(command, given=b"", environment=None):
    done = run(command, given, environment)
    if done.returncode != 0:
        raise RuntimeError(f"{command} failed: {done.stderr.decode(errors='replace')}")
    return done.stdout


class Verdict:
    """KEYS that signed, the signing key first, or None; STATUS is the word for it."""

    def __init__(self, status, keys, words):
        self.status, self.keys, self.words = status, keys, words

    def __str__(self):
        return self.words


class Ours(Files):
    """Our side: tests/support/verify_signature.cc."""

    def __init__(self, story):
        super().__init__(story, "ours")
        self.program = os.path.join(story.programs, "verify_signature")

    def __call__(self, payload, signature, *keys):
        done = run([self.program, self.file(payload), self.file(signature), *keys])
        words = (done.stdout + done.stderr).decode(errors="replace").strip()
        if done.returncode not in (0, 1):
            raise RuntimeError(f"verify_signature ended with {done.returncode}: {words}")
        status, _, rest = words.partition(":")
        return Verdict(status, rest.split() if status == "good" else None, words)


class Ssh(Files):
    def __init__(self, story):
        super().__init__(story, "ssh")
        self.keys = {}

    def key(self, kind, bits):
        """The path of a private key; beside it stands the public one, with .pub."""
        if (kind, bits) not in self.keys:
            path = os.path.join(self.folder, f"{kind}-{bits}")
            if bits == 1024:  # ssh-keygen makes no such thing any more
                must(["openssl", "genrsa", "-traditional", "-out", path, "1024"])
                os.chmod(path, 0o600)
                with open(path + ".pub", "wb") as file:
                    file.write(must(["ssh-keygen", "-y", "-f", path]))
            else:
                must(["ssh-keygen", "-q", "-t", kind, "-b", str(bits), "-m", "PEM", "-N", "", "-C", "a b", "-f", path])
            self.keys[kind, bits] = path
        return self.keys[kind, bits]

    def sign(self, key, payload, digest, space="git"):
        return must(["ssh-keygen", "-Y", "sign", "-q", "-n", space, "-O", f"hashalg={digest}", "-f", key], payload)

    def made_by_hand(self, key, payload, kind, digest):
        """A signature of a KIND that ssh-keygen does not make."""
        hashed = hashlib.sha512(payload).digest()
        text = b"SSHSIG" + fields(b"git", b"", b"sha512", hashed)
        raw = must(["openssl", "dgst", f"-{digest}", "-sign", key], text)
        with open(key + ".pub", "rb") as file:
            public = base64.b64decode(file.read().split()[1])
        blob = b"SSHSIG" + struct.pack(">I", 1) + fields(public, b"git", b"", b"sha512", fields(kind.encode(), raw))
        return armored(blob, b"-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n")

    def signer(self, payload, signature):
        """[The key that made SIGNATURE], or None, says ssh-keygen."""
        done = run(["ssh-keygen", "-Y", "check-novalidate", "-n", "git", "-s", self.file(signature)], payload)
        found = re.search(rb'Good "git" signature with \S+ key (SHA256:\S+)', done.stdout)
        return [found[1].decode()] if done.returncode == 0 and found else None


class Gpg(Files):
    """gpg with a home of its own; its agent ends with the story."""

    def __init__(self, story):
        super().__init__(story, "gpg")
        # The agent's socket needs a short name.
        self.home = tempfile.mkdtemp(prefix="gpg-")
        self.users = itertools.count()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        run(["gpgconf", "--homedir", self.home, "--kill", "all"])
        shutil.rmtree(self.home, ignore_errors=True)

    def __call__(self, *arguments, given=b"", home=None):
        return must(self.command(*arguments, home=home), given)

    def command(self, *arguments, home=None):
        return ["gpg", "--homedir", home or self.home, "--batch", "--quiet", "--no-tty", "--no-auto-check-trustdb",
                "--trust-model", "always", "--pinentry-mode", "loopback", "--passphrase", "", *arguments]

    def created(self, arguments):
        """The fingerprint of the key that a command makes."""
        status = self("--status-fd", "1", *arguments).decode()
        return re.search(r"KEY_CREATED \S ([0-9A-F]{40})", status)[1]

    def key(self, kind, *more, expires="never"):
        user = f"user-{next(self.users)}"
        return self.created([*more, "--quick-gen-key", user, kind, "sign", expires])

    def add_subkey(self, primary, kind):
        before = self.fingerprints(primary)
        self("--quick-add-key", primary, kind, "sign", "never")
        return (self.fingerprints(primary) - before).pop()

    def fingerprints(self, key):
        listed = self("--with-colons", "--with-subkey-fingerprint", "--list-keys", key).decode()
        return set(re.findall(r"^fpr:+([0-9A-F]{40}):", listed, re.MULTILINE))

    def export(self, key):
        return self.file(self("--armor", "--export", key))

    def sign(self, key, payload, *more):
        return self("--armor", "--allow-weak-digest-algos", "-u", key, *more, "--output", "-", "--detach-sign",
                    given=payload)

    def revoke(self, key):
        path = os.path.join(self.home, "openpgp-revocs.d", key + ".rev")
        with open(path, "rb") as file:
            self("--import", given=file.read().replace(b":-----BEGIN", b"-----BEGIN"))

    def home_with(self, path):
        """A home that holds only the keys of the file at PATH."""
        home = os.path.join(self.folder, "home")
        shutil.rmtree(home, ignore_errors=True)
        os.makedirs(home, mode=0o700)
        run(self.command("--no-autostart", "--import", path, home=home))
        return home

    def signer(self, payload, signature, home=None):
        """gpg's verdict: the key that made SIGNATURE, and its primary key if that is another."""
        files = [self.file(signature), self.file(payload)]
        done = run(self.command("--no-autostart", "--status-fd", "1", "--verify", *files, home=home))
        status = done.stdout.decode(errors="replace")
        word = re.search(r"^\[GNUPG:\] (GOODSIG|EXPSIG|EXPKEYSIG|REVKEYSIG|BADSIG|ERRSIG)", status, re.MULTILINE)
        named = re.search(r"^\[GNUPG:\] VALIDSIG (\S+)(?: \S+){8} (\S+)", status, re.MULTILINE)
        is_good = done.returncode == 0 and word and word[1] == "GOODSIG" and named
        keys = list(dict.fromkeys([named[1], named[2]])) if is_good else None
        return Verdict(word[1] if word else "none", keys, status)

    @staticmethod
    def packets(data):
        """Pairs of the kind and all bytes of each packet of DATA, as gpg writes them."""
        at = 0
        while at < len(data):
            head = data[at]
            if head & 0x40:
                raise RuntimeError("a packet of the new form")
            width = 1 << (head & 3)
            size = int.from_bytes(data[at + 1:at + 1 + width], "big")
            end = at + 1 + width + size
            yield head >> 2 & 15, data[at:end]
            at = end
