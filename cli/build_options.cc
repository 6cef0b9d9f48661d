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

unsigned bounded(std::optional<std::uint64_t> wished, unsigned otherwise) {
  constexpr std::uint64_t most = 0xffffffff;
  return static_cast<unsigned>(std::min(wished.value_or(otherwise), most));
}

BuildOptions engine_options(const BuildWishes& wishes) {
  return {
      .keep_failed = wishes.keep_failed,
      .keep_going = wishes.keep_going,
      .max_jobs = bounded(wishes.max_jobs, 1),
      .cores = bounded(wishes.cores, 0),
      .timeout = std::chrono::seconds(bounded(wishes.timeout, 0)),
      .max_silent = std::chrono::seconds(bounded(wishes.max_silent, 0)),
  };
}

ProgressStyle::Amount amount_for(const BuildWishes& wishes) {
  if (wishes.quiet) return ProgressStyle::Amount::quiet;
  return wishes.verbose ? ProgressStyle::Amount::verbose : ProgressStyle::Amount::usual;
}

}  // namespace cairn
