// SPDX-License-Identifier: GPL-3.0-or-later
// The builtins themselves, each by what its environment says. What they read and make is a contract
// (manual/formats/builtins.md): derivations name them by version.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace cairn {

using BuiltinEnvironment = std::map<std::string, std::string>;

// All throw an Error when they cannot make "out".
void builtin_buildenv(const BuiltinEnvironment& environment);
void builtin_text(const BuiltinEnvironment& environment);
void builtin_union(const BuiltinEnvironment& environment);
void builtin_unpack(const BuiltinEnvironment& environment);

// The words of TEXT, which blanks part.
std::vector<std::string> words_of(const std::string& text);

// The value of NAME; throws when it is not set.
const std::string& required_value(const BuiltinEnvironment& environment, const std::string& name);

// Whether NAME is "1"; throws when it is neither that nor empty nor absent.
bool is_switched_on(const BuiltinEnvironment& environment, const std::string& name);

}  // namespace cairn
