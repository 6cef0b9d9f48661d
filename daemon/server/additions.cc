// SPDX-License-Identifier: GPL-3.0-or-later
// Operations that bring contents. What names itself by its content anybody may add, for the name is
// checked; what claims to be some derivation's output only who is trusted.
#include "core/base/files.hh"
#include "core/hash/encoding.hh"
#include "core/nar/tree_sink.hh"
#include "daemon/server/serve.hh"

#include <utility>

namespace cairn::server {

namespace {

constexpr std::size_t signature_size = 64;  // bytes of an Ed25519 signature
// In one transaction: each writes a page of the database anew for nearly every item.
constexpr std::size_t published_together = 5000;      // items
constexpr std::size_t references_together = 100'000;  // of these; they are kept in memory
constexpr std::size_t text_together = 16 << 20;       // bytes of small files; they are, too

void check_not_weak(HashAlgorithm algorithm) {
  if (!is_weak(algorithm)) return;
  throw Error("{} is broken: different contents could have the same name", name_of(algorithm))
      .with_hint("add it by its sha256 hash");
}

// Whether damaged items are to be repaired, as IS_WANTED; throws where they may not.
bool allowed_repair(const Session& session, bool is_wanted) {
  if (is_wanted) session.require_trust("repair items");
  return is_wanted;
}

// FACTS as far as this client's word counts. Throws where that is not far enough.
ItemInfo believed(Session& session, StorePath path, protocol::ItemFacts facts,
                  bool dont_check_signatures) {
  bool trusted = session.peer().trusted;
  if (!facts.content_address && !(trusted && dont_check_signatures)) {
    throw Error("cannot add {}: no key that is trusted here has signed it",
                session.store().dir().print(path))
        .with_hint(trusted ? "say --no-check-sigs" : "ask root to add it");
  }
  if (facts.content_address) check_not_weak(facts.content_address->hash.algorithm());
  if (!trusted) {
    facts.deriver.reset();
    facts.signatures.clear();
  }
  facts.ultimate = false;
  facts.registered = 0;
  return protocol::info_of(std::move(path), std::move(facts));
}

// Items that are complete in staging, until they are published or, at the end, deleted.
class Arrivals {
 public:
  explicit Arrivals(Store& store) : store_(store) {}
  Arrivals(Arrivals&&) = delete;
  ~Arrivals() {
    for (const StagedItem& item : items_) store_.staging().discard(item.name);
  }

  void take(const ItemInfo& info, Source& archive) {
    if (auto item = store_.stage_import(info, archive)) {
      references_ += info.references.size();
      text_ += item->text ? item->text->size() : 0;
      items_.push_back(std::move(*item));
    }
    if (are_enough()) publish();
  }
  void publish() {
    references_ = 0;
    text_ = 0;
    store_.publish(std::exchange(items_, {}));
  }

 private:
  bool are_enough() const {
    return items_.size() >= published_together || references_ >= references_together ||
           text_ >= text_together;
  }

  Store& store_;
  std::vector<StagedItem> items_;
  std::size_t references_ = 0;  // of all items_
  std::size_t text_ = 0;
};

void check_signature(const std::string& signature) {
  std::size_t colon = signature.find(':');
  bool named = colon != std::string::npos && colon > 0;
  if (!named ||
      from_base64(std::string_view(signature).substr(colon + 1)).size() != signature_size) {
    throw Error("'{}' is not a signature like KEY:BASE64", signature);
  }
}

}  // namespace

std::pair<StorePath, protocol::ItemFacts> serve(Session& session,
                                                const protocol::AddToStore& asked) {
  Store& store = session.store();
  const auto& [method, algorithm] = asked.addressing;
  check_item_name(asked.name);
  check_not_weak(algorithm);
  Store::Repairing repairing(session.store(), allowed_repair(session, asked.repair));
  session.make_room();
  store.temporary_roots().add(asked.references);
  StorePath path =
      method == ContentMethod::recursive
          ? store.add_archive(asked.name, method, algorithm, session.stream(), asked.references)
          : store.add_flat(asked.name, method, algorithm, session.stream(), asked.references);
  return {path, protocol::facts_of(store.get(path))};
}

std::pair<StorePath, protocol::ItemFacts> serve(Session& session, const protocol::AddTree& asked) {
  Store& store = session.store();
  const auto& [method, algorithm] = asked.addressing;
  check_item_name(asked.name);
  check_not_weak(algorithm);
  if (asked.entry != ".") nar::check_name(asked.entry);  // else it could be anywhere
  Fd folder = session.open_for_starter(asked.directory);
  session.make_room();
  StorePath path = store.add_tree(asked.name, method, algorithm, folder.get(), asked.entry);
  return {path, protocol::facts_of(store.get(path))};
}

protocol::Nothing serve(Session& session, const protocol::AddToStoreNar& asked) {
  Store::Repairing repairing(session.store(), allowed_repair(session, asked.repair));
  session.make_room();
  session.store().temporary_roots().add(asked.facts.references);
  session.store().import(believed(session, asked.path, asked.facts, asked.dont_check_signatures),
                         session.stream());
  return {};
}

protocol::Nothing serve(Session& session, const protocol::AddMultipleToStore& asked) {
  Store::Repairing repairing(session.store(), allowed_repair(session, asked.repair));
  session.make_room();
  Store& store = session.store();
  protocol::Reader in(session.stream(), store.dir());
  Arrivals arrivals(store);
  for (std::uint64_t left = in.number(); left > 0; --left) {
    auto [path, facts] = protocol::read<std::pair<StorePath, protocol::ItemFacts>>(in);
    in.check();
    store.temporary_roots().add(facts.references);
    arrivals.take(believed(session, path, std::move(facts), asked.dont_check_signatures),
                  session.stream());
  }
  arrivals.publish();
  return {};
}

protocol::Done serve(Session& session, const protocol::AddSignatures& asked) {
  Store& store = session.store();
  store.get(asked.path);
  for (const std::string& signature : asked.signatures) check_signature(signature);
  Database& database = store.database();
  database.write_transaction([&] { database.add_signatures(asked.path, asked.signatures); });
  return {};
}

}  // namespace cairn::server
