# SPDX-License-Identifier: GPL-3.0-or-later
# A terminal: a pseudo-terminal for a program, and what somebody in front of it would see.
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

# Escapes of ECMA-48 that may be written, other text, and what moves the cursor.
PIECE = re.compile(r"\x1b\[(\d*(?:;\d+)*)([A-Za-z])|(\r)|(\n)|([^\x1b\r\n]+)|(.)", re.DOTALL)


class Screen:
    """The lines that a terminal of COLUMNS shows after TEXT was written to it."""

    def __init__(self, text, columns):
        self.lines = [""]
        self.row = self.column = 0
        self.columns = columns
        self.strange = []  # what no terminal should get
        for number, kind, back, end, words, other in PIECE.findall(text):
            if kind == "A":
                self.row = max(0, self.row - int(number or 1))
            elif kind == "J":
                self.lines = self.lines[:self.row] + [self.lines[self.row][:self.column]]
            elif back:
                self.column = 0
            elif end:
                self.row += 1
                if self.row == len(self.lines):
                    self.lines.append("")
            elif words:
                self.write(words)
            elif other or kind != "m":
                self.strange.append(other or number + kind)

    def write(self, words):
        for letter in words:
            if self.column == self.columns:
                self.row, self.column = self.row + 1, 0
                if self.row == len(self.lines):
                    self.lines.append("")
            line = self.lines[self.row].ljust(self.column)
            self.lines[self.row] = line[:self.column] + letter + line[self.column + 1:]
            self.column += 1

    @property
    def text(self):
        return "\n".join(self.lines)


class Shown:
    """What COMMAND wrote to a terminal of its own (raw), what is on it at the end, and its status. With KEY it is
    sent the signal of KEY[1] when it has written KEY[0], bytes."""

    def __init__(self, command, columns=100, rows=30, key=None, **settings):
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
                                   preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0), **settings)
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # how Linux says that nobody writes any more
                break
            if not part:
                break
            parts.append(part)
            if key and key[0] in b"".join(parts):
                process.send_signal(key[1])
                key = None
        os.close(ours)
        self.status = process.wait(60)
        self.raw = b"".join(parts).decode("utf-8", "replace")
        self.screen = Screen(self.raw, columns)
        self.frames = self.raw.count("\x1b[J")

    @property
    def text(self):
        return self.screen.text
