# SPDX-License-Identifier: GPL-3.0-or-later
# Many derivations: made known to the store all at once, and planned when none of them is built.

from harness import trivial_builds
from harness.cairn_store import CairnStore
from harness.nix_peer import NixPeer
from harness.row import bounded, compared, megabytes

NODES = 5_000
REGISTER_GOAL = 0.2
PLAN_GOAL = 0.1
WHY_REGISTER = (
    "A program in C that makes 5000 files and 15000 rows, and nothing else, took 0.14 of Nix's processor time. A "
    "quarter of ours is the client's, which reads JSON and computes the paths; Nix evaluates instead."
)
IDLE_MEMORY = 15e6  # bytes


def rows(bench):
    folder = bench.disk / "planning"
    folder.mkdir()
    ours, theirs = CairnStore(bench.cairn.programs, folder), NixPeer(folder)
    count = bench.scaled(NODES)
    trivial_builds.make_tools(folder / "tools")
    tools = [side.add(folder / "tools") for side in (ours, theirs)]

    def register_ours(number):
        texts = [trivial_builds.build_json(tools[0], f"bulk-{number}", node, "x") for node in range(count)]
        return bench.run(ours.register_command(ours.written([trivial_builds.together(texts)])), ours)

    def register_theirs(number):
        return bench.run(theirs.instantiate_command(tools[1], f"bulk-{number}", "x", count, False), theirs)

    cairn, nix = bench.contest(register_ours, register_theirs)
    found = [compared(f"register {count} derivations sent in bulk: CPU", cairn.processor, nix.processor,
                      "nix-instantiate, with their evaluation", REGISTER_GOAL, reason=WHY_REGISTER)]
    with ours.daemon():  # each link is added by itself, and need not start an engine of its own
        graphs = [side.instantiate(tool, "graph", "x", count, True) for side, tool in zip((ours, theirs), tools)]
    cairn, nix = bench.contest(
        lambda _: bench.run(ours.plan_command(graphs[0]), ours),
        lambda _: bench.run(theirs.plan_command(graphs[1]), theirs))
    found.append(compared(f"plan of a chain of {count} derivations, none built: CPU", cairn.processor, nix.processor,
                          "nix-store --realise --dry-run", PLAN_GOAL))
    with ours.daemon() as daemon:
        ours.ask(*ours.command("store", "verify"))
        found.append(bounded("memory of an idle daemon", daemon.memory(), IDLE_MEMORY, unit=megabytes))
    return found
