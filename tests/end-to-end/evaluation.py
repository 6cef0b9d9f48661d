# SPDX-License-Identifier: GPL-3.0-or-later
# From a file of packages to what is built: names, versions and outputs, places in errors, what moves
# a store path and what does not. The channel is the story's own, and its builder this machine's Guile.
import json
import os
import re
import shutil
import subprocess

from story import tell

DEFAULTS = """(define-module (distro defaults)
  #:use-module (cairn)
  #:export (default-builder))
(define guile (store-item "@GUILE@"))
(define default-builder
  (builder (file-append guile "/bin/guile")
           ;; What the script in the item names is no reference of an item that was only added.
           #:environment `(("SHELL" . ,(store-item "@SHELL@"))
                           ("GUILE_SYSTEM_PATH" . ,(file-append guile "/share"))
                           ("GUILE_SYSTEM_COMPILED_PATH" . ,(file-append guile "/ccache"))
                           ("GCONV_PATH" . ,(file-append guile "/gconv"))
                           ("LOCPATH" . ,(file-append guile "/locale"))
                           ("LC_ALL" . "C.UTF-8"))))
"""

PACKAGES = """(define-module (things packages)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro build-system trivial))

(define-public greeter
  (package
    (name "greeter")
    (version "1.10")
    (source (local-file "words.txt"))
    (build-system trivial-build-system)
    (outputs '("out" "doc"))
    (arguments
     (list #:builder
           #~(for-each (lambda (file text)
                         (call-with-output-file file
                           (lambda (port) (display text port))))
                       (list #$output #$output:doc)
                       (list #$(package-version this-package) "read me"))))
    (synopsis "Greet")
    (description "It greets.
Then it stops.")
    (license gpl3+)
    (home-page "https://example.org/")))

(define-public greeter-1.9
  (package
    (inherit greeter)
    (version "1.9")))

(define-public user
  (package
    (name "user")
    (version "3")
    (build-system trivial-build-system)
    (inputs (list greeter))
    (arguments
     (list #:builder
           #~(call-with-output-file #$output
               (lambda (port) (write #$greeter port)))))))

(define-public broken
  (package
    (name "broken")
    (version "0")
    (build-system trivial-build-system)
    (arguments
     (list #:builder
           #~(begin
               (display "so far, so good\\n")
               (car '()))))))
"""

SHOWN = """name: greeter
version: 1.10
outputs: out doc
dependencies:@
location: FILE:7:3
homepage: https://example.org/
license: GPL 3+
synopsis: Greet
description: It greets.
+ Then it stops.

"""


def libraries_of(program):
    listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return re.findall(r"(/\S+) \(", listed)


def add_guile(story):
    """Add an item with this machine's Guile, which runs wherever the item is; returns its path."""
    shell = story.add_busybox() + "/bin/sh"
    folder = os.path.join(story.folder, "guile")
    os.makedirs(os.path.join(folder, "bin"))
    os.mkdir(os.path.join(folder, "lib"))
    program = os.path.realpath(shutil.which("guile"))
    shutil.copy(program, os.path.join(folder, "bin/real"))
    # Threads end by libgcc, which the C library opens by itself.
    for library in [*libraries_of(program), "/lib/x86_64-linux-gnu/libgcc_s.so.1"]:
        shutil.copy(library, os.path.join(folder, "lib"))
    for source, name in (("/usr/share/guile/3.0", "share"),
                         ("/usr/lib/x86_64-linux-gnu/guile/3.0/ccache", "ccache"),
                         ("/usr/lib/x86_64-linux-gnu/gconv", "gconv"), ("/usr/lib/locale", "locale")):
        shutil.copytree(source, os.path.join(folder, name))
    script = os.path.join(folder, "bin/guile")
    with open(script, "w", encoding="utf-8") as file:
        file.write(f"#!{shell}\nhere=${{0%/bin/*}}\nexec $here/lib/ld-linux-x86-64.so.2 "
                   "--library-path $here/lib $here/bin/real \"$@\"\n")
    os.chmod(script, 0o755)
    return story.cairn("store", "add", folder).strip(), shell.rsplit("/bin/", 1)[0]


class Channel:
    """The story's own modules, and cairn run with them."""

    def __init__(self, story):
        self.story = story
        self.folder = os.path.join(story.folder, "channel")
        self.file = os.path.join(self.folder, "things/packages.scm")
        os.makedirs(os.path.join(self.folder, "distro"))
        os.makedirs(os.path.join(self.folder, "things"))
        guile, shell = add_guile(story)
        story.write("channel/distro/defaults.scm",
                    DEFAULTS.replace("@GUILE@", guile).replace("@SHELL@", shell))
        story.write("channel/things/words.txt", "Hello\n")
        self.write(PACKAGES)

    def write(self, text):
        self.story.write("channel/things/packages.scm", text)

    def __call__(self, verb, *arguments, status=0):
        return self.story.cairn(verb, "-L", self.folder, *arguments, status=status)

    def run(self, verb, *arguments, **settings):
        return self.story.run(self.story.command(verb, "-L", self.folder, *arguments), **settings)

    def content(self, path):
        with open(self.story.physical(path), encoding="utf-8") as file:
            return file.read()


