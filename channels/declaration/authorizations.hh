// SPDX-License-Identifier: GPL-3.0-or-later
// Authorizations: whose keys may sign the commits that follow the one that holds this file.
#pragma once

#include "channels/signature/fingerprint.hh"

#include <map>
#include <string>
#include <string_view>

namespace cairn {

struct Authorizations {
  std::map<Fingerprint, std::string> keys;  // with what the file calls their owners; may be empty
  bool operator==(const Authorizations&) const = default;
};

inline constexpr std::string_view cairn_authorizations_name = ".cairn-authorizations";
inline constexpr std::string_view guix_authorizations_name = ".guix-authorizations";

// (authorizations (version 0) (("FINGERPRINT" (name "alice")) ...)). Throws, naming FILE and the
// place in it, for anything else.
Authorizations read_authorizations(std::string_view text, const std::string& file);

// The same as Guix takes it: what stands beside a fingerprint and behind the list is ignored.
Authorizations read_guix_authorizations(std::string_view text, const std::string& file);

}  // namespace cairn
