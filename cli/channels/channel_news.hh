// SPDX-License-Identifier: GPL-3.0-or-later
// What a pull brought: commits, what the authors tell of them, and packages that came, went, or
// have another version.
#pragma once

#include "channels/declaration/news_file.hh"
#include "channels/git/repository.hh"
#include "cli/channels/pulled_channel.hh"

#include <map>
#include <string>
#include <vector>

namespace cairn {

// The commits that NOW has and BEFORE has not, parents before their children; none where that one
// is not in REPOSITORY.
std::vector<ObjectId> commits_between(const Repository& repository, const PulledChannel& before,
                                      const PulledChannel& now);

// The first lines of the messages of COMMITS, the newest first: "4f3a2b1c9 hello: greet"; at most
// LIMIT, and a line that says how many more there are.
std::vector<std::string> commit_news(const Repository& repository,
                                     const std::vector<ObjectId>& commits, std::size_t limit);

// What the authors of NOW tell of COMMITS, in its news file. Throws where that cannot be read.
std::vector<NewsEntry> author_news(const Repository& repository, const PulledChannel& now,
                                   const std::vector<ObjectId>& commits);

// "new: a 1.0, b 2.0", "upgraded: c 1.0 -> 1.1", "gone: d", each line only where there is something
// to say. BEFORE and NOW are versions of packages of a channel by their names.
using PackageVersions = std::map<std::string, std::string>;
std::vector<std::string> package_news(const PackageVersions& before, const PackageVersions& now);

}  // namespace cairn
