# SPDX-License-Identifier: GPL-3.0-or-later
# What the index says about the packages of the default channel, beside what evaluation says: the same,
# and of the same packages. What an index cannot know is evaluated.
import json
import os
import re

from story import tell
from story.channel import CHANNEL

FIELDS = ["name", "version", "synopsis", "description", "home-page", "license", "outputs", "location"]

PACKAGES = """(define-module (things all)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro build-system trivial)
  #:export (exported))

(define-public plain
  (package
    (name "plain")
    (version "1")
    (build-system trivial-build-system)
    (synopsis "A plain thing")
    (license gpl3+)))

(define-public computed
  (package
    (inherit plain)
    (name (string-append "com" "puted"))
    (synopsis (string-upcase "loud"))))

(define-public hidden
  (package (inherit plain) (name "hidden") (properties '((hidden? . #t)))))

(define exported
  (package (inherit plain) (name "exported") (version "2") (home-page "https://example.org/")))

(define-public next
  (let ((revision "3"))
    (package (inherit exported) (name "next") (version (string-append "2." revision)))))

(define-public own
  (package (inherit plain) (name "own")
    (license (license (name "Own 1")))))
"""


def modules():
    """The modules of the default channel that may define packages, with the names that they give away."""
    for file in sorted(CHANNEL.glob("distro/*.scm")):
        text = file.read_text(encoding="utf-8")
        names = re.findall(r"^\(define-public ([^\s()]+)", text, re.M)
        exported = re.search(r"#:export \(([^)]*)\)", text)
        names += exported.group(1).split() if exported else []
        yield f"(distro {file.stem})", names


def evaluated(story, module, names):
    """What evaluation says about those of NAMES that are packages."""
    listed = " ".join(f"(@ {module} {name})" for name in names)
    probe = story.run(story.command("repl"), input=f"(length (filter package? (list {listed})))\n")
    if probe.stdout.strip() in ("0", ""):
        story.check_equal(f"the values of {module} are evaluated", (probe.returncode, probe.stdout),
                          (0, "0\n"))
        return []
    return json.loads(story.cairn("show", "--json", "-e", f"(filter package? (list {listed}))"))


def tell_of_collection(story):
    found = []
    for module, names in modules():
        found += evaluated(story, module, names)
    story.check("there are packages", len(found) >= 10)
    listed = story.cairn("completion", "packages").split()
    story.check_equal("the index has all that evaluation has, and no more",
                      sorted({package["name"] for package in found}), listed)
    for package in found:
        name = f"{package['name']}@{package['version']}"
        [indexed] = json.loads(story.cairn("show", "--json", name))
        for field in FIELDS:
            story.check_equal(f"the {field} of {name} is what evaluation gives", indexed[field],
                              package[field])
        missing = set(package["dependencies"]) - set(indexed["dependencies"])
        story.check_equal(f"no package that {name} depends on is missing", missing, set())
        others = [word for word in set(indexed["dependencies"]) - set(package["dependencies"]) if "@" in word]
        story.check_equal(f"and none is too many for {name}", others, [])


def tell_of_evaluator(story):
    """Only what needs it starts an evaluator, which these limits end at once."""
    limits = {"CAIRN_EVAL_MEMORY": "1"}
    environment = dict(os.environ, **limits)
    done = story.run(story.command("show", "hello", "bash"), env=environment)
    story.check_equal("what is literal needs no evaluator", (done.returncode, done.stderr), (0, ""))
    done = story.run(story.command("show", "-e", "(@ (distro hello) hello)"), env=environment)
    story.check("an expression does", done.returncode != 0)


def tell_of_what_is_computed(story):
    folder = os.path.join(story.folder, "things")
    os.mkdir(folder)
    story.write("things/all.scm", PACKAGES)
    own = ["-L", story.folder]
    for name, variable in [("plain", "plain"), ("computed", "computed"), ("exported", "exported"),
                           ("next", "next"), ("own", "own")]:
        [indexed] = json.loads(story.cairn("show", "--json", *own, name))
        [package] = json.loads(story.cairn("show", "--json", *own, "-e", f"(@ (things all) {variable})"))
        story.check_equal(f"{name} is shown as it is", {**indexed, "license": 0}, {**package, "license": 0})
    [package] = json.loads(story.cairn("show", "--json", *own, "own"))
    story.check_equal("a license that is made on the spot is evaluated", package["license"], ["Own 1"])
    story.check_contains("what is hidden is not found", story.cairn("show", *own, "hidden", status=1),
                         "there is no package 'hidden'")
    several = story.cairn("show", *own, "computed", "plain", "next")
    story.check_equal("several are told in the order in which they were asked for",
                      re.findall("^name: (.*)$", several, re.M), ["computed", "plain", "next"])


def tell_of_search(story):
    def names(*words):
        return re.findall("^name: (.*)$", story.cairn("search", "-L", story.folder, *words), re.M)
    story.check_equal("a name comes first", names("plain")[0], "plain")
    story.check("what inherits the synopsis is found", "exported" in names("plain thing"))
    story.check("what is hidden is not", "hidden" not in names("plain"))
    story.check_equal("all patterns must match", names("^sed$", "text"), ["sed"])
    story.check_equal("nothing is no error", names("zzzz"), [])
    [found] = json.loads(story.cairn("search", "--json", "^hello$"))
    story.check_equal("the same as data", (found["name"], found["relevance"] > 0), ("hello", True))
    record = story.cairn("search", "^hello$")
    story.check("a record ends with its relevance", re.search(r"\nrelevance: \d+\n\n$", record))
    story.check_contains("what is no pattern is refused", story.cairn("search", "(", status=2),
                         "'(' is no regular expression: ")


def tell_of_index(story):
    tell_of_collection(story)
    tell_of_evaluator(story)
    tell_of_what_is_computed(story)
    tell_of_search(story)


tell(tell_of_index)
