# SPDX-License-Identifier: GPL-3.0-or-later
# An engine of one's own, spoken to in the worker protocol: for what none of our commands asks, and where a command
# for each question would take too long. As a program it imports a stream as `nix-store --export` writes it:
#   engine.py CAIRN-DAEMON ROOT STREAM
import socket
import struct
import subprocess
import sys

CLIENT, SERVER, VERSION = 0x6E697863, 0x6478696F, 1 << 8 | 34
NEXT, PULL, LAST, REFUSAL = 0x6F6C6D67, 0x64617461, 0x616C7473, 0x63787470
START, STOP, RESULT = 0x53545254, 0x53544F50, 0x52534C54
COLLECT_GARBAGE, IMPORT_PATHS, QUERY_VALID_PATHS, VERIFY_STORE = 20, 27, 31, 35
LIST_DEAD, DELETE_DEAD = 1, 2
EXPORT_MAGIC = 0x4558494E


class Refused(Exception):
    """What the engine says of what it cannot do."""


def number(value):
    return struct.pack("<Q", value)


def text(value):
    return number(len(value)) + value + b"\0" * (-len(value) % 8)


def texts(values):
    return number(len(values)) + b"".join(text(value.encode()) for value in values)


def export_stream(items):
    """The stream of ITEMS: triples of an archive, a store path and the paths that it refers to."""
    stream = b""
    for archive, path, references in items:
        stream += number(1) + archive + number(EXPORT_MAGIC) + text(path.encode())
        stream += texts(references) + text(b"") + number(0)
    return stream + number(0)


class Engine:
    """A conversation with an engine that works on the store below ROOT."""

    def __init__(self, program, root):
        self.connection, theirs = socket.socketpair()
        self.said = []
        self.process = subprocess.Popen([program, "--session", str(theirs.fileno()), "--root", root],
                                        pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()
        self.connection.sendall(number(CLIENT))
        if (self.number(), self.number()) != (SERVER, VERSION):
            raise Refused("it speaks another language")
        self.connection.sendall(number(VERSION) + number(0) + number(0))
        self.text()
        self.wait()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()

    def close(self):
        self.connection.close()
        self.process.wait(20)

    def bytes(self, count):
        found = b""
        while len(found) < count:
            part = self.connection.recv(count - len(found))
            if not part:
                raise EOFError
            found += part
        return found

    def number(self):
        return struct.unpack("<Q", self.bytes(8))[0]

    def text(self):
        size = self.number()
        return self.bytes(size + -size % 8)[:size].decode()

    def texts(self):
        return [self.text() for _ in range(self.number())]

    def fields(self):
        return [self.text() if self.number() else self.number() for _ in range(self.number())]

    def wait(self, stream=b""):
        """Read frames up to the last one, and give the engine what it pulls of STREAM."""
        at = 0
        for frame in iter(self.number, LAST):
            if frame == NEXT:
                self.said.append(self.text())
            elif frame == PULL:
                part = stream[at:at + self.number()]
                at += len(part)
                self.connection.sendall(text(part))
            elif frame == START:
                self.bytes(24), self.said.append(self.text()), self.fields(), self.number()
            elif frame == STOP:
                self.number()
            elif frame == RESULT:
                self.bytes(16), self.fields()
            elif frame == REFUSAL:
                self.text(), self.number(), self.text()
                raise Refused(self.text())
            else:
                raise Refused(f"a frame {frame:#x} came")

    def ask(self, operation, arguments=b"", stream=b""):
        self.said = []
        self.connection.sendall(number(operation) + arguments)
        self.wait(stream)

    def import_paths(self, stream):
        self.ask(IMPORT_PATHS, stream=stream)
        return self.texts()

    def valid(self, paths):
        """Those of PATHS that are valid."""
        self.ask(QUERY_VALID_PATHS, texts(paths) + number(0))
        return self.texts()

    def verifies(self):
        """Whether the store is sound, with all contents."""
        self.ask(VERIFY_STORE, number(1) + number(0))
        return self.number() == 0

    def collect(self, action):
        """The paths that were deleted, or would be."""
        self.ask(COLLECT_GARBAGE, number(action) + texts([]) + number(0) + number(2**64 - 1) + number(0) * 3)
        paths = self.texts()
        self.number(), self.number()
        return paths


def main(program, root, stream):
    with open(stream, "rb") as file:
        data = file.read()
    try:
        with Engine(program, root) as engine:
            print("\n".join(engine.import_paths(data)))
    except Refused as refusal:
        sys.exit(f"error: {refusal}")
    except (EOFError, ConnectionError):
        sys.exit("error: no answer from the engine: it has ended")


if __name__ == "__main__":
    main(*sys.argv[1:])
