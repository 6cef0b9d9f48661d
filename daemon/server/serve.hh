// SPDX-License-Identifier: GPL-3.0-or-later
// What each operation does: the server's table of contents. A request comes here checked: its
// paths are store paths, its numbers in range, its lists without doubles.
#pragma once

#include "daemon/protocol/operations.hh"
#include "daemon/server/session.hh"

namespace cairn::server {

template <typename Op>
using Reply = typename Op::Reply;

// queries.cc
Reply<protocol::IsValidPath> serve(Session&, const protocol::IsValidPath&);
Reply<protocol::QueryReferrers> serve(Session&, const protocol::QueryReferrers&);
Reply<protocol::QueryDeriver> serve(Session&, const protocol::QueryDeriver&);
Reply<protocol::QueryAllValidPaths> serve(Session&, const protocol::QueryAllValidPaths&);
Reply<protocol::QueryPathInfo> serve(Session&, const protocol::QueryPathInfo&);
Reply<protocol::QueryPathFromHashPart> serve(Session&, const protocol::QueryPathFromHashPart&);
Reply<protocol::QueryValidPaths> serve(Session&, const protocol::QueryValidPaths&);
Reply<protocol::QueryValidDerivers> serve(Session&, const protocol::QueryValidDerivers&);
Reply<protocol::QueryDerivationOutputNames> serve(Session&,
                                                  const protocol::QueryDerivationOutputNames&);
Reply<protocol::QueryDerivationOutputMap> serve(Session&,
                                                const protocol::QueryDerivationOutputMap&);
Reply<protocol::NarFromPath> serve(Session&, const protocol::NarFromPath&);

// offers.cc
Reply<protocol::QuerySubstitutablePathInfo> serve(Session&,
                                                  const protocol::QuerySubstitutablePathInfo&);
Reply<protocol::QuerySubstitutablePathInfos> serve(Session&,
                                                   const protocol::QuerySubstitutablePathInfos&);
Reply<protocol::QuerySubstitutablePaths> serve(Session&, const protocol::QuerySubstitutablePaths&);
Reply<protocol::EnsurePath> serve(Session&, const protocol::EnsurePath&);
Reply<protocol::QueryRealisation> serve(Session&, const protocol::QueryRealisation&);
Reply<protocol::QueryClosure> serve(Session&, const protocol::QueryClosure&);
Reply<protocol::RegisterDrvOutput> serve(Session&, const protocol::RegisterDrvOutput&);

// additions.cc
Reply<protocol::AddToStore> serve(Session&, const protocol::AddToStore&);
Reply<protocol::AddTree> serve(Session&, const protocol::AddTree&);
Reply<protocol::AddToStoreNar> serve(Session&, const protocol::AddToStoreNar&);
Reply<protocol::AddMultipleToStore> serve(Session&, const protocol::AddMultipleToStore&);
Reply<protocol::AddSignatures> serve(Session&, const protocol::AddSignatures&);

// exports.cc
Reply<protocol::ExportPath> serve(Session&, const protocol::ExportPath&);
Reply<protocol::ImportPaths> serve(Session&, const protocol::ImportPaths&);

// builds.cc
Reply<protocol::QueryMissing> serve(Session&, const protocol::QueryMissing&);
Reply<protocol::BuildPaths> serve(Session&, const protocol::BuildPaths&);
Reply<protocol::BuildPathsWithResults> serve(Session&, const protocol::BuildPathsWithResults&);
Reply<protocol::BuildDerivation> serve(Session&, const protocol::BuildDerivation&);
Reply<protocol::AddBuildLog> serve(Session&, const protocol::AddBuildLog&);

// upkeep.cc
Reply<protocol::AddTempRoot> serve(Session&, const protocol::AddTempRoot&);
Reply<protocol::AddTempRoots> serve(Session&, const protocol::AddTempRoots&);
Reply<protocol::AddIndirectRoot> serve(Session&, const protocol::AddIndirectRoot&);
Reply<protocol::FindRoots> serve(Session&, const protocol::FindRoots&);
Reply<protocol::FindKeepers> serve(Session&, const protocol::FindKeepers&);
Reply<protocol::CollectGarbage> serve(Session&, const protocol::CollectGarbage&);
Reply<protocol::VerifyStore> serve(Session&, const protocol::VerifyStore&);
Reply<protocol::OptimiseStore> serve(Session&, const protocol::OptimiseStore&);

// options.cc
Reply<protocol::SetOptions> serve(Session&, const protocol::SetOptions&);
Reply<protocol::SetBuildOptions> serve(Session&, const protocol::SetBuildOptions&);

}  // namespace cairn::server
