# SPDX-License-Identifier: GPL-3.0-or-later
# The seeds of each fuzz target, out of tests/vectors: what a stranger would send who means no harm.
import base64
import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
from pathlib import Path

VECTORS = Path(__file__).resolve().parents[1] / "vectors"


def files(pattern):
    """The files that PATTERN names below the vectors, by their names."""
    return {path.name: path.read_bytes() for path in sorted(VECTORS.glob(pattern))}


def rows(name):
    """The lines of the table NAME, each as its first word and the rest."""
    lines = (VECTORS / name).read_text().splitlines()
    return [line.split(" ", 1) for line in lines if line and not line.startswith("#")]


def bytes_of(table):
    """What TABLE writes down in base16."""
    return {name: bytes.fromhex(digits) for name, digits in rows(table)}


# Signatures and keys.


def unarmored(text):
    """The bytes inside TEXT, which has armor or is a line of SSH's."""
    lines = text.split(b"\n")
    if lines[0].startswith((b"ssh-", b"ecdsa-")):
        return base64.b64decode(lines[0].split(b" ")[1])
    body = lines[lines.index(b"") + 1:] if b" PGP " in lines[0] else lines[1:]
    return base64.b64decode(b"".join(line for line in body if line and line[:1] not in b"-="))


def raw(pattern):
    """The same of all files; but what is signed by SHA-1 is refused for that."""
    return {name: unarmored(text) for name, text in files(pattern).items() if "sha1" not in name}


# Messages, written as tests/vectors/requests.txt says.

VALUE = re.compile(r"""(?P<open>\{)|(?P<close>\})|"(?P<text>[^"]*)"|'(?P<quoted>[^']*)'|"""
                   r"""archive:(?P<archive>\S+)|byte:(?P<byte>.)|(?P<number>\w+)""")


def number(value):
    return value.to_bytes(8, "little")


def text(value):
    value = value.encode()
    return number(len(value)) + value + b"\0" * (-len(value) % 8)


def message(values):
    archives = bytes_of("nar.txt")
    outside, inside = b"", None
    for value in VALUE.finditer(values):
        piece = b""
        if value["open"]:
            inside = b""
        elif value["close"]:
            outside, inside = outside + number(len(inside)) + inside, None
        elif value["archive"]:
            piece = archives[value["archive"]]
        elif value["byte"]:
            piece = value["byte"].encode()
        elif value["number"]:
            piece = number(int(value["number"], 0))
        else:
            piece = text(value["text"] if value["quoted"] is None else value["quoted"])
        if inside is None:
            outside += piece
        else:
            inside += piece
    return outside


def messages(table, prefix=""):
    return {name: message(values) for name, values in rows(table) if name.startswith(prefix)}


# Archives, as Python makes them.


def tar(form, names):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=form) as archive:
        for name, content in names.items():
            member = tarfile.TarInfo(name)
            if isinstance(content, tuple):
                member.type, member.linkname = content
                content = b""
            member.size, member.mode = len(content), 0o755
            archive.addfile(member, io.BytesIO(content))
    end = len(stream.getvalue().rstrip(b"\0")) + 511 & ~511
    return stream.getvalue()[:end] + b"\0" * 1024


def zipped(names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def deb(data):
    parts = {"debian-binary": b"2.0\n", "control.tar": tar(tarfile.USTAR_FORMAT, {}), "data.tar": data}
    archive = b"!<arch>\n"
    for name, content in parts.items():
        archive += f"{name:16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode()
        archive += content + b"\n" * (len(content) % 2)
    return archive


def archives():
    members = {
        "top": (tarfile.DIRTYPE, ""), "top/file": b"content", "top/link": (tarfile.SYMTYPE, "../away"),
        "top/again": (tarfile.LNKTYPE, "top/file"), "top/" + "x" * 120: b"a long name", "top/\u00e4": b"",
    }
    flat = {"a": b"1", "b/c": b"2" * 100, "\u00e4": b""}
    ustar = tar(tarfile.USTAR_FORMAT, {"a/b": b"x"})
    return {
        "pax.tar": tar(tarfile.PAX_FORMAT, members), "gnu.tar": tar(tarfile.GNU_FORMAT, members),
        "ustar.tar": ustar, "tar.gz": gzip.compress(ustar, mtime=0), "tar.bz2": bz2.compress(ustar),
        "tar.xz": lzma.compress(ustar), "tar.lzma": lzma.compress(ustar, lzma.FORMAT_ALONE),
        "zip": zipped(flat), "deb": deb(gzip.compress(ustar, mtime=0)), "plain.deb": deb(ustar),
    }


def seeds():
    """Of each target its seeds by name. All are taken by the target, so that none of them rots."""
    own = {folder.name: files(f"seeds/{folder.name}/*") for folder in (VECTORS / "seeds").iterdir()}
    return own | {
        "armor": files("signatures/*.sig") | files("signatures/*.asc"),
        "channel_index": bytes_of("index.txt"),
        "exports": messages("streams.txt", "exports-"),
        "frames": bytes_of("frames.txt"),
        "handshake": messages("streams.txt", "handshake-"),
        "made_items": {name: frame for name, frame in bytes_of("frames.txt").items() if name.startswith("items-")},
        "nar": bytes_of("nar.txt"),
        "openpgp_keys": files("signatures/*.asc"),
        "openpgp_signature": raw("signatures/pgp-*.sig"),
        "replies": messages("replies.txt"),
        "requests": messages("requests.txt"),
        "ssh": raw("signatures/ssh-*.sig") | files("signatures/ssh-*.pub"),
        "unpack": archives(),
        "verify_signature": files("signatures/*.sig"),
    }


def fill(folder, target):
    """Put the seeds of TARGET into FOLDER; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in seeds()[target].items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return paths
