// SPDX-License-Identifier: GPL-3.0-or-later
// What channels say of themselves, ours and Guix's.
#include "channels/declaration/channel_file.hh"
#include "channels/signature/fingerprint.hh"
#include "core/base/utf8.hh"
#include "tests/fuzz/target.hh"

namespace cairn::test {

namespace {

void expect_sound(const ChannelFile& found) {
  expect(!found.directory.starts_with('/'), "a folder is one of the repository");
  for (const Channel& channel : found.dependencies) {
    expect(is_channel_name(channel.name) && !channel.url.empty(), "a channel has name and url");
    expect(utf8_length(channel.url) == channel.url.size(), "JSON can hold a url");
    if (!channel.introduction) continue;
    expect(channel.introduction->commit.size() == 40, "an introduction has a commit");
    Fingerprint::parse(channel.introduction->signer);
  }
}

}  // namespace

bool takes(std::string_view bytes) {
  bool ours = is_taken([bytes] { expect_sound(read_channel_file(bytes, "file")); });
  bool guix = is_taken([bytes] { expect_sound(read_guix_channel_file(bytes, "file")); });
  return ours || guix;
}

}  // namespace cairn::test
