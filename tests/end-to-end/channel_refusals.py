# SPDX-License-Identifier: GPL-3.0-or-later
# What pull and time-machine refuse, word for word, and that nothing is changed by it: commits of nobody and of
# strangers, wrong introductions, channels that do not say what they must. T-41: going back, aside, and on
# another branch, with what each verb allows.
import os

from story import tell
from story.signed_channels import Somebody, base_channel, program
from story.signers import must

ASK = "hint: ask the channel's authors for its introduction, by a way that you trust\n"


class Told:
    def __init__(self, story):
        self.story = story
        self.me = Somebody(story)
        self.base = base_channel(self.me)
        self.begin = self.base.init()
        self.signer = self.base.text.split('ssh-fingerprint "')[1].split('"')[0]
        self.stranger = os.path.join(self.me.home, "stranger")
        must(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "stranger", "-f", self.stranger])
        self.base.write("things/greet.scm", program("things", "greet", "2.0"))
        self.second = self.base.commit("second")
        self.author = self.base.git("log", "-1", "--format=%an <%ae>")
        self.owner = self.author.split(" <", maxsplit=1)[0]
        self.declare()
        self.me("pull")
        self.me("install", "greet")
        self.before = self.state()

    def declare(self, old="", new=""):
        self.me.declare(self.base.text.replace(old, new) if old else self.base.text)

    def state(self):
        return self.me.now()

    def unchanged(self, sentence):
        now = self.state()
        self.story.check(f"{sentence} changes nothing: {now}", now == self.before)

    def refused(self, sentence, words, *options, status=1):
        """A pull says WORDS behind what it fetched, and nothing changes."""
        said = self.me("pull", *options, status=status)
        said = said.removeprefix(self.me.fetching(self.base))
        self.story.check_equal(f"{sentence} is refused", said, "cairn: error: " + words)
        self.unchanged(sentence)

    def back(self):
        self.base.back_to(self.second)
        self.declare()


def tell_of_signatures(story, told):
    base = told.base
    trust = "cannot trust the channel 'base': "
    commit = base.commit("nobody's", "--no-gpg-sign")
    told.refused("a commit that nobody signed", f"{trust}the commit {commit[:9]} 'nobody's' of {told.author} is not signed\n"
                 "hint: sign it if it is yours: git commit --amend --gpg-sign\n")
    base.commit("signed again")
    told.refused("one that follows it", f"{trust}the commit {commit[:9]} 'nobody's' of {told.author} is not signed\n"
                 "hint: sign it if it is yours: git commit --amend --gpg-sign\n")
    told.back()
    commit = base.commit("a stranger's", settings=[f"user.signingkey={told.stranger}"])
    stranger = must(["ssh-keygen", "-l", "-f", told.stranger + ".pub"]).decode().split()[1]
    told.refused("a stranger's commit", f"{trust}the commit {commit[:9]} 'a stranger's' of {told.author} is signed by "
                 f"{stranger}, whom its parent {told.second[:9]} does not authorize: that authorizes {told.owner} "
                 f"({told.signer})\nhint: if it is yours, sign it with a key that is authorized, or let somebody who is "
                 "add your key to the authorizations in a commit before\n")
    told.back()
    base.write(".cairn-authorizations", f'(authorizations (version 0) (("{stranger}" (name "s"))))\n')
    commit = base.commit("mine now", settings=[f"user.signingkey={told.stranger}"])
    story.check_contains("nobody authorizes himself", told.me("pull", status=1),
                         f"whom its parent {told.second[:9]} does not authorize")
    told.back()


def tell_of_introductions(story, told):
    trust = "cannot trust the channel 'base': "
    told.declare(told.begin, "f" * 40)
    said = told.me("pull", status=1)
    story.check_contains("an introduction that is not there is refused", said,
                         f"cairn: error: {trust}the commit {'f' * 40} of the introduction is not in ")
    story.check_contains("with what to do", said, ASK)
    nobody = "SHA256:" + "A" * 43
    told.declare(told.signer, nobody)
    told.refused("an introduction of another signer", f"{trust}the commit {told.begin[:9]} 'Begin the channel 'base'' of "
                 f"{told.author} is signed by {told.signer}, where the introduction names {nobody}\n{ASK}")
    told.me.declare(f"(list (channel (name 'base) (url \"{told.base.path}\")))")
    told.refused("none", f"{trust}it has no introduction, so nothing tells who may sign its commits\nhint: ask who made "
                 "it for its (introduction ...); to believe whoever serves it: --disable-authentication\n")
    planned = told.me.said("pull", "-n", "--disable-authentication")
    story.check_contains("unless that is asked for", planned, "declared in another way")
    told.back()
    story.check_contains("the right one is well", told.me.said("pull"), "nothing new: the channels are as they were\n")


