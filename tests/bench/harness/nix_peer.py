# SPDX-License-Identifier: GPL-3.0-or-later
# Nix with a store, state and settings of its own in a folder: the peer.

import json
import os
import shutil
from pathlib import Path

from harness import trivial_builds
from harness.ask import words_of
from harness.failure import Skip

# All else is left as Nix has it. Without sandbox-fallback a sandbox that fails is an error.
SETTINGS = """
sandbox = true
sandbox-fallback = false
sandbox-paths =
build-users-group =
substituters =
max-jobs = 1
cores = 1
"""
FLUSHED = SETTINGS + "sync-before-registering = true\n"
PROGRAMS = ("nix", "nix-store", "nix-instantiate", "nix-hash")
KEEPER = """
{ items }:
derivation {
  name = "keeper";
  system = "x86_64-linux";
  builder = "none";
  items = map builtins.storePath (builtins.fromJSON (builtins.readFile items));
}
"""


class NixPeer:
    def __init__(self, folder, settings=SETTINGS):
        for program in PROGRAMS:
            if not shutil.which(program):
                raise Skip(f"there is no program {program} (Debian: apt install nix-bin)")
        self.home = Path(folder) / "nix"
        self.store, self.state = self.home / "store", self.home / "var"
        (self.home / "etc").mkdir(parents=True)
        (self.home / "etc" / "nix.conf").write_text(settings)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "NIX_STORE_DIR": str(self.store),
            "NIX_STATE_DIR": str(self.state),
            "NIX_LOG_DIR": str(self.home / "log"),
            "NIX_CONF_DIR": str(self.home / "etc"),
        }

    def ask(self, *command):
        """The words that COMMAND prints; not measured."""
        return words_of(command, self.environment)

    def add_command(self, *paths):
        return ["nix-store", "--add", *map(str, paths)]

    def build_command(self, derivations):
        return ["nix-store", "--realise", *derivations]

    def closure_command(self, item):
        return ["nix-store", "--query", "--requisites", item]

    def collect_command(self):
        return ["nix-store", "--gc"]

    def optimise_command(self):
        return ["nix-store", "--optimise"]

    def roots_command(self):
        return ["nix-store", "--gc", "--print-roots"]

    def dead_command(self):
        return ["nix-store", "--gc", "--print-dead"]

    def verify_command(self):
        return ["nix-store", "--verify", "--check-contents"]

    def plan_command(self, derivations):
        return ["nix-store", "--realise", "--dry-run", *derivations]

    def hash_command(self, path):
        return ["nix-hash", "--type", "sha256", str(path)]

    def add(self, path):
        return self.ask(*self.add_command(path))[0]

    def delete(self, item):
        self.ask("nix-store", "--delete", item)

    def root(self, name, item):
        """Keep ITEM from the collector."""
        (self.state / "gcroots" / name).symlink_to(item)

    def keeper_of(self, items):
        """A derivation that refers to ITEMS."""
        path = self.home / "items"
        path.write_text(json.dumps(items))
        return self.ask("nix-instantiate", "--expr", KEEPER, "--arg", "items", str(path))[0]

    def instantiate_command(self, tools, salt, script, count, chained):
        words = ["--argstr", "tools", tools, "--argstr", "salt", salt, "--argstr", "script", script]
        words += ["--arg", "count", str(count), "--arg", "chained", str(chained).lower()]
        return ["nix-instantiate", "--expr", trivial_builds.EXPRESSION, *words]

    def instantiate(self, tools, salt, script, count, chained):
        """The derivations to ask for, so that COUNT trivial builds are made."""
        return self.ask(*self.instantiate_command(tools, salt, script, count, chained))

    def build(self, derivation):
        """The text that DERIVATION writes as its one output."""
        return Path(self.ask(*self.build_command([derivation]))[0]).read_text()
