# SPDX-License-Identifier: GPL-3.0-or-later
# Why the benchmark cannot go on: something it needs is missing here, or a program broke.


class Skip(Exception):
    """This machine lacks what the benchmark needs."""


class Broken(Exception):
    """A program that was to be measured failed, or gave a wrong answer."""
