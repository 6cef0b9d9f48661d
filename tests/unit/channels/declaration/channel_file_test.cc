// SPDX-License-Identifier: GPL-3.0-or-later
// What a channel says of itself.
#include "channels/declaration/channel_file.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const std::string commit = "897c1a470da759236cc11798f4e0a5f7d4d59fbc";
const std::string signer = "2A39393F68F4EF7A3D2912AF6F5120A022FBB2D5";

template <typename Read>
std::string refusal_of(Read read, const std::string& text) {
  try {
    read(text, "f");
  } catch (const Error& error) {
    return error.message() + (error.hint().empty() ? "" : " | " + error.hint());
  }
  return "";
}

}  // namespace

TEST_CASE("a channel's file says what the channel is", "[channels/declaration]") {
  std::string text =
      "(channel (version 0) (name tools) (language 0) (directory \"modules\")\n"
      "(url \"https://example.org/tools\") (keyring-reference \"keys\")\n"
      "(news-file \"etc/news.scm\")\n"
      "(dependencies (channel (name base) (url \"https://example.org/base\")\n"
      "(branch \"stable\") (introduction (channel-introduction (version 0)\n"
      "(commit \"" +
      commit + "\") (signer \"" + signer +
      "\"))))\n"
      "(channel (name other) (url \"/srv/other\"))))";
  Channel base{"base", "https://example.org/base", "stable", "",
               ChannelIntroduction{commit, signer}};
  ChannelFile expected{"tools",
                       0,
                       "modules",
                       "https://example.org/tools",
                       "keys",
                       "etc/news.scm",
                       {base, Channel{"other", "/srv/other", "", "", std::nullopt}}};
  CHECK(read_channel_file(text, "f") == expected);
}

TEST_CASE("what a channel does not say has its usual value", "[channels/declaration]") {
  ChannelFile file = read_channel_file("(channel (version 0))", "f");
  CHECK(file == ChannelFile{});
  CHECK(file.keyring_reference == "keyring");
}

TEST_CASE("a malformed channel is refused where it is wrong", "[channels/declaration]") {
  auto [text, refusal] = GENERATE(table<std::string, std::string>({
      {"", "f:1:1: this declares no channel | (channel (version 0) (name NAME))"},
      {"(channel)", "f:1:1: the channel has no version"},
      {"(channel (version 0)) 1", "f:1:23: nothing may follow the channel"},
      {"(channel (version 1))", "f:1:19: version 1 needs a newer cairn: this one reads version 0"},
      {"(channel (version 0) (language 7))",
       "f:1:32: language 7 needs a newer cairn: this one knows language 0"},
      {"(channel (version 0) (direktory \"d\"))",
       "f:1:22: there is no field 'direktory' | did you mean 'directory'?"},
      {"(channel (version 0) (url \"a\") (url \"b\"))", "f:1:32: 'url' comes twice"},
      {"(channel (version 0) (directory \"../x\"))", "f:1:33: '../x' leads out of the repository"},
      {"(channel (version 0) (news-file \"/etc/shadow\"))",
       "f:1:33: '/etc/shadow' leads out of the repository"},
      {"(channel (version 0) (keyring-reference \"--upload-pack=x\"))",
       "f:1:41: '--upload-pack=x' can be no branch's name"},
      {"(channel (version 0) (dependencies (channel (name a))))",
       "f:1:36: the channel a has no url"},
      {"(channel (version 0) (dependencies (channel (url \"a\"))))",
       "f:1:36: this channel has no name"},
      {"(channel (version 0) (dependencies (channel (name a) (url \"u\") (introduction "
       "(channel-introduction (version 0) (commit \"1234\") (signer \"" +
           signer + "\"))))))",
       "f:1:120: a commit has 40 digits"},
      {"(channel (version 0) (dependencies (channel (name a) (url \"u\") (introduction "
       "(channel-introduction (version 0) (commit \"" +
           commit + "\"))))))",
       "f:1:78: an introduction has a version, a commit and a signer"},
  }));
  CHECK(refusal_of(read_channel_file, text) == refusal);
}

TEST_CASE("a channel's name cannot be a path", "[channels/declaration]") {
  auto name = GENERATE("../../x", "..", ".x", "a/b", "'x", "\"x\"");
  std::string text = fmt::format("(channel (version 0) (name {}))", name);
  CHECK(refusal_of(read_channel_file, text).starts_with("f:1:28: this cannot name a channel"));
}

TEST_CASE("Guix's channel files are read as Guix reads them", "[channels/declaration]") {
  std::string text =
      "(channel (version 0) (name 'x) (whatever) (news-file \"etc/news.scm\")\n"
      "(dependencies (channel (name 'nonguix) (url \"u\") (introduction\n"
      "(make-channel-introduction \"" +
      commit +
      "\"\n"
      "(openpgp-fingerprint \"" +
      signer +
      "\"))))\n"
      "(channel (name b) (url \"v\") (introduction (channel-introduction\n"
      "(version 0) (commit \"" +
      commit + "\") (signer \"" + signer + "\"))))))";
  ChannelFile file = read_guix_channel_file(text, "f");
  ChannelIntroduction introduction{commit, signer};
  CHECK(file.news_file == "etc/news.scm");
  CHECK(file.dependencies == std::vector<Channel>{{"nonguix", "u", "", "", introduction},
                                                  {"b", "v", "", "", introduction}});
}

TEST_CASE("an introduction that Guix would not understand is not taken for none",
          "[channels/declaration]") {
  std::string text =
      "(channel (version 0) (dependencies (channel (name b) (url \"v\")\n"
      "(introduction (intro)))))";
  CHECK(refusal_of(read_guix_channel_file, text)
            .starts_with("f:2:15: an introduction is expected here"));
}

}  // namespace cairn
