# SPDX-License-Identifier: GPL-3.0-or-later
# Our verdicts on signatures are those of ssh-keygen and gpg: keys of all kinds, good signatures, and
# thousands of broken ones. Where they differ, it stands here (and in manual/formats/signatures.md).
# The program `verify_signature` speaks for us; SEED in the environment varies what is broken.
import os
import random
import shutil

from story import tell
from story.signers import Gpg, Ours, Ssh, armored, unarmored

PAYLOAD = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@b> 1 +0000\n\nA commit.\n"
TEXTS = [b"", b"a", b"a\n", b"a\r\n", b"a\r", b"a \n", b"a\r\r\n\n", b"\n\n", b"\r\na\n", b"a\nb \t", b"a\r \n",
         b"a\rb\n"]
FLIPS = int(os.environ.get("FLIPS", "12"))  # bytes of a signature that are broken, one at a time
SIGNATURE, USER_ID = 2, 13  # packets of OpenPGP
KEY_FLIPS = FLIPS // 3  # of each packet of a key


def flipped(data, place, dice):
    changed = bytearray(data)
    changed[place] ^= 1 << dice.randrange(8)
    return bytes(changed)


def places(data, count, dice):
    """All places in DATA, or COUNT of them: the front, where the structure is, and others at random."""
    if len(data) <= count:
        return range(len(data))
    front = min(len(data), count // 2)
    return [*range(front), *sorted(dice.sample(range(front, len(data)), count - front))]


def broken_armor(text, dice):
    """Pairs of what was done to an armored TEXT, and the outcome."""
    lines = text.split(b"\n")
    yield "text before it", b"x\n" + text
    yield "an empty line before it", b"\n" + text
    yield "text behind it", text + b"x\n"
    yield "a second copy behind it", text + text
    yield "carriage returns", text.replace(b"\n", b"\r\n")
    yield "blanks at the ends of lines", text.replace(b"\n", b" \n")
    yield "no newline at its end", text.rstrip(b"\n")
    yield "no end line", b"\n".join(lines[:-2]) + b"\n"
    yield "its begin line alone", lines[0] + b"\n"
    yield "nothing", b""
    yield "an empty line within", b"\n".join([*lines[:3], b"", *lines[3:]])
    yield "one line less", b"\n".join(lines[:3] + lines[4:])
    yield "padding within", b"\n".join([*lines[:3], lines[3][:-4] + b"AA==", *lines[4:]])
    for _ in range(FLIPS // 3):
        place = dice.randrange(len(text))
        yield "a character", flipped(text, place, dice)
        yield "a character less", text[:place] + text[place + 1:]
        yield "a foreign character", text[:place] + b"*" + text[place:]


class Differences:
    """Where they and we differ. Each is named by who, and what was done to the signature."""

    # What they take and we refuse: forms of the same signature that nobody's program writes.
    STRICTER = {
        "ssh": {"text behind it", "a second copy behind it", "an empty line within", "a character",
                "a character less", "a foreign character"},
        "gpg": {"text before it", "an empty line before it", "text behind it", "a second copy behind it",
                "carriage returns", "blanks at the ends of lines", "no end line", "an empty line within",
                "a character", "a character less", "a foreign character", "byte"}}

    def __init__(self, story):
        self.story = story
        self.seen = {}

    def print(self):
        for (who, deed), words in sorted(self.seen.items()):
            print(f"{who} accepts, we refuse: {deed}:", *sorted(words), sep="\n    ")

    def compare(self, who, deed, ours, theirs, words):
        """OURS and THEIRS are the keys that signed, the signing key first; or None."""
        if theirs and not ours and deed in self.STRICTER[who]:
            self.seen.setdefault((who, deed), set()).add(words)
            return
        self.story.check_equal(f"{who}, {deed}: {words}", ours, theirs)


def tell_of_broken(story, who, signature, dice, judge, differences):
    """JUDGE(payload, signature) gives our keys, theirs and our words."""
    binary = unarmored(signature)
    deeds = [("byte", PAYLOAD, armored(flipped(binary, place, dice), signature))
             for place in places(binary, FLIPS, dice)]
    deeds += [("shortened", PAYLOAD, armored(binary[:place], signature)) for place in places(binary, FLIPS // 3, dice)]
    deeds += [("lengthened", PAYLOAD, armored(binary + b"\0", signature))]
    deeds += [("payload", flipped(PAYLOAD, place, dice), signature) for place in places(PAYLOAD, 8, dice)]
    deeds += [("payload shortened", PAYLOAD[:-1], signature), ("payload lengthened", PAYLOAD + b"\n", signature)]
    deeds += [(deed, PAYLOAD, changed) for deed, changed in broken_armor(signature, dice)]
    for deed, payload, changed in deeds:
        ours, theirs, words = judge(payload, changed)
        differences.compare(who, deed, ours, theirs, words)


# SSH

SSH_KINDS = [("ed25519", 256), ("ecdsa", 256), ("ecdsa", 384), ("ecdsa", 521), ("rsa", 2048), ("rsa", 4096)]


def tell_of_ssh(story, ssh, ours, dice, differences):
    for kind, bits in SSH_KINDS:
        key = ssh.key(kind, bits)

        def judge(payload, signature, key=key):
            verdict = ours(payload, signature, key + ".pub")
            return verdict.keys, ssh.signer(payload, signature), str(verdict)

        for digest in ["sha256", "sha512"]:
            signature = ssh.sign(key, PAYLOAD, digest)
            got, expected, words = judge(PAYLOAD, signature)
            story.check(f"a signature by {kind} of {bits} bits is good: {words}", got)
            story.check_equal("ssh-keygen names the same key", got, expected)
            story.check_equal("no keyring is needed", ours(PAYLOAD, signature).keys, expected)
        tell_of_broken(story, "ssh", signature, dice, judge, differences)


def tell_of_refused_ssh(story, ssh, ours):
    key = ssh.key("ed25519", 256)
    verdict = ours(PAYLOAD, ssh.sign(key, PAYLOAD, "sha512", space="file"))
    story.check_contains("a signature for another use is refused", str(verdict), 'for "file", not for "git"')
    rsa = ssh.key("rsa", 2048)
    good = ssh.made_by_hand(rsa, PAYLOAD, "rsa-sha2-256", "sha256")
    story.check_equal("rsa-sha2-256 is accepted", ours(PAYLOAD, good).keys, ssh.signer(PAYLOAD, good))
    story.check("and good", ours(PAYLOAD, good).keys)
    story.check_contains("SHA-1 is refused", str(ours(PAYLOAD, ssh.made_by_hand(rsa, PAYLOAD, "ssh-rsa", "sha1"))),
                         "uses SHA-1, which is broken")
    short = ssh.key("rsa", 1024)
    story.check_contains("RSA of 1024 bits is refused", str(ours(PAYLOAD, ssh.sign(short, PAYLOAD, "sha512"))),
                         "an RSA key has 2048 to 16384 bits, not 1024")


# OpenPGP

# With the digests that are long enough for them.
GPG_KINDS = {"rsa2048": ["SHA224", "SHA256", "SHA384", "SHA512"], "rsa4096": ["SHA224", "SHA512"],
             "ed25519": ["SHA256", "SHA384", "SHA512"], "nistp256": ["SHA256", "SHA512"],
             "nistp384": ["SHA384", "SHA512"], "nistp521": ["SHA512"]}


def tell_of_gpg(story, gpg, ours, dice, differences):
    for kind, digests in GPG_KINDS.items():
        key = gpg.key(kind)
        keys = gpg.export(key)

        def judge(payload, signature, keys=keys):
            verdict = ours(payload, signature, keys)
            return verdict.keys, gpg.signer(payload, signature).keys, str(verdict)

        for digest in digests:
            signature = gpg.sign(key, PAYLOAD, "--digest-algo", digest)
            got, expected, words = judge(PAYLOAD, signature)
            story.check_equal(f"{kind} with {digest}: {words}", got, expected)
        story.check(f"a signature by {kind} is good: {words}", got)
        tell_of_broken(story, "gpg", gpg.sign(key, PAYLOAD), dice, judge, differences)


def tell_of_texts(story, gpg, ours):
    """A signature of type text is one of all texts that differ in the ends of their lines alone."""
    key = gpg.key("ed25519")
    keys = gpg.export(key)
    for text in TEXTS:
        signature = gpg.sign(key, text, "--textmode")
        for other in TEXTS:
            verdict = ours(other, signature, keys)
            story.check_equal(f"text {text} as {other}: {verdict}", verdict.keys, gpg.signer(other, signature).keys)


def tell_of_subkeys(story, gpg, ours, dice, differences):
    """A subkey speaks for its primary key as long as both say so."""
    for kind, subkind in [("rsa2048", "ed25519"), ("ed25519", "nistp256/ecdsa"), ("nistp384", "rsa2048")]:
        primary = gpg.key(kind)
        subkey = gpg.add_subkey(primary, subkind)
        signature = gpg.sign(subkey + "!", PAYLOAD)
        exported = gpg.export(primary)
        verdict = ours(PAYLOAD, signature, exported)
        story.check_equal("a subkey is named with its primary key", verdict.keys, [subkey, primary])
        story.check_equal("as gpg does", gpg.signer(PAYLOAD, signature).keys, [subkey, primary])
        with open(exported, "rb") as file:
            packets = list(gpg.packets(unarmored(file.read())))
        behind = None  # the last packet that is no signature
        for number, (tag, packet) in enumerate(packets):
            behind = behind if tag == SIGNATURE else tag
            for place in places(packet, KEY_FLIPS, dice):
                rest = [whole for _, whole in packets]
                rest[number] = flipped(packet, place, dice)
                tell_of_broken_key(story, gpg, ours, signature, b"".join(rest), (tag, behind), differences)


def tell_of_broken_key(story, gpg, ours, signature, keys, broken, differences):
    path = gpg.file(keys)
    verdict = ours(PAYLOAD, signature, path)
    theirs = gpg.signer(PAYLOAD, signature, gpg.home_with(path)).keys
    # A subkey that nobody vouches for speaks for itself alone.
    speaks_for_primary = verdict.keys if verdict.keys and len(verdict.keys) == 2 else None
    if theirs and not speaks_for_primary:
        differences.seen.setdefault(("gpg", f"key, packet {broken}"), set()).add(str(verdict))
    elif speaks_for_primary and not theirs:
        story.check(f"what we alone accept is a name and what is said of it, packet {broken}", broken[1] == USER_ID)
    else:
        story.check_equal("a broken key", speaks_for_primary, theirs)


def tell_of_time(story, gpg, ours):
    """What was signed before a key expired or was revoked stays signed."""
    then = ["--faked-system-time", "20200101T000000!"]
    key = gpg.key("ed25519", *then, expires="2d")
    signature = gpg.sign(key, PAYLOAD, *then)
    story.check_equal("gpg says that the key is expired", gpg.signer(PAYLOAD, signature).status, "EXPKEYSIG")
    story.check_equal("to us that is no matter", ours(PAYLOAD, signature, gpg.export(key)).keys, [key])
    key = gpg.key("rsa2048")
    signature = gpg.sign(key, PAYLOAD)
    gpg.revoke(key)
    story.check_equal("gpg says that the key is revoked", gpg.signer(PAYLOAD, signature).status, "REVKEYSIG")
    story.check_equal("to us that is no matter either", ours(PAYLOAD, signature, gpg.export(key)).keys, [key])
    key = gpg.key("ed25519")
    signature = gpg.sign(key, PAYLOAD, "--faked-system-time", "20200101T000000!", "--ignore-time-conflict",
                         "--ignore-valid-from")
    story.check("gpg refuses a signature that is older than its key", not gpg.signer(PAYLOAD, signature).keys)
    story.check_contains("and so do we", str(ours(PAYLOAD, signature, gpg.export(key))), "older than its key")


def tell_of_refused_gpg(story, gpg, ours):
    key = gpg.key("rsa2048")
    keys = gpg.export(key)
    for digest, name in [("SHA1", "SHA-1"), ("RIPEMD160", "RIPEMD-160")]:
        verdict = ours(PAYLOAD, gpg.sign(key, PAYLOAD, "--digest-algo", digest), keys)
        story.check_contains(f"{digest} is refused", str(verdict), f"uses {name}, which is too weak")
    signature = gpg.sign(key, PAYLOAD)
    story.check_equal("a key that is not there is missing", str(ours(PAYLOAD, signature)),
                      f"missing: the key {key} is not in the keyring")
    for kind, reason in [("rsa1024", "not 1024"), ("dsa2048", "only RSA, ECDSA and Ed25519")]:
        weak = gpg.key(kind)
        verdict = ours(PAYLOAD, gpg.sign(weak, PAYLOAD, "--digest-algo", "SHA256"), gpg.export(weak))
        story.check_contains(f"{kind} is refused", str(verdict), reason)
    two = gpg.sign(key, PAYLOAD, "-u", gpg.key("ed25519"))
    story.check_contains("two signatures are refused", str(ours(PAYLOAD, two, keys)), "holds 2 packets")
    noted = gpg.sign(key, PAYLOAD, "--set-notation", "!a@b=c")
    story.check_contains("a demand that we do not know is refused", str(ours(PAYLOAD, noted, keys)),
                         "demands what is unknown")
    story.check("gpg refuses it too", not gpg.signer(PAYLOAD, noted).keys)
    noted = gpg.sign(key, PAYLOAD, "--set-notation", "a@b=c", "--default-sig-expire", "1d")
    story.check_equal("what asks for nothing is passed by", ours(PAYLOAD, noted, keys).keys, [key])


def tell_of_signatures(story):
    for program in ["ssh-keygen", "gpg"]:
        if not shutil.which(program):
            print(f"skip: {program} is not installed")
            return
    seed = os.environ.get("SEED", "1")
    print("SEED", seed)
    dice = random.Random(seed)
    ours, differences = Ours(story), Differences(story)
    ssh = Ssh(story)
    tell_of_ssh(story, ssh, ours, dice, differences)
    tell_of_refused_ssh(story, ssh, ours)
    with Gpg(story) as gpg:
        tell_of_gpg(story, gpg, ours, dice, differences)
        tell_of_texts(story, gpg, ours)
        tell_of_subkeys(story, gpg, ours, dice, differences)
        tell_of_time(story, gpg, ours)
        tell_of_refused_gpg(story, gpg, ours)
    differences.print()


tell(tell_of_signatures)
