# SPDX-License-Identifier: GPL-3.0-or-later
# A folder becomes a channel: with a key that is made, one that is there, one of gpg's; and what is refused.
import os
import pwd

from story import tell
from story.signed_channels import ChannelFolder, Somebody
from story.signers import Gpg, must


def fingerprint(key):
    listed = must(["ssh-keygen", "-l", "-f", key + ".pub"]).decode()
    return listed.split()[1]


def declared(channel, signer, kind="ssh", branch="main", name=None):
    """What `channel init' prints."""
    return f"""(list
 (channel
  (name '{name or channel.name})
  (url "{channel.path}")
  (branch "{branch}")
  (introduction
   (make-channel-introduction
    "{channel.head()}"
    ({kind}-fingerprint "{signer}")))))
"""


def is_signed(channel, signer):
    """Whether git finds nothing but commits that SIGNER, a fingerprint of SSH, signed."""
    allowed = channel.by.story.write("allowed", "")
    done = channel.git("-c", f"gpg.ssh.allowedSignersFile={allowed}", "log", "--format=%GK")
    return set(done.split()) == {signer}


def tell_of_a_new_key(story, me):
    channel = ChannelFolder(me, "mine")
    channel.write("my/words.scm", "(define-module (my words))\n")
    done = me.run("channel", "init", channel.path)
    key = os.path.join(me.home, ".config/cairn/channel-key")
    signer = fingerprint(key)
    story.check_equal("what users declare is printed", done.stdout, declared(channel, signer))
    story.check_equal("all else is told", done.stderr,
                      f"made a key to sign channels with: {key} (keep a copy of it)\n"
                      f"'{channel.path}' is the channel 'mine' now; every commit in it must be signed, which git "
                      "does by itself there. Users declare it like this:\n")
    story.check_equal("nobody else may read the key", os.stat(key).st_mode & 0o777, 0o600)
    story.check_equal("the channel says its name", channel.read(".cairn-channel"),
                      "(channel\n (version 0)\n (name mine))\n")
    story.check_equal("and who may sign", channel.read(".cairn-authorizations"),
                      ";; Who may sign the commits that follow.\n(authorizations\n (version 0)\n "
                      f'(("{signer}"\n   (name "{pwd.getpwuid(os.getuid()).pw_name}"))))\n')
    story.check_equal("all that was there is in the first commit", channel.git("ls-files").split(),
                      [".cairn-authorizations", ".cairn-channel", "my/words.scm"])
    story.check_equal("nothing is left to commit", channel.git("status", "--porcelain"), "")
    channel.commit("a plain commit")
    story.check("git signs the next commit by itself", is_signed(channel, signer))
    done = me.run("git", "authenticate", channel.git("rev-parse", "HEAD~1"), signer, "--repository", channel.path)
    story.check_equal(f"and both are authentic\n{done.stderr}", done.returncode, 0)
    refusal = me("channel", "init", channel.path, status=1)
    story.check_equal("a channel is made once", refusal,
                      f"cairn: error: '{channel.path}' is a channel already: it has a file .cairn-channel\n"
                      f"hint: git -C {channel.path} commit -S makes its next commit\n")
    second = ChannelFolder(me, "second")
    done = me.run("channel", "init", second.path)
    story.check_equal("the key serves for the next one", done.stdout, declared(second, signer))
    story.check("and is not made again", "made a key" not in done.stderr)


def tell_of_own_keys(story, me):
    for kind, bits in [("ed25519", "256"), ("rsa", "2048"), ("ecdsa", "256")]:
        key = os.path.join(me.home, f"key-{kind}")
        must(["ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-C", f"Ann's {kind} (new)", "-f", key])
        for number, file in enumerate([key, key + ".pub"]):
            channel = ChannelFolder(me, f"{kind}-{number}")
            done = me.run("channel", "init", "--key", file, channel.path)
            story.check_equal(f"a key of {kind} is taken\n{done.stderr}", done.stdout,
                              declared(channel, fingerprint(key)))
            story.check_contains("its comment says whose it is", channel.read(".cairn-authorizations"),
                                 f'(name "Ann\'s {kind} (new)")')
    channel = ChannelFolder(me, "no-key")
    story.check_equal("a key that is not there is told", me("channel", "init", "--key", "no", channel.path, status=1),
                      f"cairn: error: there is no key 'no': no file '{me.home}/no.pub'\n"
                      f"hint: ssh-keygen -t ed25519 -f {me.home}/no\n")
    story.check_equal("and nothing is made", os.listdir(channel.path), [])
    story.check_contains("two kinds of keys are one too many",
                         me("channel", "init", "--gpg", "a", "--key", "b", channel.path, status=2),
                         "--key and --gpg exclude each other")
    os.rename(key, key + ".away")
    me("channel", "init", "--key", key, channel.path, status=1)
    story.check_equal("a key that cannot sign leaves no channel", [name for name in os.listdir(channel.path)
                                                                  if name != ".git"], [])
    os.rename(key + ".away", key)
    done = me.run("channel", "init", "--key", key, channel.path)
    story.check_equal(f"so that it can be tried again\n{done.stderr}", done.stdout, declared(channel, fingerprint(key)))


