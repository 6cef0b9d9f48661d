# SPDX-License-Identifier: GPL-3.0-or-later
# Evaluating packages: hello with all that it is made from, and what one more package in a file costs.

from harness.row import bounded, megabytes

HELLO_GOAL = 0.080  # seconds
MEMORY_GOAL = 100e6  # bytes
PACKAGE_GOAL = 0.002  # seconds
PACKAGES = 101

FILE = """(use-modules (distro hello))
(define (numbered number)
  (string-append "hello-" (number->string number)))
{definitions}
(list {names})
"""
DEFINITION = '(define p{0} (package (inherit hello) (name (numbered {0})) (inputs {1})))'


def file_of(folder, count):
    """A file that defines COUNT packages, each written out, and wants them all."""
    names = [f"p{number}" for number in range(count)]
    inputs = ["'()"] + [f"(list p{number})" for number in range(count - 1)]
    definitions = "\n".join(DEFINITION.format(n, text) for n, text in enumerate(inputs))
    path = folder / f"packages-{count}.scm"
    path.write_text(FILE.format(definitions=definitions, names=" ".join(names)))
    return path


def rows(bench):
    folder = bench.disk / "evaluating"
    folder.mkdir()
    cairn = bench.cairn

    def again(*words):
        return lambda _: bench.run(cairn.command("build", *words), cairn)

    def anew(*words, **wishes):
        def measured(_):
            cairn.forget_evaluations()
            return bench.run(cairn.command("build", *words), cairn, **wishes)
        return measured

    count = bench.scaled(PACKAGES)
    files = (file_of(folder, 1), file_of(folder, count))
    hello, one, many = bench.contest(
        anew("-n", "hello", watch_memory=True), *(anew("-d", "-f", str(file)) for file in files)
    )
    [remembered] = bench.contest(again("-n", "hello"))
    found = [
        bounded("evaluate hello (build -n), all of it anew: CPU", hello.processor, HELLO_GOAL),
        bounded("the same, remembered: CPU", remembered.processor, HELLO_GOAL),
    ]
    if hello.peaks:
        program, peak = max(hello.peaks.items(), key=lambda item: item[1])
        found.append(bounded(f"evaluate hello: peak memory ({program})", peak, MEMORY_GOAL, unit=megabytes))
    if count > 1:
        more = (many.processor - one.processor) / (count - 1)
        found.append(bounded(f"one more package in a file ({count} and 1): CPU", more, PACKAGE_GOAL))
    return found
