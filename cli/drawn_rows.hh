// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a terminal that are drawn for the time being: a signal that ends this process takes them
// off before it does.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace cairn {

// What moves the cursor from the last of ROWS rows to the beginning of the first, and clears all of
// them (ECMA-48). Nothing for no rows.
std::string erasure_of(std::size_t rows);

// Call DRAW, which replaces what was drawn on FD by ROWS such rows and leaves the cursor on the
// last; 0 rows: it takes them off. There is one drawing at a time. A signal that comes meanwhile to
// another thread waits for it, a moment at most; one that comes to this thread leaves what is
// drawn: better than to take lines that stay. In the background, or where nobody reads what FD is
// given, a signal takes off nothing.
void draw_rows(int fd, std::size_t rows, const std::function<void()>& draw);

}  // namespace cairn
