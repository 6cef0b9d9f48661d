// SPDX-License-Identifier: GPL-3.0-or-later
// What cairn-fetch does: tries one address after the other until one gives the right contents.
#pragma once

#include "core/hash/hash.hh"
#include "core/transfer/download.hh"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cairn {

struct FetchRequest {
  std::vector<std::string> addresses;  // http and https, in order
  std::vector<std::string> by_hash;    // folders and addresses that hold sha256/HEX
  Hash hash;                           // of the contents
  std::string target;                  // the file to make
  bool executable = false;
};

// What a person may read of it: a line a try.
using FetchLog = std::function<void(const std::string& line)>;

// Make the target. If only wrong contents are to be had it gets those of the first address, for the
// engine to refuse with both hashes. Throws, with why each address failed, when none gives any.
// Returns the address that gave what is right; nothing when a place by hash did, or nobody.
std::optional<std::string> fetch(const FetchRequest& request, const DownloadLimits& limits,
                                 const FetchLog& log);

}  // namespace cairn
