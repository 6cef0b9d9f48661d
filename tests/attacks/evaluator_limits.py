# SPDX-License-Identifier: GPL-3.0-or-later
# T-44: modules of a channel that take without end, die, or stay behind.
import os
import time

from evaluator import Code, Evaluator, call, tell

FALSE = Code("#f")


def descendants_of(process):
    """The processes that PROCESS has started, and those that they have."""
    parents = {}
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{number}/stat", encoding="utf-8", errors="replace") as file:
                parents[int(number)] = int(file.read().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            pass
    found, new = set(), {process}
    while new:
        new = {number for number, parent in parents.items() if parent in new}
        found |= new
    return found


def are_there(processes):
    return {number for number in processes if os.path.exists(f"/proc/{number}")}


def take_time(story, evil):
    evil.gives("who counts a while gets there", call("endless", "count", 1000), "counted")
    evil.guile_gives("Guile alone counts further", call("endless", "count", 1000), "counted")
    done = evil.refused("who counts for ever is ended", call("endless", "count", FALSE),
                        "took more than 2 seconds of processor time and was ended")
    story.check_contains("how to allow more is told", done.stderr, "CAIRN_EVAL_SECONDS=20")
    story.check(f"two seconds are two seconds: {done.seconds}", 1.5 < done.seconds < 15)
    # Ten times what it may compute.
    waiting = Evaluator(story, seconds=1)
    done = waiting.refused("who waits for ever is ended", call("endless", "wait"),
                           "gave no answer for 10 seconds and was ended")
    story.check(f"ten seconds are ten seconds: {done.seconds}", 9 < done.seconds < 30)


def take_memory(story, _evil):
    evil = Evaluator(story, seconds=100)  # to touch fresh memory takes long on some machines
    evil.gives("who takes a little gets it", call("endless", "allocate", 50), "50")
    evil.guile_gives("Guile alone gives more than the limit", call("endless", "allocate", 500),
                     "500")
    done = evil.refused("who takes 10 GB is ended", call("endless", "allocate", 10000),
                        "took more than 300 MiB of memory and was ended")
    story.check_contains("how to allow more is told", done.stderr, "CAIRN_EVAL_MEMORY=1200")


def take_stack(story, evil):
    evil.gives("who calls himself ten thousand times returns", call("endless", "recurse", 10000),
               "10000")
    done = evil.run(call("endless", "recurse", FALSE))
    story.check_equal("who calls himself for ever fails", done.returncode, 1)
    story.check(f"he is ended or told of: {done.stderr}",
                "was ended" in done.stderr or "tack overflow" in done.stderr)


def take_threads(story, evil):
    evil.gives("who starts ten threads gets them", call("endless", "start-threads", 10), "10")
    evil.guile_gives("Guile alone starts more", call("endless", "start-threads", 400), "400")
    evil.refused("who starts thousands does not", call("endless", "start-threads", 5000),
                 "Resource temporarily unavailable")


def die(story, evil):
    evil.refused("who leaves quietly is missed", call("exit", "quietly"),
                 "the evaluator ended without an answer (status 0)")
    for procedure in ("by-abort", "by-segmentation-fault"):
        evil.refused(f"who ends {procedure} is told of", call("exit", procedure),
                     "the evaluation ended by signal")
    evil.gives("the next evaluation is well", "(+ 1 2)", "3")


def stay_behind(story, evil):
    endless = Evaluator(story, seconds=1000)
    command = endless.start(call("endless", "count", FALSE))
    deadline = time.time() + 20
    while len(descendants_of(command.pid)) < 2 and time.time() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)  # into the loop
    started = descendants_of(command.pid)
    story.check("the evaluator runs", len(started) >= 2)
    command.kill()
    command.wait(10)
    while are_there(started) and time.time() < deadline:
        time.sleep(0.05)
    story.check_equal("nothing outlives a command that is killed",
                      are_there(started), set())


def go_on_after(story, evil):
    done = evil.run(call("language", "attack"))
    story.check_equal("a module changes the language of its own process", done.stdout, "changed\n")
    building = '((@ (cairn lower) lower) (plain-file "a" "b"))'
    both = evil.run(f"{call('language', 'attack')}\n{building}")
    story.check_contains("it is changed there", both.stderr, "changed by evil")
    fresh = evil.run(f'((@ (cairn lower) lowered-path) {building})')
    story.check_contains("another process is as it was", fresh.stdout, "-a\"")


def tell_story(story):
    evil = Evaluator(story)
    for part in (take_time, take_memory, take_stack, take_threads, die, stay_behind, go_on_after):
        part(story, evil)


tell(tell_story)
