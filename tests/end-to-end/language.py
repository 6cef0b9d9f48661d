# SPDX-License-Identifier: GPL-3.0-or-later
# What the language says of mistakes, word for word, and what does not move a store path.
import os
import subprocess
from base64 import b64encode as base64_of

from story import tell

HELLO = "(use-modules (distro hello))\n"
HASH = "31e066137a962676e89f69d1b65382de95a7ef7d914b8cb956f41ea72e0f516b"

# What is wrong, the text, the line that must be named, the message, the hint.
MESSAGES = [
    ("a misspelt field", HELLO + "(package\n  (inherit hello)\n  (verson \"2\"))\n", 4,
     "a package has no field 'verson'", "did you mean 'version'?"),
    ("a missing field", "(package\n  (name \"x\"))\n", 1, "the package has no 'version', which it must have",
     "add (version ...)"),
    ("a doubled field", HELLO + "(package (inherit hello)\n  (name \"a\")\n  (name \"b\"))\n", 4,
     "the field 'name' of a package is written twice", "keep one of them"),
    ("a value of the wrong type", HELLO + "(package (inherit hello)\n  (version 2))\n", 3,
     "the field 'version' of a package must be a string, and this is 2", None),
    ("a misspelt name", HELLO + "(package (inherit hello)\n  (name \"x\")\n  (inputs (list helo)))\n", 4,
     "there is nothing named 'helo' here", "did you mean 'hello'?"),
    ("a misspelt argument", HELLO + "(package (inherit hello)\n  (name \"x\")\n"
     "  (arguments (list #:configre-flags #~'())))\n", 2,
     "the build system 'gnu' has no argument #:configre-flags", "did you mean '#:configure-flags'?"),
    ("an error in a field", HELLO + "(package (inherit hello)\n  (name \"x\")\n  (inputs (list (car '()))))\n", 4,
     "in 'car': Wrong type argument in position 1 (expecting pair): ()", None),
    ("a hash that is none", '(origin (uri "http://example.org/x")\n (sha256\n  (base32 "abc")))\n', 3,
     '{file}:3:3: bad hash "abc": 3 characters are too many or too few',
     "a hash has 52 digits in base 32, 64 in base 16, 44 in base 64"),
    ("a word for hashes that is none", f'(origin (uri "http://example.org/x")\n (sha256 (base23 "{HASH}")))\n', 2,
     "there is nothing named 'base23' here", "did you mean 'base32'?"),
    ("a hash that is no text", '(origin (uri "http://example.org/x")\n (sha256 (base64 12)))\n', 2,
     "{file}:2:10: 12 is no hash: a string is wanted", 'write (base32 "...")'),
    ("a module that is not there", "(use-modules (distro hallo))\n1\n", 1, "there is no module (distro hallo)",
     "a module (a b) is the file a/b.scm of a channel or a folder of -L"),
    ("a module that is not there and of which a name is wanted", "\n(@ (distro hallo) hello)\n", 2,
     "there is no module (distro hallo)", "a module (a b) is the file a/b.scm of a channel or a folder of -L"),
    ("a file that gives nothing to build", "42\n", None, "gives 42, which cannot be built",
     "end it with a package, a file, or a list of them"),
    ("a list without end", "(use-modules (cairn))\n(package\n  (name \"x\"\n", 2,
     "a list that begins in line 2 does not end", None),
    ("a name that an item cannot have", '(plain-file "a b" "")\n', 1, '"a b" cannot be the name of a store item', None),
    ("a file beside that is misspelt", HELLO + '(package (inherit hello)\n  (name "x")\n  (source (local-file\n'
     '    "mistake-O.scm")))\n', 4, "error: {file}:4:11: there is no file '{folder}/mistake-O.scm'",
     "did you mean 'mistake-0.scm'?"),
    ("a file that is nowhere", '(list\n  (local-file "none-at-all"))\n', 2, "there is no file '{folder}/none-at-all'",
     "a path counts from the folder of the file in which it is written"),
    ("a folder that is taken for a file", '(list\n  (local-file "root"))\n', 2,
     "'{folder}/root' is no regular file: write (local-file ... #:recursive? #t)", None),
    ("an address whose end is no name", '(origin\n  (uri "http://example.org/my%20file~1.tar.gz")\n  (sha256\n'
     f'    (base16 "{HASH}")))\n', 2, "{file}:2:4: the end of the address, \"my%20file~1.tar.gz\", cannot be the name",
     'add (file-name "my-file-1.tar.gz")'),
    ("an address with a space", f'(origin\n  (uri "http://example.org/a b")\n  (sha256 (base16 "{HASH}")))\n', 2,
     "in which %20 stands for a space, and this is \"http://example.org/a b\"", None),
    ("a name of a source that is none", f'(origin\n  (uri "http://example.org/a")\n  (sha256 (base16 "{HASH}"))\n'
     '  (file-name "a b"))\n', 4, "must be a name of letters, digits and any of + - . _ ? =, or #f", None),
    ("an output that is not there", HELLO + '(list\n  (package (inherit hello)\n  (name "x")\n'
     '  (inputs (list (list hello "doc")))))\n', 3, "the package 'hello' has no output 'doc'", "its outputs are: out"),
    ("an output that is not there in a gexp", HELLO + '(list (program-file "x"\n  #~(display #$hello:doc)))\n', 3,
     "the package 'hello' has no output 'doc'", "its outputs are: out"),
    ("an input by its name", HELLO + '(package (inherit hello)\n  (name "x")\n  (inputs (list "hello:doc")))\n', 4,
     "must be a list of packages, and of lists of a package and its output, and this is", None),
    ("what cannot go into a gexp", HELLO + '(list (program-file "x"\n  #~(display #$car)))\n', 3,
     "cannot go into a gexp", "packages, files, gexps, lists, strings, symbols and numbers can"),
]


