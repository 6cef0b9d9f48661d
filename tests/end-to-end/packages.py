# SPDX-License-Identifier: GPL-3.0-or-later
# All packages of the default channel: built from source with their tests, needing nothing but the store,
# bit for bit the same when built again; and built without Debian's pool. Without --all only those whose
# tests take seconds, so that a check of every change stays short.
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading

from story import tell
from story.channel import package_names, shared_root

STORE = "/cairn/store/"
HASH_LENGTH = 32
QUICK = ["hello", "lzip", "zlib", "sed", "gzip"]


def name_of(path):
    return path[len(STORE) + HASH_LENGTH + 1:]


class Packages:
    """The packages, built in a store that stays for the next story."""

    def __init__(self, story):
        self.story = story
        self.own_root = story.root
        story.root = shared_root(story.programs)
        self.names = package_names() if "--all" in sys.argv else QUICK

    def build(self, *arguments, **settings):
        return subprocess.run(self.story.command("build", *arguments), capture_output=True, text=True,
                              check=False, **settings)

    def build_all(self):
        done = self.build("-k", *self.names)
        self.story.check(f"all packages are built\n{done.stderr[-4000:]}", done.returncode == 0)
        return dict(zip(self.names, done.stdout.split()))


def elf_files(folder):
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if os.path.islink(path) or name.endswith((".o", ".a")):
                continue
            with open(path, "rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def names_in(elf):
    """What the program or library ELF names: the loader and the folders of its run path."""
    said = subprocess.run(["readelf", "-ldW", elf], capture_output=True, text=True, check=True,
                          env={"LC_ALL": "C", "PATH": os.environ["PATH"]}).stdout
    loaders = re.findall(r"Requesting program interpreter: (.*)\]", said)
    run_paths = re.findall(r"\(RU?N?PATH\).*\[(.*)\]", said)
    # An empty folder, and so an empty run path, would be the one that a program is run in.
    return loaders + [folder for path in run_paths for folder in path.split(":")]


def outside(elf):
    return [name for name in names_in(elf) if not name.startswith((STORE, "$ORIGIN"))]


def tell_of_elf_files(packages, outs):
    story = packages.story
    count = 0
    for name, out in sorted(outs.items()):
        for elf in elf_files(story.physical(out)):
            count += 1
            story.check_equal(f"{name}: {elf} names nothing outside of the store", outside(elf), [])
    story.check("there are programs to look at", count >= len(outs))
    story.check("a program of this machine would be found out", outside("/bin/sh") != [])


def closure(story, path):
    return story.cairn("store", "query", "--requisites", path).split()


def run_alone(story, root, program):
    return subprocess.run(["unshare", "--user", "--map-root-user", "chroot", root, program],
                          capture_output=True, text=True, check=False, cwd=story.folder)


def tell_of_hello_alone(packages, hello):
    story = packages.story
    items = closure(story, hello)
    known = {name_of(item).rstrip("0123456789.") for item in items}
    story.check(f"hello needs the C library and gcc's runtime at most: {known}",
                {"hello-", "seed-glibc-"} <= known <= {"hello-", "seed-glibc-", "seed-gcc-runtime-"})
    alone = os.path.join(story.folder, "alone")
    os.makedirs(alone + STORE)
    shutil.copytree(story.physical(hello), alone + hello, symlinks=True)
    story.check("without its closure hello does not start",
                run_alone(story, alone, hello + "/bin/hello").returncode != 0)
    for item in set(items) - {hello}:
        shutil.copytree(story.physical(item), alone + item, symlinks=True)
    done = run_alone(story, alone, hello + "/bin/hello")
    story.check_equal("in a root that holds its closure alone hello greets", done.stdout, "Hello, world!\n")


def tell_of_building_again(packages):
    for name in packages.names:
        done = packages.build("--check", name)
        packages.story.check(f"{name} comes out bit for bit the same\n{done.stderr[-2000:]}",
                             done.returncode == 0)


TORN = """(use-modules (cairn) (cairn licenses) (distro build-system gnu))
(package
  (name "torn")
  (version "1")
  (source (plain-file "torn.c" "#include <stdio.h>
#include <string.h>
int main(void) { char path[128]; __builtin_memcpy(path, OUT, sizeof OUT); return puts(path) < 0; }
"))
  (build-system gnu-build-system)
  (arguments
   (list #:phases
         #~(modify-phases %standard-phases
             (replace 'unpack (lambda* (#:key source #:allow-other-keys) (copy-file source "torn.c") #t))
             (delete 'configure) (delete 'patch-generated) (delete 'check) (delete 'install)
             (replace 'build
               (lambda* (#:key outputs #:allow-other-keys)
                 (let ((out (assoc-ref outputs "out")))
                   (mkdir-p (string-append out "/bin"))
                   (invoke "gcc" "-O2" "-mgeneral-regs-only" (string-append "-DOUT=\\"" out "\\"")
                           "-o" (string-append out "/bin/torn") "torn.c")))))))
  (synopsis "Say where it is")
  (description "Says where it is.")
  (license gpl3+)
  (home-page "https://example.org/"))
"""


def tell_of_torn_references(packages):
    story = packages.story
    torn = packages.build("-f", story.write("torn.scm", TORN))
    story.check_equal("a program with a torn reference is refused", torn.returncode, 100)
    story.check_contains("and is told why", torn.stderr, "references are torn")
    whole = TORN.replace("__builtin_memcpy(path, OUT, sizeof OUT)", "strcpy(path, OUT)")
    done = packages.build("-f", story.write("whole.scm", whole))
    story.check(f"one whose string stays whole is not\n{done.stderr[-2000:]}", done.returncode == 0)


class Nothing(http.server.BaseHTTPRequestHandler):
    """Answers 404 to everything."""

    asked = 0

    def do_GET(self):
        Nothing.asked += 1
        self.send_error(404)

    def log_message(self, *arguments):
        pass


def keep_by_hash(story, folder):
    """Copy what was fetched into FOLDER, as a content-addressed mirror holds it."""
    os.makedirs(folder + "/sha256")
    for name in os.listdir(story.physical(STORE)):
        path = story.physical(STORE + name)
        if not re.search(r"\.deb$|\.tar\.\w+$", name):
            continue
        hashed = story.cairn("hash", "--format=base16", path).split()[0]
        shutil.copy(path, f"{folder}/sha256/{hashed.removeprefix('sha256:')}")



def tell_of_a_gone_pool(packages):
    story = packages.story
    by_hash = os.path.join(story.folder, "by-hash")
    keep_by_hash(story, by_hash)
    story.root = packages.own_root
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Nothing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.makedirs(story.root + "/etc/cairn")
    with open(story.root + "/etc/cairn/mirrors", "w", encoding="utf-8") as mirrors:
        for name in ("debian", "gnu"):
            mirrors.write(f"{name} http://127.0.0.1:{server.server_port}/\n")
    done = packages.build("hello")
    story.check("without the pool nothing can be built", done.returncode != 0 and Nothing.asked > 0)
    done = packages.build("hello", env={**os.environ, "CAIRN_CONTENT_MIRRORS": by_hash})
    story.check(f"with a folder by hash hello is built\n{done.stderr[-2000:]}", done.returncode == 0)
    server.shutdown()


def tell_of_packages(story):
    packages = Packages(story)
    outs = packages.build_all()
    if len(outs) < len(packages.names):
        return
    tell_of_elf_files(packages, outs)
    tell_of_hello_alone(packages, outs["hello"])
    tell_of_torn_references(packages)
    tell_of_building_again(packages)
    tell_of_a_gone_pool(packages)


tell(tell_of_packages)
