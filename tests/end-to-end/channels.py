# SPDX-License-Identifier: GPL-3.0-or-later
# Two channels, one of which needs the other: pulled, described, installed from, gone back with, and seen as
# they were at a commit or a time.
import json
import os
import re

from story import tell
from story.signed_channels import ChannelFolder, Somebody, base_channel, dependency, program


def signer_of(channel):
    return re.search(r'fingerprint "([^"]+)"', channel.text)[1]


class Told:
    """The story so far: BASE has a build system and greet; TOOLS needs it, and has words."""

    def __init__(self, story):
        self.story = story
        self.me = Somebody(story)
        self.base = base_channel(self.me)
        self.begin = self.base.init()
        self.tools = ChannelFolder(self.me, "tools")
        self.tools.write("more/words.scm", program("more", "words", source='(local-file "data/words.txt")'))
        self.tools.write("more/data/words.txt", "one\n")
        self.tools.init()
        self.tools.write(".cairn-channel", "(channel\n (version 0)\n (name tools)\n"
                         + dependency(self.base, self.begin, signer_of(self.base)) + ")\n")
        self.first = self.tools.commit("need base")
        self.first_time = self.me.time
        self.profile = os.path.join(self.me.state.removeprefix(story.root), "profiles/per-user", self.user(), "profile")

    def user(self):
        return self.story.run(["id", "-un"]).stdout.strip()

    def greets(self, name, *arguments):
        return self.me("enter", "--", f"{self.profile}/bin/{name}", *arguments)

    def location(self, *arguments):
        shown = self.me(*arguments, "show", "greet")
        return re.search(r"^location: (.*)$", shown, re.MULTILINE)[1]


def tell_of_the_first_pull(story, told):
    me = told.me
    story.check_contains("before the first pull there is nothing to describe", me("describe", status=1),
                         "cairn: error: no channel was pulled yet: packages are those that came with cairn\n"
                         f"hint: {story.called} pull\n")
    story.check_equal("nor to go back to", me("pull", "--roll-back", status=1),
                      f"cairn: error: no channel was pulled yet\nhint: {story.called} pull\n")
    story.check_equal("nor to travel to", me("time-machine", "--commit=abcdef1", "--", "show", "greet", status=1),
                      f"cairn: error: no channel was pulled yet\nhint: {story.called} pull\n")
    story.check_equal("without a file nothing is pulled", me("pull", status=1),
                      f"cairn: error: no channels are declared\nhint: write {me.file}, or: {story.called} pull -C FILE\n")
    me.declare(told.tools.text)
    planned = me.said("pull", "-n")
    story.check_equal("a dry run says what would be new", planned, me.fetching(told.tools, told.base)
                      + f"  tools  {told.first[:9]}  (new: 1 package)\n  base  {told.begin[:9]}  (new: 1 package)\n")
    story.check_equal("and changes nothing", me("pull", "-l"), "")
    story.check_equal("a pull takes the channel, and the one that it needs", me.said("pull"), planned
                      + "this is generation 1 of the channels; back: cairn pull --roll-back\n")
    story.check_equal("a second one finds nothing", me.said("pull"), me.fetching(told.tools, told.base)
                      + "nothing new: the channels are as they were\n")
    compiled = [name for _, _, names in os.walk(story.root) for name in names if name.endswith(".go")]
    story.check_equal("nothing was compiled", compiled, [])


def tell_of_what_is_installed_nowhere(story, told):
    me = told.me
    story.check_equal("a program of a channel is run", me("run", "greet", "you"), "greet 1.0 you\n")
    story.check_equal("from a shell, too", me("shell", "greet", "--", "greet", "us"), "greet 1.0 us\n")
    packed = os.path.join(story.folder, "greet.tar.gz")
    me("pack", "-o", packed, "greet")
    story.check("and packed", os.path.getsize(packed) > 0)


