# SPDX-License-Identifier: GPL-3.0-or-later
# Histories signed by OpenPGP's keys, which a branch of the repository holds.
from story.git_repository import fingerprints

from histories import Told, history

GUIX = ".guix-authorizations"


def with_keys(repository, name, **keys):
    """The option for a branch that holds the public keys KEYS by name."""
    return ("--keyring", repository.keyring(name, {f"{file}.key": key for file, key in keys.items()}))


@history("a line of commits by gpg")
def line(repository, by):
    first = repository.start(by.gina, by.rosa)
    second = repository.commit("second", [first], by.rosa)
    return Told(first, second, options=with_keys(repository, "kr-line", gina=by.gina.public(), rosa=by.rosa.public()),
                checked=1)


@history("a channel of Guix's as it stands, with spaces in its fingerprints")
def guix(repository, by):
    digits = by.gina.fingerprint
    spaced = " ".join(digits[at:at + 4] for at in range(0, 20, 4)) + "  " + " ".join(
        digits[at:at + 4] for at in range(20, 40, 4))
    files = {GUIX: f'(authorizations\n (version 0)\n ((;; comment\n   "{spaced}"\n   (name "gina"))))\n',
             ".guix-channel": '(channel (version 0) (name \'x) (url "https://example.org"))\n'}
    first = repository.commit("introduction", (), by.gina, files)
    second = repository.commit("second", [first], by.gina)
    return Told(first, second, signer=spaced, options=with_keys(repository, "kr-guix", gina=by.gina.public()), checked=1)


@history("SSH and gpg side by side")
def both_kinds(repository, by):
    first = repository.start(by.alice, by.gina)
    second = repository.commit("second", [first], by.gina)
    third = repository.commit("third", [second], by.alice)
    return Told(first, third, options=with_keys(repository, "kr-both", gina=by.gina.public()), checked=2)


@history("a binary key file, among files that are no keys")
def binary(repository, by):
    first = repository.start(by.gina)
    second = repository.commit("second", [first], by.gina)
    key = by.gpg("--export", by.gina.fingerprint)
    branch = repository.keyring("kr-binary", {"gina.key": key, "README": "keys", "empty.key": "", "evil.key": "x" * 999})
    return Told(first, second, options=("-k", branch), checked=1)


@history("a repository without a branch of keys")
def no_branch(repository, by):
    first = repository.start(by.gina)
    return Told(first, first, f"{repository.told(first)}: the key {by.gina.fingerprint} is not in the keyring; there is "
                              "no branch kr-absent or origin/kr-absent", "gpg --export --armor",
                options=("-k", "kr-absent"))


@history("a key that the branch of keys lacks")
def key_missing(repository, by):
    first = repository.start(by.gina, by.rosa)
    second = repository.commit("second", [first], by.rosa)
    return Told(first, second, f"{repository.told(second)}: the key {by.rosa.fingerprint} is not in the keyring",
                "gpg --export --armor", options=with_keys(repository, "kr-missing", gina=by.gina.public()))


@history("a key file that was replaced by another's")
def replaced(repository, by):
    first = repository.start(by.gina)
    return Told(first, first, f"{repository.told(first)}: the key {by.gina.fingerprint} is not in the keyring",
                options=with_keys(repository, "kr-replaced", gina=by.rosa.public()))


@history("a stranger whose key is in the branch of keys")
def stranger(repository, by):
    first = repository.start(by.gina)
    second = repository.commit("second", [first], by.rosa)
    return Told(first, second, repository.unauthorized(second, first, by.gina),
                options=with_keys(repository, "kr-stranger", gina=by.gina.public(), rosa=by.rosa.public()))


@history("a key that expired after it signed, and then signs no more")
def expired(repository, by):
    first = repository.start(by.old)
    second = repository.commit("second", [first], by.old)
    return Told(first, second, options=with_keys(repository, "kr-expired", old=by.old.public()), checked=1)


@history("a revoked key that is still authorized: authorizations are what revokes")
def revoked(repository, by):
    first = repository.start(by.revoked)
    second = repository.commit("second", [first], by.revoked)
    by.gpg.revoke(by.revoked.fingerprint)
    return Told(first, second, options=with_keys(repository, "kr-revoked", revoked=by.revoked.public()), checked=1)


@history("a subkey that is authorized by itself")
def subkey(repository, by):
    first = repository.start(by.sub)
    second = repository.commit("second", [first], by.sub)
    return Told(first, second, options=with_keys(repository, "kr-subkey", rosa=by.rosa.public()), checked=1)


@history("a subkey whose primary key is authorized")
def primary(repository, by):
    first = repository.start(by.rosa)
    second = repository.commit("second", [first], by.sub)
    return Told(first, second, options=with_keys(repository, "kr-primary", rosa=by.rosa.public()), checked=1)


@history("a primary key of which only the subkey is authorized")
def only_subkey(repository, by):
    first = repository.start(by.sub)
    second = repository.commit("second", [first], by.rosa)
    return Told(first, second, repository.unauthorized(second, first, by.sub),
                options=with_keys(repository, "kr-only", rosa=by.rosa.public()))


@history("a signature over SHA-1")
def sha1(repository, by):
    first = repository.start(by.rosa)
    second = repository.commit("second", [first], by.sha1)
    return Told(first, second, f"{repository.told(second)} has no good signature: the signature cannot be read: the "
                               "signature uses SHA-1, which is too weak",
                options=with_keys(repository, "kr-sha1", rosa=by.rosa.public()))


@history("a commit changed after gpg signed it")
def changed(repository, by):
    first = repository.start(by.gina)
    payload = repository.payload("good", [first], repository.files[first])
    signature = by.gina.sign(payload)
    evil = payload.replace(b"good", b"evil")
    second = repository.keep(repository.with_signature(evil, signature), "evil", repository.files[first],
                             (evil, signature, by.gina))
    return Told(first, second, f"{repository.told(second)} has no good signature: the key "
                               f"{by.gina.fingerprint} did not sign this",
                options=with_keys(repository, "kr-changed", gina=by.gina.public()))


@history("a merge of a side by gpg with one by SSH")
def merge(repository, by):
    first = repository.start(by.alice, by.gina)
    left = repository.commit("left", [first], by.gina)
    right = repository.commit("right", [first], by.alice)
    joined = repository.commit("merge", [left, right], by.gina, {".cairn-authorizations": fingerprints(by.gina)})
    return Told(first, joined, options=with_keys(repository, "kr-merge", gina=by.gina.public()), checked=3)
