# SPDX-License-Identifier: GPL-3.0-or-later
# Fetching from servers and folders that mean harm or do not end, and with credentials.
import os
import time

from story import tell
from story.web import CONTENT, Certificates, Fetches, Server, redirect, send, sha256


class Limits:
    """Limits of this machine, as long as the story is inside."""

    def __init__(self, story, **limits):
        self.file = story.root + "/etc/cairn/fetch-limits"
        os.makedirs(os.path.dirname(self.file), exist_ok=True)
        with open(self.file, "w", encoding="utf-8") as file:
            file.writelines(f"{name} {value}\n" for name, value in limits.items())

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        os.unlink(self.file)


def stalls(handler):
    """A little of what was promised, and then nothing."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(CONTENT)))
    handler.end_headers()
    handler.wfile.write(CONTENT[:1000])
    time.sleep(60)


class Endless:
    """A page without end, that counts what it could send."""

    sent = 0

    def __call__(self, handler):
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        while Endless.sent < 1 << 30:
            Endless.sent += handler.wfile.write(bytes(1 << 16))


def huge(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", str(1 << 50))
    handler.end_headers()
    handler.close_connection = True


def tell_of_stalling(story, fetches, plain):
    base = f"http://127.0.0.1:{plain.port}"
    begin = time.monotonic()
    with Limits(story, stalled=2):
        fetches.succeeds("a server that stalls is given up", f"{base}/stalls {base}/right")
    took = time.monotonic() - begin
    story.check(f"after as many seconds as this machine says, not before and not much later: {took}", 1 < took < 30)
    with Limits(story, stalled="soon"):
        fetches.fails("a limit that is none is told with its place", base + "/right", "etc/cairn/fetch-limits:1: ",
                      status=1)


def tell_of_sizes(story, fetches, plain):
    base = f"http://127.0.0.1:{plain.port}"
    with Limits(story, size=2 * len(CONTENT)):
        fetches.fails("bytes without end are given up", base + "/endless", "larger than 640000 bytes")
        story.check(f"long before the end: {Endless.sent}", Endless.sent < 100 << 20)
        fetches.fails("a size that is too large is not even begun", base + "/huge", "size")
        fetches.succeeds("the next address may have it in a sane size", f"{base}/endless {base}/right")
    with Limits(story, size=len(CONTENT) - 1):
        fetches.fails("a byte too much is too much", base + "/right", "size")
    with Limits(story, size=len(CONTENT)):
        fetches.succeeds("control: what is not larger than the limit is taken", base + "/right")


def tell_of_folders(story, fetches, plain):
    """What may lie in a folder by hash that is no file to copy."""
    gone = f"http://127.0.0.1:{plain.port}/gone"
    folder = os.path.join(story.folder, "odd")
    os.makedirs(folder + "/sha256")
    file = f"{folder}/sha256/{sha256(CONTENT)}"

    def refused(sentence, part):
        done = fetches.fetch(gone, CAIRN_CONTENT_MIRRORS=folder)
        story.check_equal(f"{sentence}: {done.stderr}", done.returncode, 100)
        story.check_contains(sentence, done.stderr, part)
        os.unlink(file)

    os.mkfifo(file)
    refused("a pipe in a folder by hash is passed over", "no regular file")
    with open(folder + "/beside", "wb") as beside:
        beside.write(CONTENT)
    os.symlink("../beside", file)
    refused("so is a link", "cannot open")
    with open(file, "wb") as large:
        large.truncate(1 << 40)
    begin = time.monotonic()
    refused("so is a file that is too large", "larger than 17179869184 bytes")
    story.check("before it is copied", time.monotonic() - begin < 20)
    with open(file, "wb") as right:
        right.write(CONTENT)
    fetches.succeeds("control: a file is taken", gone, CAIRN_CONTENT_MIRRORS=folder)


def authorizations(server):
    return [headers["Authorization"] for _, headers in server.asked if "Authorization" in headers]


def tell_of_credentials(story, fetches, certificates):
    """T-14: a name and a password go to the host that they were written for, once it has proved to be it."""
    right = {"/right": send(CONTENT)}
    other = Server(right, certificates.of("elsewhere.example"))
    plain = Server(right)
    pages = {"/right": send(CONTENT), "/here": redirect("/right")}
    home = Server(pages, certificates.of("localhost"))
    elsewhere = Server(right, certificates.of("localhost"))
    pages["/moved"] = redirect(f"https://localhost:{elsewhere.port}/right")
    secret = "anne:secret"
    fetches.succeeds("T-14, control: credentials reach their host", f"https://{secret}@localhost:{home.port}/right")
    story.check_equal("T-14, control: as they were written", authorizations(home), ["Basic YW5uZTpzZWNyZXQ="])
    fetches.succeeds("T-14, control: also after a redirection to itself", f"https://{secret}@localhost:{home.port}/here")
    story.check_equal("T-14, control: with each request", len(authorizations(home)), 3)
    fetches.succeeds("T-14: a redirection to another server", f"https://{secret}@localhost:{home.port}/moved")
    story.check_equal("T-14: takes none along", (len(elsewhere.asked), authorizations(elsewhere)), (1, []))
    first = Server({"/moved": redirect(f"http://127.0.0.1:{plain.port}/right")})
    fetches.succeeds("T-14: to another host", f"http://{secret}@localhost:{first.port}/moved")
    story.check_equal("T-14: neither", (len(plain.asked), authorizations(plain)), (1, []))
    story.check_equal("T-14, control: the first one had them", len(authorizations(first)), 1)
    fetches.fails("T-14: a host that does not prove to be it", f"https://{secret}@localhost:{other.port}/right", "SSL")
    fetches.fails("T-14: nor does one that nobody vouches for",
                  f"https://{secret}@localhost:{Server(right, certificates.self_signed('localhost')).port}/right", "SSL")
    story.check_equal("T-14: hears nothing", other.asked, [])


def tell_of_limits(story):
    certificates = Certificates(story.folder)
    plain = Server({"/right": send(CONTENT), "/stalls": stalls, "/endless": Endless(), "/huge": huge})
    fetches = Fetches(story, certificates.authority)
    tell_of_stalling(story, fetches, plain)
    tell_of_sizes(story, fetches, plain)
    tell_of_folders(story, fetches, plain)
    tell_of_credentials(story, fetches, certificates)


tell(tell_of_limits)
