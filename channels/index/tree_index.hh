// SPDX-License-Identifier: GPL-3.0-or-later
// Making the index of a tree of a repository, and keeping its indexes in a folder: a file for each
// tree, named by its id.
#pragma once

#include "channels/git/repository.hh"
#include "channels/index/channel_index.hh"

#include <optional>
#include <string>

namespace cairn {

// The index of all *.scm files below TREE. What OLDER (null for none) has of the same blobs is
// taken from there: only files that changed are skimmed. Links and what begins with a dot are
// passed over. Throws for what is no tree of REPOSITORY.
ChannelIndex index_tree(const Repository& repository, const ObjectId& tree,
                        const ChannelIndex* older);

// The index of TREE that FOLDER keeps; nothing where there is none that can be read.
std::optional<ChannelIndex> find_index(const std::string& folder, const ObjectId& tree);

// The index of TREE, made with the help of the one that FOLDER got last, and put into FOLDER, which
// is made too; of those there, the oldest go when they are too many.
ChannelIndex make_index(const std::string& folder, const Repository& repository,
                        const ObjectId& tree);

// How many indexes a folder keeps.
inline constexpr std::size_t kept_indexes = 16;

}  // namespace cairn
