// SPDX-License-Identifier: GPL-3.0-or-later
// The one way to libguile. Guile raises by a jump that skips destructors, so: convert with what
// cannot raise, work inside guarded(), and raise when no C++ object lives any more.
#pragma once

#include "core/base/error.hh"

#include <gc/gc.h>
#include <libguile.h>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::eval {

// These throw an Error when VALUE is of another type. They never raise.
std::string to_string(SCM value, const char* what);
std::string to_bytes(SCM value, const char* what);  // a string, as UTF-8, or a bytevector
std::vector<SCM> to_list(SCM value, const char* what);
std::string symbol_text(SCM value, const char* what);

// What these give must stay on the stack or in Scheme data: the collector does not look into C++'s
// heap.
SCM from_string(std::string_view text);
SCM from_bytes(std::string_view bytes);  // a bytevector
SCM from_symbol(const char* name);

// Raise a Scheme error that says MESSAGE. Call it when nothing needs to be destroyed.
[[noreturn]] void raise(const char* procedure, SCM message);

// What WORK gives for the primitive PROCEDURE; an Error that leaves it becomes one of Scheme.
template <typename Work>
SCM guarded(const char* procedure, Work&& work) {
  SCM message = SCM_UNDEFINED;
  try {
    return work();
  } catch (const Error& error) {
    message = from_string(error.message());
  } catch (const std::exception& error) {
    message = from_string(error.what());
  }
  raise(procedure, message);
}

}  // namespace cairn::eval
