// SPDX-License-Identifier: GPL-3.0-or-later
// Reading rights.
#include "channels/authenticate/rights.hh"

#include "channels/signature/refusal.hh"

namespace cairn {

namespace {

constexpr std::size_t file_limit = 1 << 20;

const Rights absent{};
const Rights no_file{Rights::Kind::malformed, {}, "its authorizations are no file"};

}  // namespace

const Rights& RightsReader::of_file(const ObjectId& file, bool is_guix) {
  auto [known, is_new] = by_file_[is_guix].try_emplace(file);
  Rights& rights = known->second;
  if (!is_new) return rights;
  auto read = refused_or([&] {
    std::string text = repository_.blob(file, file_limit);
    return is_guix ? read_guix_authorizations(text, std::string(guix_authorizations_name))
                   : read_authorizations(text, std::string(cairn_authorizations_name));
  });
  if (auto* found = std::get_if<Authorizations>(&read)) {
    rights = {Rights::Kind::named, std::move(*found), ""};
  } else {
    rights = {Rights::Kind::malformed, {}, std::get<1>(read).reason};
  }
  return rights;
}

// Ours counts where both are: who could add it could have changed Guix's as well.
const Rights& RightsReader::of(const ObjectId& tree) {
  auto [known, is_new] = by_tree_.try_emplace(tree, &absent);
  if (!is_new) return *known->second;
  std::optional<TreeEntry> guix;
  std::optional<TreeEntry> ours;
  for (TreeEntry& entry : repository_.tree(tree)) {
    if (entry.name == cairn_authorizations_name) ours = std::move(entry);
    if (entry.name == guix_authorizations_name) guix = std::move(entry);
  }
  const std::optional<TreeEntry>& entry = ours ? ours : guix;
  if (entry) known->second = entry->is_file() ? &of_file(entry->id, !ours) : &no_file;
  return *known->second;
}

}  // namespace cairn
