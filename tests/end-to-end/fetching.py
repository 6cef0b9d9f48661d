# SPDX-License-Identifier: GPL-3.0-or-later
# Fetching, against real servers: what is right is taken wherever it comes from, and nothing else.
import hashlib
import http.server
import json
import os
import socket
import ssl
import subprocess
import threading
import time

from story import tell

CONTENT = b"what was wanted\n" * 20000


def sha256(content):
    return hashlib.sha256(content).hexdigest()


class Server:
    """An HTTP or HTTPS server on a free port; pages are functions of the handler."""

    def __init__(self, pages, certificate=None):
        self.asked = []
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                server.asked.append((self.path, dict(self.headers)))
                try:
                    pages.get(self.path, not_found)(self)
                except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                    pass

            def log_message(self, *arguments):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.port = self.http.server_port


def send(content, status=200, **headers):
    def page(handler):
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)
    return page


not_found = send(b"no", 404)


def redirect(address):
    return send(b"", 302, Location=address)


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


class Certificates:
    """An authority of our own, and certificates for names."""

    def __init__(self, folder):
        self.folder = folder
        self.authority = os.path.join(folder, "authority.pem")
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=authority",
                     "-keyout", folder + "/authority.key", "-out", self.authority)

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)

    def of(self, name):
        base = os.path.join(self.folder, name)
        with open(base + ".ext", "w", encoding="utf-8") as file:
            file.write(f"subjectAltName=DNS:{name}\n")
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", base + ".key",
                     "-out", base + ".csr")
        self.openssl("x509", "-req", "-in", base + ".csr", "-CA", self.authority, "-CAkey",
                     self.folder + "/authority.key", "-CAcreateserial", "-days", "2", "-extfile", base + ".ext",
                     "-out", base + ".pem")
        return base + ".pem", base + ".key"

    def self_signed(self, name):
        base = os.path.join(self.folder, "self-" + name)
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                     "-addext", f"subjectAltName=DNS:{name}", "-keyout", base + ".key", "-out", base + ".pem")
        return base + ".pem", base + ".key"


class Fetches:
    """Derivations that fetch, each of another name, so that none is there already."""

    def __init__(self, story, authority):
        self.story = story
        self.count = 0
        self.environment = {**os.environ, "SSL_CERT_FILE": authority}
        for variable in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            self.environment.pop(variable, None)

    def derivation(self, urls, content=CONTENT):
        self.count += 1
        name = f"file-{self.count}"
        described = {"name": name, "system": "builtin", "builder": "builtin:fetch-1",
                     "outputs": {"out": {"hashAlgo": "sha256", "hash": sha256(content)}}, "env": {"urls": urls}}
        return self.story.cairn("derivation", "add", self.story.write(name + ".json", json.dumps(described))).strip()

    def fetch(self, urls, content=CONTENT, **environment):
        return subprocess.run(self.story.command("build", self.derivation(urls, content)), capture_output=True,
                              text=True, check=False, env={**self.environment, **environment})

    def succeeds(self, sentence, urls, **environment):
        done = self.fetch(urls, **environment)
        self.story.check(f"{sentence}\n{done.stderr}", done.returncode == 0)
        if done.returncode == 0:
            with open(self.story.physical(done.stdout.strip()), "rb") as file:
                self.story.check(f"{sentence}: the content is right", file.read() == CONTENT)

    def fails(self, sentence, urls, part, status=100, content=CONTENT):
        done = self.fetch(urls, content)
        self.story.check_equal(f"{sentence}: {done.stderr}", done.returncode, status)
        self.story.check_contains(sentence, done.stderr, part)
        return done


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
    derivations = [fetches.derivation(f"http://127.0.0.1:{plain.port}/slow") for _ in range(4)]
    begin = time.monotonic()
    done = subprocess.run(story.command("build", *derivations), capture_output=True, text=True, check=False,
                          env=fetches.environment)
    story.check_equal(f"several files are fetched: {done.stderr}", done.returncode, 0)
    story.check("at the same time, though one job builds", time.monotonic() - begin < 4 * 1.5)


def slow(handler):
    time.sleep(1.5)
    send(CONTENT)(handler)


def tell_of_fetching(story):
    certificates = Certificates(story.folder)
    pages = {"/right": send(CONTENT), "/wrong": send(b"something else"), "/breaks-off": breaks_off_once,
             "/to-file": redirect("file:///etc/passwd"), "/round": redirect("/round"), "/slow": slow,
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
