// SPDX-License-Identifier: GPL-3.0-or-later
// Printing Scheme.
#include "cli/profile_exports.hh"

#include "core/base/error.hh"

namespace cairn {

namespace {

// TEXT as a string of Scheme.
std::string string_literal(std::string_view text) {
  std::string literal = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') literal += '\\';
    literal += c;
  }
  return literal + "\"";
}

// The fingerprints of OpenPGP are digits in base 16; keys of SSH are told by "SHA256:...".
std::string signer_form(const std::string& signer) {
  bool is_ssh = signer.starts_with("SHA256:");
  return fmt::format("({} {})", is_ssh ? "ssh-fingerprint" : "openpgp-fingerprint",
                     string_literal(signer));
}

std::string channel_form(const ChannelState& channel) {
  std::string form = fmt::format("(channel\n         (name '{})\n         (url {})", channel.name,
                                 string_literal(channel.url));
  if (!channel.branch.empty()) {
    form += fmt::format("\n         (branch {})", string_literal(channel.branch));
  }
  form += fmt::format("\n         (commit {})", string_literal(channel.commit));
  if (!channel.introduction_commit.empty()) {
    form += fmt::format(
        "\n         (introduction\n          (make-channel-introduction\n           {}\n"
        "           {}))",
        string_literal(channel.introduction_commit), signer_form(channel.introduction_signer));
  }
  return form + ")";
}

}  // namespace

std::string manifest_file_of(const Manifest& manifest) {
  std::string text = ";; What was in a profile. Use it with: cairn package -m FILE\n\n";
  text += "(specifications->manifest\n  (list";
  for (const ManifestEntry& entry : manifest.entries) {
    std::string name = entry.output == "out" ? entry.name : entry.name + ":" + entry.output;
    text += (&entry == &manifest.entries.front() ? " " : "\n        ") + string_literal(name);
  }
  return text + "))\n";
}

std::string channels_file_of(const Manifest& manifest) {
  std::string text = ";; Where the packages of a profile came from.\n\n(list";
  for (const ChannelState& channel : manifest.channels) {
    text += (&channel == &manifest.channels.front() ? " " : "\n      ") + channel_form(channel);
  }
  return text + ")\n";
}

}  // namespace cairn
