# SPDX-License-Identifier: GPL-3.0-or-later
# A git repository whose objects are made one by one, so that they can be wrong in every way.
import hashlib
import os
import subprocess
import zlib

AUTHOR = "Ann <ann@example.org>"


def fingerprints(*signers):
    """The text of authorizations that name SIGNERS."""
    keys = "\n  ".join(f'("{signer.fingerprint}" (name "{signer.name}"))' for signer in signers)
    return f"(authorizations (version 0)\n ({keys}))\n"


def listed(*signers):
    """SIGNERS as messages list them."""
    first = sorted(signers, key=lambda signer: (signer.kind != "ssh", signer.fingerprint))
    return ", ".join(f"{signer.name} ({signer.fingerprint})" for signer in first)


class Repository:
    FILE = ".cairn-authorizations"

    def __init__(self, path):
        self.path = path
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", path], check=True)
        self.files = {}  # of each commit
        self.messages = {}
        self.signed = {}  # the payload, signature and signer of each commit
        self.time = 1_600_000_000

    def object(self, kind, content):
        data = f"{kind} {len(content)}\0".encode() + content
        name = hashlib.sha1(data).hexdigest()
        folder = os.path.join(self.path, "objects", name[:2])
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name[2:]), "wb") as file:
            file.write(zlib.compress(data, 1))
        return name

    def tree(self, files):
        """FILES by name: text, bytes, or a pair of a mode and a text."""
        content = b""
        for name, text in sorted(files.items()):
            mode, text = text if isinstance(text, tuple) else ("100644", text)
            blob = self.object("blob", text if isinstance(text, bytes) else text.encode())
            content += f"{mode} {name}\0".encode() + bytes.fromhex(blob)
        return self.object("tree", content)

    def payload(self, message, parents=(), files=None, time=None):
        self.time += 60
        when = f"{time or self.time} +0000"
        lines = [f"tree {self.tree(files or {})}", *(f"parent {parent}" for parent in parents),
                 f"author {AUTHOR} {when}", f"committer {AUTHOR} {when}"]
        return "\n".join(lines).encode() + b"\n\n" + message.encode() + b"\n"

    @staticmethod
    def with_signature(payload, signature, header="gpgsig"):
        """PAYLOAD as a commit that has SIGNATURE."""
        head, message = payload.split(b"\n\n", 1)
        folded = signature.rstrip(b"\n").replace(b"\n", b"\n ")
        return head + f"\n{header} ".encode() + folded + b"\n\n" + message

    def commit(self, message, parents=(), signer=None, files=None, time=None, **change):
        """A commit with the files of its first parent, CHANGEd by FILES (None takes one away)."""
        tree = dict(self.files[parents[0]]) if parents else {}
        tree.update(files or {})
        tree = {name: text for name, text in tree.items() if text is not None}
        payload = self.payload(message, parents, tree, time)
        signature = signer.sign(payload) if signer else b""
        content = self.with_signature(payload, signature) if signer else payload
        return self.keep(content, message, tree, (payload, signature, signer))

    def keep(self, content, message, tree, signed):
        """The commit CONTENT, as it stands."""
        name = self.object("commit", content)
        self.files[name], self.messages[name], self.signed[name] = tree, message, signed
        return name

    def start(self, *signers, message="introduction", file=FILE, **more):
        """The first commit of a history: it names SIGNERS and is signed by the first."""
        return self.commit(message, (), signers[0], {file: fingerprints(*signers)}, **more)

    def branch(self, name, commit):
        subprocess.run(["git", "-C", self.path, "update-ref", f"refs/heads/{name}", commit], check=True)
        return name

    def keyring(self, name, files):
        """A branch of key files that nobody signed."""
        return self.branch(name, self.commit("keys", (), None, files))

    def told(self, commit):
        """How messages name COMMIT."""
        return f"the commit {commit[:9]} '{self.messages[commit]}' of {AUTHOR}"

    def unauthorized(self, commit, parent, *authorized):
        signer = self.signed[commit][2].fingerprint
        names = listed(*authorized) if authorized else "nobody"
        return (f"{self.told(commit)} is signed by {signer}, whom its parent {parent[:9]} does not authorize: "
                f"that authorizes {names}")
