// SPDX-License-Identifier: GPL-3.0-or-later
// Every operation of the protocol that we speak, in one list: server and client are made from it.
#pragma once

#include "daemon/protocol/changes.hh"
#include "daemon/protocol/queries.hh"

#include <tuple>

namespace cairn::protocol {

using Operations =
    std::tuple<IsValidPath, QueryReferrers, AddToStore, BuildPaths, EnsurePath, AddTempRoot,
               AddIndirectRoot, FindRoots, ExportPath, QueryDeriver, SetOptions, CollectGarbage,
               QuerySubstitutablePathInfo, QueryAllValidPaths, QueryPathInfo, ImportPaths,
               QueryDerivationOutputNames, QueryPathFromHashPart, QuerySubstitutablePathInfos,
               QueryValidPaths, QuerySubstitutablePaths, QueryValidDerivers, OptimiseStore,
               VerifyStore, BuildDerivation, AddSignatures, NarFromPath, AddToStoreNar,
               QueryMissing, QueryDerivationOutputMap, RegisterDrvOutput, QueryRealisation,
               AddMultipleToStore, AddBuildLog, BuildPathsWithResults, QueryClosure, AddTempRoots,
               AddTree, SetBuildOptions, FindKeepers>;

}  // namespace cairn::protocol
