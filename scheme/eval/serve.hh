// SPDX-License-Identifier: GPL-3.0-or-later
// Serving requests: each goes to (cairn requests), and what was recorded meanwhile joins its
// answer.
#pragma once

#include <cstddef>
#include <string>

namespace cairn::eval {

// Where the language is.
struct Language {
  std::string sources;   // folder with cairn.scm and cairn/
  std::string compiled;  // the same, compiled
};

// How many bytes of heap are filled before garbage is first collected: GC_INITIAL_HEAP_SIZE.
inline constexpr std::size_t first_heap = 32 << 20;

// Start Guile and serve what comes at SOCKET until the command hangs up. STORE is the store's
// folder.
void serve(int socket, const std::string& store, const Language& language);

}  // namespace cairn::eval