def tell_of_gpg(story, me):
    with Gpg(story) as gpg:
        os.environ["GNUPGHOME"] = gpg.home
        key = gpg.key("ed25519")
        channel = ChannelFolder(me, "by-gpg")
        channel.write("distro/defaults.scm", "(define-module (distro defaults))\n")
        done = me.run("channel", "init", "--gpg", key, channel.path)
        story.check_equal(f"gpg's keys are taken\n{done.stderr}", done.stdout, declared(channel, key, kind="openpgp"))
        channel.text = done.stdout
        story.check_equal("the key is on a branch of its own", channel.git("ls-tree", "--name-only", "keyring"),
                          key[24:] + ".key")
        story.check_contains("as text", channel.git("cat-file", "-p", f"keyring:{key[24:]}.key"),
                             "-----BEGIN PGP PUBLIC KEY BLOCK-----")
        story.check_equal("which no work tree shows", sorted(os.listdir(channel.path)),
                          [".cairn-authorizations", ".cairn-channel", ".git", "distro"])
        channel.commit("a plain commit")
        me.declare(channel.text)
        story.check_contains("it can be pulled", me.said("pull"), "this is generation 1 of the channels")
        channel.commit("nobody's", "--no-gpg-sign")
        story.check_contains("and is looked at", me("pull", status=1), "'nobody's' of ")
        refusal = me("channel", "init", "--gpg", "nobody", ChannelFolder(me, "no-gpg").path, status=1)
        story.check_equal("a key that gpg has not is told", refusal, "cairn: error: gpg has no secret key 'nobody'\n"
                          "hint: gpg --list-secret-keys tells which it has\n")
        del os.environ["GNUPGHOME"]


def tell_of_a_repository(story, me):
    channel = ChannelFolder(me, "repository")
    channel.git("init", "-q", "-b", "trunk")
    channel.git("config", "user.name", "Ann")
    channel.git("config", "user.email", "ann@example.org")
    channel.write("old.scm", "1\n")
    old = channel.commit("from before")
    for name in ("staged.scm", "unknown.scm"):
        channel.write(name, "2\n")
    channel.git("add", "staged.scm")
    done = me.run("channel", "init", channel.path)
    signer = fingerprint(os.path.join(me.home, ".config/cairn/channel-key"))
    story.check_equal(f"a repository stays what it is\n{done.stderr}", done.stdout,
                      declared(channel, signer, branch="trunk"))
    story.check_equal("its history goes on", channel.git("rev-parse", "HEAD~1"), old)
    story.check_equal("by whoever writes it", channel.git("log", "-1", "--format=%an <%ae>"), "Ann <ann@example.org>")
    story.check_equal("with the channel's files and nothing else",
                      channel.git("show", "--format=", "--name-only").split(),
                      [".cairn-authorizations", ".cairn-channel"])
    story.check_equal("what was about to be committed still is", channel.git("status", "--porcelain"),
                      "A  staged.scm\n?? unknown.scm")


def tell_of_names(story, me):
    for name in ("Odd Name", "-x", "ä", ".hidden", "a'b"):
        channel = ChannelFolder(me, name)
        story.check_equal("a folder's name may be none for a channel", me("channel", "init", channel.path, status=2),
                          f"cairn: error: '{name}' cannot be the name of a channel\n"
                          "hint: --name NAME: letters, digits, '-', '_' and '.'\n")
        done = me.run("channel", "init", "--name=fine", channel.path)
        story.check_contains(f"another can be given\n{done.stderr}", done.stdout, f"(url \"{channel.path}\")")
        me.declare(done.stdout.replace("'fine", "'fine-1"))
        pulled = me.run("pull", "-n", "--allow-downgrades")
        story.check_contains(f"and such a folder can be pulled from: {pulled.stderr}", pulled.stderr, "  (new: 0 packages)\n")
    channel = ChannelFolder(me, "a.b_c-d")
    story.check_contains("what can be a name is", me("channel", "init", channel.path), "(name 'a.b_c-d)")
    story.check_equal("a folder that is not there is told", me("channel", "init", "/no/such", status=1),
                      "cairn: error: there is no folder '/no/such'\n")
    channel = ChannelFolder(me, "elsewhere")
    channel.write("modules/a.scm", "1\n")
    said = me("channel", "init", "--directory=modules", "--url=https://example.org/elsewhere.git", channel.path)
    story.check_contains("the address is the one that is given", said, '(url "https://example.org/elsewhere.git")')
    story.check_equal("so is the folder of the modules", channel.read(".cairn-channel"),
                      '(channel\n (version 0)\n (name elsewhere)\n (directory "modules"))\n')


def tell_of_channels_that_begin(story):
    me = Somebody(story)
    for part in (tell_of_a_new_key, tell_of_own_keys, tell_of_gpg, tell_of_a_repository, tell_of_names):
        part(story, me)


tell(tell_of_channels_that_begin)
