// SPDX-License-Identifier: GPL-3.0-or-later
// What an error has to do with its store.
#include "daemon/server/explained.hh"

#include "core/base/foreign_folder.hh"

#include <algorithm>
#include <cerrno>

namespace cairn::server {

namespace {

// What the owner has to do with what was tried, and what to do: {0} is the owner's name, and {1}
// says which store.
struct Advice {
  Tried tried;
  fmt::string_view reason;
  fmt::string_view hint;
};

constexpr Advice advice[] = {
    {Tried::service, "and no daemon serves it", "start one as {0}: cairn-daemon{1}"},
    {Tried::rebuilding, "who alone can make its database anew",
     "sudo -u {0} cairn{1} store rebuild"},
};

bool is_full(const Error& error) {
  return error.error_number() == ENOSPC || error.error_number() == EDQUOT;
}

Error refused_by_owner(Error error, const Layout& layout, Tried tried) {
  auto owner = foreign_owner(layout.physical_state());
  if (!owner) return error;
  const Advice& told = *std::ranges::find(advice, tried, &Advice::tried);
  error.while_doing(
      fmt::format("the store {} belongs to {}, {}", layout.physical_store(), *owner, told.reason));
  std::string root = layout.root.empty() ? "" : " --root " + layout.root;
  return error.with_hint(fmt::vformat(told.hint, fmt::make_format_args(*owner, root)));
}

}  // namespace

Error explained(Error error, const Layout& layout, Tried tried) {
  if (is_refusal(error)) return refused_by_owner(std::move(error), layout, tried);
  if (is_full(error) && error.hint().empty()) error.with_hint("cairn gc");
  return error;
}

}  // namespace cairn::server