def build(story, *arguments):
    return subprocess.run(story.command("build", *arguments), capture_output=True, text=True, check=False)


def tell_of_messages(story):
    for number, (what, text, line, message, hint) in enumerate(MESSAGES):
        file = story.write(f"mistake-{number}.scm", text)
        done = build(story, "-d", "-f", file)
        story.check_equal(f"{what}: it fails\n{done.stderr}", done.returncode, 1)
        story.check_contains(f"{what}: the message", done.stderr, message.format(file=file, folder=story.folder))
        if line:
            story.check_contains(f"{what}: the place", done.stderr, f"{file}:{line}:")
        if hint:
            story.check_contains(f"{what}: the hint", done.stderr, f"hint: {hint}")


CIRCLE = """(define-module (circle) #:use-module (cairn) #:use-module (distro hello))
(define-public one (package (inherit hello) (name "one") (inputs (list two))))
(define-public two (package (inherit hello) (name "two") (inputs (list one))))
"""


def tell_of_circles(story):
    story.write("circle.scm", CIRCLE)
    done = build(story, "-d", "-L", story.folder, "one")
    story.check_contains("a circle of packages is named", done.stderr, "'one' needs itself to be built: one -> two -> one")


LAYERS = 40
PACKAGE = '(define p{0} (package (inherit hello) (name "p{0}") (propagated-inputs (list {1}))))\n'
SERVICE = '(supervised-service (name "s{0}") (command \'("/bin/x")) (requirement \'({1})))\n'
NEED = '"s{}"'


def layered(text, need):
    """Two of TEXT in each layer, which need both of the layer before: a walk over all ways would never end."""
    numbers = [(2 * layer + side, layer) for layer in range(LAYERS) for side in (0, 1)]
    return "".join(text.format(number, " ".join(need.format(2 * layer - back) for back in (1, 2) if layer))
                   for number, layer in numbers)


