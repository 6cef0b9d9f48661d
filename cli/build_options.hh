// SPDX-License-Identifier: GPL-3.0-or-later
// How things are built, for every verb that builds.
#pragma once

#include "cli/option.hh"
#include "cli/progress.hh"
#include "daemon/client/engine.hh"

namespace cairn {

struct BuildWishes {
  bool keep_going = false;
  bool keep_failed = false;
  bool quiet = false;
  bool verbose = false;
  std::optional<std::uint64_t> cores;
  std::optional<std::uint64_t> max_jobs;
  std::optional<std::uint64_t> timeout;
  std::optional<std::uint64_t> max_silent;
};

// -k, -K, -c, -M, --timeout, --max-silent-time, -q and -v.
Options build_options(BuildWishes& wishes);

BuildOptions engine_options(const BuildWishes& wishes);
ProgressStyle::Amount amount_for(const BuildWishes& wishes);
// What is greater than any number of cores or any time counts as that.
std::optional<std::uint32_t> bounded(std::optional<std::uint64_t> wished);

}  // namespace cairn
