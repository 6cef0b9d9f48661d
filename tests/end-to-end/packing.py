# SPDX-License-Identifier: GPL-3.0-or-later
# Packs: a tarball whose programs run where there is nothing else, wherever it lies with -R; an image that other
# programs read and run. The same packages give the same bytes.
import os
import sys

from story import tell
from story.channel import CHANNEL, shared_root
from story.containers import Bundle, inspected

GREETING = "Hello, world!\n"
ORDINARY = ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"]


class Packer:
    """Packs for STORY, in the store in which the packages are built once for all stories."""

    def __init__(self, story):
        self.story = story
        story.root = shared_root(story.programs)
        os.chmod(story.folder, 0o755)

    def path(self, name):
        return os.path.join(self.story.folder, name)

    def pack(self, name, *words):
        path = self.path(name)
        told = self.story.cairn("pack", "-L", str(CHANNEL), "-o", path, *words)
        self.story.check_equal("pack prints the file", told, path + "\n")
        return path

    def refused(self, *words):
        return self.story.cairn("pack", "-L", str(CHANNEL), *words, status=2)

    def unpacked(self, archive, name):
        folder = self.path(name)
        os.mkdir(folder)
        self.story.check("tar unpacks it", self.run("tar", "xf", archive, "-C", folder).returncode == 0)
        return folder

    def run(self, *command):
        return self.story.run(list(command), cwd="/")

    def greets(self, *command):
        return self.run(*command).stdout == GREETING


def content(path):
    with open(path, "rb") as file:
        return file.read()


def tarballs(story, packer):
    first = packer.pack("one.tar.gz", "hello")
    second = packer.pack("two.tar.gz", "hello")
    story.check("the same bytes each time", content(first) == content(second))
    folder = packer.unpacked(first, "plain")
    story.check("it greets where there is nothing else", packer.greets("chroot", folder, "/bin/hello"))
    story.check("control: outside it does not", not packer.greets("sh", "-c", f"{folder}/bin/hello"))
    linked = packer.unpacked(packer.pack("s.tar.zst", "-C", "zstd", "-S", "/opt/hello=", "-S", "run=bin/hello", "hello"), "linked")
    story.check("links are where they were wished", packer.greets("chroot", linked, "/opt/hello/bin/hello")
                and packer.greets("chroot", linked, "/run"))
    story.check("and nothing else is there", sorted(os.listdir(linked)) == ["cairn", "opt", "run"])


def relocatable(story, packer):
    folder = packer.unpacked(packer.pack("r.tar.gz", "-R", "hello"), "relocatable")
    story.check("it greets where it lies", packer.greets(f"{folder}/bin/hello"))
    story.check("for an ordinary user, too", packer.greets(*ORDINARY, f"{folder}/bin/hello"))
    story.check("in an empty root folder, too", packer.greets("chroot", folder, "/bin/hello"))
    moved = packer.path("moved")
    os.rename(folder, moved)
    link = packer.path("greet")
    os.symlink(f"{moved}/bin/hello", link)
    story.check("moved, and by a link", packer.greets(link))
    told = packer.run(f"{moved}/bin/hello", "--greeting", "a b")
    story.check("arguments are its own", told.stdout == "a b\n")
    full = packer.run("sh", "-c", f"{moved}/bin/hello > /dev/full")
    story.check("its status is the program's", full.returncode == 1 and "No space left" in full.stderr)
    lost = packer.path("lost")
    os.rename(f"{moved}/bin/hello", lost)
    told = packer.run(lost)
    story.check("a launcher that left its pack says so", told.returncode == 127
                and "lies in no pack that knows it" in told.stderr)


def images(story, packer):
    image = packer.pack("one.tar", "-f", "docker", "hello")
    story.check("the same bytes each time", content(image) == content(packer.pack("two.tar", "-f", "docker", "hello")))
    for kind in ("docker-archive", "oci-archive"):
        story.check_equal(f"runc runs the image as {kind}", Bundle(image, story.folder, kind).run().stdout, GREETING)
    other = packer.pack("other.tar", "-f", "docker", "lzip")
    mine, others = (inspected(path)["Layers"] for path in (image, other))
    story.check("what two images need is in the same layers", len(set(mine) & set(others)) >= 2)
    said = packer.pack("said.tar", "-f", "docker", "--entry-point=bin/hello", "-A", "-g", "-A", "welcome", "--max-layers=2",
                       "-C", "none", "--image-tag=greeter:1", "hello")
    story.check_equal("an entry point has its arguments", Bundle(said, story.folder).run().stdout, "welcome\n")
    story.check_equal("layers are as few as wished", len(inspected(said)["Layers"]), 2)
    listed = story.run(["tar", "xOf", said, "manifest.json"]).stdout
    story.check_contains("the image is called as wished", listed, '"RepoTags":["greeter:1"]')


def mistakes(story, packer):
    for words, part in [(["-f", "squashfs", "hello"], "there is no format 'squashfs'"),
                        (["-C", "lzip", "hello"], "there is no compression 'lzip'"),
                        (["-S", "../bin=bin", "hello"], "'../bin=bin' is no link of a pack"),
                        (["-R", "-f", "docker", "hello"], "a container needs no relocatable programs"),
                        (["--entry-point=bin/hello", "hello"], "are of images"),
                        ([], "cairn pack needs a package")]:
        story.check_contains(f"pack {words} is refused", packer.refused(*words), part)
    path = packer.path("none.tar")
    told = story.cairn("pack", "-L", str(CHANNEL), "-f", "docker", "-o", path, "--entry-point=bin/nothing", "hello", status=1)
    story.check_contains("an entry point that is not there is told", told, "the profile has no program 'bin/nothing'")
    story.check("nothing is left of it", not [name for name in os.listdir(story.folder) if name.startswith("none.tar")])


def main(story):
    if os.geteuid() != 0:
        print("skip: only root runs containers and changes its root here")
        sys.exit(0)
    packer = Packer(story)
    mistakes(story, packer)
    tarballs(story, packer)
    relocatable(story, packer)
    images(story, packer)


tell(main)
