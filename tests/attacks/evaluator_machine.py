# SPDX-License-Identifier: GPL-3.0-or-later
# T-44: modules of a channel that reach for the machine: its files, programs, network, processes.
import os
import queue
import socket
import subprocess
import threading

from evaluator import Code, Evaluator, call, tell

# System calls, their numbers and arguments, and what they give without a sandbox if that is known.
# All that need a target get one of the test's own.
SYSTEM_CALLS = [
    ("open for writing", [2, "FILE", os.O_WRONLY | os.O_CREAT, 0o600], None),
    ("openat for writing", [257, -100, "FILE", os.O_WRONLY | os.O_CREAT, 0o600], None),
    ("creat", [85, "FILE", 0o600], None),
    ("mkdir", [83, "FILE.folder", 0o700], "0"),
    ("symlink", [88, "target", "FILE.link"], "0"),
    ("socket", [41, 2, 1, 0], None),
    ("socketpair", [53, 1, 1, 0, "0123456789"], "0"),
    ("memfd_create", [319, "evil", 0], None),
    ("ptrace", [101, 0, 0, 0, 0], "0"),
    ("unshare", [272, 0x400], "0"),
    ("prctl", [157, 15, "evil"], "0"),
    ("io_uring_setup", [425, 1, Code("((@ (rnrs bytevectors) make-bytevector) 120 0)")], None),
    ("userfaultfd", [323, 1], None),
    ("openat2", [437, -100, "/etc/passwd", Code("((@ (rnrs bytevectors) make-bytevector) 24 0)"), 24], None),
    ("setpriority", [141, 0, 0, 5], "0"),
]
REFUSALS = ("Operation not permitted", "Function not implemented")


class Listener:
    """A server that keeps what those say who connect."""

    def __init__(self, family, address):
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.bind(address)
        self.socket.listen()
        self.heard = queue.Queue()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            self.heard.put(self.socket.accept()[0].recv(100))


def read_files(story, evil):
    secret = story.write("secret", "kept to myself")
    reading = call("read-file", "attack", secret)
    evil.guile_gives("a file is read", reading, "kept to myself")
    evil.refused("no file of the machine is read", reading, "No such file or directory")
    evil.guile_gives("/etc/passwd is read", call("read-file", "attack", "/etc/passwd"), "root:")
    evil.refused("no /etc/passwd is there", call("read-file", "attack", "/etc/passwd"),
                 "No such file or directory")
    evil.guile_gives("/proc is there", call("read-file", "attack", "/proc/self/cmdline"), "guile")
    evil.refused("no /proc is there", call("read-file", "attack", "/proc/self/cmdline"),
                 "No such file or directory")
    listing = call("list-folder", "attack", "/")
    evil.guile_gives("the root is listed", listing, '"etc"')
    seen = evil.run(listing).stdout
    for name in ("etc", "proc", "dev", "home", "root", "cairn"):
        story.check(f"no /{name} is seen in {seen}", f'"{name}"' not in seen)
    story.check_contains("Guile's own files are seen", seen, '"usr"')


def change_files(story, evil):
    made = os.path.join(story.folder, "made")
    evil.guile_gives("a file is made", call("write-file", "attack", made), "written")
    story.check("Guile alone makes a file", os.path.exists(made))
    evil.refused("nothing is deleted", call("delete-file", "attack", made), "not permitted")
    story.check("what was to be deleted is there", os.path.exists(made))
    evil.guile_gives("a file is deleted", call("delete-file", "attack", made), "deleted")
    for file in (made, "/evil", "/tmp/evil", "/usr/share/guile/3.0/evil.scm"):
        evil.refused(f"{file} is not made", call("write-file", "attack", file), "not permitted")
        story.check(f"there is no {file}", not os.path.exists(file))
    language = '(string-append (car %load-path) "/cairn/evil.scm")'
    evil.refused("the language is not changed",
                 f"((@ (evil write-file) attack) {language})", "not permitted")