def look_at_each_once(story):
    packages = HELLO + layered(PACKAGE, "p{}") + f"p{2 * LAYERS - 1}\n"
    path = story.cairn("build", "-d", "-f", story.write("layers.scm", packages)).strip()
    with open(story.physical(path), encoding="utf-8") as file:
        text = file.read()
    lacking = [number for number in range(2 * LAYERS) if f"-p{number}-" not in text]
    story.check_equal("what is propagated along many ways comes once", lacking, [2 * LAYERS - 2])
    services = f'(use-modules (cairn supervision))\n(length (check-requirements (list\n{layered(SERVICE, NEED)})))\n'
    done = subprocess.run(story.command("repl"), input=services, capture_output=True, text=True, check=False)
    story.check_equal(f"services that require each other along many ways are looked at once\n{done.stderr}",
                      done.stdout, f"{2 * LAYERS}\n")


ASTRAY = """(define-module (elsewhere tools) #:use-module (cairn) #:use-module (distro hello))
(define-public lost (package (inherit hello) (name "lost")))
"""


def tell_of_names_of_modules(story):
    os.mkdir(os.path.join(story.folder, "astray"))
    file = story.write("astray/tools.scm", ASTRAY)
    done = build(story, "-d", "-L", story.folder, "-e", "(@ (astray tools) lost)")
    story.check_contains("a module whose file has another name is told with its place", done.stderr,
                         f"{file}:1:1: this file should define the module (astray tools), but it defines (elsewhere tools)")
    story.check_contains("and with both ways out", done.stderr,
                         "hint: write (define-module (astray tools) ...), or call the file elsewhere/tools.scm")
    done = build(story, "-d", "-L", story.folder, "lost")
    story.check_contains("who wants a package of it is told, too", done.stderr,
                         f"not read: {file}: it defines the module (elsewhere tools), which is the file elsewhere/tools.scm")


# The pattern's variable is called as a definition that needs the one it stands in.
NAMESAKE = """(define-module (namesake) #:use-module (cairn) #:use-module (ice-9 match))
(define (label entry) (match entry ((group name) (string-append group name))))
(define labels (map label '(("a" "b"))))
(define (group wanted) (member wanted labels))
(define one (cons 1 two))
(define two (cons 2 one))
"""


def said(story, text):
    done = subprocess.run(story.command("repl", "-L", story.folder), input=text, capture_output=True, text=True,
                          check=False)
    return done.stdout + done.stderr


def tell_of_namesakes(story):
    story.write("namesake.scm", NAMESAKE)
    look = "((module-ref (resolve-module '(namesake)) '%s) '%s)\n"
    story.check_equal("a pattern's variable may be called as what is defined later",
                      said(story, look % ("label", '("a" "b")')), '"ab"\n')
    story.check_equal("in whatever order they are wanted", said(story, look % ("group", "ab") + look % ("label", '("a" "b")')),
                      '#f\n"ab"\n')
    story.check_equal("and the other way round", said(story, look % ("label", '("a" "b")') + look % ("group", "ab")),
                      '"ab"\n#f\n')
    story.check_contains("a definition that does need itself is told", said(story, "(@@ (namesake) one)\n"),
                         "the definition of 'one' needs 'one' itself: one -> two -> one")
    story.check_contains("the default channel's own can be looked up in any order",
                         said(story, "(module-ref (resolve-module '(distro seed)) 'unpacked-package)\n"), "unpacked-package")


def tell_of_names(story):
    done = build(story, "-d", "helo")
    story.check_equal("a package that is not there", done.returncode, 1)
    story.check_contains("is told with the nearest", done.stderr, "did you mean 'hello'?")
    for done in (build(story, "-d", "hello:doc"), subprocess.run(story.command("install", "hello:doc"), text=True,
                                                                 capture_output=True, check=False)):
        story.check_equal("an output that is not there", done.returncode, 1)
        story.check_contains("is told with its package", done.stderr, "the package 'hello' has no output 'doc'")
        story.check_contains("and with those that are", done.stderr, "hint: its outputs are: out")
    done = build(story, "-d", "hello@9")
    story.check_contains("a version that is not there is told with those that are", done.stderr, "there are: 2.10")
    same = story.cairn("build", "-d", "hello")
    story.check_equal("a version may be given in part", story.cairn("build", "-d", "hello@2"), same)
    story.check_equal("an expression gives the same", story.cairn("build", "-d", "-e", "(@ (distro hello) hello)"), same)


