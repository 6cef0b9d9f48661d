// SPDX-License-Identifier: GPL-3.0-or-later
// From options to what the engine is told.
#include "cli/build_options.hh"

#include <algorithm>

namespace cairn {

Options build_options(BuildWishes& wishes) {
  return {
      {"-k,--keep-going", "", "go on with the others when a build fails", &wishes.keep_going},
      {"-K,--keep-failed", "", "keep copies of a failed build's folder, and of outputs that differ",
       &wishes.keep_failed},
      {"-c,--cores", "N", "let each build use N cores (0, the default: all)", &wishes.cores},
      {"-M,-j,--max-jobs", "N", "build N things at the same time (default 1)", &wishes.max_jobs},
      {"--timeout", "SECONDS", "end builds that take longer", &wishes.timeout},
      {"--max-silent-time", "SECONDS", "end builds that say nothing for so long",
       &wishes.max_silent},
      {"-q,--quiet", "", "say only what goes wrong", &wishes.quiet},
      {"-v,--verbose", "", "show what builders say", &wishes.verbose},
  };
}

std::optional<std::uint32_t> bounded(std::optional<std::uint64_t> wished) {
  constexpr std::uint64_t most = 0xffffffff;
  if (!wished) return std::nullopt;
  return static_cast<std::uint32_t>(std::min(*wished, most));
}

BuildOptions engine_options(const BuildWishes& wishes) {
  return {
      .keep_failed = wishes.keep_failed,
      .keep_going = wishes.keep_going,
      .max_jobs = bounded(wishes.max_jobs),
      .cores = bounded(wishes.cores),
      .timeout = bounded(wishes.timeout),
      .max_silent = bounded(wishes.max_silent),
  };
}

ProgressStyle::Amount amount_for(const BuildWishes& wishes) {
  if (wishes.quiet) return ProgressStyle::Amount::quiet;
  return wishes.verbose ? ProgressStyle::Amount::verbose : ProgressStyle::Amount::usual;
}

}  // namespace cairn
