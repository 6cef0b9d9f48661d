// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory a piece of work took at its peak.
#pragma once

#include <cstddef>
#include <functional>

namespace cairn::test {

// Whether this system lets a process measure itself; says "skip: ..." where it does not.
bool can_measure_peak_memory();

// Bytes by which the resident memory of this process grew, at most, while WORK ran.
std::size_t peak_memory_growth(const std::function<void()>& work);

}  // namespace cairn::test