def tell_of_descriptions(story, told):
    me, base, tools = told.me, told.base, told.tools
    human = re.sub(r"[A-Z][a-z]{2} \d\d 20[^0]\d \d\d:\d\d:\d\d", "TIME", me("describe").replace("Nov 14 2023", "DAY"))
    story.check_equal("a person is told", re.sub(r"\d\d:\d\d:\d\d", "TIME", human), f"""Generation 1  TIME  (current)
  tools {told.first[:9]}
    repository URL: {tools.path}
    branch: main
    commit: {told.first}
    of: DAY TIME
  base {told.begin[:9]}
    repository URL: {base.path}
    branch: main
    commit: {told.begin}
    of: DAY TIME
""")
    data = json.loads(me("describe", "-f", "json"))
    story.check_equal("a program, too", [(one["name"], one["url"], one["branch"], one["commit"]) for one in data],
                      [("tools", tools.path, "main", told.first), ("base", base.path, "main", told.begin)])
    story.check_equal("with introductions", data[1]["introduction"],
                      {"commit": told.begin, "signer": signer_of(base)})
    story.check_equal("--json is the same", json.loads(me("describe", "--json")), data)
    records = me("describe", "-f", "recutils")
    story.check_contains("as records", records, f"name: base\nurl: {base.path}\nbranch: main\ncommit: {told.begin}\n"
                         f"introductioncommit: {told.begin}\nintroductionsigner: {signer_of(base)}\n")
    story.check_equal("another format is misuse", me("describe", "-f", "xml", status=2),
                      "cairn: error: there is no format 'xml'\nhint: human, channels, json or recutils\n")
    told.held = story.write("held.scm", me("describe", "-f", "channels"))
    story.check_contains("channels are printed as a file", me("describe", "-f", "channels"),
                         f'(branch "main")\n  (commit "{told.begin}")')


def tell_of_an_upgrade(story, told):
    me = told.me
    me("install", "greet", "words")
    story.check_equal("what a channel has is installed", told.greets("greet", "you"), "greet 1.0 you\n")
    printed = told.greets("words").splitlines()[1]
    story.check_equal("a file that lies in the channel goes into the build",
                      me("enter", "--", "/bin/sh", "-c", f"cat {printed}"), "one\n")
    told.base.write("things/greet.scm", program("things", "greet", "2.0"))
    told.second = told.base.commit("greet: 2.0")
    told.third = told.base.commit("nothing")
    story.check_equal("a pull tells which commits and packages are new", me.said("pull"),
                      me.fetching(told.tools, told.base) + f"  base  {told.begin[:9]} -> {told.third[:9]}\n"
                      f"    {told.third[:9]} nothing\n    {told.second[:9]} greet: 2.0\n"
                      "    upgraded: greet 1.0 -> 2.0\n"
                      "this is generation 2 of the channels; back: cairn pull --roll-back\n")
    told.tools.write("more/data/words.txt", "two\n")
    told.last = told.tools.commit("other words")
    story.check_contains("the other channel goes on, too", me.said("pull"),
                         f"  tools  {told.first[:9]} -> {told.last[:9]}\n    {told.last[:9]} other words\n")
    upgraded = me.said("upgrade")
    story.check_contains("what is newer is upgraded", upgraded, "upgraded: greet 1.0 -> 2.0\n")
    story.check_equal("to the new one", told.greets("greet"), "greet 2.0\n")
    printed = told.greets("words").splitlines()[1]
    story.check_equal("what is built of other files as well", me("enter", "--", "/bin/sh", "-c", f"cat {printed}"),
                      "two\n")
    story.check_equal("a name is said with its channel", told.location(), f"base@{told.third[:9]}/things/greet.scm:6:3")


