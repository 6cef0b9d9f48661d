# SPDX-License-Identifier: GPL-3.0-or-later
# Our archives, hashes, store paths and derivations are those of Debian's Nix, on trees and
# expressions made at random. The program `formats` speaks for us; SEED in the environment varies it.
import json
import os
import random
import shutil
import subprocess

from story import tell

ROUNDS = 12
ALGORITHMS = ["md5", "sha1", "sha256", "sha512"]
DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
OUTPUT_NAMES = ["out", "lib", "dev", "doc", "bin-x"]
ODD_STRINGS = ["", "plain", "two words", 'a "quote"', "back\\slash", "line\nend", "tab\tcr\r", "$dollar", "é ü 漢",
               "'' ''", "a,b)(][", "\x01\x7f"]


class Nix:
    """Debian's Nix on a store in a temporary folder."""

    def __init__(self, folder):
        self.store = os.path.join(folder, "nix", "store")
        os.makedirs(self.store)
        configuration = os.path.join(folder, "nix", "etc")
        os.makedirs(configuration)
        with open(os.path.join(configuration, "nix.conf"), "w", encoding="utf-8") as file:
            file.write("build-users-group =\nexperimental-features = nix-command ca-derivations\n")
        state = os.path.join(folder, "nix", "var")
        self.environment = dict(os.environ, HOME=folder, NIX_STORE_DIR=self.store, NIX_STATE_DIR=state,
                                NIX_LOG_DIR=state + "/log", NIX_CONF_DIR=configuration, NIX_REMOTE="")

    def __call__(self, *command, given=None):
        done = subprocess.run(command, capture_output=True, env=self.environment, input=given, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{command} failed: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def text(self, *command):
        return self(*command).decode().strip()


class Formats:
    """Our side: tests/support/formats.cc."""

    def __init__(self, story, store):
        self.command = [os.path.join(story.programs, "formats"), "--store", store]

    def __call__(self, *arguments, given=None):
        done = subprocess.run([*self.command, *arguments], capture_output=True, input=given, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"formats {arguments} failed: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def text(self, *arguments):
        return self(*arguments).decode().strip()


def random_name(dice):
    letters = [byte for byte in range(1, 256) if byte != ord("/")]
    while True:
        name = bytes(dice.choices(letters, k=dice.choice([1, 2, 3, 8, 30, 255])))
        if name not in (b".", b".."):
            return name


def random_contents(dice):
    size = dice.choice([0, 0, 1, 7, 8, 9, 100, 4096, 5000, 131072, 131073, 300001])
    return dice.randbytes(size)


def make_tree(dice, path, depth):
    """Make a file, a link or a folder at PATH, a byte string."""
    kind = dice.choice(["file", "file", "program", "link", "folder", "folder"])
    if depth == 0 and kind == "folder":
        kind = "file"
    if kind == "link":
        os.symlink(dice.choice([b"nowhere", b"/etc/passwd", b"..", b"x" * 4000, random_name(dice)]), path)
    elif kind == "folder":
        os.mkdir(path)
        for name in {random_name(dice) for _ in range(dice.randrange(8))}:
            make_tree(dice, path + b"/" + name, depth - 1)
    else:
        with open(path, "wb") as file:
            file.write(random_contents(dice))
        os.chmod(path, dice.choice([0o755, 0o700, 0o555] if kind == "program" else [0o644, 0o600, 0o454]))


def tell_of_archives(story, nix, ours, path, scratch):
    archive = nix("nix-store", "--dump", path)
    story.check(f"nar-dump of {path} is nix-store --dump", ours("nar-dump", path) == archive)
    story.check_equal("nar-hash is nix-hash", ours.text("nar-hash", path),
                      nix.text("nix-hash", "--type", "sha256", path))
    by_us = os.path.join(scratch, "by-us")
    ours("nar-restore", by_us, given=archive)
    story.check("what we unpack, Nix packs to the same archive", nix("nix-store", "--dump", by_us) == archive)
    by_nix = os.path.join(scratch, "by-nix")
    nix("nix-store", "--restore", by_nix, given=ours("nar-dump", path))
    story.check("what Nix unpacks, we pack to the same archive", ours("nar-dump", by_nix) == archive)


def tell_of_added_paths(story, nix, ours, path):
    name = os.path.basename(path)
    story.check_equal("source-path is nix-store --add", ours.text("source-path", name, path),
                      nix.text("nix-store", "--add", path))
    for algorithm in ALGORITHMS:
        story.check_equal("fixed-path recursive is --add-fixed --recursive",
                          ours.text("fixed-path", "recursive", algorithm, name, path),
                          nix.text("nix-store", "--recursive", "--add-fixed", algorithm, path))
        if os.path.isfile(path) and not os.path.islink(path):
            story.check_equal("fixed-path flat is --add-fixed",
                              ours.text("fixed-path", "flat", algorithm, name, path),
                              nix.text("nix-store", "--add-fixed", algorithm, path))


def tell_of_trees(story, nix, ours, dice):
    for number in range(ROUNDS):
        scratch = os.path.join(story.folder, f"round-{number}")
        os.mkdir(scratch)
        path = os.path.join(scratch, f"tree-{number}")
        make_tree(dice, path.encode(), 3)
        tell_of_archives(story, nix, ours, path, scratch)
        tell_of_added_paths(story, nix, ours, path)
        subprocess.run(["chmod", "-R", "u+w", scratch], check=True)
        shutil.rmtree(scratch)


def tell_of_hashes(story, nix, ours, dice):
    path = os.path.join(story.folder, "hashed")
    for _ in range(ROUNDS):
        with open(path, "wb") as file:
            file.write(random_contents(dice))
        for algorithm in ALGORITHMS:
            plain = nix.text("nix-hash", "--type", algorithm, "--flat", path)
            story.check_equal("base16 is nix-hash", ours.text("hash", algorithm, "base16", path), plain)
            for ours_format, theirs in [("nix32", "to-base32"), ("base64", "to-base64"), ("sri", "to-sri")]:
                story.check_equal(f"{ours_format} is nix hash {theirs}",
                                  ours.text("hash", algorithm, ours_format, path),
                                  nix.text("nix", "hash", theirs, "--type", algorithm, plain))


def nix_string(text):
    for plain, escaped in [("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"), ("$", "\\$")]:
        text = text.replace(plain, escaped)
    return f'"{text}"'


class Expression:
    """A graph of derivations and texts as a Nix expression."""

    def __init__(self, dice):
        self.dice = dice
        self.lines = []
        self.references = []  # expressions that are paths

    def string(self):
        return nix_string(self.dice.choice(ODD_STRINGS))

    def some_references(self):
        chosen = self.dice.sample(self.references, min(len(self.references), self.dice.randrange(4)))
        return [f'"at ${{{reference}}}/x"' for reference in chosen]

    def add_text(self):
        name = f"t{len(self.lines)}"
        texts = " + ".join([self.string()] + [r for r in self.some_references() if "${t" in r])
        self.lines.append(f'{name} = builtins.toFile "{name}.txt" ({texts});')
        self.references.append(name)

    def add_fixed(self):
        name = f"f{len(self.lines)}"
        algorithm = self.dice.choice(ALGORITHMS)
        digest = "".join(self.dice.choices("0123456789abcdef", k=DIGITS[algorithm]))
        mode = self.dice.choice(["flat", "recursive"])
        fixed = f'outputHashAlgo = "{algorithm}"; outputHash = "{digest}"; outputHashMode = "{mode}";'
        self.add_derivation(name, name, ["out"], fixed)
        # Another way to the same contents: two input derivations with one hash.
        self.add_derivation(name + "b", name, ["out"], fixed + ' url = "elsewhere";')

    def add_plain(self):
        outputs = self.dice.sample(OUTPUT_NAMES, self.dice.randrange(1, 4))
        if self.dice.random() < 0.5:
            outputs = ["out"]
        listed = " ".join(f'"{output}"' for output in outputs)
        name = f"d{len(self.lines)}"
        self.add_derivation(name, name, outputs, f"outputs = [ {listed} ];")

    def add_derivation(self, variable, name, outputs, more):
        variables = [f"v{i} = {value};" for i, value in enumerate(self.some_references() + [self.string()])]
        arguments = " ".join([self.string(), *self.some_references()])
        builder = self.dice.choice(['"/bin/sh"', '"builtin:fetchurl"', *self.some_references()])
        self.lines.append(f'{variable} = derivation {{ name = "{name}-1.0"; system = "x86_64-linux"; '
                          f'builder = {builder}; args = [ {arguments} ]; {" ".join(variables)} {more} }};')
        self.references += [f'{variable}."{output}"' for output in outputs]

    def text(self):
        all_of_them = " ".join(f"${{{reference}}}" for reference in self.references)
        return "let\n" + "\n".join(self.lines) + f"""
in derivation {{ name = "all"; system = "x86_64-linux"; builder = "/bin/sh"; all = "{all_of_them}"; }}
"""


def random_expression(dice):
    expression = Expression(dice)
    for _ in range(dice.randrange(5, 25)):
        dice.choice([expression.add_text, expression.add_fixed, expression.add_plain, expression.add_plain])()
    return expression.text()


def tell_of_derivations(story, nix, ours, dice):
    for number in range(ROUNDS):
        file = story.write(f"expression-{number}.nix", random_expression(dice))
        nix("nix-instantiate", file)
    found = sorted(name for name in os.listdir(nix.store) if name.endswith(".drv"))
    paths = [os.path.join(nix.store, name) for name in found]
    story.check("the expressions made many derivations", len(paths) > 5 * ROUNDS)
    answers = dict(output_paths_answers(ours.text("output-paths", *paths)))
    story.check_equal("derivations printed anew have the paths that Nix gave them", sorted(answers), paths)
    shown = json.loads(nix("nix", "show-derivation", *paths))
    for path in paths:
        outputs = {name: output["path"] for name, output in shown[path]["outputs"].items()}
        story.check_equal(f"output paths of {path}", answers.get(path), outputs)
        story.check_equal(f"JSON of {path}", json.loads(ours("drv-json", path)), shown[path])


def output_paths_answers(text):
    """Pairs of a derivation's path and its outputs, from lines PATH, NAME PATH, NAME PATH, PATH..."""
    path, outputs = None, {}
    for line in text.split("\n"):
        if line.startswith("/"):
            if path:
                yield path, outputs
            path, outputs = line, {}
        else:
            name, output = line.split(" ")
            outputs[name] = output
    yield path, outputs


def tell_of_texts(story, nix, ours):
    """Items with references: texts of the expressions above, and a tree that Nix made content-addressed."""
    texts = [name for name in os.listdir(nix.store) if name.endswith(".txt")]
    story.check("the expressions made texts", len(texts) > 0)
    for name in texts:
        path = os.path.join(nix.store, name)
        references = nix.text("nix-store", "--query", "--references", path).split()
        story.check_equal(f"path of the text {name}",
                          ours.text("text-path", name.split("-", 1)[1], path, *references), path)
        copied = nix.text("nix", "store", "make-content-addressed", "--json", path)
        rewritten = json.loads(copied)["rewrites"][path]
        references = nix.text("nix-store", "--query", "--references", rewritten).split()
        story.check_equal(f"path of the tree {rewritten}",
                          ours.text("source-path", name.split("-", 1)[1], rewritten, *references), rewritten)


def tell_of_formats(story):
    if not shutil.which("nix-store"):
        print("skip: nix-store is not installed")
        return
    seed = os.environ.get("SEED", "1")
    print("SEED", seed)
    dice = random.Random(seed)
    nix = Nix(story.folder)
    ours = Formats(story, nix.store)
    tell_of_hashes(story, nix, ours, dice)
    tell_of_trees(story, nix, ours, dice)
    tell_of_derivations(story, nix, ours, dice)
    tell_of_texts(story, nix, ours)


tell(tell_of_formats)
