# SPDX-License-Identifier: GPL-3.0-or-later
# Debian's Nix clients work with our daemon, from inside `cairn enter`.
import json
import os

from story import Daemon, tell

EXPRESSION = """
let
  busybox = "%(busybox)s";
  sh = name: script: extra: derivation ({
    inherit name; system = "x86_64-linux"; builder = "${builtins.storePath busybox}/bin/sh";
    PATH = "${builtins.storePath busybox}/bin";
    args = [ "-e" "-c" script ];
  } // extra);
in rec {
  words = sh "words" "echo some words > $out" {};
  user = sh "user" "cat ${words} > $out; echo ${words} >> $out" {};
  broken = sh "broken" "echo this is why; exit 7" {};
}
"""


class Inside:
    """Commands run where the store is in its real place."""

    def __init__(self, story):
        self.story = story
        self.environment = dict(os.environ, HOME=story.folder)

    def run(self, *command):
        return self.story.run(self.story.command("enter", "--", *command), env=self.environment,
                              cwd=self.story.folder)

    def __call__(self, *command):
        done = self.run(*command)
        if done.returncode != 0:
            self.story.problem(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
        return done.stdout.strip()


def tell_of_adding(story, inside):
    file = story.write("a-file", "some content\n")
    ours = story.cairn("store", "add", file).strip()
    story.check_equal("nix-store --add names a file as we do", inside("nix-store", "--add", file), ours)
    fixed = inside("nix-store", "--add-fixed", "sha256", file)
    story.check_equal("nix-store --add-fixed names a file as we do", fixed,
                      story.cairn("store", "add", "--flat", file).strip())
    story.check_equal("nix-store --dump gives the same archive as ours",
                      inside("sh", "-c", f"nix-store --dump {ours} | sha256sum"),
                      inside("sh", "-c", f"nix-store --dump {file} | sha256sum"))


def tell_of_building(story, inside, busybox):
    file = story.write("all.nix", EXPRESSION % {"busybox": busybox})
    out = inside("nix-build", "--no-out-link", file, "-A", "user")
    with open(story.physical(out), encoding="utf-8") as result:
        lines = result.read().split("\n")
    story.check_equal("nix-build's output has its input's content", lines[0], "some words")
    words = lines[1]
    drv = inside("nix-instantiate", file, "-A", "user")
    story.check_equal("nix-store -r finds the output valid", inside("nix-store", "-r", drv), out)
    story.check_equal("nix-store -q --outputs tells it", inside("nix-store", "-q", "--outputs", drv), out)
    story.check_equal("nix-store -q --references tells what it names",
                      inside("nix-store", "-q", "--references", out), words)
    story.check_equal("nix-store -qR gives the closure",
                      set(inside("nix-store", "-qR", out).split()), {out, words})
    story.check_equal("nix-store -q --deriver tells the derivation",
                      inside("nix-store", "-q", "--deriver", out), drv)
    info = json.loads(inside("nix", "--extra-experimental-features", "nix-command", "path-info",
                             "--json", out))
    story.check_equal("nix path-info --json tells its references", info[0]["references"], [words])
    story.check_equal("our command tells the same size", str(info[0]["narSize"]),
                      story.cairn("store", "query", "--size", out).strip())
    failed = inside.run("nix-build", "--no-out-link", file, "-A", "broken")
    story.check("a failed build fails nix-build too", failed.returncode != 0)
    story.check_contains("with the builder's output", failed.stderr, "this is why")
    return out, words


def tell_of_exporting(story, inside, out, words):
    stream = os.path.join(story.folder, "export")
    inside("sh", "-c", f"nix-store --export {words} {out} > {stream}")
    story.check("nix-store --export writes a stream with both", os.path.getsize(stream) > 400)
    inside("sh", "-c", f"nix-store --import < {stream}")


def tell_of_collecting(story, inside, out):
    link = os.path.join(story.folder, "kept")
    inside("nix-store", "-r", out, "--add-root", link, "--indirect")
    roots = inside("nix-store", "--gc", "--print-roots")
    story.check_contains("nix-store --gc --print-roots shows the link", roots, link)
    inside("nix-store", "--gc")
    story.check("a rooted item outlives nix-store --gc", os.path.exists(story.physical(out)))
    os.unlink(link)
    inside("nix-store", "--gc")
    story.check("without its root it goes", not os.path.exists(story.physical(out)))


def tell_of_nix_clients(story):
    busybox = story.add_busybox()
    inside = Inside(story)
    with Daemon(story):
        story.check_equal("inside, our command uses the daemon and sees the same store",
                          inside(os.path.join(story.programs, "cairn"), "store", "query", "--hash",
                                 busybox),
                          story.cairn("store", "query", "--hash", busybox).strip())
        tell_of_adding(story, inside)
        out, words = tell_of_building(story, inside, busybox)
        tell_of_exporting(story, inside, out, words)
        tell_of_collecting(story, inside, out)
    story.cairn("store", "verify", "--check-contents")


tell(tell_of_nix_clients)
