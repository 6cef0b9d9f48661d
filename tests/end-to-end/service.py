# SPDX-License-Identifier: GPL-3.0-or-later
# The engine as a service of the machine: its settings and who may what, a socket handed over, signals, and the
# files that `cmake --install` puts where systemd and other inits look.
import os
import shutil
import signal
import socket
import subprocess
import time

from story import Daemon, tell
from story.processes import processes_with, wait_until

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def configure(story, *lines):
    folder = story.physical("/etc/cairn")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "cairn.conf"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def as_nobody(story, *arguments):
    return story.run([*NOBODY, *story.command(*arguments)], env=dict(os.environ, HOME="/nonexistent"), cwd="/")


# Connects COUNT times to the socket PATH, says nothing, and waits.
SILENT = """
import socket, sys
crowd = [socket.socket(socket.AF_UNIX) for _ in range(int(sys.argv[2]))]
for one in crowd:
    one.connect(sys.argv[1])
print("here", flush=True)
sys.stdin.read()
"""
OF_ONE_USER = 400


def tell_of_a_crowd(story):
    """One user has as many sessions as he may: he hears so, and others are served."""
    if os.geteuid() != 0:
        return
    os.chmod(story.folder, 0o755)
    configure(story)
    with Daemon(story):
        path = story.physical("/var/cairn/daemon-socket/socket")
        crowd = subprocess.Popen([*NOBODY, "/usr/bin/python3", "-c", SILENT, path, str(OF_ONE_USER)], text=True,
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        crowd.stdout.readline()
        refused = lambda: f"has {OF_ONE_USER} sessions here already" in as_nobody(story, "store", "verify").stderr
        story.check("who has too many sessions hears it", wait_until(refused))
        story.cairn("store", "verify")
        crowd.communicate("")
        story.check("when they have ended he is served",
                    wait_until(lambda: as_nobody(story, "store", "verify").returncode == 0))


def tell_of_users(story):
    """Only root can be somebody else."""
    if os.geteuid() != 0:
        return
    os.chmod(story.folder, 0o755)
    configure(story, "trusted-users = nobody")
    with Daemon(story) as daemon:
        done = as_nobody(story, "store", "verify", "--repair")
        story.check_equal(f"whom the settings trust may repair: {done.stderr}", done.returncode, 0)
        configure(story, "allowed-users = @nogroup")
        daemon.process.send_signal(signal.SIGHUP)
        story.check("after SIGHUP trust has ended",
                    wait_until(lambda: as_nobody(story, "store", "verify", "--repair").returncode != 0))
        done = as_nobody(story, "store", "verify", "--repair")
        story.check_contains("who is not trusted hears so", done.stderr, "only trusted users may")
        done = as_nobody(story, "store", "verify")
        story.check_equal(f"but is served: {done.stderr}", done.returncode, 0)
        configure(story, "allowed-users = root")
        daemon.process.send_signal(signal.SIGHUP)
        story.check("after SIGHUP others are refused",
                    wait_until(lambda: as_nobody(story, "store", "verify").returncode != 0))
        done = as_nobody(story, "store", "verify")
        story.check_contains("who is not allowed hears why", done.stderr, "allowed-users does not name them")
        configure(story, "allowed-user = *")
        daemon.process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        story.check("settings that cannot be read change nothing",
                    as_nobody(story, "store", "verify").returncode != 0)
        story.cairn("store", "verify")


def tell_of_bad_settings(story):
    configure(story, "keep-outputs = maybe")
    done = story.run([os.path.join(story.programs, "cairn-daemon"), "--root", story.root])
    story.check_equal("a daemon does not start with settings that cannot be meant", done.returncode, 1)
    story.check_contains("it says where they are", done.stderr, "etc/cairn/cairn.conf:1: cannot set 'keep-outputs'")
    story.check("nor has it listened", "listening" not in done.stderr)
    done = story.run(story.command("store", "verify"))
    story.check_contains("nor does a private engine", done.stderr, "cairn.conf:1: cannot set 'keep-outputs'")
    configure(story)


def check_build_settings(story, busybox, engine):
    """That builds obey the settings, and the options of a command before these, with ENGINE."""
    configure(story, "timeout = 1")
    # Much longer than the limit: on a machine with much to do a second is soon gone.
    endless = story.add_script("endless-" + engine, "sleep 300; echo x > $out", busybox)
    story.check_equal(f"a {engine} engine obeys timeout", story.run(story.command("build", endless)).returncode, 101)
    slow = story.add_script("slow-" + engine, "sleep 2; echo x > $out", busybox)
    done = story.run(story.command("build", "--timeout=60", slow))
    story.check_equal(f"--timeout is stronger with a {engine} engine: {done.stderr}", done.returncode, 0)


def tell_of_build_settings(story, busybox):
    check_build_settings(story, busybox, "private")
    with Daemon(story):
        check_build_settings(story, busybox, "shared")
    configure(story, "rounds = 2", "keep-failed = true", "max-build-log-size = 1K")
    random = story.add_script("random", "cat /proc/sys/kernel/random/uuid > $out", busybox)
    story.check_equal("rounds count", story.run(story.command("build", random)).returncode, 104)
    story.check_equal("--rounds is stronger", story.run(story.command("build", "--rounds=1", random)).returncode, 0)
    broken = story.add_script("broken", "exit 1", busybox)
    story.check_contains("keep-failed counts", story.run(story.command("build", broken)).stderr, "is kept")
    wordy = story.add_script("wordy", "while :; do echo many words; done", busybox)
    story.check_contains("max-build-log-size counts", story.run(story.command("build", wordy)).stderr,
                         "its log grew over 1024 bytes")
    configure(story)


def start_with_socket(story, listening):
    """A daemon to which LISTENING is handed over, as systemd does it."""
    program = os.path.join(story.programs, "cairn-daemon")
    script = 'exec 3<&"$0"; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'
    return subprocess.Popen(["sh", "-c", script, str(listening.fileno()), program, "--root", story.root],
                            pass_fds=[listening.fileno()], stderr=subprocess.PIPE, text=True)


def tell_of_a_full_log(story):
    """A session that has something to complain of, which cannot be written."""
    with open("/dev/full", "w", encoding="ascii") as full, Daemon(story, full) as daemon:
        with socket.socket(socket.AF_UNIX) as quiet, socket.socket(socket.AF_UNIX) as bad:
            quiet.connect(daemon.socket)
            bad.connect(daemon.socket)
            bad.sendall(b"no greeting" * 10)
            bad.shutdown(socket.SHUT_WR)
            while bad.recv(4096):
                pass
            quiet.settimeout(1)
            try:
                story.check("ends no other session", quiet.recv(1) != b"")
            except TimeoutError:
                pass
        daemon.process.send_signal(signal.SIGHUP)
        story.cairn("store", "verify")
        story.check("nor the daemon", daemon.process.poll() is None)


def tell_of_activation(story):
    place = story.physical("/var/cairn/daemon-socket")
    os.makedirs(place, exist_ok=True)
    path = os.path.join(place, "socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(path)
        listening.listen(10)
        early = story.start("store", "verify")
        daemon = start_with_socket(story, listening)
        out, said = early.communicate(timeout=60)
        story.check_equal(f"who connected before the daemon started is served: {out}{said}", early.returncode, 0)
        story.cairn("store", "verify")
        second = story.run(["timeout", "20", os.path.join(story.programs, "cairn-daemon"), "--root", story.root])
        story.check_contains("a daemon that is started by hand does not take its socket", second.stderr,
                             "another cairn-daemon listens")
        story.cairn("store", "verify")
        daemon.send_signal(signal.SIGTERM)
        said = daemon.communicate(timeout=20)[1]
        story.check_contains("the daemon says what it serves", said, "listening at the socket that was handed over")
        story.check_equal("it ends when it is told to", daemon.returncode, 0)
        story.check("and leaves the socket to whoever made it", os.path.exists(path))
    os.unlink(path)


def tell_of_ending(story, busybox):
    word = "end-of-the-daemon"
    drv = story.add_script("endless", f"echo begun; sleep 1000; echo {word}", busybox)
    with Daemon(story) as daemon:
        client = story.start("build", drv)
        story.check("a build runs", wait_until(lambda: processes_with(word)))
        daemon.process.send_signal(signal.SIGTERM)
        story.check_equal("SIGTERM ends the daemon", daemon.process.wait(20), 0)
    out, said = client.communicate(timeout=20)
    story.check(f"its client fails and says why: {said}", client.returncode != 0 and "error:" in said)
    story.check_equal("no builder is left", processes_with(word), [])
    story.check_equal("nor its folder", os.listdir(story.physical("/var/cairn/builds")), [])
    staging = story.physical("/cairn/store/.new")
    story.check_equal("nor anything half made", os.listdir(staging) if os.path.exists(staging) else [], [])
    story.check("nor the socket", not os.path.exists(story.physical("/var/cairn/daemon-socket/socket")))
    story.cairn("store", "verify", "--check-contents")


def installed_service(story):
    """The prefix where a build folder's service files are installed, with the programs beside them."""
    prefix = os.path.join(story.folder, "prefix")
    build = os.path.dirname(story.programs)
    done = story.run(["cmake", "--install", build, "--prefix", prefix])
    story.check_equal(f"it can be installed: {done.stderr}", done.returncode, 0)
    return prefix


def tell_of_systemd(story, prefix):
    if not shutil.which("systemd-analyze"):
        return
    units = [os.path.join(prefix, "lib/systemd/system", "cairn-daemon." + kind) for kind in ("service", "socket")]
    done = story.run(["systemd-analyze", "verify", "--man=no", *units])
    ours = [line for line in done.stderr.splitlines() if "cairn-daemon" in line]
    story.check_equal("systemd finds nothing wrong with the units", ours, [])
    spoilt = story.write("cairn-daemon.service", "[Service]\nExecStart=/nonexistent/program\nNoSuchKey=1\n")
    done = story.run(["systemd-analyze", "verify", "--man=no", spoilt])
    story.check("it would find what is wrong", "nonexistent" in done.stderr)


def tell_of_the_script(story, prefix):
    script = os.path.join(prefix, "etc/init.d/cairn-daemon")
    os.makedirs(os.path.join(prefix, "etc/default"), exist_ok=True)
    log = os.path.join(story.folder, "log")
    with open(os.path.join(prefix, "etc/default/cairn-daemon"), "w", encoding="utf-8") as file:
        file.write(f"OPTIONS='--root {story.root}'\nPIDFILE={story.folder}/pid\nLOGFILE={log}\n")

    def call(action):
        return story.run([script, action]).returncode

    path = story.physical("/var/cairn/daemon-socket/socket")
    story.check_equal("before it is started the script says that it is not", call("status"), 3)
    story.check_equal("the script starts it", call("start"), 0)
    story.check("it listens", wait_until(lambda: os.path.exists(path)))
    story.check_equal("the script says so", call("status"), 0)
    story.check_equal("starting it again is fine", call("start"), 0)
    story.cairn("store", "verify")
    story.check_equal("it can be told to read its settings", call("reload"), 0)

    def was_read():
        with open(log, encoding="utf-8") as file:
            return "read the settings again" in file.read()
    story.check("which it does", wait_until(was_read))
    story.check_equal("the script restarts it", call("restart"), 0)
    story.check("it listens again", wait_until(lambda: os.path.exists(path)))
    story.check_equal("the script stops it", call("stop"), 0)
    story.check_equal("then it is not running", call("status"), 3)
    story.check("its socket is gone", not os.path.exists(path))


def tell_of_odd_streams(story):
    """A daemon whose log nobody reads, or that was started without any."""
    reader, writer = os.pipe()
    with Daemon(story, errors=writer) as daemon:
        os.close(writer)
        os.close(reader)
        daemon.process.send_signal(signal.SIGHUP)
        story.cairn("store", "verify")
        story.check("a log that nobody reads ends no daemon", daemon.process.poll() is None)

    def without_streams():
        for stream in (0, 1, 2):
            os.close(stream)
    program = [os.path.join(story.programs, "cairn-daemon"), "--root", story.root]
    daemon = subprocess.Popen(program, preexec_fn=without_streams)
    path = story.physical("/var/cairn/daemon-socket/socket")
    story.check("a daemon without streams listens", wait_until(lambda: os.path.exists(path)))
    streams = {os.readlink(f"/proc/{daemon.pid}/fd/{stream}") for stream in (0, 1, 2)}
    story.check_equal("none of its files takes their places", streams, {"/dev/null"})
    daemon.terminate()
    daemon.wait(60)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([program[0], "--help"], stdout=full, stderr=subprocess.PIPE, check=False)
    story.check_equal("help that cannot be printed is an error", done.returncode, 1)


def tell_of_leftovers(story):
    left = story.physical("/cairn/store/.new/9999999-left")
    os.makedirs(os.path.join(left, "half-made"))
    with open(left + ".lock", "w", encoding="utf-8"):
        pass
    with Daemon(story):
        story.check("what sessions left half made goes when a daemon starts", not os.path.exists(left))
        os.makedirs(left)
        with open(left + ".lock", "w", encoding="utf-8"):
            pass
    story.check("and when it ends", not os.path.exists(left))


def tell_of_the_service(story):
    busybox = story.add_busybox()
    tell_of_users(story)
    tell_of_a_crowd(story)
    tell_of_bad_settings(story)
    tell_of_build_settings(story, busybox)
    tell_of_a_full_log(story)
    tell_of_odd_streams(story)
    tell_of_leftovers(story)
    tell_of_activation(story)
    tell_of_ending(story, busybox)
    prefix = installed_service(story)
    tell_of_systemd(story, prefix)
    tell_of_the_script(story, prefix)


tell(tell_of_the_service)
