// SPDX-License-Identifier: GPL-3.0-or-later
// Telling whose a store is.
#include "daemon/server/foreign_store.hh"

#include "core/base/foreign_folder.hh"

namespace cairn::server {

namespace {

// In the words of the system, or of SQLite.
bool is_about_rights(const Error& error) {
  return is_refusal(error) || error.message().find("readonly database") != std::string::npos;
}

}  // namespace

Error explained(Error error, const Layout& layout) {
  if (!is_about_rights(error)) return error;
  auto owner = foreign_owner(layout.physical_state());
  if (!owner) return error;
  error.while_doing(fmt::format("the store {} belongs to {}, and no daemon serves it",
                                layout.physical_store(), *owner));
  std::string root = layout.root.empty() ? "" : " --root " + layout.root;
  error.with_hint(fmt::format("start one as {}: cairn-daemon{}", *owner, root));
  return error;
}

}  // namespace cairn::server
