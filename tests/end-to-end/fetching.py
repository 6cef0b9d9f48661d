# SPDX-License-Identifier: GPL-3.0-or-later
# Fetching, against real servers: what is right is taken wherever it comes from, and nothing else.
import os
import socket
import subprocess
import threading
import time

from story import tell
from story.web import CONTENT, Certificates, Fetches, Server, redirect, send, sha256

TOGETHER = 4  # files


def breaks_off_once(handler):
    """Half of the content, then the end; the other half to whoever asks for it."""
    half = len(CONTENT) // 2
    wanted = handler.headers.get("Range")
    if wanted == f"bytes={half}-":
        handler.send_response(206)
        handler.send_header("Content-Range", f"bytes {half}-{len(CONTENT) - 1}/{len(CONTENT)}")
        handler.send_header("Content-Length", str(len(CONTENT) - half))
        handler.end_headers()
        handler.wfile.write(CONTENT[half:])
        return
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(CONTENT)))
    handler.end_headers()
    handler.wfile.write(CONTENT[:half])
    handler.close_connection = True


class DeadPort:
    """A port that answers nobody: those who wait to be let in fill its queue."""

    def __init__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.waiting = []
        for _ in range(4):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", self.port))
            self.waiting.append(client)


def tell_of_addresses(story, fetches, plain):
    base = f"http://127.0.0.1:{plain.port}"
    fetches.succeeds("a file is fetched", base + "/right")
    fetches.succeeds("an address that has it not is passed over", f"{base}/nothing {base}/right")
    fetches.succeeds("wrong contents are passed over", f"{base}/wrong {base}/right")
    begin = time.monotonic()
    dead = DeadPort()
    fetches.succeeds("a dead address is given up", f"http://127.0.0.1:{dead.port}/x {base}/right")
    took = time.monotonic() - begin
    story.check(f"after five seconds, not before and not much later: {took}", 4 < took < 60)
    fetches.succeeds("what breaks off is resumed", base + "/breaks-off")
    story.check("from where it broke off", any("Range" in headers for path, headers in plain.asked
                                                if path == "/breaks-off"))
    fetches.succeeds("a redirection is followed, to another host too", f"http://localhost:{plain.port}/moved")
    wrong = fetches.fails("wrong contents are told", base + "/wrong", "hash mismatch", status=102)
    for part in ("expected: sha256-", "got:      sha256-", base + "/wrong"):
        story.check_contains("with both hashes and the address", wrong.stderr, part)
    fetches.fails("a redirection to a file of the machine is refused", base + "/to-file", "none of its addresses")
    fetches.fails("one without end is given up", base + "/round", "none of its addresses")


def tell_of_certificates(story, fetches, certificates, plain):
    right = {"/right": send(CONTENT), "/down": redirect(f"http://127.0.0.1:{plain.port}/right")}
    good = Server(right, certificates.of("localhost"))
    other = Server(right, certificates.of("elsewhere.example"))
    alone = Server(right, certificates.self_signed("localhost"))
    fetches.succeeds("the certificate of a known authority is good", f"https://localhost:{good.port}/right")
    for sentence, server in (("a certificate for another host is refused", other),
                             ("a certificate that nobody vouches for is refused", alone)):
        fetches.fails(sentence, f"https://localhost:{server.port}/right", "SSL")
        story.check(f"{sentence} before anything is asked", server.asked == [])
    fetches.fails("from https no redirection leads to http", f"https://localhost:{good.port}/down",
                  "redirected from https to http")
    up = Server({"/up": redirect(f"https://localhost:{good.port}/down"),
                 "/well": redirect(f"https://localhost:{good.port}/right")})
    fetches.fails("nor does one that began with http", f"http://localhost:{up.port}/up",
                  "redirected from https to http")
    fetches.succeeds("from http one may lead to https", f"http://localhost:{up.port}/well")


