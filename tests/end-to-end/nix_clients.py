# SPDX-License-Identifier: GPL-3.0-or-later
# Debian's Nix clients work with our daemon, from inside `cairn enter`.
import json
import os
import shutil
import subprocess

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
  other = sh "other" "echo another reason; exit 8" {};
  both = sh "both" "cat ${broken} ${other} > $out" {};
  parts = sh "parts" "echo o > $out; echo l > $lib; echo d > $dev" { outputs = [ "out" "lib" "dev" ]; };
  mark = sh "mark" "echo $(cat ${words}) > $out; echo said" {};
}
"""


NIX = ["nix", "--extra-experimental-features", "nix-command"]
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


class Inside:
    """Commands run where the store is in its real place, after those of PREFIX."""

    def __init__(self, story, home=None, prefix=()):
        self.story = story
        self.prefix = list(prefix)
        self.home = home or story.folder
        self.environment = dict(os.environ, HOME=self.home)

    def run(self, *command):
        return self.story.run([*self.prefix, *self.story.command("enter", "--", *command)], env=self.environment,
                              cwd=self.home)

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
    info = json.loads(inside(*NIX, "path-info", "--json", out))
    story.check_equal("nix path-info --recursive gives the closure", set(inside(*NIX, "path-info", "-r", out).split()),
                      {out, words})
    story.check_equal("nix path-info --json tells its references", info[0]["references"], [words])
    story.check_equal("our command tells the same size", str(info[0]["narSize"]),
                      story.cairn("store", "query", "--size", out).strip())
    failed = inside.run("nix-build", "--no-out-link", file, "-A", "broken")
    story.check("a failed build fails nix-build too", failed.returncode != 0)
    story.check_contains("with the builder's output", failed.stderr, "this is why")
    broken = inside("nix-instantiate", file, "-A", "broken")
    story.check_contains("nix log tells it later", inside(*NIX, "log", broken), "this is why")
    return out, words


def tell_of_exporting(story, inside, out, words):
    stream = os.path.join(story.folder, "export")
    inside("sh", "-c", f"nix-store --export {words} {out} > {stream}")
    story.check("nix-store --export writes a stream with both", os.path.getsize(stream) > 400)
    inside("sh", "-c", f"nix-store --import < {stream}")
    with open(stream, "rb") as theirs:
        expected = theirs.read()
    ours = subprocess.run(story.command("store", "export", "-R", out), capture_output=True, timeout=60, check=False)
    story.check(f"cairn store export writes the same: {ours.stderr}", ours.stdout == expected)
    story.cairn("gc", "--delete", out, words)
    with open(stream, "rb") as theirs:
        told = story.run(story.command("store", "import"), stdin=theirs)
    story.check_equal(f"cairn store import reads it: {told.stderr}", told.stdout.split(), [words, out])
    story.cairn("store", "verify", "--check-contents")
    with open(story.write("cut", ""), "wb") as cut:
        cut.write(expected[:-200])
    with open(cut.name, "rb") as cut:
        told = story.run(story.command("store", "import"), stdin=cut)
    story.check("a stream that was cut is refused", told.returncode == 1 and "end" in told.stderr)


def tell_of_copying(story, inside, out, words):
    """`nix copy` to a cache of files and to another store, and back from each."""
    cache = f"file://{inside.home}/cache"
    other = f"local?root={inside.home}/other"
    for place in (cache, other):
        inside(*NIX, "copy", "--no-check-sigs", "--to", place, out)
        story.check_equal(f"nix copy takes the closure to {place}",
                          set(inside(*NIX, "path-info", "-r", "--store", place, out).split()), {out, words})
        story.cairn("gc", "--delete", out, words)
        story.check("then it is gone from our store", not os.path.exists(story.physical(out)))
        inside(*NIX, "copy", "--no-check-sigs", "--from", place, out)
        story.check(f"nix copy brings it back from {place}", os.path.exists(story.physical(out)))
        story.check_equal("with what it refers to", set(inside("nix-store", "-qR", out).split()), {out, words})


def tell_of_profiles(story, inside, busybox):
    """A profile of nix-env's, two generations of it, and back."""
    profile = os.path.join(inside.home, "nix-profile")
    tools = story.write("tools.nix", """{ version }: derivation {
      name = "tool-${version}"; system = "x86_64-linux"; builder = "%(busybox)s/bin/sh"; PATH = "%(busybox)s/bin";
      args = [ "-e" "-c" "mkdir -p $out/bin; echo ${version} > $out/bin/tool" ];
    }""" % {"busybox": "${builtins.storePath " + busybox + "}"})

    def shown():
        return inside("cat", profile + "/bin/tool")
    for version in ("1.0", "2.0"):
        inside("nix-env", "-p", profile, "-i", "-f", tools, "--argstr", "version", version)
        story.check_equal(f"nix-env -i makes a profile with version {version}", shown(), version)
    story.check_contains("nix-env -q tells what is in it", inside("nix-env", "-p", profile, "-q"), "tool-2.0")
    inside("nix-env", "-p", profile, "--rollback")
    story.check_equal("nix-env --rollback goes back", shown(), "1.0")
    story.check_equal("there are two generations",
                      len(inside("nix-env", "-p", profile, "--list-generations").splitlines()), 2)
    inside("nix-store", "--gc")
    story.check_equal("a profile outlives nix-store --gc", shown(), "1.0")


