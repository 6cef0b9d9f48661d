// SPDX-License-Identifier: GPL-3.0-or-later
// What a repository's HEAD means, from its files alone: to load libgit2 takes longer than to
// answer. Source: gitrepository-layout(5), git-pack-refs(1).
#pragma once

#include "channels/git/object_id.hh"

#include <optional>
#include <string>

namespace cairn {

// The commit that HEAD of the repository FOLDER means, with a work tree or without. Nothing where
// it takes git to know: worktrees, other ways to keep refs, branches without commits, no
// repository.
std::optional<ObjectId> head_in_files(const std::string& folder);

}  // namespace cairn
