// SPDX-License-Identifier: GPL-3.0-or-later
// Operations about what is kept and whether it is sound.
#include "core/store/gc.hh"
#include "core/store/keepers.hh"
#include "core/store/optimise.hh"
#include "core/store/roots.hh"
#include "core/store/verify.hh"
#include "daemon/server/builds.hh"
#include "daemon/server/serve.hh"

#include <climits>

namespace cairn::server {

namespace {

// ROOTS, without the processes of others for who is not trusted.
Reply<protocol::FindRoots> told(const Session& session, const std::vector<Root>& roots) {
  Reply<protocol::FindRoots> told;
  for (const Root& root : roots) {
    bool is_secret = !session.peer().trusted && root.origin.starts_with('{');
    told.emplace_back(is_secret ? "{censored}" : root.origin, root.item);
  }
  return told;
}

// The same four in the same order on both sides.
GcRequest::Action action_of(protocol::GcAction action) {
  static_assert(static_cast<int>(GcRequest::Action::delete_these) ==
                static_cast<int>(protocol::GcAction::delete_these));
  return static_cast<GcRequest::Action>(action);
}

void check_link(const std::string& link) {
  bool absolute = link.starts_with('/') && !link.ends_with('/');
  if (absolute && link.size() < PATH_MAX && link.find('\0') == std::string::npos) return;
  throw Error("'{}' cannot be a root: it is not the absolute path of a link", link);
}

}  // namespace

protocol::Done serve(Session& session, const protocol::AddTempRoot& asked) {
  session.store().temporary_roots().add(asked.path);
  return {};
}

protocol::Done serve(Session& session, const protocol::AddTempRoots& asked) {
  session.store().temporary_roots().add(asked.items);
  return {};
}

protocol::Done serve(Session& session, const protocol::AddIndirectRoot& asked) {
  check_link(asked.link);
  if (!can_look_at(session.peer(), asked.link)) {
    throw Error("'{}' cannot be a root: user {} cannot look at it", asked.link,
                session.peer().user);
  }
  session.store().database().flush();  // a root lasts no earlier than what it keeps
  add_indirect_root(session.store().layout(), asked.link);
  return {};
}

Reply<protocol::FindRoots> serve(Session& session, const protocol::FindRoots&) {
  return told(session, all_roots(session.store()));
}

Reply<protocol::FindKeepers> serve(Session& session, const protocol::FindKeepers& asked) {
  return told(session, roots_keeping(session.store(), session.gc_rules(), asked.items));
}

protocol::Collected serve(Session& session, const protocol::CollectGarbage& asked) {
  if (asked.ignore_liveness) throw Error("what is in use is never deleted");
  GcRequest request = session.gc_rules();
  request.action = action_of(asked.action);
  request.these = asked.these;
  request.enough = asked.enough;
  GcResult result = collect_garbage(session.store(), request, session.events());
  protocol::Collected collected{{}, result.bytes};
  for (const StorePath& item : result.items) {
    collected.paths.insert(session.store().dir().print(item));
  }
  return collected;
}

bool serve(Session& session, const protocol::VerifyStore& asked) {
  if (asked.repair) session.require_trust("repair the store");
  VerifyReport report = verify(session.store(), asked.contents, asked.repair, session.events(),
                               [&](const StorePath& item) { make_anew(session, item); });
  for (const std::string& problem : report.problems) session.events().send(Warned{problem});
  return !report.problems.empty();
}

protocol::Done serve(Session& session, const protocol::OptimiseStore&) {
  OptimiseResult result = optimise(session.store(), session.events());
  session.events().send(Noted{fmt::format("merged {} file{}, which frees {:.1f} MiB", result.files,
                                          result.files == 1 ? "" : "s",
                                          static_cast<double>(result.bytes) / (1 << 20))});
  return {};
}

}  // namespace cairn::server