def tell_of_own_profiles(story, stranger, busybox):
    """nix-env where nobody says which profile: that of the user, in a folder that the daemon makes."""
    tool = story.write("tool.nix", """derivation {
      name = "tool-1.0"; system = "x86_64-linux"; builder = "%(busybox)s/bin/sh"; PATH = "%(busybox)s/bin";
      args = [ "-e" "-c" "mkdir -p $out/bin; echo tool > $out/bin/tool" ];
    }""" % {"busybox": "${builtins.storePath " + busybox + "}"})
    stranger("nix-env", "-i", "-f", tool)
    story.check_contains("it is theirs", stranger("nix-env", "-q"), "tool-1.0")
    stranger("nix-env", "-e", "tool")
    stranger("nix-env", "--rollback")
    story.check_contains("and has generations", stranger("nix-env", "-q"), "tool-1.0")
    owner = os.stat(story.physical("/var/cairn/profiles/per-user/nobody"))
    story.check_equal("in a folder of their own", (owner.st_uid, owner.st_mode & 0o777), (65534, 0o755))


def tell_of_parts(story, inside, file):
    link = os.path.join(inside.home, "part")
    drv = inside("nix-instantiate", file, "-A", "parts")
    inside(*NIX, "build", "-f", file, "parts.lib", "-o", link)
    story.check_equal("one output that was asked for is one link",
                      sorted(name for name in os.listdir(inside.home) if name.startswith("part")), ["part-lib"])
    dev = inside("nix-store", "-q", "--binding", "dev", drv)
    inside("nix-store", "--delete", dev)
    told = json.loads(inside(*NIX, "build", "-f", file, "parts.lib", "--json", "--no-link"))
    story.check_equal("and one result", list(told[0]["outputs"]), ["lib"])
    story.check_equal("what is there can be checked", inside.run("nix-store", "-r", drv + "!lib", "--check").returncode, 0)
    told = story.cairn("build", "--check", drv)
    story.check("and what is not there is no result", "-lib" in told and "-dev" not in told)
    os.unlink(link + "-lib")


def tell_of_reasons(story, inside, file):
    said = inside.run(*NIX, "build", "-f", file, "broken", "--no-link").stderr
    story.check_contains("who shows no logs hears the end of one", said, "> this is why")
    story.check_contains("and where the rest is", said, "run 'nix log /cairn/store/")
    said = inside.run("nix-build", "--no-out-link", file, "-A", "broken").stderr
    story.check_equal("who shows them hears it once", said.count("this is why"), 1)
    said = inside.run(*NIX, "build", "-f", file, "both", "--no-link", "--keep-going").stderr
    for reason in ("exit status 7", "exit status 8"):
        story.check_contains("all that failed is told", said, reason)


def tell_of_remote_builds(story, inside, file, busybox):
    """Our daemon builds for a Nix with a store of its own."""
    own = os.path.join(story.folder, "nix-of-its-own")
    os.makedirs(own + "/etc/cairn")
    with open(own + "/etc/cairn/nix.conf", "w", encoding="utf-8") as file_of_settings:
        file_of_settings.write("build-users-group =\nsubstituters =\n")
    socket = story.physical("/var/cairn/daemon-socket/socket")
    script = f"""
        nix-store --add {story.folder}/busybox > /dev/null
        drv=$(nix-instantiate {file} -A mark 2> /dev/null)
        out=$(nix-store -r $drv -j0 --builders 'unix://{socket}?real={story.physical("/cairn/store")} x86_64-linux')
        echo $drv; nix-store -q --deriver $out; cat $out; nix --extra-experimental-features nix-command log $out
    """
    command = [os.path.join(story.programs, "cairn"), "--root", own, "enter", "--", "env", "NIX_REMOTE=local", "sh", "-ec"]
    done = story.run([*command, script], env=inside.environment, cwd=inside.home)
    story.check_equal(f"what another Nix asks for is built: {done.stderr}", done.returncode, 0)
    drv, deriver, *rest = done.stdout.split("\n")
    story.check_equal("its deriver is what the client has", deriver, drv)
    story.check_equal("its log is the client's, too", rest, ["some words", "said", ""])
    story.check("what has no effect is one warning", done.stderr.count("no effect here") <= 4)


