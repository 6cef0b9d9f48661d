# SPDX-License-Identifier: GPL-3.0-or-later
# Histories that are signed, well or badly, each with what must be said of it.
from typing import NamedTuple


class Told(NamedTuple):
    """What authenticating a history must say: REFUSAL, whole, or nothing."""

    introduction: str
    target: str
    refusal: str = ""
    hint: str = ""  # a part of it
    signer: str = ""  # the introduction's; empty: that of who signed it
    options: tuple = ()
    checked: int | None = None  # commits beside the introduction


ALL = []


def history(sentence):
    """Registers a function of a Repository and its Signers that makes a history and returns what is Told."""

    def register(make):
        ALL.append((sentence, make))
        return make

    return register
