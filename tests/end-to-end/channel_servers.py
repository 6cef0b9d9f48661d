# SPDX-License-Identifier: GPL-3.0-or-later
# Where channels come from: git's own servers, over HTTP and git's protocol; servers that are gone, and histories
# that were written anew, which leave all that was pulled usable; and pulls that are killed.
import http.server
import os
import random
import shutil
import signal
import socket
import subprocess
import threading
import time

from story import tell
from story.signed_channels import Somebody, base_channel, program


class GitServer:
    """What git calls smart HTTP: `git http-backend' behind a server of Python's."""

    def __init__(self, folder):
        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                path, _, query = self.path.partition("?")
                size = int(self.headers.get("Content-Length", 0))
                environment = {
                    "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": folder, "GIT_HTTP_EXPORT_ALL": "1",
                    "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": self.command,
                    "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(size),
                    "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
                done = subprocess.run(["git", "http-backend"], input=self.rfile.read(size), env=environment,
                                      capture_output=True, check=False)
                head, _, body = done.stdout.partition(b"\r\n\r\n")
                fields = [line.split(": ", 1) for line in head.decode().split("\r\n")]
                status = next((value for name, value in fields if name == "Status"), "200 OK")
                self.send_response(int(status.split()[0]))
                for name, value in fields:
                    if name != "Status":
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = answer

            def log_message(self, *arguments):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.http.shutdown()
        self.http.server_close()


class GitDaemon:
    """git's own protocol."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"git://127.0.0.1:{port}"
        self.process = subprocess.Popen(["git", "daemon", "--export-all", f"--base-path={folder}", "--reuseaddr",
                                         "--listen=127.0.0.1", f"--port={port}"], stderr=subprocess.DEVNULL,
                                        start_new_session=True)
        deadline = time.time() + 20
        while time.time() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("git daemon does not listen")

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


def usable(story, me, old):
    """All that needs no server works."""
    for arguments, words in [(["build", "greet"], "-greet-"), (["search", "greet"], "name: greet\n"),
                             (["show", "greet"], "name: greet\n"), (["describe"], "  base "),
                             (["time-machine", f"--commit={old}", "--", "show", "greet"], "version: 1.0\n")]:
        story.check_contains(f"{arguments[0]} needs no server", me(*arguments), words)
    me("install", "greet")
    me("remove", "greet")


def tell_of_servers(story, me, base, first):
    for kind, make in [("http", GitServer), ("git", GitDaemon)]:
        with make(story.folder) as server:
            url = f"{server.url}/base"
            me.declare(base.text.replace(f'"{base.path}"', f'"{url}"'))
            said = me.said("pull")
            story.check_contains(f"a channel comes by {kind}", said, f"fetching the channel 'base' from {url}\n  base ")
            base.write("things/greet.scm", program("things", "greet", f"2.{len(kind)}"))
            newest = base.commit(f"for {kind}")
            story.check_contains("and its next commit", me.said("pull"), f" -> {newest[:9]}\n")
            me.declare(base.text.replace(f'"{base.path}"', f'"{server.url}/nothing"'))
            refusal = me("pull", status=1)
            story.check_contains(f"what {kind} does not have is told", refusal,
                                 f"cairn: error: cannot update the channel 'base': cannot reach {server.url}/nothing: ")
            me.declare(base.text.replace(f'"{base.path}"', f'"{url}"'))
        before = me.now()
        refusal = me("pull", status=1)
        story.check_equal("a server that is gone is told", refusal, f"fetching the channel 'base' from {url}\n"
                          f"cairn: error: cannot update the channel 'base': cannot reach {url}: failed to connect to "
                          "127.0.0.1: Connection refused\n"
                          "hint: what was pulled before stays usable; try again when it can be reached\n")
        story.check("and changes nothing", me.now() == before)
        usable(story, me, first)


def tell_of_a_folder_that_is_gone(story, me, base, first):
    me.declare(base.text)
    me("pull")
    os.rename(base.path, base.path + "-gone")
    story.check_equal("a folder that is gone is told", me("pull", status=1), me.fetching(base)
                      + f"cairn: error: cannot update the channel 'base': cannot reach {base.path}: No such file or "
                      "directory\nhint: what was pulled before stays usable; try again when it can be reached\n")
    usable(story, me, first)
    story.check_contains("a commit that was never here is asked for", me("time-machine", "--commit=abcdef1", "--",
                         "show", "greet", status=1), f"cannot reach {base.path}: ")
    os.rename(base.path + "-gone", base.path)


def tell_of_a_history_written_anew(story, me, base, first):
    me("pull")
    old = base.head()
    built = me("build", "greet")
    base.back_to(first)
    base.write("things/greet.scm", program("things", "greet", "7.0"))
    base.commit("another line")
    base.git("reflog", "expire", "--expire=now", "--all")
    base.git("gc", "-q", "--prune=now")
    story.check("the channel has the old commit no more", base.git("rev-list", "--all").find(old) < 0)
    story.check_contains("that is no way on", me("pull", status=1), f"does not follow {old[:9]}, where it is now\n")
    me("pull", "--allow-downgrades")
    story.check_contains("what is new is there", me("show", "greet"), "version: 7.0\n")
    repositories = os.path.join(me.state, "channels/repositories")
    for name in os.listdir(repositories):
        subprocess.run(["git", "-C", os.path.join(repositories, name), "gc", "-q", "--prune=now"], check=True)
    me("pull", "--roll-back")
    story.check_equal("what was pulled before is there, too", me("build", "greet"), built)
    story.check_equal("a commit kept by a generation is authentic still",
                      me("time-machine", f"--commit={old}", "--", "build", "greet"), built)
    shutil.rmtree(os.path.join(me.state, "channels/index"), ignore_errors=True)
    shutil.rmtree(os.path.join(me.state, "channels/authenticated"), ignore_errors=True)
    story.check_equal("what is only remembered may be lost", me("build", "greet"), built)
    me("pull", "-S", "+1")


def tell_of_locks_that_were_left(story, me, base):
    """What a pull leaves that is killed while it sets a ref, which a kill at random seldom hits."""
    me("pull")
    branch = base.git("branch", "--show-current").strip()
    left = []
    for repository, refs in me.refs().items():
        owner, _, _ = refs.split("refs/cairn/generations/")[1].split("/")
        following = max(int(ref.split("/")[-2]) for ref in refs.splitlines()) + 1
        for ref in [f"fetched/{branch}", f"generations/{owner}/{following}/base"]:
            left.append(os.path.join(me.state, "channels/repositories", repository, "refs/cairn", ref + ".lock"))
            os.makedirs(os.path.dirname(left[-1]), exist_ok=True)
            with open(left[-1], "x", encoding="ascii"):
                pass
    base.write("things/greet.scm", program("things", "greet", "7.5"))
    base.commit("after a kill")
    me("pull")
    story.check_contains("locks that were left hinder nobody", me("show", "greet"), "version: 7.5\n")
    story.check_equal("and are gone", sum(os.path.exists(lock) for lock in left), len(left) - 2)


def tell_of_kills(story, me, base):
    me("pull")
    random.seed(11)
    whole = 1.0
    for number in range(20):
        base.write("things/greet.scm", program("things", "greet", f"8.{number}"))
        new = base.commit(f"number {number}")
        old = me("describe", "--json")
        begin = time.time()
        process = subprocess.Popen(story.command("pull"), env=me.environment(), cwd=me.home, start_new_session=True,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(random.uniform(0, whole))
            whole = max(0.1, time.time() - begin)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        now = me("describe", "--json")
        story.check("killed at any moment, it is the old or the new", now == old or new in now)
        shown = me("show", "greet")
        story.check("and can be read", f"version: 8.{number}\n" in shown if new in now else "version: " in shown)
        if number % 4 == 3:
            me("pull")
            story.check_contains("the next pull goes on", me("show", "greet"), f"version: 8.{number}\n")
    me("pull")
    profiles = os.listdir(os.path.join(me.state, "profiles/per-user", os.listdir(me.state + "/profiles/per-user")[0]))
    story.check_equal("nothing is left of it", [name for name in profiles if name.startswith(".channels")
                                                and not name.endswith(".lock")], [])
    story.check_equal("the store is whole", me.run("store", "verify").returncode, 0)


def tell_of_places(story):
    me = Somebody(story)
    base = base_channel(me)
    first = base.init()
    me.declare(base.text)
    me("pull")
    tell_of_servers(story, me, base, first)
    tell_of_a_folder_that_is_gone(story, me, base, first)
    tell_of_a_history_written_anew(story, me, base, first)
    tell_of_locks_that_were_left(story, me, base)
    tell_of_kills(story, me, base)


tell(tell_of_places)
