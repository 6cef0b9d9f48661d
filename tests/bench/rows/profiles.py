# SPDX-License-Identifier: GPL-3.0-or-later
# Changing a profile of 200 packages: one more that is built already, and the way back.

import shutil

from harness.row import bounded, compared, milliseconds

PACKAGES = 200
GOAL = 0.5
ROLL_BACK = 0.005  # seconds

MODULE = """(define-module (many packages)
  #:use-module (cairn)
  #:use-module (srfi srfi-1))

(define tools (store-item "{tools}"))

(define shell-build-system
  (build-system
    (name 'shell)
    (lower (lambda (package)
             (command-output (package-full-name package) (file-append tools "/bin/sh")
                             (list "-ec" (second (package-arguments package)))
                             #:environment `(("PATH" . ,(file-append tools "/bin"))))))))
"""

PACKAGE = """
(define-public p{number}
  (package
    (name "p{number}")
    (version "1")
    (build-system shell-build-system)
    (arguments (list #:script "mkdir -p $out/bin; echo > $out/bin/p{number}"))))
"""

EXPRESSION = """let
  tools = builtins.storePath "{tools}";
  p = n: derivation {{
    name = "p${{n}}-1";
    system = "x86_64-linux";
    builder = "${{tools}}/bin/sh";
    args = [ "-ec" "mkdir -p $out/bin; echo > $out/bin/p${{n}}" ];
    PATH = "${{tools}}/bin";
  }};
in {{ {names} }}
"""


class Cairn:
    def __init__(self, bench, tools, count):
        self.side, self.folder = bench.cairn, bench.disk / "many-packages"
        (self.folder / "many").mkdir(parents=True)
        text = "".join(PACKAGE.format(number=number) for number in range(count + 1))
        (self.folder / "many" / "packages.scm").write_text(MODULE.format(tools=tools) + text)
        self.side.ask(*self.install(*(f"p{number}" for number in range(count))))
        self.side.ask(*self.side.command("build", "-L", str(self.folder), f"p{count}"))

    def install(self, *names):
        return self.side.command("install", "-L", str(self.folder), *names)

    def roll_back(self):
        return self.side.command("package", "--roll-back")


class Nix:
    def __init__(self, bench, tools, count):
        self.side, self.file = bench.nix, bench.disk / "many.nix"
        names = " ".join(f'p{number} = p "{number}";' for number in range(count + 1))
        self.file.write_text(EXPRESSION.format(tools=tools, names=names))
        self.side.ask(*self.install(*(f"p{number}" for number in range(count))))
        self.side.ask("nix-build", "--no-out-link", str(self.file), "-A", f"p{count}")

    def install(self, *names):
        return ["nix-env", "--file", str(self.file), "--install", "--attr", *names]

    def roll_back(self):
        return ["nix-env", "--rollback"]


def rows(bench):
    folder = bench.disk / "profile-tools"
    (folder / "bin").mkdir(parents=True)
    shutil.copyfile("/bin/busybox", folder / "bin" / "sh")
    (folder / "bin" / "sh").chmod(0o755)
    (folder / "bin" / "mkdir").symlink_to("sh")
    count = bench.scaled(PACKAGES)
    sides = [Cairn(bench, bench.cairn.add(folder), count), Nix(bench, bench.nix.add(folder), count)]

    def install(one):
        def measured(_):
            cost = bench.run(one.install(f"p{count}"), one.side)
            one.side.ask(*one.roll_back())
            return cost
        return measured

    def roll_back(one):
        def measured(_):
            one.side.ask(*one.install(f"p{count}"))
            return bench.run(one.roll_back(), one.side)
        return measured

    cairn, nix = bench.contest(*map(install, sides))
    back, nix_back = bench.contest(*map(roll_back, sides))
    return [
        compared(f"install a built package beside {count}: CPU", cairn.processor, nix.processor,
                 "nix-env --install", GOAL),
        bounded("roll back: CPU", back.processor, ROLL_BACK, unit=milliseconds),
        compared("roll back: CPU", back.processor, nix_back.processor, "nix-env --rollback"),
    ]
