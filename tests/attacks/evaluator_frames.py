# SPDX-License-Identifier: GPL-3.0-or-later
# T-44: modules of a channel that talk to the command in the evaluator's place, past the language:
# frames that are none, that never end, and that lie.
import os
import re
import subprocess

from evaluator import Evaluator, call, tell
from evaluator.cbor import encode

NOTHING_MADE = {"items": [], "locations": {}, "positions": {}}
DERIVATION = ('Derive([("out","OUT","","")],[],[],"x86_64-linux","/bin/sh",[],'
              '[("out","OUT")])')


def said(message):
    """The expression that says the frame of MESSAGE."""
    frame = message if isinstance(message, bytes) else encode(message)
    return call("frames", "say", frame.hex())


def answer(value, **made):
    return {"answer": value, "made": {**NOTHING_MADE, **made}}


def printed(text):
    """An answer to the repl that prints TEXT."""
    return {"values": [text], "output": ""}


def text_item(name, text, path, references=()):
    return {"kind": "text", "name": name, "path": path, "text": text.encode(),
            "references": list(references)}


def say_nonsense(evil):
    nonsense = {
        "no CBOR": bytes.fromhex("ffffff"),
        "nothing": b"",
        "half of a list": bytes.fromhex("82"),
        "two values": bytes.fromhex("0000"),
        "a deep list": b"\x81" * 10000 + b"\x00",
        "a deep table": b"\xa1\x61\x61" * 10000 + b"\x00",
        "a list longer than anything": bytes.fromhex("9bffffffffffffffff"),
        "a text longer than anything": bytes.fromhex("7bffffffffffffffff"),
    }
    for name, frame in nonsense.items():
        evil.refused(name, said(frame), "the evaluation failed: ")


def say_wrong_types(evil):
    wrong = [
        5, "text", [], [{}], None, {"ask": 5}, {"ask": "file"}, {"ask": "module", "name": 5},
        {"ask": "module", "name": [5]}, {"ask": "note"}, {"ask": "everything"},
        {"ask": "file", "name": "x", "file": "y", "recursive": 5}, {"answer": 5},
        answer(5), answer({"values": 5, "output": ""}), answer({"values": [5], "output": ""}),
        answer({"values": []}), {"answer": printed("x"), "made": 5},
        answer(printed("x"), items=5), answer(printed("x"), items=[5]),
        answer(printed("x"), items=[{"kind": "text"}]), answer(printed("x"), locations=5),
        answer(printed("x"), positions=[]), {"error": 5}, {"error": {"message": 5}},
        {"error": {"message": "m", "file": 5, "line": "x", "column": [], "hint": {}}},
        {"error": {"message": "m", "file": "f", "line": 1 << 63, "column": 1 << 62}},
        {"error": {"message": "m", "file": "f", "line": -1, "column": -1}},
    ]
    patient = Evaluator(evil.story, seconds=1)
    for message in wrong:
        done = patient.run(said(message))
        evil.story.check_equal(f"{message} fails and is survived: {done.stderr}", done.returncode, 1)
        evil.story.check_contains(f"{message} is told of", done.stderr, "cairn: error: ")


def say_too_much(story, evil):
    evil.refused("a frame that says it has 4 GB", call("frames", "say-bytes", 4294967295, ""),
                 "a message of 4294967295 bytes is too long")
    quick = Evaluator(story, seconds=1)
    quick.refused("half of a frame", call("frames", "say-bytes", 1000, "a0"), "was ended")
    quick.refused("notes without end",
                  call("frames", "say-for-ever", encode({"ask": "note", "text": "x"}).hex()),
                  "was ended")
    done = quick.run(call("frames", "say-for-ever", encode({"ask": "note", "text": "x"}).hex()))
    story.check(f"a flood of notes is cut: {len(done.stderr)}", len(done.stderr) < 10000)
    question = {"ask": "module", "name": ["evil", "frames"]}
    done = quick.run(call("frames", "ask-without-reading", encode(question).hex()))
    story.check_equal("who does not read answers fails", done.returncode, 1)
    quick.refused("who hangs up and goes on", call("frames", "hang-up"),
                  "hung up without an answer and was ended")


