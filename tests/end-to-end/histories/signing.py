# SPDX-License-Identifier: GPL-3.0-or-later
# Histories of one line, and signatures that are good, bad, twofold or absent.
from histories import Told, history


@history("a line of commits by those who may")
def line(repository, by):
    first = repository.start(by.alice, by.bob)
    second = repository.commit("second", [first], by.bob)
    third = repository.commit("third", [second], by.alice, {"a.scm": "a"})
    return Told(first, third, checked=2)


@history("the introduction alone")
def only_introduction(repository, by):
    first = repository.start(by.alice)
    return Told(first, first, checked=0)


@history("all commits with the same message and time")
def same_messages(repository, by):
    commit = first = repository.start(by.alice, time=1_700_000_000)
    for number in range(3):
        commit = repository.commit("the same", [commit], by.alice, {"n": str(number)}, time=1_700_000_000)
    return Told(first, commit, checked=3)


@history("times that run backwards")
def backwards(repository, by):
    first = commit = repository.start(by.alice, time=1_700_000_000)
    for number in range(5):
        commit = repository.commit(f"back {number}", [commit], by.alice, time=1_600_000_000 - number)
    return Told(first, commit, checked=5)


@history("a commit that is not signed")
def not_signed(repository, by):
    first = repository.start(by.alice)
    second = repository.commit("hello: greet", [first])
    return Told(first, second, f"{repository.told(second)} is not signed", "git commit --amend --gpg-sign")


@history("a signed commit behind one that is not")
def not_signed_before(repository, by):
    first = repository.start(by.alice)
    second = repository.commit("quiet", [first])
    third = repository.commit("loud", [second], by.alice)
    return Told(first, third, f"{repository.told(second)} is not signed")


@history("a commit of a stranger")
def stranger(repository, by):
    first = repository.start(by.alice)
    second = repository.commit("hello: greet", [first], by.mallory)
    return Told(first, second, repository.unauthorized(second, first, by.alice),
                "let somebody who is add your key to the authorizations in a commit before")


@history("a stranger between two commits of alice")
def stranger_before(repository, by):
    first = repository.start(by.alice)
    second = repository.commit("evil", [first], by.mallory)
    third = repository.commit("good", [second], by.alice)
    return Told(first, third, repository.unauthorized(second, first, by.alice))


@history("a commit whose text was changed after it was signed")
def changed_text(repository, by):
    first = repository.start(by.alice)
    payload = repository.payload("pay bob", [first], repository.files[first])
    signature = by.alice.sign(payload)
    changed = payload.replace(b"pay bob", b"pay eve")
    second = repository.keep(repository.with_signature(changed, signature), "pay eve", repository.files[first],
                             (changed, signature, by.alice))
    return Told(first, second, f"{repository.told(second)} has no good signature: the key "
                               f"{by.alice.fingerprint} did not sign this")


@history("a commit whose tree was changed after it was signed")
def changed_tree(repository, by):
    first = repository.start(by.alice)
    files = {**repository.files[first], "a.scm": "(good)"}
    payload = repository.payload("a", [first], files)
    signature = by.alice.sign(payload)
    evil = repository.tree({**files, "a.scm": "(evil)"})
    changed = b"tree " + evil.encode() + payload[payload.index(b"\n"):]
    second = repository.keep(repository.with_signature(changed, signature), "a", files, (changed, signature, by.alice))
    return Told(first, second, f"{repository.told(second)} has no good signature: the key "
                               f"{by.alice.fingerprint} did not sign this")


@history("a signature that was made for another purpose")
def other_purpose(repository, by):
    first = repository.start(by.alice)
    payload = repository.payload("a", [first], repository.files[first])
    signature = by.alice.sign(payload, space="file")
    second = repository.keep(repository.with_signature(payload, signature), "a", repository.files[first],
                             (payload, signature, by.alice))
    return Told(first, second, f"{repository.told(second)} has no good signature: the signature cannot be read: "
                               'the signature is for "file", not for "git"')


@history("a signature taken from another commit")
def stolen(repository, by):
    first = repository.start(by.alice)
    signature = repository.signed[first][1]
    payload = repository.payload("stolen", [first], repository.files[first])
    second = repository.keep(repository.with_signature(payload, signature), "stolen", repository.files[first],
                             (payload, signature, by.alice))
    return Told(first, second, f"{repository.told(second)} has no good signature: the key "
                               f"{by.alice.fingerprint} did not sign this")


@history("a signature that is none")
def no_signature(repository, by):
    first = repository.start(by.alice)
    payload = repository.payload("a", [first], repository.files[first])
    second = repository.keep(repository.with_signature(payload, b"trust me"), "a", repository.files[first], (payload, b"", None))
    return Told(first, second, f"{repository.told(second)} has no good signature: the signature cannot be read: it begins "
                               "neither with -----BEGIN PGP SIGNATURE----- nor with -----BEGIN SSH SIGNATURE-----")


def with_headers(repository, by, *headers):
    """A commit behind an introduction, with alice's signature in each of HEADERS."""
    first = repository.start(by.alice)
    payload = repository.payload("a", [first], repository.files[first])
    content = payload
    for header in headers:
        content = repository.with_signature(content, by.alice.sign(payload), header)
    second = repository.keep(content, "a", repository.files[first], (payload, b"", None))
    return first, second


@history("two signatures on one commit")
def two_signatures(repository, by):
    first, second = with_headers(repository, by, "gpgsig", "gpgsig")
    return Told(first, second, f"the commit {second} is malformed: it has two signatures")


@history("a signature for the ids of SHA-256")
def sha256_header(repository, by):
    first, second = with_headers(repository, by, "gpgsig-sha256")
    return Told(first, second, f"the commit {second} is malformed: it has a signature of an unknown kind")


@history("a signature of each kind")
def both_headers(repository, by):
    first, second = with_headers(repository, by, "gpgsig", "gpgsig-sha256")
    return Told(first, second, f"the commit {second} is malformed: it has a signature of an unknown kind")


@history("a signed tag on a commit that is not signed")
def signed_tag(repository, by):
    first = repository.start(by.alice)
    second = repository.commit("tagged", [first])
    text = f"object {second}\ntype commit\ntag v1\ntagger Ann <ann@example.org> 1600000000 +0000\n\nv1\n".encode()
    tag = repository.object("tag", text + by.alice.sign(text))
    return Told(first, tag, f"{repository.told(second)} is not signed")


@history("a NUL that hides the rest of a commit")
def hidden(repository, by):
    first = repository.start(by.alice)
    payload = repository.payload("a\0b", [first], repository.files[first])
    content = repository.with_signature(payload, by.alice.sign(payload))
    second = repository.keep(content, "a", repository.files[first], (payload, b"", None))
    return Told(first, second, f"the commit {second} is malformed: it holds a NUL")
