// SPDX-License-Identifier: GPL-3.0-or-later
// The end of builds that nobody waits for any more.
#pragma once

#include "core/base/error.hh"

namespace cairn {

class Cancelled : public Error {
 public:
  Cancelled() : Error("the builds were cancelled", Exit::failed) {}
};

}  // namespace cairn
