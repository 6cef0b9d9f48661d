# SPDX-License-Identifier: GPL-3.0-or-later
# T-33, T-34: a hash of what is known already beside an address that never gave it, and contents that only a
# place by hash has. Both build, for the bytes are right; but a person hears of it, once, and can ask the
# address itself. And a derivation has no say in whom its fetch hears.
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "end-to-end"))

from story import tell  # noqa: E402  pylint: disable=wrong-import-position
from story.web import CONTENT, Fetches, Server, send, sha256  # noqa: E402  pylint: disable=wrong-import-position

WARNING = "warning: unverified source: "


class Ledger:
    """A store with a ledger, and a server that many addresses lead to."""

    def __init__(self, story):
        self.story = story
        self.fetches = Fetches(story)
        self.pages = {"/evil": send(CONTENT), "/other": send(CONTENT),
                      f"/by-hash/sha256/{sha256(CONTENT)}": send(CONTENT)}
        self.server = Server(self.pages)
        self.base = f"http://127.0.0.1:{self.server.port}"

    def build(self, *arguments, **environment):
        return subprocess.run(self.story.command("build", *arguments), capture_output=True, text=True,
                              check=False, env={**self.fetches.environment, **environment})

    def fetch_of(self, path, name="source"):
        return self.fetches.derivation(self.base + path, name=name)

    def succeeds(self, sentence, *arguments, warnings=0, **environment):
        done = self.build(*arguments, **environment)
        self.story.check_equal(f"{sentence}: {done.stderr}", done.returncode, 0)
        self.story.check_equal(f"{sentence}: warnings\n{done.stderr}", done.stderr.count(WARNING), warnings)
        return done.stderr

    def user_of(self, fetch, name):
        """A derivation that is made from what FETCH gives."""
        described = {"name": name, "system": "builtin", "builder": "builtin:text-1", "inputDrvs": {fetch: ["out"]},
                     "outputs": {"out": {}}, "env": {"text": name}}
        return self.story.cairn("derivation", "add", self.story.write(name + ".json", json.dumps(described))).strip()


def tell_of_a_reused_hash(story, ledger):
    evil = ledger.fetch_of("/evil")
    ledger.succeeds("T-33, control: what an address gave is no matter for a warning", evil)
    ledger.succeeds("T-33, control: nor when it is there already", evil)
    trusted = ledger.fetch_of("/trusted")
    said = ledger.succeeds("T-33: an address that never gave it is told", trusted, warnings=1)
    for part in (f"{ledger.base}/trusted never gave the bytes of sha256-", f"they came from {ledger.base}/evil\n",
                 f"hint: {story.called} build --check {trusted}\n"):
        story.check_contains("T-33: with both addresses and what to do", said, part)
    ledger.succeeds("T-33: also when something is to be made of it", ledger.user_of(trusted, "user"), warnings=1)
    ledger.succeeds("T-33: and when that is made already", ledger.user_of(trusted, "user"), warnings=1)
    ledger.succeeds("T-33, control: not of what the true address names", ledger.user_of(evil, "honest"))
    return trusted


def tell_of_the_hint(story, ledger, trusted):
    done = ledger.build("--check", trusted)
    story.check_equal(f"T-33: the hint's command asks that address: {done.stderr}", done.returncode, 100)
    story.check("T-33: it was asked", any(path == "/trusted" for path, _ in ledger.server.asked))
    ledger.pages["/trusted"] = send(b"something else")
    story.check_equal("T-33: and compares what it gives", ledger.build("--check", trusted).returncode, 102)
    ledger.pages["/trusted"] = send(CONTENT)
    ledger.succeeds("T-33, control: an address that does give it is verified by it", "--check", trusted)
    ledger.succeeds("T-33, control: and trusted from then on", trusted)


def tell_of_places_by_hash(story, ledger):
    by_hash = {"CAIRN_CONTENT_MIRRORS": ledger.base + "/by-hash"}
    gone = ledger.fetch_of("/gone", name="other-name")
    ledger.succeeds("T-34: what only a place by hash has is told", gone, warnings=1, **by_hash)
    done = ledger.build("--check", gone, **by_hash)
    story.check_equal(f"T-34: no check is content with it: {done.stderr}", done.returncode, 100)
    ledger.succeeds("T-34, control: what the address has itself is no matter",
                    ledger.fetch_of("/other", name="third-name"), **by_hash)


def tell_of_mirrors(story, ledger):
    os.makedirs(story.root + "/etc/cairn", exist_ok=True)
    with open(story.root + "/etc/cairn/mirrors", "w", encoding="utf-8") as file:
        file.write(f"ours {ledger.base}\n")
    plain = ledger.fetches.derivation(ledger.base + "/other", name="third-name")
    by_mirror = ledger.fetches.derivation("mirror://ours/other", name="third-name")
    ledger.succeeds("T-33, control: a mirror is the address that it stands for", plain)
    ledger.succeeds("T-33, control: and the other way round", by_mirror)


def tell_of_environments(story, ledger):
    """A derivation that names a proxy would choose itself who gives what a trusted address is asked for."""
    proxy = Server({"http://trusted.invalid/x": send(CONTENT)})
    environment = {"urls": "http://trusted.invalid/x", "http_proxy": f"http://127.0.0.1:{proxy.port}"}
    described = {"name": "by-proxy", "system": "builtin", "builder": "builtin:fetch-1", "env": environment,
                 "outputs": {"out": {"hashAlgo": "sha256", "hash": sha256(CONTENT)}}}
    added = story.cairn("derivation", "add", story.write("by-proxy.json", json.dumps(described))).strip()
    done = ledger.build(added)
    story.check_equal(f"a derivation names no proxy: {done.stderr}", (done.returncode, proxy.asked), (100, []))
    ledger.succeeds("control: the machine does", added, http_proxy=environment["http_proxy"])


def tell_of_the_ledger(story):
    ledger = Ledger(story)
    trusted = tell_of_a_reused_hash(story, ledger)
    tell_of_the_hint(story, ledger, trusted)
    tell_of_places_by_hash(story, ledger)
    tell_of_mirrors(story, ledger)
    tell_of_environments(story, ledger)
    story.check_contains("the store is sound", story.cairn("store", "verify", "--check-contents") + "sound", "sound")


tell(tell_of_the_ledger)
