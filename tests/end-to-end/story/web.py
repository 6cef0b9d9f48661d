# SPDX-License-Identifier: GPL-3.0-or-later
# Servers of a story's own, and derivations that fetch from them.
import hashlib
import http.server
import json
import os
import ssl
import subprocess
import threading

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
        self.http.handle_error = lambda *arguments: None  # whoever asked went away
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

    def __init__(self, story, authority=None):
        self.story = story
        self.count = 0
        self.environment = dict(os.environ)
        if authority:
            self.environment["SSL_CERT_FILE"] = authority
        for variable in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            self.environment.pop(variable, None)

    def derivation(self, urls, content=CONTENT, name=None):
        self.count += 1
        name = name or f"file-{self.count}"
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