def tell_of_generations(story, told):
    me = told.me
    listed = json.loads(me("pull", "-l", "--json"))
    story.check_equal("each pull made a generation",
                      [(one["number"], one["current"], one["channels"][1]["commit"]) for one in listed],
                      [(1, False, told.begin), (2, False, told.third), (3, True, told.third)])
    story.check_equal("a person sees the same", re.findall(r"^Generation (\d+)  .{20}(.*)$", me("pull", "-l"), re.MULTILINE),
                      [("1", ""), ("2", ""), ("3", "  (current)")])
    story.check_equal("some can be meant", len(json.loads(me("pull", "-l2..", "--json"))), 2)
    story.check_equal("one goes back", me.said("pull", "--roll-back"),
                      "the channels are those of generation 2 now (they were those of 3)\n")
    me("pull", "-S", "1")
    story.check_equal("to any of them", told.location(), f"base@{told.begin[:9]}/things/greet.scm:6:3")
    story.check_equal("before the first one there is nothing", me("pull", "--roll-back", status=1),
                      "cairn: error: there is no generation of the channels before the current one, 1\n"
                      f"hint: {story.called} pull --list-generations\n")
    story.check_equal("what is not there is told", me("pull", "-S", "7", status=1),
                      "cairn: error: there is no generation 7\n"
                      f"hint: there are 1 to 3: {story.called} pull --list-generations\n")
    story.check_contains("so is a step too far", me("pull", "-S", "+5", status=1),
                         f"hint: {story.called} pull --list-generations")
    story.check_contains("what means none is misuse", me("pull", "-dx", status=2), "'x' means no generations")
    me("pull", "-S", "3")
    story.check_equal("the current one is never forgotten", me.said("pull", "-d2..3"),
                      "forgot generation 2 of the channels\ngeneration 3 is kept: it is the current one\n")
    refs = "".join(me.refs().values())
    story.check_equal("what is forgotten keeps no commits", sorted(re.findall(r"generations/\S+?/(\d+/\w+)", refs)),
                      ["1/base", "1/tools", "3/base", "3/tools"])


def tell_of_held_channels(story, told):
    me = told.me
    story.check_equal("a file that holds commits is followed", me.run("pull", "-n", "--allow-downgrades", "-C", told.held)
                      .stderr, f"  tools  {told.last[:9]} -> {told.first[:9]}\n  base  {told.third[:9]} -> {told.begin[:9]}\n"
                      "    downgraded: greet 2.0 -> 1.0\n")
    refusal = me("pull", "-C", told.held, status=1)
    story.check_contains("not back, unless that is asked for", refusal, "refusing to take the channel 'tools' back: "
                         f"{told.first[:9]} is older than {told.last[:9]}, where it is now\n")
    me("pull", "--allow-downgrades", "-C", told.held)
    with open(told.held, encoding="utf-8") as file:
        story.check_equal("what was described is there again", me("describe", "-f", "channels"), file.read())
    me("pull")
    story.check_equal("a plain pull goes on", told.location(), f"base@{told.third[:9]}/things/greet.scm:6:3")
    before = me.now()
    described = me("time-machine", "-C", told.held, "--", "describe", "-f", "channels")
    with open(told.held, encoding="utf-8") as file:
        story.check_equal("time-machine goes there, too", described, file.read())
    story.check_equal("and changes nothing", me.now(), before)
    story.check_contains("a file that is not there is told", me("pull", "-C", "/no/file", status=1),
                         "there is no file '/no/file'")


