// SPDX-License-Identifier: GPL-3.0-or-later
// For the file of the main function of a program that confines itself, and for nothing else: who is
// confined may not look into its own threads, as the leak sanitizer would at the end.
#pragma once

namespace cairn {

#ifdef __SANITIZE_ADDRESS__
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}
#endif

}  // namespace cairn
