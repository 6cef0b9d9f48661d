// SPDX-License-Identifier: GPL-3.0-or-later
// Download: one file by HTTP or HTTPS, with libcurl. Certificates are always checked; a redirection
// may lead to another host, but not from https to anything else, and takes no credentials along.
#pragma once

#include "core/base/fd.hh"
#include "core/transfer/download_limits.hh"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace cairn {

// BYTES of TOTAL (0 where that is not known) are there.
using DownloadProgress = std::function<void(std::uint64_t bytes, std::uint64_t total)>;

struct DownloadFailure {
  std::string reason;
  bool may_pass = false;  // another time it may work: nobody answered
};

// Fetch URL into the empty file FD; what breaks off is resumed. Returns why it cannot be had, if it
// cannot; FD then holds nothing of use.
std::optional<DownloadFailure> download(const std::string& url, int fd,
                                        const DownloadLimits& limits,
                                        const DownloadProgress& progress);

}  // namespace cairn
