# SPDX-License-Identifier: GPL-3.0-or-later
# What the command says, word for word, and the verbs that need no engine, compared with
# coreutils' and Nix's programs.
import json
import os
import pty
import re
import shutil
import subprocess

from story import tell

# Some of the verbs, so that the help cannot lose them; all that it names are tried.
VERBS = {"build", "search", "show", "pull", "gc", "derivation show", "store add", "hash", "nar ls", "daemon",
         "completion bash"}

HASH_HELP = """\
Usage: cairn hash [OPTION]... PATH...
Print the hash of files or trees.

  -H, --hash=ALGORITHM      md5, sha1, sha256 (default) or sha512
  -f, --format=FORMAT       base16, nix32 (default), base64 or sri
  -S, --serializer=TYPE     nar: any tree; none (default): a file's bytes alone
  -r, --nar, --recursive    the same as --serializer=nar
      --json                print JSON
  -h, --help                show this help

A PATH of '-' means standard input.
"""

GROUP_HELP = """\
Usage: cairn nar VERB [ARGUMENT]...

  nar ls              list what is in an archive
  nar cat             print a file of an archive
  nar dump            write an archive of a file or folder to standard output

Help for a verb: cairn nar VERB --help
"""

# Arguments, what is the matter, and the hint.
MISUSES = [
    ([], "cairn needs a verb", "cairn --help"),
    (["biuld"], "there is no verb 'biuld'", "did you mean 'cairn build'? See: cairn --help"),
    (["frobnicate"], "there is no verb 'frobnicate'", "cairn --help"),
    (["--rot", "/x", "gc"], "there is no option '--rot'",
     "did you mean '--root'? See: cairn --help"),
    (["--root"], "the option '--root' needs a value", "cairn --help"),
    (["--root", "", "gc"], "the value of '--root' cannot be empty", "cairn --help"),
    (["--root=", "gc"], "the value of '--root' cannot be empty", "cairn --help"),
    (["store", "add", "--name=", "a", "b"], "the value of '--name' cannot be empty", "cairn store add --help"),
    (["store", "add", ""], "the name of a file or folder cannot be empty", "cairn store add --help"),
    (["hash", ""], "the name of a file or folder cannot be empty", "cairn hash --help"),
    (["package", "-d", ""], "the value behind '-d' cannot be empty", None),
    (["gc", "--verify="], "the value of '--verify' cannot be empty", "cairn gc --help"),
    (["gc", "--dry-run=no"], "the option '--dry-run' takes no value", "cairn gc --help"),
    (["gc", "--json="], "the option '--json' takes no value", "cairn gc --help"),
    (["store"], "cairn store needs a verb", "cairn store --help"),
    (["store", "qurey"], "there is no verb 'store qurey'",
     "did you mean 'cairn store query'? See: cairn --help"),
    (["hash"], "cairn hash needs a PATH", "cairn hash --help"),
    (["hash", "--formt", "sri", "x"], "there is no option '--formt'",
     "did you mean '--format'? See: cairn hash --help"),
    (["hash", "x", "-H"], "the option '--hash' needs a value", "cairn hash --help"),
    (["hash", "-S", "git", "x"], "there is no serializer 'git'",
     "--serializer=nar or --serializer=none"),
    (["hash", "-H", "crc", "x"],
     '"crc" is not a hash algorithm: md5, sha1, sha256 or sha512', None),
    (["hash", "-f", "base32", "x"],
     "'base32' is one format to Nix and another one to Guix", "--format=nix32"),
    (["hash", "-f", "base3", "x"],
     '"base3" is not a hash format: base16, nix32, base64 or sri', None),
    (["build", "--dry-rnu", "x"], "there is no option '--dry-rnu'",
     "did you mean '--dry-run'? See: cairn build --help"),
    (["build", "--bogus", "x"], "there is no option '--bogus'", "cairn build --help"),
    (["gc", "--root=/x"], "there is no option '--root'",
     "it stands before the verb: cairn --root DIR gc"),
    (["nar", "ls", "a", "b", "c"], "'c' is one operand too many", "cairn nar ls --help"),
    (["build", "-M", "many", "x"], "cannot read 'many' as a number for --max-jobs",
     "cairn build --help"),
    (["build", "x.drv!"], "'x.drv!' does not say which outputs", "x.drv!out"),
    (["gc", "-n", "--list-dead"], "cairn gc can do one thing at a time", None),
    (["gc", "-D"], "which items shall be deleted?", "cairn gc --delete ITEM..."),
    (["gc", "-n", "-d"], "how much -d would free is known when the generations are deleted",
     "cairn package --delete-generations, then cairn gc -n"),
    (["gc", "-C", "-d", "x"], "items are named for --delete and for questions only",
     "several values are attached: cairn gc -d30d -C500M"),
    (["gc", "-d", ""], "the value of -C, -d or --verify cannot be empty", "leave it out to mean all"),
    (["gc", "-C", "much"], "'much' is not a size", "500M, 10G, 1.5T"),
    (["gc", "x"], "items are named for --delete and for questions only", "cairn gc --delete ITEM..."),
    (["gc", "--references"], "which items are meant?", "cairn gc --references ITEM..."),
    (["gc", "-F", "1G", "--optimize"], "-d and -F are for collecting alone", None),
    (["gc", "--verify=all"], "'all' is no way to verify", "--verify=contents,repair"),
    (["gc", "-Cmuch"], "'much' is not a size", "500M, 10G, 1.5T"),
    (["gc", "-F", "much"], "'much' is not a size", "500M, 10G, 1.5T"),
    (["store", "add", "--flat", "--text", "x"], "--flat and --text exclude each other", None),
    (["store", "query", "--hash", "--size", "x"],
     "cairn store query answers one question at a time", "cairn store query --info PATH"),
]


