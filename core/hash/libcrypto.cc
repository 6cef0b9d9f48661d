// SPDX-License-Identifier: GPL-3.0-or-later
// Loading libcrypto.
#include "core/hash/libcrypto.hh"

#include "core/base/error.hh"
#include "core/base/loaded_library.hh"

namespace cairn::libcrypto {

namespace {

Functions load() {
  LoadedLibrary library("libcrypto.so.3", "libssl3");
  Functions loaded{};
#define CAIRN_FIND(name) library.find(loaded.name, #name);
  CAIRN_LIBCRYPTO_FUNCTIONS(CAIRN_FIND)
#undef CAIRN_FIND
  return loaded;
}

}  // namespace

const Functions& functions() {
  static const Functions loaded = [] {
    Functions library = load();
    if (library.OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) != 1) {
      throw Error("OpenSSL does not start");
    }
    return library;
  }();
  return loaded;
}

}  // namespace cairn::libcrypto