def tell_of_names(story, cairn):
    newest = cairn("build", "-d", "greeter")
    story.check_equal("the newest version is meant", cairn("build", "-d", "greeter@1.10"), newest)
    older = cairn("build", "-d", "greeter@1.9")
    story.check_contains("an older one can be named", older, "-greeter-1.9.drv")
    refusal = cairn("build", "greeter@2", status=1)
    story.check_contains("a version that is not there", refusal, "there is no 'greeter' of version 2")
    story.check_contains("those that are there", refusal, "there are: ")
    refusal = cairn("build", "greter", status=1)
    story.check_equal("a name that is not there", refusal,
                      "cairn: error: there is no package 'greter'\nhint: did you mean 'greeter'?\n")
    refusal = cairn("build", "greeter:lib", status=1)
    story.check_contains("an output that is not there", refusal, "has no output 'lib'")
    story.check_contains("the outputs that are there", refusal, "hint: its outputs are: ")
    # The environment names folders as well; -L comes first.
    found = story.run(story.command("build", "-d", "greeter"),
                      env=dict(os.environ, CAIRN_PACKAGE_PATH=cairn.folder))
    story.check_equal("CAIRN_PACKAGE_PATH is looked through", found.stdout, newest)


def tell_of_builds(story, cairn):
    told = cairn.run("build", "-n", "user")
    story.check_equal("a dry run names what it would build", len(told.stdout.splitlines()), 2)
    story.check_equal("and counts it", told.stderr, "2 derivations would be built\n")
    out, doc = sorted(cairn("build", "greeter").split(), key=lambda path: path.endswith("-doc"))
    story.check_equal("a package knows itself", cairn.content(out), "1.10")
    story.check_equal("each output is made", cairn.content(doc), "read me")
    story.check_equal("an output can be named", cairn("build", "greeter:doc"), doc + "\n")
    user = cairn("build", "user").strip()
    story.check_equal("a package uses another", cairn.content(user), f'"{out}"')
    references = story.cairn("store", "query", "--references", user).split()
    story.check_equal("and refers to it", references, [out])
    told = cairn.run("build", "-n", "user")
    story.check_equal("what is built need not be", told.stderr, "0 derivations would be built\n")
    story.check_equal("it is the same again", cairn("build", "--check", "user").strip(), user)
    source = cairn("build", "-S", "greeter").strip()
    story.check_equal("a source can be had alone", cairn.content(source), "Hello\n")
    both = cairn("build", "user", "-e", '(plain-file "x" "y")',
                 "-f", story.write("file.scm", "(use-modules (things packages))\ngreeter-1.9\n"))
    story.check_equal("all ways together", [path.split("-", 1)[1] for path in sorted(
        both.split(), key=lambda path: path.split("-", 1)[1])],
        ["greeter-1.9", "greeter-1.9-doc", "user-3", "x"])


def tell_of_what_moves_paths(story, cairn):
    path = cairn("build", "-d", "user")
    cairn.write(";; A comment.\n\n\n" + PACKAGES.replace("(define-public user", "\n\n;; Another.\n(define-public user")
                .replace("(lambda (port) (write", "; here, too\n (lambda (port)\n (write"))
    story.check_equal("lines and comments move no path", cairn("build", "-d", "user"), path)
    cairn.write(PACKAGES.replace('(synopsis "Greet")', '(synopsis "Greet all")'))
    story.check_equal("nor does a synopsis", cairn("build", "-d", "user"), path)
    cairn.write(PACKAGES.replace("(write #$greeter port)", "(display #$greeter port)"))
    story.check("what a builder does moves it", cairn("build", "-d", "user") != path)
    cairn.write(PACKAGES.replace('"read me"', '"read me now"'))
    story.check("and what its inputs do", cairn("build", "-d", "user") != path)
    cairn.write(PACKAGES)
    story.check_equal("and the path is back again", cairn("build", "-d", "user"), path)


def tell_of_places(story, cairn):
    line = PACKAGES[:PACKAGES.index("(car '()")].count("\n") + 1
    done = cairn.run("build", "broken")
    story.check_equal("a builder that fails ends with 100", done.returncode, 100)
    story.check_contains("what it said is shown", done.stderr, "so far, so good")
    story.check_contains("the line of the user's file is named", done.stderr, f"{cairn.file}:{line}:")
    declared = PACKAGES[:PACKAGES.index("(define-public broken")].count("\n") + 2
    story.check_contains("and so is the package", done.stderr,
                         f"{cairn.file}:{declared}:3: cannot build 'broken-0'")
    path = cairn("build", "-d", "broken")
    cairn.write("\n\n\n" + PACKAGES)
    story.check_equal("three lines more move no path", cairn("build", "-d", "broken"), path)
    done = cairn.run("build", "broken")
    story.check_contains("and the place follows", done.stderr, f"{cairn.file}:{line + 3}:")
    cairn.write(PACKAGES)
    done = cairn.run("build", "-k", "broken", "greeter@1.9")
    story.check_equal("with -k the status is the same", done.returncode, 100)
    story.check_contains("and the others are built", done.stdout, "-greeter-1.9\n")


