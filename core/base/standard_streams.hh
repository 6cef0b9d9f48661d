// SPDX-License-Identifier: GPL-3.0-or-later
// Standard input, output and error of a program that may be started without them.
#pragma once

namespace cairn {

// Where one of the three is closed, its number would be that of the next file that is opened, and
// what is written for people would go there: give it to /dev/null. What is printed to one that was
// closed stays an error. The first thing that a program does; ends it where that fails.
void keep_standard_streams();

}  // namespace cairn
