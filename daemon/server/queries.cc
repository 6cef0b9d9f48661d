// SPDX-License-Identifier: GPL-3.0-or-later
// Operations that ask what is known.
#include "core/hash/encoding.hh"
#include "core/store/closure.hh"
#include "daemon/server/serve.hh"

namespace cairn::server {

namespace {

constexpr std::size_t hash_part_bytes = 20;

std::map<std::string, StorePath> outputs_of(Store& store, const StorePath& derivation) {
  if (!derivation.is_derivation())
    throw Error("{} is not a derivation", store.dir().print(derivation));
  std::map<std::string, StorePath> outputs = store.database().derivation_outputs(derivation);
  if (!outputs.empty()) return outputs;
  store.get(derivation);
  for (const auto& [name, output] : store.read_derivation(derivation).outputs) {
    outputs.emplace(name, output.path);
  }
  return outputs;
}

}  // namespace

bool serve(Session& session, const protocol::IsValidPath& asked) {
  return session.store().is_valid(asked.path);
}

StorePathSet serve(Session& session, const protocol::QueryReferrers& asked) {
  return session.store().database().referrers(asked.path);
}

std::optional<StorePath> serve(Session& session, const protocol::QueryDeriver& asked) {
  return session.store().get(asked.path).deriver;
}

StorePathSet serve(Session& session, const protocol::QueryAllValidPaths&) {
  std::vector<StorePath> items = session.store().database().all_items();
  return {items.begin(), items.end()};
}

std::optional<protocol::ItemFacts> serve(Session& session, const protocol::QueryPathInfo& asked) {
  std::optional<ItemInfo> info = session.store().database().find(asked.path);
  if (!info) return std::nullopt;
  return protocol::facts_of(std::move(*info));
}

std::optional<StorePath> serve(Session& session, const protocol::QueryPathFromHashPart& asked) {
  from_nix32(asked.hash_part, hash_part_bytes);  // throws unless it is one
  return session.store().database().find_by_hash_part(asked.hash_part);
}

// Who asks for many wants to make, or to send, what is not among them: what has gone from the disk
// is not.
StorePathSet serve(Session& session, const protocol::QueryValidPaths& asked) {
  StorePathSet valid;
  session.store().database().read_transaction([&] {
    for (const StorePath& path : asked.paths) {
      if (session.store().is_there(path)) valid.insert(path);
    }
  });
  return valid;
}

StorePathSet serve(Session& session, const protocol::QueryValidDerivers& asked) {
  return session.store().database().valid_derivers(asked.path);
}

std::set<std::string> serve(Session& session, const protocol::QueryDerivationOutputNames& asked) {
  std::set<std::string> names;
  for (const auto& [name, path] : outputs_of(session.store(), asked.derivation)) names.insert(name);
  return names;
}

std::map<std::string, std::optional<StorePath>> serve(
    Session& session, const protocol::QueryDerivationOutputMap& asked) {
  std::map<std::string, std::optional<StorePath>> outputs;
  for (const auto& [name, path] : outputs_of(session.store(), asked.derivation)) {
    outputs.emplace(name, path);
  }
  return outputs;
}

std::vector<StorePath> serve(Session& session, const protocol::QueryClosure& asked) {
  return ordered_closure(session.store().database(), asked.items);
}

protocol::Nothing serve(Session& session, const protocol::NarFromPath& asked) {
  session.store().check_there(asked.path);
  session.begin_reply();
  session.store().dump(asked.path, session.duplex().out().sink());
  return {};
}

}  // namespace cairn::server