UNION = """(file-union "union" (list (list "etc/motd" (plain-file "motd" "Hello!"))
                         (list "etc/deep/er/words" (local-file "words.txt"))
                         (list "top" (plain-file "top" "top"))))
"""


def tell_of_unions(story, cairn):
    file = story.write("channel/things/union.scm", UNION)
    union = cairn("build", "-f", file).strip()
    for path, content in (("etc/motd", "Hello!"), ("etc/deep/er/words", "Hello\n"), ("top", "top")):
        link = os.readlink(story.physical(f"{union}/{path}"))
        story.check_equal(f"{path} of a union leads to its file", cairn.content(link), content)


SELECTION = """(local-file "project" #:recursive? #t
  #:select? (lambda (file status)
              (display (string-append file "\n"))
              (case (stat:type status)
                ((directory) (not (string=? (basename file) ".git")))
                ((regular) (or (string-suffix? ".c" file) (= (stat:perms status) #o555)))
                (else #f))))
"""


def tell_of_selections(story, cairn):
    for path, mode in (("main.c", 0o644), ("main.o", 0o644), ("run", 0o755), (".git/secret.c", 0o644), ("lib/a.c", 0o644)):
        file = os.path.join(cairn.folder, "things/project", path)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        story.write(file, path)
        os.chmod(file, mode)
    os.symlink("main.c", os.path.join(cairn.folder, "things/project/link"))
    file = story.write("channel/things/selection.scm", SELECTION)
    done = cairn.run("build", "-f", file)
    item = story.physical(done.stdout.strip())
    found = sorted(os.path.relpath(os.path.join(folder, name), item) for folder, _, names in os.walk(item) for name in names)
    story.check_equal(f"of a folder there is what was selected\n{done.stderr}", found, ["lib/a.c", "main.c", "run"])
    story.check_contains("the name of a file is where it is", done.stderr, f"{cairn.folder}/things/project/lib/a.c\n")
    story.check("what is not selected is not looked into", "secret.c" not in done.stderr)
    story.write("channel/things/selection.scm", '(local-file "project" #:select? (const #t))\n')
    story.check_contains("a file is not selected from", cairn("build", "-f", file, status=1), "needs #:recursive? #t")
    story.write("channel/things/selection.scm", '(local-file "project" "other" #:recursive? #t #:select? (const #t))\n')
    story.check_contains("it may have another name", cairn("build", "-f", file), "-other\n")


def tell_of_show(story, cairn):
    shown = SHOWN.replace("FILE", cairn.file).replace("@", " ")
    story.check_equal("what there is to say", cairn("show", "greeter"), shown)
    story.check_contains("dependencies are named", cairn("show", "user"), "dependencies: greeter@1.10\n")
    several = cairn("show", "greeter@1.9", "user")
    story.check_equal("several are told one by one", re.findall("^version: (.*)$", several, re.M), ["1.9", "3"])
    data = json.loads(cairn("show", "--json", "greeter"))
    story.check_equal("the same as data", [data[0][key] for key in ("name", "version", "outputs")],
                      ["greeter", "1.10", ["out", "doc"]])
    cairn("show", "nothing", status=1)


def tell_of_repl(story, cairn):
    def said(text, *arguments):
        return cairn.run("repl", *arguments, input=text)
    done = said("(use-modules (things packages))\n(define (twice x)\n  (* 2 x))\n(twice 21)\n"
                "(package-version greeter)\n(define (twice x) x)\n(twice 21)\n")
    story.check_equal(f"what is defined stays, until it is defined anew\n{done.stderr}", done.stdout,
                      '42\n"1.10"\n21\n')
    done = said('(begin (display "printed\\n") 5)')
    story.check_equal("what is printed comes first", done.stdout, "printed\n5\n")
    done = said("1\n(+ 1\n   (car 5))\n2\n")
    story.check_equal("an error ends a text that nobody types", (done.stdout, done.returncode), ("1\n", 1))
    story.check_contains("its place is told", done.stderr, "cairn: error: repl:")
    story.check_equal("a list that does not end is an error", said("(+ 1").returncode, 1)
    file = story.write("talk.scm", "(use-modules (things packages))\n(package-name user)\n")
    story.check_equal("a file is read", cairn("repl", file), '"user"\n')


def tell_of_evaluation(story):
    cairn = Channel(story)
    tell_of_names(story, cairn)
    tell_of_builds(story, cairn)
    tell_of_what_moves_paths(story, cairn)
    tell_of_places(story, cairn)
    tell_of_unions(story, cairn)
    tell_of_selections(story, cairn)
    tell_of_show(story, cairn)
    tell_of_repl(story, cairn)


tell(tell_of_evaluation)
