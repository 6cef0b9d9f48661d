// SPDX-License-Identifier: GPL-3.0-or-later
// What code that writes to standard error itself writes there.
#pragma once

#include <functional>
#include <string>

namespace cairn::test {

std::string text_on_standard_error(const std::function<void()>& work);

}  // namespace cairn::test