def tell_of_travels(story, told):
    me = told.me
    before = me.now()
    then = f"base@{told.begin[:9]}/things/greet.scm:6:3"
    between = f"base@{told.second[:9]}/things/greet.scm:6:3"
    for name, commit, place in [("a whole commit", told.begin, then), ("its first digits", told.begin[:7], then),
                                ("one of a channel", "base:" + told.begin, then),
                                ("one that was never pulled", told.second, between)]:
        story.check_equal(f"{name} is a place to go", told.location("time-machine", f"--commit={commit}", "--"), place)
    channels = json.loads(me("time-machine", f"--commit={told.begin}", "--", "describe", "--json"))
    story.check_equal("the other channels are those of that pull", [one["commit"] for one in channels],
                      [told.first, told.begin])
    channels = json.loads(me("time-machine", f"--commit={told.second}", "--", "describe", "--json"))
    story.check_equal("or those of now, if it was never pulled", [one["commit"] for one in channels],
                      [told.last, told.second])
    path = me("time-machine", f"--commit={told.begin}", "--", "build", "greet")
    story.check_contains("it builds what was", path, "-greet-1.0\n")
    for date, place in [(f"@{told.first_time}", then), ("yesterday", f"base@{told.third[:9]}/things/greet.scm:6:3")]:
        story.check_equal(f"so does the time {date}", told.location("time-machine", f"--date={date}", "--"), place)
    date = told.base.git("log", "-1", "--format=%cI", told.second)
    story.check_equal("a time as git prints it is understood", told.location("at", date), between)
    story.check_equal("a mark may stand before the verb", told.location("at", date, "--"), between)
    for arguments, status, words in [
            (["--commit=ffffffff"], 1, "none of the channels has a commit 'ffffffff'\n"
             f"hint: {story.called} describe tells which channels there are\n"),
            (["--commit=no:" + told.begin], 1, f"none of the channels has a commit 'no:{told.begin}'\n"),
            (["--date=2001-01-01"], 1, "no channel has a commit of 2001-01-01 23:59:59 or before\n"),
            (["--date=yester"], 2, "'yester' is no time\nhint: 2026-11-27, "),
            ([], 2, "cairn time-machine needs to know where to\n"
             f"hint: {story.called} time-machine --commit=COMMIT -- build hello\n")]:
        refusal = me("time-machine", *arguments, "--", "show", "greet", status=status)
        story.check_contains(f"there is no way to {arguments}", refusal, "cairn: error: " + words)
    story.check_contains("there must be something to do", me("at", "yesterday", status=2), "cairn at needs a VERB")
    story.check_equal("nothing of this changed anything", me.now(), before)


def tell_of_news(story, told):
    me = told.me
    news = ('(channel-news (version 0) (entry (commit "%s") (title (en "Greetings") (de "Gruesse")) '
            '(body (en "Run @command{greet}\nnow.")))%s)')
    with open(os.path.join(told.tools.path, ".cairn-channel"), encoding="utf-8") as file:
        told.tools.write(".cairn-channel", file.read().replace("(version 0)", '(version 0) (news-file "news")', 1))
    told.tools.write("news", news % (told.last, ""))
    told.tools.commit("older news")
    story.check("news of commits that are known are not told", "news: " not in me.said("pull"))
    change = told.tools.commit("a change")
    told.tools.write("news", news % (change, ""))
    told.tools.commit("news of it")
    story.check_contains("a pull tells the titles of news", me.said("pull"), "    news: Greetings\n")
    story.check_equal("and all of them when asked", me("pull", "--news"), "tools: Greetings\nRun 'greet'\nnow.\n\n")
    told.tools.write("news", news % (change, "(entry)"))
    told.tools.commit("bad news")
    story.check_contains("bad news keep nobody from pulling", me.said("pull"), "its news cannot be read: tools@")
    story.check_contains("and say where when asked", me("pull", "-N", status=1), "an entry has a commit or a tag")


def tell_of_faults(story, told):
    me, tools = told.me, told.tools
    tools.write("more/words.scm", "(define-module (more words))\n\n(define-public words (package\n")
    broken = tools.commit("a mistake")
    fault = f"not read: tools@{broken[:9]}/more/words.scm: a list that begins in line 3 does not end\n"
    story.check_contains("a pull tells of a module that cannot be read", me.said("pull"), f"    gone: words\n    {fault}")
    refusal = me("show", "words", status=1)
    story.check_contains("so is told who wants what was in it", refusal, f"there is no package 'words'\n  {fault}")
    story.check_contains("and how to go on without", refusal, "hint: mend what is not read; channels go back with: ")
    me("pull", "--roll-back")
    story.check_contains("which does help", me("show", "words"), "name: words\n")


def tell_of_channels(story):
    told = Told(story)
    for part in (tell_of_the_first_pull, tell_of_what_is_installed_nowhere, tell_of_descriptions,
                 tell_of_an_upgrade, tell_of_generations, tell_of_held_channels, tell_of_travels, tell_of_news,
                 tell_of_faults):
        part(story, told)


tell(tell_of_channels)
