// SPDX-License-Identifier: GPL-3.0-or-later
// What this machine says about fetching: its mirrors, and when a download is given up.
#pragma once

#include "core/transfer/download_limits.hh"
#include "core/transfer/mirrors.hh"

#include <string>

namespace cairn {

// The mirrors of this machine: the built-in table, over it what CONFIGURATION/mirrors says,
// "debian" as apt has it unless that file names it; by hash, what CONFIGURATION/content-mirrors
// names, a folder or an address a line, and the words of MORE.
// (manual/formats/fetching.md)
Mirrors mirrors_of_machine(const std::string& configuration, const std::string& more);

// What CONFIGURATION/fetch-limits says.
DownloadLimits limits_of_machine(const std::string& configuration);

}  // namespace cairn