def tell_of_hashes(story, fetches, plain):
    folder = os.path.join(story.folder, "by-hash")
    os.makedirs(folder + "/sha256")
    with open(f"{folder}/sha256/{sha256(CONTENT)}", "wb") as file:
        file.write(CONTENT)
    gone = f"http://127.0.0.1:{plain.port}/gone"
    fetches.fails("what is gone is gone", gone, "404")
    fetches.succeeds("unless a folder has it by its hash", gone, CAIRN_CONTENT_MIRRORS=folder)
    fetches.succeeds("or a server", gone, CAIRN_CONTENT_MIRRORS=f"http://127.0.0.1:{plain.port}/mirror")
    with open(f"{folder}/sha256/{sha256(CONTENT)}", "wb") as file:
        file.write(b"something else")
    done = fetches.fetch(gone, CAIRN_CONTENT_MIRRORS=folder)
    story.check_equal("a folder that lies is found out", done.returncode, 102)


def tell_of_mirrors(story, fetches, plain):
    os.makedirs(story.root + "/etc/cairn", exist_ok=True)
    with open(story.root + "/etc/cairn/mirrors", "w", encoding="utf-8") as file:
        file.write(f"# mirrors of this machine\nours http://127.0.0.1:{plain.port}/nowhere"
                   f" http://127.0.0.1:{plain.port}\n")
    fetches.succeeds("a mirror stands for its addresses, in turn", "mirror://ours/right")
    fetches.fails("one that nobody knows is told", "mirror://theirs/right", "there is no mirror called 'theirs'")


def tell_of_addresses_that_are_none(story, fetches, plain):
    """T-23: what stands in `urls' is data, never code."""
    for urls in ("file:///etc/passwd", "ftp://localhost/x", "(lambda (f h) (list \"http://localhost\"))",
                 "http://localhost/\x01", "gopher://localhost/x", "mirror://"):
        fetches.fails(f"T-23: {urls!r} is refused", urls, "address")
    fetches.succeeds("T-23, control: an address is taken", f"http://127.0.0.1:{plain.port}/right")


def tell_of_confinement(story, fetches, plain):
    """T-15: the fetcher sees no file of the machine but what a download takes."""
    secret = os.path.join(story.folder, "secret")
    os.makedirs(secret + "/sha256")
    with open(f"{secret}/sha256/{sha256(CONTENT)}", "wb") as file:
        file.write(CONTENT)
    gone = f"http://127.0.0.1:{plain.port}/gone"
    # A folder outside its view, reached through a link in one that is shown.
    shown = os.path.join(story.folder, "shown")
    os.makedirs(shown)
    os.symlink(secret + "/sha256", shown + "/sha256")
    done = fetches.fetch(gone, CAIRN_CONTENT_MIRRORS=shown)
    story.check(f"T-15: a link does not lead it out of its view\n{done.stderr}", done.returncode == 100)
    fetches.succeeds("T-15, control: the folder itself can be shown", gone, CAIRN_CONTENT_MIRRORS=secret)


def tell_of_parallel(story, fetches, plain):
    derivations = [fetches.derivation(f"http://127.0.0.1:{plain.port}/together") for _ in range(TOGETHER)]
    done = subprocess.run(story.command("build", *derivations), capture_output=True, text=True, check=False,
                          env=fetches.environment)
    story.check_equal(f"several files are fetched at the same time, though one job builds: {done.stderr}",
                      done.returncode, 0)


meeting = threading.Barrier(TOGETHER, timeout=60)


def together(handler):
    """The content, when as many have asked for it as shall at one time."""
    try:
        meeting.wait()
    except threading.BrokenBarrierError:
        return handler.send_error(500)
    return send(CONTENT)(handler)


def tell_of_fetching(story):
    certificates = Certificates(story.folder)
    pages = {"/right": send(CONTENT), "/wrong": send(b"something else"), "/breaks-off": breaks_off_once,
             "/to-file": redirect("file:///etc/passwd"), "/round": redirect("/round"), "/together": together,
             f"/mirror/sha256/{sha256(CONTENT)}": send(CONTENT)}
    plain = Server(pages)
    pages["/moved"] = redirect(f"http://127.0.0.1:{plain.port}/right")
    fetches = Fetches(story, certificates.authority)
    tell_of_addresses(story, fetches, plain)
    tell_of_certificates(story, fetches, certificates, plain)
    tell_of_hashes(story, fetches, plain)
    tell_of_mirrors(story, fetches, plain)
    tell_of_addresses_that_are_none(story, fetches, plain)
    tell_of_confinement(story, fetches, plain)
    tell_of_parallel(story, fetches, plain)
    story.check_contains("the store is sound", story.cairn("store", "verify", "--check-contents") + "sound", "sound")


tell(tell_of_fetching)
