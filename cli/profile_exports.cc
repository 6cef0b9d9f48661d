// SPDX-License-Identifier: GPL-3.0-or-later
// Printing Scheme.
#include "cli/profile_exports.hh"

#include "cli/channels/channel_text.hh"

namespace cairn {

std::string manifest_file_of(const Manifest& manifest) {
  std::string text = ";; What was in a profile. Use it with: cairn package -m FILE\n\n";
  text += "(specifications->manifest\n  (list";
  for (const ManifestEntry& entry : manifest.entries) {
    std::string name = entry.output == "out" ? entry.name : entry.name + ":" + entry.output;
    text += (&entry == &manifest.entries.front() ? " " : "\n        ") + scheme_string(name);
  }
  return text + "))\n";
}

std::string channels_file_of(const Manifest& manifest) {
  return ";; Where the packages of a profile came from.\n\n" + channels_scheme(manifest.channels);
}

}  // namespace cairn
