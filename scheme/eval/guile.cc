// SPDX-License-Identifier: GPL-3.0-or-later
// Values across the border, by calls that cannot raise.
#include "scheme/eval/guile.hh"

#include <cstdlib>
#include <cstring>
#include <memory>

namespace cairn::eval {

namespace {

[[noreturn]] void refuse(const char* what, const char* wanted) {
  throw Error("{} must be {}", what, wanted);
}

}  // namespace

std::string to_string(SCM value, const char* what) {
  if (!scm_is_string(value)) refuse(what, "a string");
  std::size_t length = 0;
  std::unique_ptr<char, void (*)(void*)> text(scm_to_utf8_stringn(value, &length), std::free);
  return {text.get(), length};
}

std::string to_bytes(SCM value, const char* what) {
  if (scm_is_string(value)) return to_string(value, what);
  if (!scm_is_bytevector(value)) refuse(what, "a string or a bytevector");
  return {reinterpret_cast<const char*>(SCM_BYTEVECTOR_CONTENTS(value)),
          SCM_BYTEVECTOR_LENGTH(value)};
}

std::vector<SCM> to_list(SCM value, const char* what) {
  std::vector<SCM> elements;
  for (; scm_is_pair(value); value = SCM_CDR(value)) {
    if (elements.size() > 1'000'000) throw Error("{} is too long", what);  // or goes in a circle
    elements.push_back(SCM_CAR(value));
  }
  if (!scm_is_null(value)) refuse(what, "a list");
  return elements;
}

std::string symbol_text(SCM value, const char* what) {
  if (!scm_is_symbol(value)) refuse(what, "a symbol");
  return to_string(scm_symbol_to_string(value), what);
}

SCM from_string(std::string_view text) {
  return scm_from_utf8_stringn(text.data(), text.size());
}

SCM from_bytes(std::string_view bytes) {
  SCM result = scm_c_make_bytevector(bytes.size());
  std::memcpy(SCM_BYTEVECTOR_CONTENTS(result), bytes.data(), bytes.size());
  return result;
}

SCM from_symbol(const char* name) {
  return scm_from_utf8_symbol(name);
}

void raise(const char* procedure, SCM message) {
  scm_error(from_symbol("misc-error"), procedure, "~A", scm_list_1(message), SCM_BOOL_F);
  std::abort();  // not reached
}

}  // namespace cairn::eval
