// SPDX-License-Identifier: GPL-3.0-or-later
// The folder in which items are made.
#include "core/store/staging.hh"

namespace cairn {

namespace {

// A dot, so that neither an item nor Nix's list of items can have that name.
std::string parent_of(const Layout& layout) {
  return layout.physical_store() + "/.new";
}

}  // namespace

Staging::Staging(const Layout& layout) : folder_(parent_of(layout)) {
  clean_staging(layout);
}

void clean_staging(const Layout& layout) {
  clean_private_folders(parent_of(layout));
}

std::string builds_folder(const Layout& layout) {
  return layout.physical_state() + "/builds";
}

void clean_left_builds(const Layout& layout) {
  try {
    clean_private_folders(builds_folder(layout));
  } catch (const Error&) {
  }
}

}  // namespace cairn
