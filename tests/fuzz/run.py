#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs each fuzz target for a while, beginning with the vectors: run.py [SECONDS [BUILD-FOLDER]]
import base64
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def unarmored(text):
    """The bytes inside TEXT, if it has armor or is a line of SSH's."""
    lines = text.split(b"\n")
    if lines[0].startswith(b"ssh-") or lines[0].startswith(b"ecdsa-"):
        return base64.b64decode(lines[0].split(b" ")[1])
    body = lines[lines.index(b"") + 1:] if b" PGP " in lines[0] else lines[1:]
    return base64.b64decode(b"".join(line for line in body if line and line[:1] not in b"-="))


def fill(corpus):
    """Put the vectors into CORPUS, as they are and without armor."""
    corpus.mkdir(parents=True, exist_ok=True)
    for path in (ROOT / "tests/vectors/signatures").iterdir():
        if path.suffix in (".sig", ".asc", ".pub"):
            (corpus / path.name).write_bytes(path.read_bytes())
            (corpus / (path.name + ".raw")).write_bytes(unarmored(path.read_bytes()))


def main():
    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    build = Path(sys.argv[2] if len(sys.argv) > 2 else ROOT / "build/fuzz")
    for program in sorted((build / "bin").glob("fuzz_*")):
        corpus = build / "corpus" / program.name
        fill(corpus)
        print(program.name, flush=True)
        subprocess.run([program, f"-max_total_time={seconds}", "-max_len=8192", "-timeout=10", "-print_final_stats=1",
                        f"-artifact_prefix={corpus.parent}/", corpus], check=True)


main()
