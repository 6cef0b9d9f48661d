# SPDX-License-Identifier: GPL-3.0-or-later
# A channel that is made up, of the size of the largest collections: packages as people write them, with
# sources, inputs, phases and descriptions, the same in each run.

import random

WORDS = (
    "archive audio backup binding build cache chart cipher client cluster codec color compiler "
    "compress console crypto daemon data database decode desktop device display document editor "
    "encode engine event fast file filter font format frame game graph hash image index input "
    "interface kernel language layout library light list load log machine mail map math media "
    "memory message module monitor network object page parser path pattern pixel player portable "
    "print process program protocol query queue reader remote render request script search server "
    "shell signal simple small sound stream string system table terminal test text theme thread "
    "time token tool tree value vector video view web widget window word write"
).split()

PACKAGE = """
(define-public {name}
  (package
    (name "{name}")
    (version "{version}")
    (source
     (origin
       (method url-fetch)
       (uri (string-append "https://example.org/releases/{name}/{name}-" version ".tar.gz"))
       (sha256 (base16 "{digest}"))))
    (build-system gnu-build-system)
    (arguments
     (list #:phases
           #~(modify-phases %standard-phases
               (add-after 'unpack 'fix-paths
                 (lambda* (#:key inputs #:allow-other-keys)
                   (substitute* "src/{name}.c"
                     (("/bin/sh") (string-append (assoc-ref inputs "bash") "/bin/sh"))))))))
    (native-inputs (list {natives}))
    (inputs (list {inputs}))
    (synopsis "{synopsis}")
    (description "{description}")
    (license {license})
    (home-page "https://example.org/{name}")))
"""

HEIR = """
(define-public {name}
  (package
    (inherit {base})
    (name "{name}")
    (version "{version}")))
"""

# The one package that can be evaluated; nothing runs what it says.
KNOWN = """(define-module (made known)
  #:use-module (cairn))

(define nothing-build-system
  (build-system
    (name 'nothing)
    (lower (lambda (package)
             (command-output (package-full-name package) (plain-file "tool" "is never run") '())))))

(define-public known
  (package
    (name "known")
    (version "1")
    (build-system nothing-build-system)))
"""


class MadeChannel:
    def __init__(self, folder, modules, packages):
        """MODULES files of PACKAGES packages each below FOLDER/made."""
        self.folder = folder
        self.random = random.Random(3)
        self.names = []
        (folder / "made").mkdir(parents=True)
        (folder / "made" / "known.scm").write_text(KNOWN)
        for number in range(modules):
            self.write(number, "".join(self.package() for _ in range(packages)))

    def write(self, number, definitions):
        head = (
            ";; SPDX-License-Identifier: GPL-3.0-or-later\n\n"
            f"(define-module (made part-{number})\n"
            "  #:use-module (cairn)\n  #:use-module (cairn licenses))\n"
        )
        (self.folder / "made" / f"part-{number}.scm").write_text(head + definitions)

    def words(self, count):
        return " ".join(self.random.choice(WORDS) for _ in range(count))

    def some_names(self):
        known = self.names[-200:]
        return " ".join(self.random.sample(known, min(len(known), self.random.randrange(4))))

    def package(self):
        name = f"{self.words(2).replace(' ', '-')}-{len(self.names)}"
        version = f"{self.random.randrange(9)}.{self.random.randrange(30)}"
        base = self.names[-1] if self.names else None
        inputs = {"natives": self.some_names(), "inputs": self.some_names()}
        self.names.append(name)
        if base and self.random.random() < 0.1:
            return HEIR.format(name=name, base=base, version=version)
        return PACKAGE.format(
            name=name,
            version=version,
            digest=f"{self.random.getrandbits(256):064x}",
            synopsis=self.words(6).capitalize(),
            description="\n".join(self.words(12).capitalize() + "." for _ in range(4)),
            license=self.random.choice(["gpl3+", "expat", "bsd-3", "(list gpl2+ lgpl2.1+)"]),
            **inputs,
        )

    def change(self, number, packages=50):
        """Write the module NUMBER anew."""
        self.write(number, "".join(self.package() for _ in range(packages)))
