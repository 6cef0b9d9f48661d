# SPDX-License-Identifier: GPL-3.0-or-later
# The smallest builds that are builds: a static shell writes one line. The same script, environment
# and names for both programs, told to each in its own way.

import json
import shutil
from pathlib import Path

SHELL = Path("/bin/busybox")
ALONE = 'echo "$salt $number" > "$out"'
CHAINED = 'read -r line < "$previous"; echo "$salt $number" > "$out"'
# Its output refers to the one before: the sandbox of the last holds all that there are.
KEEPING = 'echo "$previous" > "$out"'
# What a builder sees at its root; the host's folders would show that there is no sandbox.
LOOK = 'echo /* > "$out"'

EXPRESSION = """
{ tools, salt, script, count, chained }:
let
  build = number: previous: derivation {
    name = "trivial-${toString number}";
    system = "x86_64-linux";
    builder = "${builtins.storePath tools}/sh";
    args = [ "-c" script ];
    inherit number previous salt;
  };
  first = "${builtins.storePath tools}/first";
  links = builtins.foldl' (previous: number: build number previous) first numbers;
  numbers = builtins.genList (number: number) count;
in
if chained then [ links ] else map (number: build number first) numbers
"""


def make_tools(path):
    """A tree for the store: a shell named sh, and the file that the first of a chain reads."""
    path.mkdir()
    shutil.copyfile(SHELL, path / "sh")
    (path / "sh").chmod(0o755)
    (path / "first").write_text("nothing before\n")


def build_json(tools, salt, number, script, previous=None):
    """A build in the shape of 'nix show-derivation'. PREVIOUS is (derivation, output)."""
    environment = {
        "number": str(number),
        "previous": previous[1] if previous else f"{tools}/first",
        "salt": salt,
    }
    inputs = {previous[0]: ["out"]} if previous else {}
    return derivation_json(
        f"trivial-{number}", f"{tools}/sh", ["-c", script], environment, [tools], inputs
    )


def together(texts):
    """One JSON text of the derivations of TEXTS."""
    return "{" + ", ".join(f'"{number}": {text}' for number, text in enumerate(texts)) + "}"


def keeper_json(items):
    """What refers to ITEMS and cannot be built."""
    return derivation_json("keeper", "none", [], {"items": " ".join(items)}, items, {})


def derivation_json(name, builder, arguments, environment, sources, inputs):
    # What 'derivation' of Nix puts into the environment too.
    given = {"name": name, "system": "x86_64-linux", "builder": builder}
    return json.dumps(
        {
            "name": name,
            "outputs": {"out": {}},
            "inputSrcs": sources,
            "inputDrvs": inputs,
            "system": "x86_64-linux",
            "builder": builder,
            "args": arguments,
            "env": given | environment,
        }
    )
