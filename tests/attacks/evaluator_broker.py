# SPDX-License-Identifier: GPL-3.0-or-later
# T-44: modules of a channel that ask the command for what it must not give: files and modules
# outside of the folders that the user named.
import os

from evaluator import Code, Evaluator, call, tell

FLAT, TREE = Code("#f"), Code("#t")
GOOD = "(define-module (good))\n(define-public answer 42)\n"
SECRET = "(define-module (out))\n(define-public answer \"kept to myself\")\n"


def make_folder(story):
    """A folder of modules with all that should not be in one; returns it."""
    folder = os.path.join(story.folder, "modules")
    os.makedirs(os.path.join(folder, "inner"))
    story.write("secret", "kept to myself")
    story.write("secret.scm", SECRET)
    story.write("modules/good.scm", GOOD)
    story.write("modules/inside", "for all")
    for link, target in (("link-out", "../secret"), ("link-in", "inside"), ("up", ".."),
                         ("inner/in", "../inside"), ("absolute", os.path.join(folder, "inside")),
                         ("out.scm", "../secret.scm"), ("fd", "/proc/self/fd"),
                         ("linked.scm", "good.scm")):
        os.symlink(target, os.path.join(folder, link))
    os.mkfifo(os.path.join(folder, "pipe"))
    os.mkfifo(os.path.join(folder, "pipe.scm"))
    os.mkdir(os.path.join(folder, "folder.scm"))
    with open(os.path.join(folder, "huge.scm"), "w", encoding="utf-8") as file:
        file.write(GOOD + ";" * (20 << 20))
    return folder


def ask_for_files(evil, folder):
    inside = "/cairn/store/"
    for name, kind in (("inside", FLAT), ("inside", TREE), ("inner/in", TREE)):
        done = evil.run(call("broker", "file", f"{folder}/{name}", kind), folder)
        evil.story.check_contains(f"{name} is given", done.stdout, inside)
    for name, kind, reason in (
            ("../secret", FLAT, "is not below the folder of a module"),
            ("../secret", TREE, "is not below the folder of a module"),
            ("inner/../../secret", FLAT, "is not below the folder of a module"),
            ("..", TREE, "is not below the folder of a module"),
            ("up/secret", FLAT, "Invalid cross-device link"),
            ("up/secret", TREE, "Invalid cross-device link"),
            ("fd/0", FLAT, "Invalid cross-device link"),
            ("link-out", FLAT, "is no regular file"),
            ("absolute", FLAT, "is no regular file"),
            ("pipe", FLAT, "is no regular file"),
            ("pipe", TREE, "pipe"),
            ("nothing", FLAT, "there is no file"),
            ("", FLAT, "is no regular file"),
            ("inside/x", FLAT, "Not a directory")):
        evil.refused(f"'{name}' is not given", call("broker", "file", f"{folder}/{name}", kind),
                     reason, folder)
    # The kernel sees such a name end at the NUL: "..".
    for name in ("..\\x00;x", "inner\\x00;/../x", "\\x00;"):
        evil.refused("no NUL is taken for an end", call("broker", "file", f"{folder}/{name}", TREE),
                     "it holds a NUL", folder)
    for name in ("/etc/passwd", "/dev/zero"):
        evil.refused(f"{name} is not given", call("broker", "file", name, FLAT),
                     "is not below the folder of a module", folder)


def ask_for_folders(evil, folder):
    for name in ("", "/.", "/folder.scm/.."):
        done = evil.run(call("broker", "folder", folder + name), folder)
        evil.story.check_contains(f"'{name}' is listed", done.stdout, '("inside" regular 7 #f)')
    for name, reason in (("/..", "is not below the folder of a module"), ("/up", "cannot open up"),
                         ("/fd", "cannot open fd"), ("/fd/0", "Invalid cross-device link"),
                         ("/inside", "cannot open inside"), ("/pipe", "cannot open pipe"),
                         ("/nothing", "cannot open nothing"), ("/../modules/..", "is not below the folder"),
                         ("/inner\\x00;/../..", "it holds a NUL")):
        evil.refused(f"'{name}' is not listed", call("broker", "folder", folder + name), reason, folder)
    for name in ("/", "/etc", "/proc/self"):
        evil.refused(f"{name} is not listed", call("broker", "folder", name),
                     "is not below the folder of a module", folder)


def keep_links(story, evil, folder):
    # A link is what it is: a text. What it points to is neither read nor followed.
    asked = f'"{folder}/link-out" #:recursive? #t'
    done = story.run(story.command("build", "-L", folder, "-L", evil.folder, "-e",
                                   f'(local-file "link" {asked})'.replace('"link" ', "")),
                     env=evil.environment)
    path = done.stdout.strip()
    story.check_equal(f"a link is added (it says {done.stderr!r})", done.returncode, 0)
    story.check_equal("it is a link in the store, too", os.readlink(story.physical(path)),
                      "../secret")


def ask_for_modules(evil, folder):
    evil.gives("a module is given", "(@ (good) answer)", "42", folder)
    evil.gives("a link to a module beside it is followed", "((@ (cairn primitives) module-source) "
               "'(linked))", f'("{folder}/linked.scm" . "{escaped(GOOD)}")', folder)
    for name, reason in (
            ("'.. 'secret", "'..' cannot be part of a module's name"),
            ("'inner '.. '.. 'secret", "'..' cannot be part of a module's name"),
            ("(string->symbol \"../secret\")", "cannot be part of a module's name"),
            ("(string->symbol \"\")", "cannot be part of a module's name"),
            ("(string->symbol \".hidden\")", "cannot be part of a module's name"),
            ("(string->symbol \"a\\x00;b\")", "cannot be part of a module's name"),
            ("'out", "Invalid cross-device link"),
            ("'up 'secret", "Invalid cross-device link"),
            ("'pipe", "is no file"),
            ("'folder", "is no file"),
            ("'huge", "huge.scm"),
            ("", "this is no name of a module"),
            (" ".join(["'a"] * 100), "this is no name of a module"),
            ("5", "must be a symbol")):
        evil.refused(f"the module {name[:40]} is not given",
                     call("broker", "module", Code(name)), reason, folder)


def escaped(text):
    return text.replace('"', '\\"').replace("\n", "\\n")


def list_packages(story, folder):
    # The index looks at every file of the folder before anything is evaluated.
    done = story.run(story.command("build", "-n", "-L", folder, "nothing"))
    story.check_contains("the index passes over what is no module", done.stderr,
                         "there is no package 'nothing'")
    story.check("the secret is not in what it says", "kept" not in done.stderr)


def claim_a_place(evil):
    for file in ("/dev/zero", "/etc/passwd", os.path.join(evil.story.folder, "modules/pipe")):
        done = evil.refused(f"{file} is not opened for an error's sake",
                            call("place", "attack", file), f"{file}:3:1: this is wrong")
        evil.story.check_equal("only the error is said", len(done.stderr.splitlines()), 1)
    done = evil.refused("the line of a module is shown",
                        call("place", "attack", evil.folder + "/evil/place.scm"), "this is wrong")
    evil.story.check_contains("it is shown", done.stderr, "    3 | ")


def tell_story(story):
    evil = Evaluator(story)
    folder = make_folder(story)
    ask_for_files(evil, folder)
    ask_for_folders(evil, folder)
    keep_links(story, evil, folder)
    ask_for_modules(evil, folder)
    list_packages(story, folder)
    claim_a_place(evil)


tell(tell_story)
