// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching branches from where a channel lives.
#pragma once

#include "channels/git/repository.hh"

#include <functional>

namespace cairn {

struct FetchedBranch {
  std::string name;  // "main"
  ObjectId commit;
};

struct RemoteBranches {
  std::string url;                    // http, https, git or file, or an absolute path
  std::vector<std::string> wanted;    // an empty name: the remote's default branch
  std::vector<std::string> optional;  // fetched if they are there
};

// How far a fetch is: objects that came of all there are, and bytes.
using FetchProgress = std::function<void(std::size_t received, std::size_t all, std::size_t bytes)>;

// Bring the branches into REPOSITORY, each as PREFIX + its name ("refs/cairn/fetched/main");
// returns those that there are. Throws, naming URL, if it cannot be reached, or lacks a branch that
// is wanted, or is of a kind that is not known. Older refs stay as they are if it fails.
std::vector<FetchedBranch> fetch_branches(Repository& repository, const RemoteBranches& remote,
                                          const std::string& prefix, const FetchProgress& progress);

}  // namespace cairn
