# SPDX-License-Identifier: GPL-3.0-or-later
# Items that are registered but not there: what the database alone answers does not notice.

import sqlite3

STORE = "/cairn/store"
DIGITS = "0123456789abcdfghijklmnpqrsvwxyz"
REFERENCES = 4  # of an item


def name_of(number):
    """A store path that no other number has."""
    digits = ""
    rest = number
    for _ in range(32):
        rest, digit = divmod(rest, len(DIGITS))
        digits += DIGITS[digit]
    return f"{STORE}/{digits}-item-{number}"


def register_items(database, count):
    """Register COUNT items in the file DATABASE and return their paths. Each refers to a few of those
    before it, so that the last one reaches all."""
    names = [name_of(number) for number in range(count)]
    with sqlite3.connect(database) as file:
        file.executemany(
            "INSERT INTO ValidPaths (id, path, hash, registrationTime, narSize) VALUES (?, ?, ?, 1, 100)",
            ((row, name, "sha256:" + "0" * 64) for row, name in enumerate(names, 1)))
        file.executemany(
            "INSERT OR IGNORE INTO Refs VALUES (?, ?)",
            ((row, max(1, row - 1 - step * step)) for row in range(2, count + 1)
             for step in range(REFERENCES)))
    return names
