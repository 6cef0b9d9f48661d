// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a terminal that are drawn for the time being: a signal that ends this process takes them
// off before it does.
#pragma once

#include <cstddef>
#include <string>

namespace cairn {

// What moves the cursor from the last of ROWS rows to the beginning of the first, and clears all of
// them (ECMA-48). Nothing for no rows.
std::string erasure_of(std::size_t rows);

// Tell that there are ROWS such rows on FD, and the cursor is on the last; 0 when they are gone.
// There is one drawing at a time. In the background, or where nobody reads what FD is given, a
// signal takes off nothing.
void note_drawn_rows(int fd, std::size_t rows);

}  // namespace cairn
