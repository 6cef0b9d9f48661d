// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching from a repository that git made, and going back in its history.
#include "cli/channels/channel_copy.hh"

#include "cli/channels/time_travel.hh"
#include "core/base/error.hh"
#include "tests/support/git.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

struct Remote {
  Remote() {
    git.write("a.scm", "1");
    git.commit();
    first = git.run("rev-parse HEAD");
    git.write("a.scm", "2");
    git.commit();
    channel = {"one", git.path(), "", git.run("rev-parse HEAD"), {}};
  }
  GitFolder git;
  std::string first;
  Channel channel;
  TemporaryDirectory state;
  ChannelFolders folders{state.path(), state.path() + "/profile", "me", true};
};

}  // namespace

TEST_CASE("the default branch of a channel is found and fetched", "[cli/channels]") {
  Remote remote;
  ChannelCopy copy(remote.folders, remote.channel);
  FetchedBranch head = copy.fetch({});
  CHECK(head.commit.text() == remote.channel.commit);
  CHECK(head.name == remote.git.run("branch --show-current"));
  CHECK(copy.repository()->ref(fetched_ref(head.name)) == head.commit);
}

TEST_CASE("a branch that is not there is told with those that are", "[cli/channels]") {
  Remote remote;
  remote.channel.branch = "nothing";
  ChannelCopy copy(remote.folders, remote.channel);
  try {
    copy.fetch({});
    FAIL("it was fetched");
  } catch (const Error& error) {
    CHECK_THAT(error.message(), Catch::Contains("has no branch 'nothing'"));
    CHECK_THAT(error.hint(), Catch::Contains(remote.git.run("branch --show-current")));
  }
}

TEST_CASE("what git itself could do with an address is refused", "[cli/channels]") {
  Remote remote;
  for (const char* url : {"ext::sh -c id", "ssh://host/x", "-oProxyCommand=id", "relative", ""}) {
    CAPTURE(url);
    remote.channel.url = url;
    ChannelCopy copy(remote.folders, remote.channel);
    CHECK_THROWS_WITH(copy.fetch({}), Catch::Contains("is no address of a channel"));
  }
}

TEST_CASE("a commit is found by its first digits, and in the channel that is named",
          "[cli/channels]") {
  Remote remote;
  ChannelCopy(remote.folders, remote.channel).fetch({});
  PulledChannels channels{{remote.channel, "", {}, 0}};
  auto found = [&](const std::string& revision) {
    auto channel = channel_with(remote.folders, channels, revision);
    return channel ? channel->commit : "";
  };
  CHECK(found(remote.first) == remote.first);
  CHECK(found(remote.first.substr(0, 8)) == remote.first);
  CHECK(found("one:" + remote.first.substr(0, 8)) == remote.first);
  CHECK(found("two:" + remote.first).empty());
  CHECK(found("HEAD~1").empty());
  CHECK(found("0000000").empty());
}

}  // namespace cairn
