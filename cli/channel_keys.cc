// SPDX-License-Identifier: GPL-3.0-or-later
// Asking ssh-keygen and gpg for keys.
#include "cli/channel_keys.hh"

#include "cli/other_program.hh"
#include "cli/terminal.hh"
#include "cli/user_profile.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <filesystem>
#include <sstream>
#include <unistd.h>

namespace cairn {

namespace {

std::string without_pub(const std::string& file) {
  return file.ends_with(".pub") ? file.substr(0, file.size() - 4) : file;
}

bool is_there(const std::string& file) {
  return access(file.c_str(), F_OK) == 0;
}

// The words of ssh-keygen -l: "256 SHA256:... comment of many words (ED25519)".
SigningKey key_in_listing(const std::string& listing, const std::string& file) {
  std::istringstream words(listing);
  SigningKey key{SigningKey::Kind::ssh, file, "", ""};
  std::string size;
  std::string comment;
  words >> size >> key.fingerprint;
  std::getline(words >> std::ws, comment);
  key.owner = comment.substr(0, comment.rfind(" ("));
  if (!key.fingerprint.starts_with("SHA256:")) {
    throw Error("cannot tell the fingerprint of '{}': ssh-keygen says '{}'", file, listing);
  }
  return key;
}

}  // namespace

SigningKey ssh_key_in(const std::string& file) {
  std::string key = std::filesystem::absolute(without_pub(file)).lexically_normal();
  if (!is_there(key + ".pub")) {
    throw Error("there is no key '{}': no file '{}.pub'", file, key)
        .with_hint("ssh-keygen -t ed25519 -f " + key);
  }
  return key_in_listing(output_of({"ssh-keygen", "-l", "-f", key + ".pub"}), key);
}

SigningKey made_ssh_key(const std::string& file) {
  if (!is_there(file + ".pub")) {
    make_directories(std::filesystem::path(file).parent_path(), 0700);
    run_program({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", user_name(), "-f", file});
    note(fmt::format("made a key to sign channels with: {} (keep a copy of it)", file));
  }
  return ssh_key_in(file);
}

SigningKey openpgp_key(const std::string& which) {
  const CommandLine list = {"gpg", "--batch", "--with-colons", "--list-secret-keys", "--", which};
  if (status_of(list) != 0) {
    throw Error("gpg has no secret key '{}'", which)
        .with_hint("gpg --list-secret-keys tells which it has");
  }
  std::istringstream lines(output_of(list));
  SigningKey key{SigningKey::Kind::openpgp, "", "", ""};
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> fields;
    std::istringstream parts(line);
    for (std::string field; std::getline(parts, field, ':');) fields.push_back(field);
    if (fields.size() < 10) continue;
    if (fields[0] == "fpr" && key.fingerprint.empty()) key.fingerprint = fields[9];
    if (fields[0] == "uid" && key.owner.empty()) key.owner = fields[9];
  }
  if (key.fingerprint.empty()) throw Error("gpg has no secret key '{}'", which);
  key.name = key.fingerprint;
  return key;
}

}  // namespace cairn