OUTPUTS = """(use-modules (distro hello))
(define two (package (inherit hello) (name "two") (outputs '("out" "doc"))))
(package (inherit hello) (name "one") (inputs (list INPUTS)))
"""


def tell_of_outputs(story):
    one, other, usual = (
        story.cairn("build", "-d", "-f", story.write("outputs.scm", OUTPUTS.replace("INPUTS", inputs)))
        for inputs in ('(list two "doc")', '`("two" ,two "doc")', "two"))
    story.check_equal("an input may be a package and its output", one, other)
    story.check("which is another than the usual one", one != usual)


FILES = """(list (plain-file "plain" "text\\n")
      (local-file "beside.txt")
      (mixed-text-file "mixed" "see " (plain-file "plain" "text\\n") "\\n"))
"""


def tell_of_files(story):
    story.write("beside.txt", "beside\n")
    done = build(story, "-f", story.write("files.scm", FILES))
    story.check_equal(f"files are made\n{done.stderr}", done.returncode, 0)
    plain, local, mixed = done.stdout.split()
    for path, content in ((plain, "text\n"), (local, "beside\n"), (mixed, f"see {plain}\n")):
        with open(story.physical(path), encoding="utf-8") as file:
            story.check_equal(f"{path} holds what it should", file.read(), content)
    folder = os.path.join(story.folder, "whole")
    os.mkdir(folder)
    for place in (".", "../whole", folder):
        file = story.write("whole/all.scm", f'(local-file "{place}" "all" #:recursive? #t)\n')
        done = build(story, "-f", file)
        story.check_equal(f"a file's own folder is added as {place}\n{done.stderr}", done.returncode, 0)
        story.check_equal("with what is in it", os.listdir(story.physical(done.stdout.strip())), ["all.scm"])
    for path in ("/etc/passwd", "../out", "a//b", "./a", ""):
        bad = build(story, "-d", "-e", f'(file-union "x" (list (list "{path}" (plain-file "a" ""))))')
        story.check_contains(f"the path {path!r} is none in a union", bad.stderr, "cannot be a path in a union")
    outside = build(story, "-f", story.write("outside.scm", '(local-file "../../etc/passwd")\n'))
    story.check_contains("a file elsewhere is not given out", outside.stderr, "is not below")


def tell_of_hashes(story):
    base64 = base64_of(bytes.fromhex(HASH)).decode()
    text = '(origin (uri "http://example.org/x") (sha256 ({} "{}")))\n'
    one, other = (story.cairn("build", "-d", "-f", story.write(f"{word}.scm", text.format(word, digits)))
                  for word, digits in (("base16", HASH), ("base64", base64)))
    story.check_equal("a hash is the same in any base", one, other)


def tell_of_repl(story):
    done = subprocess.run(story.command("repl"), input="(define x 20)\n(+ x\n 22)\n", capture_output=True, text=True,
                          check=False)
    story.check_equal(f"the repl keeps what was defined\n{done.stderr}", done.stdout, "42\n")
    done = subprocess.run(story.command("repl"), input="(car 1)\n", capture_output=True, text=True, check=False)
    story.check_equal("an error ends it when nobody types", done.returncode, 1)


def tell_of_the_language(story):
    tell_of_messages(story)
    tell_of_circles(story)
    look_at_each_once(story)
    tell_of_names_of_modules(story)
    tell_of_namesakes(story)
    tell_of_names(story)
    tell_of_outputs(story)
    tell_of_files(story)
    tell_of_hashes(story)
    tell_of_repl(story)


tell(tell_of_the_language)