class Words:
    def __init__(self, story):
        self.story = story
        self.program = os.path.join(story.programs, "cairn")
        self.environment = dict(os.environ, CAIRN_ROOT=story.root, TERM="xterm")
        self.environment.pop("NO_COLOR", None)

    def run(self, *arguments, text=True, **settings):
        return subprocess.run([self.program, *arguments], capture_output=True, text=text,
                              timeout=60, env=self.environment, check=False, **settings)

    def __call__(self, *arguments):
        done = self.run(*arguments)
        self.story.check_equal(f"cairn {' '.join(arguments)} says nothing else", done.stderr, "")
        self.story.check_equal(f"cairn {' '.join(arguments)} succeeds", done.returncode, 0)
        return done.stdout

    def refused(self, arguments, message, hint, status=1):
        done = self.run(*arguments, stdin=subprocess.DEVNULL)
        expected = f"cairn: error: {message}\n" + (f"hint: {hint}\n" if hint else "")
        self.story.check_equal(f"cairn {' '.join(arguments)} is refused", done.stderr, expected)
        self.story.check_equal(f"cairn {' '.join(arguments)} prints nothing", done.stdout, "")
        self.story.check_equal(f"cairn {' '.join(arguments)} has its status", done.returncode,
                               status)

    def on_terminal(self, *arguments, **environment):
        """What is shown when all three streams are a terminal."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen([self.program, *arguments], stdin=theirs, stdout=theirs,
                                   stderr=theirs, env=dict(self.environment, **environment))
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                piece = b""
            if not piece:
                break
            shown += piece
        process.wait(60)
        os.close(ours)
        return shown.decode().replace("\r\n", "\n")


def output_of(*command, **settings):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60,
                          **settings).stdout


def tell_of_help(story, cairn):
    general = cairn("--help")
    listed = general[:general.index("\nOptions that stand before the verb:")]
    verbs = re.findall(r"^  (\S+(?: \S+)?)(?:  |$)", listed, re.M)
    story.check_equal("the help names verbs", VERBS - set(verbs), set())
    for verb in verbs:
        shown = cairn(*verb.split(), "--help")
        story.check_contains("a verb's help begins with its usage", shown, f"Usage: cairn {verb} [")
        story.check_equal("-h is --help", cairn(*verb.split(), "-h"), shown)
        narrow = all(len(line) <= 100 for line in shown.split("\n"))
        story.check(f"the help of {verb} fits a terminal", narrow)
    story.check_contains("the help names the options before the verb", general,
                         "      --root=DIR            the store is DIR/cairn/store")
    story.check("hidden options are not in the help", "--state" not in general)
    story.check_equal("the help of hash", cairn("hash", "--help"), HASH_HELP)
    story.check_equal("the help of a group", cairn("nar", "--help"), GROUP_HELP)
    story.check_equal("help can be a verb", cairn("help"), general)
    story.check_equal("also with another one", cairn("help", "hash"), HASH_HELP)
    story.check("the version", re.fullmatch(r"cairn \d+\.\d+\.\d+\n", cairn("--version")))
    story.check_equal("-V is --version", cairn("-V"), cairn("--version"))


def tell_of_misuse(cairn):
    for arguments, message, hint in MISUSES:
        cairn.refused(arguments, message, hint, status=2)


def tell_of_errors(story, cairn):
    tree = os.path.join(story.folder, "tree")
    cairn.refused(["hash", "/nowhere"], "cannot open /nowhere: No such file or directory", None)
    cairn.refused(["hash", tree], f"cannot hash {tree} as a file: it is a folder",
                  f"cairn hash --serializer=nar {tree}")
    cairn.refused(["derivation", "show", "/cairn/store/" + "0" * 32 + "-x"],
                  f"'{'0' * 32}-x' does not name a derivation", None)
    cairn.refused(["store", "query", "/etc"],
                  f"'/etc' is not in the store {story.root}/cairn/store",
                  "items are named /cairn/store/HASH-NAME")
    cairn.refused(["store", "query", "/cairn/store/" + "0" * 32 + "-x"],
                  f"/cairn/store/{'0' * 32}-x is not valid", None)
    cairn.refused(["gc", "-D", "/cairn/store/" + "0" * 32 + "-x"],
                  "/cairn/store/" + "0" * 32 + "-x is not in the store, and nothing was deleted", None)
    cairn.refused(["log", "/cairn/store/" + "0" * 32 + "-x.drv"],
                  f"no log of /cairn/store/{'0' * 32}-x.drv is kept here: "
                  "it was not built on this machine",
                  f"cairn build /cairn/store/{'0' * 32}-x.drv")
    cairn.refused(["build", "/nowhere.drv"],
                  f"'/nowhere.drv' is not in the store {story.root}/cairn/store, "
                  "and there is no such file", None)
    cairn.refused(["enter", "--", "/nowhere"], "cannot run /nowhere: No such file or directory",
                  None, status=127)
    bad = story.write("bad.json", '{"name": "x", "outputs": {}, "builder": "/b"}')
    cairn.refused(["derivation", "add", bad], f"cannot add {bad}: 'system' is missing", None)


def tell_of_hashes(story, cairn):
    tree = os.path.join(story.folder, "tree")
    file = os.path.join(tree, "file")
    for algorithm in ["md5", "sha1", "sha256", "sha512"]:
        expected = output_of(f"{algorithm}sum", file).split()[0]
        story.check_equal(f"{algorithm} is as {algorithm}sum has it",
                          cairn("hash", "-H", algorithm, "-f", "hex", file).strip(), expected)
    done = cairn.run("hash", "-f", "base16", "-", input="abc")
    story.check_equal("standard input can be hashed", done.stdout,
                      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n")
    told = json.loads(cairn("hash", "--json", "-f", "sri", file))
    story.check_equal("JSON has the path", told[0]["path"], file)
    story.check_equal("JSON has the algorithm", told[0]["algorithm"], "sha256")
    story.check_contains("JSON has the hash", told[0]["hash"], "sha256-")
    if not shutil.which("nix-hash"):
        return
    story.check_equal("the default is as nix-hash --base32 has it", cairn("hash", file),
                      output_of("nix-hash", "--flat", "--base32", "--type", "sha256", file))
    for spelling in [["-S", "nar"], ["--nar"], ["-r"]]:
        story.check_equal("a tree's hash is nix-hash's", cairn("hash", *spelling, tree),
                          output_of("nix-hash", "--base32", "--type", "sha256", tree))
    story.check_equal("several hashes come in order", cairn("hash", "-r", file, tree),
                      cairn("hash", "-r", file) + cairn("hash", "-r", tree))


def tell_of_archives(story, cairn):
    tree = os.path.join(story.folder, "tree")
    file = os.path.join(story.folder, "tree.nar")
    dumped = cairn.run("nar", "dump", tree, text=False).stdout
    with open(file, "wb") as archive:
        archive.write(dumped)
    story.check_equal("a list of an archive", cairn("nar", "ls", file), "./dir\n./file\n./link\n")
    story.check_equal("all of it", cairn("nar", "ls", "-R", file),
                      "./dir\n./dir/program\n./file\n./link\n")
    story.check_equal("a file in an archive", cairn("nar", "cat", file, "dir/program"), "run\n")
    cairn.refused(["nar", "cat", file, "no"], "the archive has no 'no'", None)
    cairn.refused(["nar", "ls", file, "/no"], "the archive has no '/no'", None)
    short = os.path.join(story.folder, "short.nar")
    with open(short, "wb") as archive:
        archive.write(dumped[:200])
    done = cairn.run("nar", "ls", short)
    story.check_contains("an archive that is cut off is refused", done.stderr, "bad archive: ")
    if not shutil.which("nix"):
        return
    nix = ["nix", "--extra-experimental-features", "nix-command", "nar", "ls", file]
    for options in [["-R"], ["-R", "-l"], ["-l"]]:
        for path in ["/", "/dir", "/dir/program"]:
            expected = output_of(*nix, path, *options).strip("\n")
            story.check_equal(f"nar ls {options} {path} is as Nix has it",
                              cairn("nar", "ls", file, path, *options).strip("\n"), expected)
    for options in [["--json"], ["--json", "-R"]]:
        story.check_equal("JSON is as Nix has it",
                          json.loads(cairn("nar", "ls", *options, file, "/")),
                          json.loads(output_of(*nix, "/", *options)))
    story.check_equal("an archive is as Nix has it", dumped,
                      subprocess.run(["nix-store", "--dump", tree], capture_output=True,
                                     check=True).stdout)


def tell_of_round_trip(story, cairn):
    tree = os.path.join(story.folder, "tree")
    again = os.path.join(story.folder, "again")
    item = cairn("store", "add", tree).strip()
    dumped = cairn.run("store", "dump", item, text=False).stdout
    done = cairn.run("store", "restore", again, text=False, input=dumped)
    story.check_equal("an archive is restored", (done.returncode, done.stderr), (0, b""))
    story.check_equal("what is restored is what was added", cairn("hash", "-r", again),
                      cairn("hash", "-r", tree))
    story.check("what is restored is the user's own", os.access(f"{again}/dir", os.W_OK))
    done = cairn.run("store", "restore", again, text=False, input=dumped)
    story.check_equal("what exists is not overwritten", done.returncode, 1)
    story.check_equal("the hash of an item", cairn("store", "query", "--hash", item).strip(),
                      "sha256:" + cairn("hash", "-r", tree).strip())
    story.check_equal("the size of an item", cairn("store", "query", "--size", item).strip(),
                      str(len(dumped)))
    numbers = json.loads(cairn("store", "query", "--size", "--json", item))
    story.check(f"a size is a number: {numbers}", isinstance(numbers[0], int) and len(numbers) == 1)
    story.check_equal("who made it is not known", json.loads(cairn("store", "query", "--deriver", "--json", item)),
                      [None])
    told = json.loads(cairn("store", "query", "--json", item))
    story.check_equal("JSON has the size", told[0]["narSize"], len(dumped))


def tell_of_terminals(story, cairn):
    evil = os.path.join(story.folder, "evil")
    os.mkdir(evil)
    with open(os.path.join(evil, "\x1b[31mred"), "w", encoding="utf-8"):
        pass
    file = os.path.join(story.folder, "evil.nar")
    with open(file, "wb") as archive:
        archive.write(cairn.run("nar", "dump", evil, text=False).stdout)
    story.check_equal("other programs get names as they are", cairn("nar", "ls", file),
                      "./\x1b[31mred\n")
    story.check_equal("a terminal gets no escapes of strangers",
                      cairn.on_terminal("nar", "ls", file), "./^[[31mred\n")
    story.check_equal("errors have colours on a terminal", cairn.on_terminal("x" * 9, TERM="xterm"),
                      "cairn: \x1b[1;31merror:\x1b[0m there is no verb 'xxxxxxxxx'\n"
                      "\x1b[1;36mhint:\x1b[0m cairn --help\n")
    plain = "cairn: error: there is no verb 'xxxxxxxxx'\nhint: cairn --help\n"
    story.check_equal("NO_COLOR forbids them", cairn.on_terminal("x" * 9, NO_COLOR="1"), plain)
    story.check_equal("a dumb terminal gets none", cairn.on_terminal("x" * 9, TERM="dumb"), plain)
    story.check_equal("what was typed cannot write escapes", cairn.run("\x1b[2J").stderr,
                      "cairn: error: there is no verb '^[[2J'\nhint: cairn --help\n")
    story.check_equal("archives do not go to a terminal",
                      cairn.on_terminal("nar", "dump", evil, NO_COLOR="1"),
                      "cairn: error: standard output is a terminal, and archives are not for "
                      "reading\nhint: cairn nar dump PATH > FILE\n")


def tell_of_full_disks(story, cairn):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([cairn.program, "--version"], stdout=full, stderr=subprocess.PIPE,
                              text=True, check=False)
    story.check_equal("what cannot be written is told", (done.returncode, done.stderr),
                      (1, "cairn: error: cannot write standard output: No space left on device\n"))


def tell_of_damage(story, cairn):
    file = os.path.join(story.folder, "tree", "file")
    item = cairn("store", "add", file).strip()
    done = cairn.run("store", "add", file, "/nonexistent/it", file)
    story.check_equal("what was added before one that fails is told", (done.returncode, done.stdout), (1, item + "\n"))
    store = f"{story.root}/cairn/store"
    done = cairn.run("store", "verify")
    story.check_equal("a sound store", (done.returncode, done.stderr.split("\n")[-2]),
                      (0, f"the store {store} is sound"))
    os.chmod(story.physical(item), 0o644)
    with open(story.physical(item), "a", encoding="utf-8") as file:
        file.write("more")
    done = cairn.run("store", "verify", "--check-contents")
    story.check_equal("damage has a status", done.returncode, 1)
    story.check_contains("damage is told by item", done.stderr, "cairn: warning: " + item)
    story.check_contains("damage is told at the end", done.stderr,
                         f"\ncairn: error: the store {store} is damaged: see the warnings above\n"
                         "hint: what can be made anew is, by: cairn store verify --check-contents --repair\n")


def make_tree(story):
    tree = os.path.join(story.folder, "tree")
    os.makedirs(os.path.join(tree, "dir"))
    story.write("tree/file", "some text\n")
    os.chmod(story.write("tree/dir/program", "run\n"), 0o755)
    os.symlink("dir/program", os.path.join(tree, "link"))


def tell_it(story):
    cairn = Words(story)
    make_tree(story)
    tell_of_help(story, cairn)
    tell_of_misuse(cairn)
    tell_of_errors(story, cairn)
    tell_of_hashes(story, cairn)
    tell_of_archives(story, cairn)
    tell_of_round_trip(story, cairn)
    tell_of_terminals(story, cairn)
    tell_of_full_disks(story, cairn)
    tell_of_damage(story, cairn)


tell(tell_it)