def memory_for(evil, count):
    """How many kilobytes the command took, and its status, for a list of COUNT zeros."""
    process = evil.start(call("frames", "say-zeros", count), subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss, process.returncode


def say_many_values(story, evil):
    # 16 bytes and more for each value, while they come as one.
    some, status = memory_for(evil, 1_000_000)
    story.check_equal("a list is no answer", status, 1)
    story.check(f"a million values are read: {some} KB", some > 16_000)
    most, status = memory_for(evil, 60_000_000)
    story.check_equal("sixty million values are no answer", status, 1)
    story.check(f"they are not kept: {most} KB", most < 300_000)


def lie_about_items(story, evil):
    right = "/cairn/store/7mpn9rm3vvrl14xkhp1w4r3hvqyxc7gb-a"
    asked = evil.run(said(answer(printed("said"), items=[text_item("a", "text", right)])))
    match = re.search(r"calls (\S+) what is (\S+)", asked.stderr)
    story.check(f"a wrong path is found out: {asked.stderr}", match)
    right = match.group(2)
    evil.gives("the right path is taken", said(answer(
        printed("said"), items=[text_item("a", "text", right)])), "said")
    for name, item in (
            ("another text", text_item("a", "other", right)),
            ("another name", text_item("b", "text", right)),
            ("another reference", text_item("a", "text", right, [right])),
            ("a tree", {"kind": "tree", "name": "a", "path": right, "files": []})):
        evil.refused(f"{name} under a path", said(answer(printed("said"), items=[item])),
                     "the evaluator calls")
    for name, item in (
            ("a path out of a tree", {"path": "../x", "text": b"x"}),
            ("a path through a tree", {"path": "a/../../x", "text": b"x"}),
            ("an absolute path", {"path": "/x", "text": b"x"}),
            ("no path", {"path": "", "text": b"x"})):
        tree = {"kind": "tree", "name": "a", "path": right, "files": [item]}
        done = evil.run(said(answer(printed("said"), items=[tree])))
        story.check_equal(f"{name} is refused: {done.stderr}", done.returncode, 1)
    done = evil.run(said(answer(printed("said"), items=[text_item("../a", "text", right)])))
    story.check_equal(f"a name that is a path is refused: {done.stderr}", done.returncode, 1)


def built(story, evil, text, *options):
    """What `cairn build' says of a derivation of TEXT that an evaluation claims to have made."""
    def told(path):
        results = {"results": [{"target": 0, "name": "x", "derivation": path, "outputs": ["out"],
                                "item": None}]}
        frame = said(answer(results, items=[text_item("x.drv", text, path)]))
        return subprocess.run(story.command("build", *options, "-L", evil.folder, "-e", frame),
                              capture_output=True, text=True, timeout=60, check=False,
                              env=evil.environment)
    wrong = told("/cairn/store/7mpn9rm3vvrl14xkhp1w4r3hvqyxc7gb-x.drv").stderr
    return told(re.search(r"calls (\S+) what is (\S+)", wrong).group(2))


def lie_about_outputs(story, evil):
    nothing = "/cairn/store/" + "0" * 32 + "-x"
    refused = built(story, evil, DERIVATION.replace("OUT", nothing))
    story.check_equal("a forged output path fails", refused.returncode, 1)
    match = re.search(r"should be (\S+), not", refused.stderr)
    story.check(f"it is found out: {refused.stderr}", match)
    right = match.group(1)
    taken = built(story, evil, DERIVATION.replace("OUT", right), "-d")
    story.check_equal(f"the right path is taken: {taken.stderr}", taken.returncode, 0)
    story.check_contains("it is added", taken.stdout, "-x.drv")
    refused = built(story, evil, DERIVATION.replace('"out","OUT")])', f'"out","{nothing}")])')
                    .replace("OUT", right))
    story.check_equal(f"a forged variable fails: {refused.stderr}", refused.returncode, 1)
    refused = built(story, evil, "this is no derivation")
    story.check_equal(f"what is no derivation fails: {refused.stderr}", refused.returncode, 1)


def tell_story(story):
    evil = Evaluator(story)
    say_nonsense(evil)
    say_wrong_types(evil)
    say_too_much(story, evil)
    say_many_values(story, evil)
    lie_about_items(story, evil)
    lie_about_outputs(story, evil)


tell(tell_story)
