# SPDX-License-Identifier: GPL-3.0-or-later
# Real servers in a container, talked to by real clients: nginx by HTTP, redis in its own protocol, sshd by ssh.
# One changes and is the only one restarted; one is broken and taken back; two states back and forward again.
import os
import subprocess
import sys

from story import tell
from story.machine import Machine

DECLARATION = """
(use-modules (cairn accounts) (cairn services) (cairn system)
             (distro base) (distro busybox) (distro services databases) (distro services ssh)
             (distro services web))

(operating-system
 (host-name "server")
 (users (list (user-account (name "alice") (group "users") (home-directory "/home/alice")
                            (shell (file-append bash "/bin/bash")))))
 (services
  (list (service static-web-site-service-type
                 (static-web-site (port 8080) (root (local-file "site" #:recursive? #t))))
        (service redis-service-type (redis-configuration (MEMORY)))
        (service openssh-service-type
                 (openssh-configuration
                  (authorized-keys (list (list "alice" (local-file "key.pub")))))))))
"""


def declaration(memory=64, page="Good day!"):
    return DECLARATION.replace("MEMORY", f"memory {memory}"), page


class Servers:
    def __init__(self, story, machine):
        self.story, self.machine = story, machine
        self.site = os.path.join(story.folder, "site")
        os.mkdir(self.site)
        self.key = os.path.join(story.folder, "key")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key], check=True)

    def declare(self, text, page):
        with open(os.path.join(self.site, "index.html"), "w", encoding="utf-8") as file:
            file.write(page)
        return text

    def client(self, *command):
        """What COMMAND, of this machine, prints in the network of the other one."""
        done = subprocess.run(["nsenter", f"--target={self.machine.init}", "--net", *command],
                              capture_output=True, text=True, timeout=30, check=False)
        return done.stdout + done.stderr

    def page(self):
        return self.client(sys.executable, "-c", "import urllib.request as r; "
                           "print(r.urlopen('http://127.0.0.1:8080/', timeout=5).read().decode(), end='')")

    def redis(self, *words):
        """The answer of redis to WORDS, in the protocol's inline form."""
        line = " ".join(words)
        return self.client(sys.executable, "-c", "import socket; s = socket.create_connection(('127.0.0.1', 6379), 5); "
                           f"s.sendall(b'{line}\\r\\n'); print(s.recv(1000).decode(), end='')")

    def ssh(self, command):
        return self.client("ssh", "-i", self.key, "-o", "StrictHostKeyChecking=no", "-o", "BatchMode=yes",
                           "-o", f"UserKnownHostsFile={self.story.folder}/known", "-o", "LogLevel=ERROR",
                           "alice@127.0.0.1", command)

    def wait(self):
        for name in ("nginx", "redis", "sshd"):
            self.story.check(f"{name} is ready in its time", self.machine.becomes_ready(name))

    def processes(self):
        return {name: self.machine.process_of(name) for name in ("nginx", "redis", "sshd")}


def all_answer(servers, page):
    story = servers.story
    story.check_equal("nginx serves the page", servers.page(), page)
    story.check_equal("redis answers", servers.redis("PING"), "+PONG\n")
    story.check_equal("ssh lets alice in, by her key", servers.ssh("id -un; hostname"), "alice\nserver\n")


def main(story):
    if os.geteuid() != 0:
        print("skip: only root runs a container here")
        sys.exit(0)
    with Machine(story) as machine:
        servers = Servers(story, machine)
        machine.start(servers.declare(*declaration()))
        servers.wait()
        all_answer(servers, "Good day!")
        story.check_equal("redis keeps something", servers.redis("SET", "word", "kept"), "+OK\n")
        story.check("nginx works as its own user", machine.owner_of_child("nginx") == "nginx")
        host_key = machine.inside("cat /etc/ssh/ssh_host_ed25519_key.pub")

        before = servers.processes()
        told = machine.reconfigure(servers.declare(*declaration(memory=32)))
        story.check("one service is restarted", told.startswith("restart redis\n"))
        servers.wait()
        after = servers.processes()
        story.check("and no other", [name for name in after if after[name] != before[name]] == ["redis"])
        story.check_equal("redis is as it was told to be", servers.redis("CONFIG", "GET", "maxmemory").split()[-1],
                          str(32 << 20))
        story.check_equal("and has what it kept", servers.redis("GET", "word").split()[-1], "kept")

        machine.reconfigure(servers.declare(*declaration(memory=32, page="Good night!")))
        servers.wait()
        all_answer(servers, "Good night!")

        broken = servers.declare(*declaration(memory=32, page="Broken!")).replace("(port 8080)", "(port 22)")
        told = machine.reconfigure(broken, status=1)
        story.check("a server that cannot start is told", "nginx did not come up in time" in told)
        servers.wait()
        all_answer(servers, "Good night!")

        machine.cairn("switch-generation", "1")
        servers.wait()
        all_answer(servers, "Good day!")
        machine.cairn("switch-generation", "3")
        servers.wait()
        all_answer(servers, "Good night!")
        story.check_equal("the machine's own key never changed",
                          machine.inside("cat /etc/ssh/ssh_host_ed25519_key.pub"), host_key)
        story.check("it ends in good order", machine.stop() == 0)


tell(main)
