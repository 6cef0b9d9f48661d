// SPDX-License-Identifier: GPL-3.0-or-later
// Options whose value may be left out, which CLI11 would take from the operands: they are read
// before it, and taken out.
#pragma once

#include "cli/option.hh"

#include <string>
#include <vector>

namespace cairn {

// "-n,--dry-run" as its names.
std::vector<std::string> split_names(std::string_view names);

// Take those among OPTIONS that have an optional value, with the operands that belong to them, off
// ARGUMENTS, and note them.
void take_optional_values(const Options& options, std::vector<std::string>& arguments);

}  // namespace cairn
