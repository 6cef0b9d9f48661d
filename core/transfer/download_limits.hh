// SPDX-License-Identifier: GPL-3.0-or-later
// DownloadLimits: when a download is given up, as a value and as text: lines of "NAME NUMBER", of
// which '#' begins a comment. (manual/formats/fetching.md)
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace cairn {

struct DownloadLimits {
  std::chrono::seconds connecting{5};  // until an address that does not answer is given up
  std::chrono::seconds stalled{15};    // with less than `slowest` bytes a second
  long slowest = 100;                  // bytes a second
  std::uint64_t size = 16ull << 30;    // bytes of a file
  unsigned tries = 4;                  // of one address, when what came broke off
  bool operator==(const DownloadLimits&) const = default;
};

// What TEXT, that of FILE, says; what it does not name is as above. Throws with the line.
DownloadLimits parse_download_limits(std::string_view text, const std::string& file);

std::string to_text(const DownloadLimits& limits);

}  // namespace cairn