def run_programs(story, evil):
    made = os.path.join(story.folder, "touched")
    for procedure in ("spawn", "become"):
        running = call("run-program", procedure, "/usr/bin/touch", made)
        evil.guile(running)
        story.check(f"Guile alone can {procedure}", os.path.exists(made))
        os.unlink(made)
        evil.refused(f"no program runs by {procedure}", running, "not permitted")
        story.check(f"no program ran by {procedure}", not os.path.exists(made))
    evil.guile_gives("a process forks", call("fork", "attack"), "7")
    evil.refused("no process forks", call("fork", "attack"), "not permitted")


def use_the_network(story, evil):
    port = Listener(socket.AF_INET, ("127.0.0.1", 0))
    number = port.socket.getsockname()[1]
    file = os.path.join(story.folder, "socket")
    named = Listener(socket.AF_UNIX, file)
    for attack, listener in ((call("connect", "to-port", number), port),
                             (call("connect", "to-socket", file), named)):
        evil.guile_gives("a word is sent", attack, "sent")
        story.check_equal("the control's word arrives", listener.heard.get(timeout=20), b"stolen")
        evil.refused("no socket is made", attack, "not permitted")
        story.check("no second word arrives", listener.heard.empty())


def read_the_environment(story, evil):
    asking = call("environment", "ask", "SECRET")
    evil.guile_gives("a variable is read", asking, "a-secret-word")
    evil.gives("no variable is there", asking, "#f")
    # Further and further, until the end of the stack ends the process.
    found = []
    for size in range(50, 1500, 50):
        looking = call("environment", "remember", size)
        done = evil.run(looking)
        story.check(f"no variable is in {size} bytes of memory",
                    "a-secret-word" not in done.stdout + done.stderr)
        found.append("SECRET=a-secret-word" in evil.guile(looking))
    story.check("a variable is in memory without the defence", any(found))


def kill_processes(story, evil):
    victim = subprocess.Popen(["sleep", "1000"])
    evil.refused("a process of the machine is safe", call("kill", "attack", victim.pid),
                 "not permitted")
    evil.refused("the command is safe", "((@ (evil kill) attack) (getppid))", "not permitted")
    evil.refused("all together are safe", call("kill", "attack", -1), "not permitted")
    story.check_equal("the process lives", victim.poll(), None)
    evil.guile_gives("a process is killed", call("kill", "attack", victim.pid), "killed")
    story.check_equal("the control's process is dead", victim.wait(10), -9)


def make_system_calls(story, evil):
    for number, (name, words, plain) in enumerate(SYSTEM_CALLS):
        file = os.path.join(story.folder, f"made-{number}")
        words = [word.replace("FILE", file) if isinstance(word, str) else word for word in words]
        attack = call("system-call", "attack", *words)
        alone = evil.guile(attack)
        if plain is not None:
            story.check_equal(f"{name} succeeds without a sandbox", alone, plain)
        elif any(refusal in alone for refusal in REFUSALS):
            print(f"note: this kernel refuses {name} to everybody: {alone}")
        else:
            story.check(f"the kernel looks at {name} without a sandbox: {alone}",
                        alone.isdigit() or alone == '"Invalid argument"')
        for made in (file, file + ".folder", file + ".link"):
            if os.path.lexists(made):
                os.rename(made, made + ".control")
        told = evil.run(attack).stdout
        story.check(f"{name} is refused: {told}", any(refusal in told for refusal in REFUSALS))
        story.check(f"{name} made nothing",
                    not any(os.path.lexists(file + end) for end in ("", ".folder", ".link")))
    evil.gives("what is harmless is allowed", call("system-call", "attack", 39), "1")


def print_escape_sequences(story, evil):
    for procedure in ("print", "fail"):
        attack = call("escape-sequences", procedure)
        story.check_contains(f"Guile alone lets {procedure} through", evil.guile(attack), "\x1b]0;")
        told = evil.run(attack).stderr
        story.check(f"{procedure} reaches no terminal: {told!r}",
                    not any(c in told for c in "\x1b\x07\x9b"))
        story.check_contains(f"{procedure} is shown harmless", told, "^[]0;evil^G^[[2J")


def tell_story(story):
    evil = Evaluator(story)
    for part in (read_files, change_files, run_programs, use_the_network, read_the_environment,
                 kill_processes, make_system_calls, print_escape_sequences):
        part(story, evil)


tell(tell_story)
