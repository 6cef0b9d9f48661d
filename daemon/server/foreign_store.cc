// SPDX-License-Identifier: GPL-3.0-or-later
// Telling whose a store is.
#include "daemon/server/foreign_store.hh"

#include "core/base/foreign_folder.hh"

namespace cairn::server {

Error explained(Error error, const Layout& layout) {
  if (!is_refusal(error)) return error;
  auto owner = foreign_owner(layout.physical_state());
  if (!owner) return error;
  error.while_doing(fmt::format("the store {} belongs to {}, and no daemon serves it",
                                layout.physical_store(), *owner));
  std::string root = layout.root.empty() ? "" : " --root " + layout.root;
  error.with_hint(fmt::format("start one as {}: cairn-daemon{}", *owner, root));
  return error;
}

}  // namespace cairn::server
