# SPDX-License-Identifier: GPL-3.0-or-later
# Those who sign the commits of stories.
import os
import subprocess


class SshSigner:
    kind = "ssh"

    def __init__(self, folder, name):
        self.name = name
        self.key = os.path.join(folder, name)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", self.key], check=True)
        shown = subprocess.run(["ssh-keygen", "-l", "-f", self.key + ".pub"], check=True, capture_output=True)
        self.fingerprint = shown.stdout.decode().split()[1]

    def sign(self, payload, space="git"):
        done = subprocess.run(["ssh-keygen", "-Y", "sign", "-q", "-n", space, "-f", self.key], check=True,
                              input=payload, capture_output=True)
        return done.stdout


class GpgSigner:
    """Signs with KEY of GPG, a key or a subkey, and passes OPTIONS to gpg each time."""

    kind = "openpgp"

    def __init__(self, gpg, name, key, *options):
        self.gpg, self.name, self.fingerprint, self.options = gpg, name, key, options

    def sign(self, payload):
        return self.gpg.sign(self.fingerprint + "!", payload, *self.options)

    def public(self):
        return self.gpg("--armor", "--export", self.fingerprint)


class Signers:
    """Everybody, made once: alice, bob and carol sign by SSH, gina and others by OpenPGP."""

    def __init__(self, folder, gpg):
        os.makedirs(folder, exist_ok=True)
        self.gpg = gpg
        self.alice, self.bob, self.carol, self.mallory = (
            SshSigner(folder, name) for name in ["alice", "bob", "carol", "mallory"])
        self.gina = GpgSigner(gpg, "gina", gpg.key("ed25519"))
        self.rosa = GpgSigner(gpg, "rosa", gpg.key("rsa2048"))
        self.sub = GpgSigner(gpg, "sub", gpg.add_subkey(self.rosa.fingerprint, "rsa2048"))
        self.sha1 = GpgSigner(gpg, "rosa", self.rosa.fingerprint, "--digest-algo", "SHA1")
        then = ("--faked-system-time", "20200101T000000")
        self.old = GpgSigner(gpg, "old", gpg.key("ed25519", *then, expires="1y"), *then)
        self.revoked = GpgSigner(gpg, "revoked", gpg.key("ed25519"))
