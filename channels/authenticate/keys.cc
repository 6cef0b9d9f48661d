// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a branch of keys.
#include "channels/authenticate/keys.hh"

#include "channels/signature/armor.hh"

namespace cairn {

namespace {

constexpr std::size_t file_limit = 1 << 20;
constexpr std::size_t count_limit = 10'000;

}  // namespace

const Keyring& ChannelKeys::keyring_for(std::string_view signature) {
  bool needs_keys = signature.starts_with(openpgp_signature_begin);
  if (needs_keys && !is_read_) read();
  return keyring_;
}

// A file that cannot be read must not keep the other keys from counting: it is told of when a key
// is missed.
void ChannelKeys::read() {
  is_read_ = true;
  std::optional<ObjectId> branch;
  for (const std::string& revision : revisions_) {
    if (!branch) branch = repository_.find(revision);
  }
  if (!branch) return;
  has_branch_ = true;
  std::size_t count = 0;
  for (const TreeEntry& entry : repository_.tree(repository_.commit(*branch).tree)) {
    if (!entry.is_file() || !entry.name.ends_with(".key")) continue;
    if (++count > count_limit) break;
    auto added = refused_or([&] {
      keyring_.add_openpgp(repository_.blob(entry.id, file_limit));
      return true;
    });
    if (auto* refusal = std::get_if<Refusal>(&added)) {
      problems_ += fmt::format("; {} cannot be read: {}", entry.name, refusal->reason);
    }
  }
}

std::string ChannelKeys::why_it_may_be_missing() const {
  if (has_branch_) return problems_;
  std::string names;
  for (const std::string& name : revisions_) names += (names.empty() ? "" : " or ") + name;
  return "; there is no branch " + names;
}

}  // namespace cairn
