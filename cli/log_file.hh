// SPDX-License-Identifier: GPL-3.0-or-later
// Logs of builds, as the engine keeps them: STATE/log/drvs/xx/REST.drv while a build runs, with
// ".bz2" when it is complete.
#pragma once

#include "cli/place.hh"
#include "core/base/bytes.hh"

#include <memory>

namespace cairn {

// The log of DERIVATION as text; nothing when none is kept.
std::unique_ptr<Source> open_log(const Place& place, const StorePath& derivation);

}  // namespace cairn
