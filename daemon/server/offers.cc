// SPDX-License-Identifier: GPL-3.0-or-later
// Operations about what could come from elsewhere. There are no caches yet: nothing is offered.
#include "daemon/server/serve.hh"

namespace cairn::server {

namespace {

[[noreturn]] void refuse_realisations() {
  throw Error("content-addressed derivations are not supported");
}

}  // namespace

std::optional<protocol::Offer> serve(Session&, const protocol::QuerySubstitutablePathInfo&) {
  return std::nullopt;
}

std::map<StorePath, protocol::Offer> serve(Session&, const protocol::QuerySubstitutablePathInfos&) {
  return {};
}

StorePathSet serve(Session&, const protocol::QuerySubstitutablePaths&) {
  return {};
}

protocol::Done serve(Session& session, const protocol::EnsurePath& asked) {
  Store& store = session.store();
  store.temporary_roots().add(asked.path);
  store.get(asked.path);
  return {};
}

std::vector<protocol::Realisation> serve(Session&, const protocol::QueryRealisation&) {
  refuse_realisations();
}

protocol::Nothing serve(Session&, const protocol::RegisterDrvOutput&) {
  refuse_realisations();
}

}  // namespace cairn::server