def tell_of_names_by_content(story, inside, busybox):
    """Items that name themselves are brought under a name that follows from their content."""
    file = story.write("self.nix", (EXPRESSION % {"busybox": busybox}).replace(
        "in rec {", 'in rec { self = sh "self" "mkdir $out; echo $out > $out/here; echo ${words} $out > $out/both" {};'))
    out = inside("nix-build", "--no-out-link", file, "-A", "self")
    told = json.loads(inside(*NIX, "store", "make-content-addressed", "--json", out))
    new = told["rewrites"][out]
    with open(story.physical(new + "/here"), encoding="utf-8") as here:
        story.check_equal("Nix makes an item that names itself again, and we take it", here.read(), new + "\n")
    story.check_contains("it says where its name is from", inside(*NIX, "path-info", "--json", new), '"ca":"fixed:r:sha256:')
    inside("nix-store", "--verify-path", new)
    place = f"file://{inside.home}/self"
    inside(*NIX, "copy", "--no-check-sigs", "--to", place, new)
    inside("nix-store", "--delete", new)
    inside(*NIX, "copy", "--from", place, new)
    story.check("it needs no signature", os.path.exists(story.physical(new)))
    shutil.rmtree(os.path.join(inside.home, "self"))


def tell_of_repairing(story, inside, out):
    right = inside("cat", out)
    drv = inside("nix-store", "--query", "--deriver", out)
    for repair in (["--realise", "--repair", drv], ["--verify", "--check-contents", "--repair"]):
        os.chmod(story.physical(out), 0o644)
        with open(story.physical(out), "w", encoding="utf-8") as changed:
            changed.write("wrong\n")
        story.check("nix-store finds what was changed", inside.run("nix-store", "--verify", "--check-contents").returncode)
        inside("nix-store", *repair)
        story.check_equal(f"nix-store {' '.join(repair[:1])} repairs it", inside("cat", out), right)


def tell_of_upkeep(story, inside):
    inside("nix-store", "--verify", "--check-contents")
    inside("nix-store", "--optimise")
    inside("nix-store", "--verify", "--check-contents")


def tell_of_a_stranger(story, busybox):
    """A user of the machine who is not trusted: builds and reads, and brings nothing that only claims its name."""
    os.chmod(story.folder, 0o755)
    home = os.path.join(story.folder, "stranger")
    os.mkdir(home)
    os.chown(home, 65534, 65534)
    stranger = Inside(story, home, NOBODY)
    file = story.write("theirs.nix", EXPRESSION.replace("some words", "their words") % {"busybox": busybox})
    built = stranger("nix-build", "--no-out-link", file, "-A", "user")
    with open(story.physical(built), encoding="utf-8") as result:
        story.check_equal("who is not trusted builds", result.readline(), "their words\n")
    text = story.write("their-file", "their content\n")
    story.check_equal("and adds what names itself by its content", stranger("nix-store", "--add", text),
                      story.cairn("store", "add", text).strip())
    cache = f"file://{home}/cache"
    stranger(*NIX, "copy", "--no-check-sigs", "--to", cache, built)
    story.cairn("gc", "--delete", built)
    done = stranger.run(*NIX, "copy", "--no-check-sigs", "--from", cache, built)
    story.check("who is not trusted cannot bring what was built elsewhere", done.returncode != 0)
    story.check_contains("and hears why", done.stderr, "no key that is trusted here has signed it")
    story.check("nor is it there", not os.path.exists(story.physical(built)))
    built = stranger("nix-build", "--no-out-link", file, "-A", "user")
    stream = os.path.join(home, "export")
    stranger("sh", "-c", f"nix-store --export {built} > {stream}")
    done = stranger.run("sh", "-c", f"nix-store --import < {stream}")
    story.check("nor import", done.returncode != 0)
    done = stranger.run("nix-store", "--verify", "--repair")
    story.check("nor repair the store", done.returncode != 0)
    tell_of_profiles(story, stranger, busybox)
    tell_of_own_profiles(story, stranger, busybox)


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
        tell_of_repairing(story, inside, out)
        tell_of_exporting(story, inside, out, words)
        tell_of_copying(story, inside, out, words)
        tell_of_profiles(story, inside, busybox)
        tell_of_upkeep(story, inside)
        file = story.write("more.nix", EXPRESSION % {"busybox": busybox})
        tell_of_parts(story, inside, file)
        tell_of_reasons(story, inside, file)
        tell_of_remote_builds(story, inside, file, busybox)
        tell_of_names_by_content(story, inside, busybox)
        if os.geteuid() == 0:
            tell_of_a_stranger(story, busybox)
            out, words = tell_of_building(story, inside, busybox)
        tell_of_collecting(story, inside, out)
    story.cairn("store", "verify", "--check-contents")


tell(tell_of_nix_clients)
