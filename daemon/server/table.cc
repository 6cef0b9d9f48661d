// SPDX-License-Identifier: GPL-3.0-or-later
// The table, made from the protocol's list of operations.
#include "daemon/server/table.hh"

#include "daemon/server/serve.hh"

#include <algorithm>
#include <array>

namespace cairn::server {

namespace {

using protocol::Stream;

template <protocol::Operation Op>
void perform(Session& session) {
  protocol::Reader& in = session.duplex().in();
  Op asked = protocol::read<Op>(in);
  if constexpr (Op::traits.stream == Stream::framed) session.open_stream();
  in.check();
  if (Op::traits.trusted_only) session.require_trust(fmt::format("use {}", Op::traits.name));
  auto reply = serve(session, asked);
  if constexpr (Op::traits.stream == Stream::framed) session.stream().expect_end();
  if constexpr (Op::traits.stream != Stream::follows) session.begin_reply();
  protocol::write(session.duplex().out(), reply);
}

template <typename... Op>
constexpr auto table_of(std::tuple<Op...>*) {
  std::array<Perform, std::max({Op::traits.code...}) + 1> table{};
  ((table[Op::traits.code] = perform<Op>), ...);
  return table;
}

constexpr auto table = table_of(static_cast<protocol::Operations*>(nullptr));

}  // namespace

Perform operation_of(std::uint64_t code) {
  return code < table.size() ? table[code] : nullptr;
}

}  // namespace cairn::server