def tell_of_files(story, told):
    base, me = told.base, told.me
    for name, text, words in [
            (".cairn-channel", "(channel (version 9))\n", "version 9"),
            (".cairn-channel", "(channel (version 0) (directory \"nowhere\"))\n", "has its modules in 'nowhere'"),
            (".cairn-channel", "(channel\n", "/.cairn-channel:1:1: this list does not end"),
            (".cairn-authorizations", "(authorizations\n", ".cairn-authorizations:1:1: this list does not end\nhint: git show ")]:
        base.write(name, text)
        base.commit("a bad file")
        base.commit("behind it")
        said = me("pull", status=1)
        story.check_contains(f"a bad {name} is told: {text}", said, words)
        told.unchanged("that")
        told.back()
    for text, words in [
            ("5\n", "gives 5, which is no list of channels\nhint: end it with (list (channel ...) ...)\n"),
            ("(list)\n", "declares no channel\n"),
            ("(list (channel (name 'a)))\n", ":1:7: "),
            ("(list (chanel (name 'a)))\n", ":1:8: there is nothing named 'chanel' here\n"),
            ("(list (channel (name 'a) (url \"ssh://x/y\")))\n", "'ssh://x/y' is no address of a channel\n"),
            ("(list (channel (name 'a/b) (url \"/x\")))\n", "'a/b' cannot be the name of a channel\n"),
            (f"(append {base.text}{base.text})\n", "two channels have the name 'base'\n")]:
        story.write("home/.config/cairn/channels.scm", text)
        story.check_contains(f"channels.scm is read with care: {text}", me("pull", status=1), words)
        told.unchanged("that")
    told.back()


def tell_of_ways(story, told):
    """T-41."""
    base, me = told.base, told.me
    refusing = "refusing to take the channel 'base' back: "
    hint = (f"hint: whoever serves {base.path} may hold updates back; if you mean it: "
            f"{story.called} pull --allow-downgrades\n")
    now = f"{told.second[:9]}, where it is now\n"
    base.back_to(told.begin)
    told.refused("an older commit", f"{refusing}{told.begin[:9]} is older than {now}{hint}")
    aside = base.commit("aside")
    told.refused("one beside", f"{refusing}{aside[:9]} does not follow {now}{hint}")
    base.git("merge", "-q", "-S", "--no-ff", "-m", "both", told.second)
    merged = base.head()
    story.check_contains("a merge of both follows both", me.said("pull", "-n"), f" -> {merged[:9]}\n")
    base.back_to(told.second)
    base.git("checkout", "-q", "-b", "side", told.begin)
    side = base.commit("on the side")
    base.git("checkout", "-q", "main")
    told.declare('(branch "main")', f'(branch "main")\n  (commit "{side}")')
    told.refused("a commit of another branch", f"the branch 'main' of {base.path} does not hold the commit {side}\n"
                 'hint: name its branch: (branch "...")\n')
    told.declare('(branch "main")', '(branch "nope")')
    told.refused("a branch that is not there", f"cannot update the channel 'base': {base.path} has no branch 'nope'\n"
                 "hint: there are: main, side\n")
    told.declare('(branch "main")', f'(branch "side")\n  (commit "{side}")')
    told.refused("a commit aside that is named", f"{refusing}{side[:9]} does not follow {now}{hint}")
    told.declare('(branch "main")', f'(branch "main")\n  (commit "{told.begin}")')
    story.check_contains("an older one that is named, too", me("pull", status=1), f"{refusing}{told.begin[:9]} is older")
    held = story.write("held.scm", told.base.text.replace(
        '(branch "main")', f'(branch "main")\n  (commit "{told.begin}")'))
    for arguments in (["-C", held], [f"--commit={told.begin}"], ["--date=@" + base.git("log", "-1", "--format=%ct", told.begin)]):
        told.back()
        shown = me("time-machine", *arguments, "--", "show", "greet")
        story.check_contains(f"time-machine goes back by {arguments[0]}", shown, "version: 1.0\n")
        told.unchanged("that")
    stranger = base.commit("a stranger's", settings=[f"user.signingkey={told.stranger}"])
    base.git("push", "-q", base.path, "HEAD:refs/heads/theirs")
    me("pull", status=1)
    base.back_to(told.second)
    refusal = me("time-machine", f"--commit={stranger}", "--", "show", "greet", status=1)
    story.check_contains("but never to what nobody vouches for", refusal, "cannot trust the channel 'base': ")
    shown = me("time-machine", f"--commit={side}", "--", "show", "greet")
    story.check_contains("aside is as good as back", shown, "version: 1.0\n")
    base.back_to(told.begin)
    story.check_contains("with --allow-downgrades pull goes back", me.said("pull", "--allow-downgrades"),
                         f"  base  {told.second[:9]} -> {told.begin[:9]}\n")
    me("pull", "--roll-back")
    told.back()
    story.check_contains("and on from there", me.said("pull"), "nothing new")


def tell_of_refusals(story):
    told = Told(story)
    installed = told.me("package", "-I")
    for part in (tell_of_signatures, tell_of_introductions, tell_of_files, tell_of_ways):
        part(story, told)
        story.check_equal("what is installed stays", told.me("package", "-I"), installed)
        story.check_contains("and can be built", told.me("build", "greet"), "-greet-2.0\n")


tell(tell_of_refusals)
